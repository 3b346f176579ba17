"""Cases by their ids, as many as were chosen: those that a person sees, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from gendan.cases import library
from gendan.cases.queries.rows import COLUMNS, Row, made
from gendan.cases.sight import sees
from gendan.cases.store import cursor
from gendan.core.case import Case
from gendan.core.refusals import Refused
from gendan.people import access


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
