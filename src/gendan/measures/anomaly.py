"""异常 A figure that is far from its own past, by a rule that can be said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from gendan.core.text import Text
from gendan.measures.results import Anomaly
from gendan.measures.tally import percentile

PERIODS_BEFORE: Final = 12
FEWEST: Final = 6
LIMIT: Final = Decimal(3)
_SCALE: Final = Decimal("1.4826")
"""By which the median of the distances is the standard deviation of values that lie normally (Rousseeuw and Croux,
1993)."""
_LEAST: Final = Decimal("0.01")

RULE: Final = Text(
    f"与前 {PERIODS_BEFORE} 期（至少 {FEWEST} 期有值）的中位数相差超过 {LIMIT} 个稳健标准差即为异常；"
    f"稳健标准差取各期与中位数之差的中位数的 {_SCALE} 倍，且不小于中位数的 1%；未结束的期间不判断",
    f"More than {LIMIT} robust standard deviations from the median of the {PERIODS_BEFORE} periods before (at"
    f" least {FEWEST} of them with a figure); the robust standard deviation is {_SCALE} times the median distance from"
    " that median, and at least 1% of it; a period that has not ended is not judged",
)


def anomaly(value: Decimal | None, before: Sequence[Decimal | None]) -> Anomaly | None:
    """The anomaly of a figure over those of the periods before it, None where it is none or too little is known."""
    known = [each for each in before[-PERIODS_BEFORE:] if each is not None]
    if value is None or len(known) < FEWEST:
        return None
    middle = _median(known)
    scale = max(_SCALE * _median([abs(each - middle) for each in known]), abs(middle) * _LEAST)
    if not scale:
        return None
    distance = (value - middle) / scale
    return Anomaly(middle=middle, distance=distance, rule=RULE) if abs(distance) > LIMIT else None


def _median(values: Sequence[Decimal]) -> Decimal:
    counts: dict[Decimal, int] = {}
    for each in values:
        counts[each] = counts.get(each, 0) + 1
    return percentile(counts, Decimal("0.5"))
