"""What faces and reports ask of measures. Every function asks who may see, and answers nobody else.

`viewer` is the person who asks; 0 is Gendan itself, which sees everything (a report that is made by itself, a story).
`at` is the moment of asking: nothing here reads the clock. All raise Refused (`missing` for an unknown pack, measure or
scorecard; `access` for who may not see).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from gendan.measures.periods import Period
from gendan.measures.results import Card, Figure, GroundsPage, Kept, Series

NO_FILTERS: Mapping[str, object] = {}


def figure(
    pack: str,
    measure: str,
    period: Period,
    *,
    viewer: int,
    at: datetime,
    by: Sequence[str] = (),
    filters: Mapping[str, object] = NO_FILTERS,
    source: str = "live",
    compared: bool = True,
) -> Figure:
    """A measure's figure for a period.

    `by` names dimensions: `person`, `post`, `state`, `kind`, `procedure`, a field as it stood at the event
    (`province`), or one as it stands now (`province@end`, `state@end`). `filters` keep to values of the same
    dimensions. `source` is `live` (the database) or `archive`. `compared`: with the period before and the anomaly.
    """
    raise NotImplementedError


def grounds(
    pack: str,
    measure: str,
    period: Period,
    *,
    viewer: int,
    at: datetime,
    by: Sequence[str] = (),
    filters: Mapping[str, object] = NO_FILTERS,
    key: Sequence[object] | None = None,
    counted: bool | None = None,
    after: str | None = None,
    limit: int = 50,
    source: str = "live",
) -> GroundsPage:
    """The very grounds of the figure that the same arguments give, page by page: counted, base, and excluded with why.

    `key`: only those of one group. `counted`: only those that count, or only the others. `after`: the `next` of the
    page before.
    """
    raise NotImplementedError


def series(
    pack: str,
    measure: str,
    every: str,
    *,
    viewer: int,
    at: datetime,
    until: Period | None = None,
    count: int = 13,
    by: Sequence[str] = (),
    filters: Mapping[str, object] = NO_FILTERS,
    source: str = "live",
) -> Series:
    """A measure over the last `count` periods (`every` as in `periods.PERIODS`) up to `until`, by default today's."""
    raise NotImplementedError


def scorecard(
    pack: str, name: str, period: Period, *, viewer: int, at: datetime, persons: Sequence[int] | None = None
) -> tuple[Card, ...]:
    """The scorecards of those holders of its post whom the viewer may see: himself, and those below him."""
    raise NotImplementedError


def keep(of: Figure, *, by: int) -> Kept:
    """Keep a figure as it is now, beside those kept before."""
    raise NotImplementedError


def kept(pack: str, measure: str, period: Period, *, viewer: int, at: datetime) -> tuple[Kept, ...]:
    """All that was kept of a measure for a period, the oldest first: under each rule and calendar as it was then."""
    raise NotImplementedError
