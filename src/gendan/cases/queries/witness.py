"""旁观 One event as a person may be told of it: what happened, and the case as it stands, as far as he sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson

from gendan.cases import outside, store
from gendan.cases.basis import basis
from gendan.cases.queries.rows import COLUMNS, Row, made
from gendan.cases.sight import sees, sees_field
from gendan.core.events import Event, Json, moment
from gendan.core.field import Field
from gendan.core.procedure import Procedure
from gendan.core.refusals import Refused
from gendan.core.values import decode
from gendan.people import access

_PLAIN: Final = ("do", "part", "from", "to", "reason", "text", "happened")
"""Members of an event's body that everybody may know who sees the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """An event, and its case's row as the reader sees it now.

    `told` are those members of the event's body that may be told: `do`, `part`, `from`, `to`, `reason`, `text`,
    `happened`, `set` (values of the case that changed), `with` (values of the event alone), `file`, `clocks` (the
    names of those that changed). Values are typed. Nothing that is hidden is in it, and nothing that the reader may not
    see.
    """

    event: Event
    row: Row
    told: Mapping[str, object]


def witness(case: int, seq: int, *, person: int, at: datetime, epoch: int | None = None) -> Witnessed | None:
    """The event `seq` of a case as `person` may be told of it at `at`; None where he may not see the case (any more),
    or an outside party is not told of the event.

    What he may see is asked as of now: who has lost a right hears no more of what happened before.
    """
    known = access.current_epoch() if epoch is None else epoch
    stored = store.glimpse(case)
    if stored is None:
        return None
    under = basis(stored.definition, known)
    procedure = under.procedure(stored.case.procedure)
    try:
        actor = access.actor(person, under.pack, at, epoch=known)
    except Refused:
        return None
    if not sees(procedure, stored.case, stored.actors, actor):
        return None
    found = outside.told(
        (each for each, _ in store.events_of(case) if each.seq == seq),
        actor,
        known,
        outside.papers_for(actor, stored.case, under.pack),
    )
    if not found:
        return None
    (event,) = found
    shown = {
        name for name, each in procedure.fields.items() if not each.hidden and sees_field(each, stored.case, actor)
    }
    with store.cursor() as on:
        on.execute(f"select {COLUMNS} from cases_case where id = $1::bigint", [str(case)], prepare=True)
        row = made(on.fetchall(), person, at, known)[0]
    return Witnessed(event=event, row=row, told=_told(orjson.loads(event.body), procedure, shown))


def _told(body: Mapping[str, Json], procedure: Procedure, shown: set[str]) -> Mapping[str, object]:
    told: dict[str, object] = {name: body[name] for name in _PLAIN if body.get(name) not in (None, "")}
    happened = told.get("happened")
    if isinstance(happened, int):
        told["happened"] = moment(happened)
    own = _own(procedure, body)
    open_to_reader = {name: each for name, each in own.items() if not each.hidden and each.seen_by is None}
    of_case = {name: procedure.fields[name] for name in shown}
    for name, fields in (("set", of_case), ("with", {**of_case, **open_to_reader})):
        values = body.get(name)
        if isinstance(values, dict):
            told[name] = {key: decode(fields[key], value) for key, value in values.items() if key in fields}
    clocks = body.get("clocks")
    if isinstance(clocks, dict):
        told["clocks"] = sorted(clocks)
    file, tells = body.get("file"), body.get("tells") or []
    if isinstance(file, dict) and isinstance(tells, list) and shown.issuperset(map(str, tells)):
        told["file"] = {name: file[name] for name in ("name", "sha256", "size", "type") if name in file}
    return told


def _own(procedure: Procedure, body: Mapping[str, Json]) -> dict[str, Field]:
    """The fields of the event alone, of the action or part that it is of."""
    action, part = procedure.actions.get(str(body.get("do"))), procedure.parts.get(str(body.get("part")))
    asks = (*(action.asks if action is not None else ()), *(part.asks if part is not None else ()))
    return {ask.field.name: ask.field for ask in asks if ask.own}
