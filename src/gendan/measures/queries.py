"""What faces and reports ask of measures. Every function asks who may see, and answers nobody else.

`viewer` is the person who asks; 0 is Gendan itself, which sees everything (a report that is made by itself, a story).
`at` is the moment of asking: nothing here reads the clock. All raise Refused: `missing` for an unknown pack, measure or
scorecard, `access` for who may not see, `value.by` and `value.FIELD` for what can't be grouped or filtered by.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from gendan.cases.basis import Basis
from gendan.core.refusals import Reason, Refused
from gendan.measures import anomaly, cards, keeping, rights
from gendan.measures import periods as periods_
from gendan.measures.archive import source_of
from gendan.measures.computing import Asking, Place
from gendan.measures.computing import grounds as grounds_of
from gendan.measures.figures import Asked, asked, figures, periods_before, rule_of
from gendan.measures.periods import Period
from gendan.measures.planning import about
from gendan.measures.results import Card, Figure, Ground, GroundsPage, Kept, Series
from gendan.measures.rights import Sight

NO_FILTERS: Final[Mapping[str, object]] = {}
MOST: Final = 1_000
"""Grounds of one page."""


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
    under: Basis | None = None,
    beyond: int | None = None,
) -> Figure:
    """A measure's figure for a period.

    `by` names dimensions: `person`, `post`, `state`, `kind`, `procedure`, a field as it stood at the event
    (`province`), or one as it stands now (`province@end`, `state@end`). `filters` keep to values of the same
    dimensions. `source` is `live` (the database), `archive` or `spark`. `compared`: with the period before, and whether
    it is far from those before. `under`: by the rule of another version of the pack than the active one. `beyond`:
    only cases with a greater id, for rehearsals.
    """
    ready = _ready(pack, measure, by, filters, viewer=viewer, at=at, under=under)
    count = anomaly.PERIODS_BEFORE if compared and period.every != periods_.SPAN else int(compared)
    asking = Asking(periods=periods_before(period, count), at=at, source=source_of(source), beyond=beyond)
    return figures(ready, asking, first=count)[0]


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
    under: Basis | None = None,
    beyond: int | None = None,
) -> GroundsPage:
    """The very grounds of the figure that the same arguments give, page by page: counted, base, and excluded with why.

    `key`: only those of one group. `counted`: only those that count, or only the others. `after`: the `next` of the
    page before. Persons whom the viewer may not see one by one are `rights.OTHERS`.
    """
    ready = _ready(pack, measure, by, filters, viewer=viewer, at=at, under=under)
    asking = Asking(periods=(period,), at=at, source=source_of(source), beyond=beyond)
    start, skip = _from_key(after)
    wanted = None if key is None else tuple(key)
    found: list[Ground] = []
    place, nth = start, skip
    for each_place, ground in _merged(ready, asking, start, skip):
        # Several grounds may stand in one place: a ratio's terms, the intervals of one look at a clock.
        nth = nth + 1 if each_place == place else 1
        place = each_place
        shown = _shown(ready, ground)
        if (wanted is not None and shown.by != wanted) or (counted is not None and shown.counted is not counted):
            continue
        found.append(shown)
        if len(found) == min(limit, MOST):
            return GroundsPage(tuple(found), _key(place, nth))
    return GroundsPage(tuple(found), None)


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
    ready = _ready(pack, measure, by, filters, viewer=viewer, at=at)
    zone = ready.under.calendar.timezone
    try:
        ending = periods_.containing(every, until.first) if until is not None else periods_.at(every, at, zone)
    except ValueError:
        expected = {"type": "choice", "of": list(periods_.PERIODS)}
        raise Refused((Reason("value.every", {"given": every[:40], "expected": expected}),)) from None
    before = count - 1 + anomaly.PERIODS_BEFORE
    asking = Asking(periods=periods_before(ending, before), at=at, source=source_of(source))
    return Series(figures(ready, asking, first=anomaly.PERIODS_BEFORE))


def scorecard(
    pack: str, name: str, period: Period, *, viewer: int, at: datetime, persons: Sequence[int] | None = None
) -> tuple[Card, ...]:
    """The scorecards of those who held its post in the period and whom the viewer may see: himself, and those below
    him. Nobody else sees them, no administrator either (register id H16)."""
    under = rule_of(pack)
    card = under.pack.scorecards.get(name)
    if card is None:
        raise Refused((Reason("missing"),))
    holding = cards.holders(under, card, period.first, period.until)
    seen = rights.people_of(viewer, under.pack, at) if viewer else frozenset(holding)
    wanted = [person for person in holding if person in seen and (persons is None or person in persons)]
    if not wanted:
        raise Refused((Reason("access"),))
    return cards.cards(under, card, Asking(periods=(period,), at=at, source=source_of("live")), wanted)


def keep(of: Figure, *, by: int) -> Kept:
    """Keep a figure as it is now, beside those kept before."""
    return keeping.keep(of, by=by)


def kept(pack: str, measure: str, period: Period, *, viewer: int, at: datetime) -> tuple[Kept, ...]:
    """All that was kept of a measure for a period, the oldest first: under each rule and calendar as it was then.

    Whole figures: for those who see them whole.
    """
    ready = _ready(pack, measure, (), NO_FILTERS, viewer=viewer, at=at)
    if ready.sight is None or not ready.sight.whole:
        raise Refused((Reason("access"),))
    return keeping.kept(pack, measure, period)


def seen(pack: str, measure: str, *, viewer: int, at: datetime) -> Sight:
    """What the viewer sees of a measure: whole figures or his own, and which persons one by one."""
    under = rule_of(pack)
    declared = under.pack.measures.get(measure)
    if declared is None:
        raise Refused((Reason("missing"),))
    return rights.sight(viewer, under.pack, about(declared, under), at)


def _ready(
    pack: str,
    measure: str,
    by: Sequence[str],
    filters: Mapping[str, object],
    *,
    viewer: int,
    at: datetime,
    under: Basis | None = None,
) -> Asked:
    standing = rule_of(pack) if under is None else under
    declared = standing.pack.measures.get(measure)
    if declared is None:
        raise Refused((Reason("missing"),))
    sight = rights.sight(viewer, standing.pack, about(declared, standing), at)
    person = filters.get("person")
    if person is not None and sight.persons is not None and str(person) not in map(str, sight.persons):
        raise Refused((Reason("access"),))
    return asked(standing, measure, by=by, filters=filters, sight=sight)


def _merged(ready: Asked, asking: Asking, after: Place | None, skip: int) -> Iterator[tuple[Place, Ground]]:
    """The grounds of all parts of a measure, in the order of when they happened. `after` is passed for `skip`."""
    before = None if after is None else (after[0], after[1], after[2] - 1)
    lists = [grounds_of(plan, asking, unit=ready.unit, after=before) for plan in ready.plans]
    passed = 0
    for place, ground in heapq.merge(*lists, key=lambda each: each[0]):
        if place == after and passed < skip:
            passed += 1
            continue
        yield place, ground


def _shown(ready: Asked, ground: Ground) -> Ground:
    """The ground as the viewer may see it."""
    sight = ready.sight
    if sight is None or sight.persons is None:
        return ground
    person, actor = sight.named(ground.person), sight.named(ground.actor) or 0
    by = tuple(person if name == "person" else value for name, value in zip(ready.by, ground.by, strict=True))
    return replace(ground, person=person, actor=actor, by=by)


def _key(place: Place, nth: int) -> str:
    return "_".join(str(each) for each in (*place, nth))


def _from_key(text: str | None) -> tuple[Place | None, int]:
    if text is None:
        return None, 0
    try:
        t, case, seq, nth = (int(each) for each in text.split("_"))
    except ValueError:
        raise Refused((Reason("missing"),)) from None
    return (t, case, seq), nth
