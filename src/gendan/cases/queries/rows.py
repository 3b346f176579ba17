"""A case as a row of a list: what of it a person may see, typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from gendan.cases import library
from gendan.cases.sight import sees_field
from gendan.core.case import Case
from gendan.core.command import Actor
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.values import decode
from gendan.people import access

COLUMNS: Final = (
    "id, uid, procedure, definition, kind, number, label, state, final, version, queue, holder, priority, due, late,"
    " opened_at, entered_at, opened_by, data::text, memory::text"
)
"""What a row is read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case of a list.

    `values` are the fields that the reader may see, typed; `masked` names those that are filled and hidden from him,
    or shown only one at a time and logged. `queue` is `pack.post`. `holder_name` is empty where nobody has claimed the
    case.
    """

    id: int
    uid: str
    procedure: str
    definition: int
    kind: str | None
    number: str
    label: str
    state: str
    final: str | None
    version: int
    queue: str | None
    holder: int | None
    holder_name: str
    priority: int
    due: datetime | None
    late: bool
    opened_at: datetime
    entered_at: datetime
    values: Mapping[str, object]
    masked: frozenset[str] = frozenset()


def made(found: Sequence[Sequence[Any]], person: int, at: datetime, epoch: int) -> tuple[Row, ...]:
    """Rows of COLUMNS as `person` may see them."""
    names = access.names_of({line[11] for line in found if line[11] is not None}, epoch=epoch)
    actors: dict[int, Actor] = {}
    packs: dict[int, Pack] = {}
    open_to_all: dict[tuple[int, str], dict[str, Field]] = {}
    rows = []
    for line in found:
        definition: int = line[3]
        pack = packs.get(definition)
        if pack is None:
            pack = packs[definition] = library.pack(definition)
            actors[definition] = access.actor(person, pack, at, epoch=epoch)
        procedure = pack.procedures[str(line[2]).partition(".")[2]]
        shown = open_to_all.get((definition, procedure.name))
        if shown is None:
            fields = procedure.fields.items()
            shown = {name: each for name, each in fields if each.seen_by is None and not each.hidden}
            open_to_all[definition, procedure.name] = shown
        rows.append(_row(line, procedure, shown, actors[definition], names))
    return tuple(rows)


def _row(
    line: Sequence[Any], procedure: Procedure, shown: Mapping[str, Field], actor: Actor, names: Mapping[int, str]
) -> Row:
    """A row; `shown` are the fields that everybody sees who sees the case."""
    (
        number_inside, uid, full_name, definition, kind, number, label, state, final, version, queue, holder, priority,
        due, late, opened_at, entered_at, opened_by, data, memory,
    ) = line  # fmt: skip
    said = orjson.loads(data)
    values: dict[str, object] = {}
    masked = set()
    case: Case | None = None
    for name, value in said.items():
        if (plain := shown.get(name)) is not None:
            values[name] = decode(plain, value)
            continue
        field = procedure.fields.get(name)
        if field is None:
            continue
        if field.seen_by is not None:
            if case is None:
                case = Case(
                    procedure=full_name,
                    definition="",
                    state=state,
                    memory=orjson.loads(memory),
                    holder=holder,
                    opened_by=opened_by,
                    post=queue.partition(".")[2] if queue else None,
                )
            if not sees_field(field, case, actor):
                masked.add(name)
                continue
        if field.hidden:
            masked.add(name)
            continue
        values[name] = decode(field, value)
    return Row(
        id=number_inside,
        uid=str(uid),
        procedure=full_name,
        definition=definition,
        kind=kind,
        number=number,
        label=label,
        state=state,
        final=final,
        version=version,
        queue=queue,
        holder=holder,
        holder_name=names.get(holder, "") if holder is not None else "",
        priority=priority,
        due=due,
        late=late,
        opened_at=opened_at,
        entered_at=entered_at,
        values=values,
        masked=frozenset(masked),
    )
