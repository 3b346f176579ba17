"""流程实况 What cases really did, from their events: the ways that they took, how often, and how long they waited.

A step is a change of state by one act; what follows what is found in one statement, over the newest of the cases that
the reader sees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from gendan.cases.queries.lists import ListQuery, ids
from gendan.cases.store import cursor
from gendan.core.procedure import Procedure
from gendan.core.worktime import Calendar
from gendan.packs.drawing import ways

MOST: Final = 20_000
"""Cases that one view is of, the newest."""
MOST_MEASURED: Final = 2_000
"""Cases whose working time in each state is measured, the newest."""
VARIANTS: Final = 12
"""Paths that are told one by one, the most frequent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One way that cases took: from a state (empty: opened) by an action to a state.

    `count` is how often, `cases` by how many cases; `wait` and `slow` are the median and the ninth decile of the time
    that had passed since the case came to `source` (None: it was opened by it).
    """

    source: str
    action: str
    target: str
    rejects: bool
    count: int
    cases: int
    wait: timedelta | None
    slow: timedelta | None


def strays(steps: Sequence[Step], declared: Procedure) -> tuple[bool, ...]:
    """Of each step, whether `declared` knows no such way: it was taken under another version, by correction, or by
    moving the case to this one."""
    known = {(way.source, way.action, way.target) for way in ways(declared)}
    return tuple((step.source, step.action, step.target) not in known for step in steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A whole path, as states in their order, by how many cases, and the median time from first to last step."""

    states: tuple[str, ...]
    count: int
    ended: bool
    time: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """What the cases did: how many there are, their steps (the most frequent first), and their whole paths.

    `variants` is how many different paths there are; `capped`: there are more cases than were looked at.
    """

    cases: int
    capped: bool
    steps: tuple[Step, ...]
    paths: tuple[Variant, ...]
    variants: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeInState:
    """How long cases stood in a state before they left it: the median in open time of the calendar, and in all."""

    visits: int
    working: timedelta
    elapsed: timedelta


def seen_cases(
    procedure: Procedure, *, person: int, at: datetime, most: int = MOST, since: datetime | None = None
) -> list[int]:
    """The cases of a procedure that the person sees, in whatever state, the newest first; opened from `since` on."""
    query = ListQuery(procedure=f"{procedure.pack}.{procedure.name}", states=tuple(procedure.states), sort=("-opened",))
    found = ids(query, person=person, at=at, most=most)
    if since is None:
        return found
    with cursor() as on:
        on.execute(
            "select id from cases_case where id = any($1::bigint[]) and opened_at >= $2::timestamptz order by id desc",
            [found, since.isoformat()],
        )
        return [row[0] for row in on]


_MOVED: Final = """
with moved as (
    select case_id, seq, at, kind, coalesce(body->>'do', kind) as act, coalesce(body->>'from', '') as source,
        body->>'to' as target, lag(at) over (partition by case_id order by seq) as before
    from cases_event where case_id = any($1::bigint[]) and body->>'to' is not null
)
"""


def paths(cases: Sequence[int], *, most: int = MOST) -> Paths:
    """The steps and whole paths of these cases. `most` is how many were asked for: so many means there may be more."""
    with cursor() as on:
        on.execute(
            f"{_MOVED} select source, act, target, kind = 'rejected', count(*), count(distinct case_id),"
            " percentile_cont(0.5) within group (order by at - before),"
            " percentile_cont(0.9) within group (order by at - before)"
            " from moved group by 1, 2, 3, 4 order by 5 desc, 1, 2, 3",
            [list(cases)],
        )
        steps = [
            Step(
                source=source,
                action=action,
                target=target,
                rejects=rejects,
                count=count,
                cases=of,
                wait=wait if source else None,
                slow=slow if source else None,
            )
            for source, action, target, rejects, count, of, wait, slow in on.fetchall()
        ]
        on.execute(
            f"{_MOVED}, path as (select case_id, array_agg(target order by seq) as states, max(at) - min(at) as time,"
            " max(seq) as last from moved group by case_id)"
            " select states, count(*), bool_and(c.final is not null),"
            " percentile_cont(0.5) within group (order by time), count(*) over ()"
            f" from path join cases_case c on c.id = case_id group by states order by 2 desc, 1 limit {VARIANTS:d}",
            [list(cases)],
        )
        found = on.fetchall()
    return Paths(
        cases=len(cases),
        capped=len(cases) >= most,
        steps=tuple(steps),
        paths=tuple(
            Variant(states=tuple(states), count=count, ended=ended, time=time)
            for states, count, ended, time, _ in found
        ),
        variants=found[0][4] if found else 0,
    )


def times_in_states(cases: Sequence[int], calendar: Calendar) -> Mapping[str, TimeInState]:
    """The median time that cases stood in each state, from coming to leaving; a state that nobody left is not told."""
    with cursor() as on:
        on.execute(
            "select state, came, went from (select body->>'to' as state, at as came,"
            " lead(at) over (partition by case_id order by seq) as went"
            " from cases_event where case_id = any($1::bigint[]) and body->>'to' is not null) visit"
            " where went is not null",
            [list(cases)],
            binary=True,
        )
        visits: list[tuple[str, datetime, datetime]] = on.fetchall()
    spans: defaultdict[str, list[tuple[timedelta, timedelta]]] = defaultdict(list)
    for state, came, went in visits:
        spans[state].append((calendar.measure(came, went), went - came))
    return {
        state: TimeInState(
            visits=len(each),
            working=_median([working for working, _ in each]),
            elapsed=_median([elapsed for _, elapsed in each]),
        )
        for state, each in spans.items()
    }


def _median(spans: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(span.total_seconds() for span in spans))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """An event as a log tells it: of which case, what was done by whom (0: by itself), and where it led."""

    case: int
    number: str
    seq: int
    kind: str
    action: str
    actor: int
    at: datetime
    target: str


def traces(cases: Sequence[int]) -> Iterator[Traced]:
    """Every act of these cases, case by case in the order given, each from its first to its last."""
    step = 500
    for begin in range(0, len(cases), step):
        some = list(cases[begin : begin + step])
        with cursor() as on:
            on.execute(
                "select c.id, c.number, e.seq, e.kind, coalesce(e.body->>'do', ''), e.actor, e.at,"
                " coalesce(e.body->>'to', '')"
                " from unnest($1::bigint[]) with ordinality as wanted(id, place) join cases_case c on c.id = wanted.id"
                " join cases_event e on e.case_id = c.id"
                " where e.kind in ('opened', 'acted', 'signed', 'rejected', 'claimed', 'handed_over', 'taken_over')"
                " order by wanted.place, e.seq",
                [some],
            )
            lines: list[tuple[Any, ...]] = on.fetchall()
        for case, number, seq, kind, action, actor, at, target in lines:
            yield Traced(case=case, number=number, seq=seq, kind=kind, action=action, actor=actor, at=at, target=target)
