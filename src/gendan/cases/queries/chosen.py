"""Cases by their ids, as many as were chosen: those that a person sees, in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import orjson

from gendan.cases import library
from gendan.cases.queries.rows import COLUMNS, Row, made
from gendan.cases.sight import posts_of, seen_wholly, sees
from gendan.cases.store import cursor
from gendan.core.case import Case
from gendan.core.refusals import Refused
from gendan.people import access

_Named = TypeVar("_Named")


def rows_of(ids: Sequence[int], *, person: int, at: datetime) -> tuple[Row, ...]:
    """The rows of those of the cases that `person` sees, in the order of their ids."""
    if not ids:
        return ()
    epoch = access.current_epoch()
    with cursor() as on:
        on.execute(
            f"select {COLUMNS}, actors, party, chain from cases_case where id = any($1::bigint[]) order by id",
            [list(ids)],
            prepare=True,
        )
        found = on.fetchall()
    width = len(COLUMNS.split(","))
    return made([line[:width] for line in found if _sees(line, person, at, epoch)], person, at, epoch)


def about_seen(
    load: Callable[[int], Sequence[_Named]],
    cases: Callable[[_Named], Sequence[int]],
    *,
    most: int,
    person: int,
    at: datetime,
) -> list[_Named]:
    """The first `most` of what `load(how_many)` gives in its order, without those that are about a case that `person`
    does not see; `cases` tells the ids of those that one is about."""
    wanted = most
    while True:
        found = load(wanted)
        about = {case for each in found for case in cases(each)}
        seen = ids_of(about, person=person, at=at)
        told = [each for each in found if seen.issuperset(cases(each))]
        if len(told) >= most or len(found) < wanted:
            return told[:most]
        wanted *= 4


def ids_of(ids: Iterable[int], *, person: int, at: datetime) -> frozenset[int]:
    """Those of the cases that `person` sees. Of a procedure that is his wholly, no case is looked at."""
    wanted = sorted(set(ids))
    if not wanted:
        return frozenset()
    epoch = access.current_epoch()
    with cursor() as on:
        on.execute("select id, definition, procedure from cases_case where id = any($1::bigint[])", [wanted])
        found = on.fetchall()
        kinds = {(definition, procedure) for _, definition, procedure in found}
        wholly = {kind for kind in kinds if _sees_all(kind[0], kind[1], person, at, epoch)}
        doubtful = [case for case, *kind in found if tuple(kind) not in wholly]
        seen = {case for case, *kind in found if tuple(kind) in wholly}
        if doubtful:
            on.execute(
                f"select {COLUMNS}, actors, party, chain from cases_case where id = any($1::bigint[])", [doubtful]
            )
            seen |= {line[0] for line in on if _sees(line, person, at, epoch)}
    return frozenset(seen)


def numbers_told(cases: Iterable[int], *, person: int, at: datetime) -> list[str]:
    """The numbers of those of the cases that `person` sees, in their order; an empty one behind them says that
    there are cases that he does not see. Who is refused for what others have hears of whom, as far as that is
    his to know.
    """
    wanted = sorted(set(cases))
    with cursor() as on:
        on.execute("select id, number from cases_case where id = any($1::bigint[]) order by number", [wanted])
        found = on.fetchall()
    seen = ids_of((case for case, _ in found), person=person, at=at)
    told = [number for case, number in found if case in seen]
    return told if len(told) == len(found) else [*told, ""]


@dataclass(frozen=True, slots=True)
class Brief:
    """As little of a case as acting on it needs."""

    id: int
    uid: UUID
    number: str
    version: int


def briefs_of(ids: Sequence[int], *, procedure: str, person: int, at: datetime) -> list[Brief]:
    """Those of the cases that are of the procedure and that `person` sees, in any order."""
    if not ids:
        return []
    epoch = access.current_epoch()
    with cursor() as on:
        on.execute(
            "select id, uid, number, version, definition from cases_case"
            " where id = any($1::bigint[]) and procedure = $2::text",
            [list(ids), procedure],
            prepare=True,
        )
        found = on.fetchall()
        wholly = {each: _sees_all(each, procedure, person, at, epoch) for each in {line[4] for line in found}}
        doubtful = [line[0] for line in found if not wholly[line[4]]]
        seen = set()
        if doubtful:
            on.execute(
                f"select {COLUMNS}, actors, party, chain from cases_case where id = any($1::bigint[])",
                [doubtful],
                prepare=True,
            )
            seen = {line[0] for line in on if _sees(line, person, at, epoch)}
    return [Brief(*line[:4]) for line in found if wholly[line[4]] or line[0] in seen]


def _sees_all(definition: int, procedure: str, person: int, at: datetime, epoch: int) -> bool:
    """Whether the person sees every case of the procedure, so that none has to be looked at."""
    pack = library.pack(definition)
    try:
        actor = access.actor(person, pack, at, epoch=epoch)
    except Refused:
        return False
    if actor.system:
        return True
    return not posts_of(actor).isdisjoint(seen_wholly(pack.procedures[procedure.partition(".")[2]]))


def _sees(line: Sequence[Any], person: int, at: datetime, epoch: int) -> bool:
    full_name, definition, state, final, holder = line[2], line[3], line[7], line[8], line[11]
    opened_by, data, actors, party, chain = line[17], line[18], line[20], line[21], line[22]
    pack = library.pack(definition)
    case = Case(
        procedure=full_name,
        definition="",
        state=state,
        final=final,
        holder=holder,
        opened_by=opened_by,
        party=party,
        data=_read(data),
        chain=_read(chain),
    )
    try:
        actor = access.actor(person, pack, at, epoch=epoch)
    except Refused:
        return False
    return sees(pack.procedures[full_name.partition(".")[2]], case, actors or (), actor)


def _read(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str | bytes) else value
