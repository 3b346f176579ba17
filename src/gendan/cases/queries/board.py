"""看板 The cases of a procedure by state: how many stand where, how many of them are late, and the first of each.

The figures are those of the lists: the same conditions, the same rights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from gendan.cases import indexes
from gendan.cases.queries.lists import ListQuery, conditions
from gendan.cases.queries.paging import Parameters
from gendan.cases.queries.rows import COLUMNS, Row, made
from gendan.cases.store import cursor
from gendan.core.procedure import Procedure
from gendan.people import access

FIRST: Final = 20
"""Cards of a column; the rest is behind its head's link."""
MOST_ENDED: Final = 1000
"""Ended cases are counted so far: they only grow."""
_MOST_URGENT: Final = f"late desc, priority desc, {indexes.DUE}, id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many cases stand in a state that the reader sees, how many of them are late, and since when the first does.

    `capped`: there are more than `count`.
    """

    count: int
    late: int = 0
    since: datetime | None = None
    capped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """A state with its cases: the standing of all, and the first rows, the late ones and then the most urgent first."""

    state: str
    standing: Standing
    rows: tuple[Row, ...]


def standing(query: ListQuery, procedure: Procedure, *, person: int, at: datetime) -> Mapping[str, Standing]:
    """How the query's cases stand, by state in the procedure's order. Raises Refused as `lists.page`."""
    parameters = Parameters()
    wanted = conditions(query, person=person, at=at, parameters=parameters)
    if not wanted:
        return {}
    branches = []
    for number, (state, condition) in enumerate(wanted.items()):
        most = f" limit {MOST_ENDED + 1:d}" if _ended(procedure, state) else ""
        branches.append(
            f"select {number:d} as n, count(*), count(*) filter (where late), min(entered_at)"
            f" from (select late, entered_at from cases_case where {condition}{most}) each"
        )
    with cursor() as on:
        on.execute(f"{' union all '.join(branches)} order by n", parameters.values)
        found = on.fetchall()
    return {
        state: Standing(
            count=min(count, MOST_ENDED) if _ended(procedure, state) else count,
            late=late,
            since=since,
            capped=_ended(procedure, state) and count > MOST_ENDED,
        )
        for state, (_, count, late, since) in zip(wanted, found, strict=True)
    }


def board(
    query: ListQuery, procedure: Procedure, *, person: int, at: datetime, first: int = FIRST
) -> tuple[BoardColumn, ...]:
    """The query's cases by state, `first` of each. Raises Refused as `lists.page`."""
    stand = standing(query, procedure, person=person, at=at)
    parameters = Parameters()
    wanted = conditions(query, person=person, at=at, parameters=parameters)
    if not wanted:
        return ()
    branches = [
        f"(select {COLUMNS} from cases_case where {condition} order by {_MOST_URGENT} limit {first:d})"
        for condition in wanted.values()
    ]
    with cursor() as on:
        on.execute(" union all ".join(branches), parameters.values, binary=True)
        lines: list[Any] = on.fetchall()
    by_state: dict[str, list[Row]] = {}
    for row in made(lines, person, at, access.current_epoch()):
        by_state.setdefault(row.state, []).append(row)
    return tuple(
        BoardColumn(state=state, standing=each, rows=tuple(by_state.get(state, ()))) for state, each in stand.items()
    )


def _ended(procedure: Procedure, state: str) -> bool:
    declared = procedure.states.get(state)
    return declared is not None and declared.final is not None
