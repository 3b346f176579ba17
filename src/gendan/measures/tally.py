"""From judged rows to figures: counts, shares, sums, means, medians and percentiles, exactly.

Sums are exact; a division is rounded once, to 28 digits. A percentile lies between the two values around it, in
proportion (type 7 of Hyndman and Fan, 1996), so that p50 is the median.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from itertools import accumulate
from typing import Final

from gendan.core.pack import Figure, Measure
from gendan.measures.judging import Judged
from gendan.measures.ratio import divided
from gendan.measures.results import Spread, Value

EXACT: Final = Context(prec=60)
"""Enough digits for every sum of values that Gendan takes."""
ROUNDED: Final = Context(prec=28)
_QUARTERS: Final = tuple(Decimal(each) for each in ("0", "0.25", "0.5", "0.75", "0.9", "1"))


@dataclass(slots=True)
class Tally:
    """What was counted of one group, or of one part of a ratio."""

    counted: int = 0
    base: int = 0
    excluded: int = 0
    provisional: int = 0
    total: Decimal = Decimal(0)
    values: dict[Decimal, int] = field(default_factory=dict)

    def add(self, judged: Judged, value: Decimal | None, times: int, *, single: bool) -> None:
        """Count what was judged so many times with a value; `single`: values are needed one by one."""
        if judged.base:
            self.base += times
            if judged.provisional:
                self.provisional += times
        else:
            self.excluded += times
        if judged.counted:
            self.counted += times
            if value is not None:
                self.total = EXACT.add(self.total, EXACT.multiply(value, Decimal(times)))
                if single:
                    self.values[value] = self.values.get(value, 0) + times

    def join(self, other: Tally) -> None:
        """Count what another one counted, too."""
        self.counted += other.counted
        self.base += other.base
        self.excluded += other.excluded
        self.provisional += other.provisional
        self.total = EXACT.add(self.total, other.total)
        for each, times in other.values.items():
            self.values[each] = self.values.get(each, 0) + times


Terms = Mapping[str, Tally]
"""The tallies of a group by the parts of a ratio; under the empty name where the measure has only one."""


def value(measure: Measure, terms: Terms, unit: int) -> Value:
    """The figure that a group's tallies come to; times are µs and become units of `unit` µs."""
    if measure.figure is Figure.RATIO:
        return _ratio(measure, terms)
    tally = terms[""]
    figure: Decimal | None
    spread = None
    match measure.figure:
        case Figure.COUNT:
            figure = Decimal(tally.counted)
        case Figure.SHARE:
            figure = ROUNDED.divide(Decimal(tally.counted), Decimal(tally.base)) if tally.base else None
        case Figure.SUM:
            figure = tally.total
        case _:
            divisor = Decimal(unit if measure.figure is Figure.TIME else 1)
            figure = _taken(measure.take or "mean", tally, divisor)
            spread = _spread(tally, divisor) if tally.values else None
    return Value(
        value=figure,
        counted=tally.counted,
        base=tally.base,
        excluded=tally.excluded,
        provisional=tally.provisional,
        spread=spread,
    )


def _ratio(measure: Measure, terms: Terms) -> Value:
    sums = {name: tally.total for name, tally in terms.items()}
    return Value(
        value=divided(measure, sums),
        counted=sum(each.counted for each in terms.values()),
        base=sum(each.base for each in terms.values()),
        excluded=sum(each.excluded for each in terms.values()),
        provisional=sum(each.provisional for each in terms.values()),
    )


def _taken(take: str, tally: Tally, unit: Decimal) -> Decimal | None:
    if not tally.values:
        return None
    if take == "sum":
        return ROUNDED.divide(tally.total, unit)
    if take == "mean":
        return ROUNDED.divide(tally.total, EXACT.multiply(unit, Decimal(tally.counted)))
    share = _SHARES[take] if take in _SHARES else Decimal(take.removeprefix("p")) / 100
    return ROUNDED.divide(percentile(tally.values, share), unit)


_SHARES: Final = {"min": Decimal("0"), "median": Decimal("0.5"), "max": Decimal("1")}


def percentile(values: Mapping[Decimal, int], share: Decimal) -> Decimal:
    """The value below which `share` (0 to 1) of the values lie; `values` are each with how often it comes."""
    return percentiles(values, (share,))[0]


def percentiles(values: Mapping[Decimal, int], shares: Sequence[Decimal]) -> list[Decimal]:
    """The same for several shares: the values are put in order once."""
    ordered = sorted(values)
    passed = list(accumulate(values[each] for each in ordered))
    found = []
    for share in shares:
        place = share * (passed[-1] - 1)
        lower = int(place)
        first = ordered[bisect_right(passed, lower)]
        if place == lower:
            found.append(first)
            continue
        following = ordered[bisect_right(passed, lower + 1)]
        found.append(EXACT.add(first, EXACT.multiply(place - lower, EXACT.subtract(following, first))))
    return found


def _spread(tally: Tally, unit: Decimal) -> Spread:
    found = [ROUNDED.divide(each, unit) for each in percentiles(tally.values, _QUARTERS)]
    return Spread(least=found[0], lower=found[1], median=found[2], upper=found[3], ninetieth=found[4], most=found[5])
