"""A measure computed: its tallies for periods and groups, and the list of the very grounds, from one relation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson

from gendan.core.events import microseconds, moment
from gendan.core.pack import Figure
from gendan.measures.books import Books
from gendan.measures.judging import Judge, Judged
from gendan.measures.periods import Period
from gendan.measures.plan import Plan
from gendan.measures.relation import Window, listed, tallied
from gendan.measures.results import Ground
from gendan.measures.sources import Source
from gendan.measures.tally import Tally
from gendan.people.access import organization

AT_ONCE: Final = 2_000
"""Rows that are judged together: what the past is asked for is read for so many at once."""

Key = tuple[object, ...]


@dataclass(slots=True)
class Computed:
    """One plan's tallies, by period (its place in the periods asked) and group; and a digest of the very grounds."""

    groups: dict[tuple[int, Key], Tally] = field(default_factory=dict)
    digests: dict[int, Any] = field(default_factory=dict)

    def of(self, period: int) -> dict[Key, Tally]:
        """The groups of one period."""
        return {key: tally for (of, key), tally in self.groups.items() if of == period}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked of all plans of a measure: the periods (one after the other), the moment, and where to read.

    `beyond`: only cases with a greater id, for rehearsals."""

    periods: tuple[Period, ...]
    at: datetime
    source: Source
    beyond: int | None = None

    def window(self, plan: Plan) -> Window:
        """The periods as moments of the pack's zone."""
        zone = plan.under.calendar.timezone
        first = [microseconds(each.bounds(zone)[0]) for each in self.periods]
        bounds = (*first, microseconds(self.periods[-1].bounds(zone)[1]))
        return Window(bounds=bounds, at=microseconds(self.at), beyond=self.beyond)

    def narrowed(self, plan: Plan) -> Source:
        """The source for statements about a plan's periods. An area's entries are in the database, whatever has been
        archived."""
        if plan.booked is not None:
            return Books(plan.booked, plan.under.calendar.timezone)
        bounds = self.window(plan).bounds
        return self.source.narrowed(plan.procedures.keys(), bounds[0], bounds[-1])

    def judge(self, plan: Plan) -> Judge:
        """Who judges the rows of a plan."""
        bounds = self.window(plan).bounds
        return Judge(
            plan,
            self.narrowed(plan) if plan.booked is not None else self.source,
            at=self.at,
            organization=organization(),
            bounds=(bounds[0], bounds[-1]),
        )


def computed(plan: Plan, asking: Asking) -> Computed:
    """The tallies of a plan. Rows that are alike are judged once and counted as often as they are."""
    credited = plan.only is not None or any(each.name in ("person", "post") for each in plan.everything)
    window = asking.window(plan)
    source = asking.narrowed(plan)
    statement, columns = tallied(source.dialect, plan.wanted(listing=False, credited=credited), window)
    rows = source.rows(statement)
    found = Computed()
    judge = asking.judge(plan)
    single = plan.figure in (Figure.TIME, Figure.SCORE)
    marks: dict[int, list[tuple[int, int, str]]] = {}
    for chunk in _chunks(columns, rows):
        for place, judged, counted in judge.tallied(chunk):
            period = _place(window, judged.t) if plan.intervals else place
            tally = found.groups.setdefault((period, judged.by), Tally())
            marked = marks.setdefault(period, [])
            kind = repr((judged.base, judged.counted, judged.why))[:-1]
            for value, times, mark in counted:
                tally.add(judged, value, int(times), single=single)
                marked.append((int(mark), int(times), f"{kind}, {None if value is None else value.normalize()!r})"))
    for period, each in marks.items():
        # Events that are judged alike are one mark, however a database has grouped them.
        summed: dict[str, tuple[int, int]] = {}
        for mark, count, said in each:
            before, times = summed.get(said, (0, 0))
            summed[said] = (before + mark, times + count)
        found.digests[period] = hashlib.sha256(orjson.dumps(sorted(summed.items()))).hexdigest()
    return found


def _place(window: Window, t: int) -> int:
    return next(number for number, bound in enumerate(window.bounds[1:]) if t < bound)


def _chunks(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[dict[str, Any]]]:
    for first in range(0, len(rows), AT_ONCE):
        yield [dict(zip(columns, row, strict=True)) for row in rows[first : first + AT_ONCE]]


Place = tuple[int, int, int]
"""Where a list of grounds stands: when (µs), case, event."""


def grounds(plan: Plan, asking: Asking, *, unit: int, after: Place | None = None) -> Iterator[tuple[Place, Ground]]:
    """The grounds of a plan in the order of when they happened, from a place on, each with its own place."""
    wanted, window = plan.wanted(listing=True, credited=True), asking.window(plan)
    judge, source = asking.judge(plan), asking.narrowed(plan)
    while True:
        statement, columns = listed(source.dialect, wanted, window, after=after, limit=AT_ONCE)
        rows = [dict(zip(columns, row, strict=True)) for row in source.rows(statement)]
        for row, judged in judge.judged(rows):
            place = (int(row["t"]), int(row["case_id"]), int(row["seq"]))
            yield place, _ground(plan, row, judged, unit)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1]
        after = (int(last["t"]), int(last["case_id"]), int(last["seq"]))


def _ground(plan: Plan, row: Mapping[str, Any], judged: Judged, unit: int) -> Ground:
    value = judged.value
    if value is not None and plan.figure is Figure.TIME:
        value = value / Decimal(unit)
    return Ground(
        case=int(row["case_id"]),
        uid=UUID(str(row["uid"])),
        number=row["number"],
        procedure=row["procedure"],
        seq=int(row["seq"]),
        when=moment(judged.t),
        actor=judged.actor,
        person=judged.person,
        post=judged.post,
        state=judged.state,
        value=value,
        base=judged.base,
        counted=judged.counted,
        why=judged.why,
        provisional=judged.provisional,
        self_judged=judged.self_judged,
        by=judged.by,
        term=plan.term,
        booked=plan.booked or "",
    )
