"""A case's row and `core.case.Case`: which column holds what, in both directions.

Values for the database are text (or bytes): one type for each parameter keeps one prepared statement for each shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from gendan.cases.models import PackVersion
from gendan.core.case import Case
from gendan.core.clock import Clock, ClockState, from_json, to_json
from gendan.core.events import Event, Json, Kind, moment
from gendan.people.epoch import on_forget

Column = str | bytes | None

JSON_COLUMNS: Final = ("data", "memory", "children", "chain", "pending")
"""Columns that are large and often unchanged: written only where they changed."""

TYPES: Final[Mapping[str, str]] = {
    "id": "bigint",
    "uid": "uuid",
    "procedure": "text",
    "definition": "bigint",
    "kind": "text",
    "number": "text",
    "label": "text",
    "state": "text",
    "entered_at": "timestamptz",
    "back": "text",
    "final": "text",
    "seq": "integer",
    "version": "integer",
    "head": "bytea",
    "opened_at": "timestamptz",
    "opened_by": "bigint",
    "ended_at": "timestamptz",
    "month": "integer",
    "queue": "text",
    "holder": "bigint",
    "party": "text",
    "priority": "bigint",
    "due": "timestamptz",
    "late": "boolean",
    "parent": "bigint",
    "parent_name": "text",
    "origin": "bigint",
    "actors": "bigint[]",
    "data": "jsonb",
    "memory": "jsonb",
    "children": "jsonb",
    "chain": "jsonb",
    "pending": "jsonb",
}
"""The columns of `cases_case` in the order in which they are read and copied, with their types."""

FIXED: Final = frozenset(
    ("id", "uid", "number", "label", "opened_at", "opened_by", "month", "parent", "parent_name", "origin")
)
"""Columns that never change after the case was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A case as it was read, with what its row knows besides: `actors` in the order in which they first acted."""

    case: Case
    definition: int
    actors: tuple[int, ...]
    ended_at: datetime | None = None


class Definitions:
    """Between the hash that names a pack version in a case, and the number of its row. Raises KeyError for unknown
    ones."""

    def __init__(self) -> None:
        self._hashes: dict[int, str] = {}
        on_forget(self._hashes.clear)

    def hash(self, number: int) -> str:
        """The hash of the pack version with this number. It never changes, so it is asked for once."""
        found = self._hashes.get(number)
        if found is None:
            found = PackVersion.objects.filter(id=number).values_list("hash", flat=True).first()
            if found is None:
                raise KeyError(number)
            self._hashes[number] = found
        return found

    def number(self, digest: str) -> int:
        """The number of the pack version with this hash."""
        found = PackVersion.objects.filter(hash=digest).values_list("id", flat=True).first()
        if found is None:
            raise KeyError(digest)
        return found


definitions: Final = Definitions()


def stored(row: Sequence[Any], clocks: Mapping[str, Clock]) -> Stored:
    """The case in a row of TYPES' columns, with its clocks by name."""
    (
        number_inside, uid, procedure, definition, kind, number, label, state, entered_at, back, final, seq, version,
        head, opened_at, opened_by, ended_at, _month, queue, holder, party, priority, _due, _late, parent, parent_name,
        origin, actors, data, memory, children, chain, pending,
    ) = row  # fmt: skip
    case = Case(
        id=number_inside,
        uid=str(uid),
        procedure=procedure,
        definition=definitions.hash(definition),
        kind=kind,
        number=number,
        label=label,
        state=state,
        entered_at=entered_at,
        back=back,
        final=final,
        seq=seq,
        version=version,
        head=bytes(head),
        opened_at=opened_at,
        opened_by=opened_by,
        data=_parsed(data),
        memory=_parsed(memory),
        children=_parsed(children),
        chain=_parsed(chain),
        clocks=clocks,
        post=queue.partition(".")[2] if queue else None,
        holder=holder,
        party=party,
        priority=priority,
        pending=_parsed(pending),
        parent=parent,
        parent_name=parent_name,
        origin=origin,
    )
    return Stored(case=case, definition=definition, actors=tuple(actors), ended_at=ended_at)


def clocks_from(said: str | None) -> dict[str, Clock]:
    """A case's clocks from a JSON object of them."""
    return {name: from_json(name, body) for name, body in orjson.loads(said).items()} if said else {}


def _parsed(value: Any) -> Mapping[str, Json]:
    if value == "{}":
        return {}
    parsed: Mapping[str, Json] = orjson.loads(value) if isinstance(value, (str, bytes)) else value
    return parsed


def document(value: object) -> str:
    """`value` as JSON text."""
    return orjson.dumps(value).decode()


def queue_name(case: Case) -> str | None:
    """The post whose turn it is, with its pack: `pack.post`."""
    return f"{case.procedure.partition('.')[0]}.{case.post}" if case.post else None


def due(case: Case) -> datetime | None:
    """The earliest due moment among the clocks that run. One that stands still is due at no moment that is known."""
    clocks = case.clocks.values()
    return min(
        (each.due_at for each in clocks if each.due_at is not None and each.state is ClockState.RUNNING), default=None
    )


def late(case: Case) -> bool:
    """Whether a clock that runs has missed its due moment."""
    return any(clock.breached_at is not None and not clock.has_ended for clock in case.clocks.values())


def month(case: Case) -> int:
    """The month in which the case was opened, in UTC: 202002."""
    assert case.opened_at is not None
    return case.opened_at.year * 100 + case.opened_at.month


_PLAIN: Final = ("procedure", "kind", "state", "back", "final", "party")
_NUMBERS: Final = ("version", "holder", "priority")


def changes(was: Stored, now: Stored) -> dict[str, Column]:
    """The changing columns, other than JSON, seq, head and actors, that differ between two states of a case."""
    before, after = was.case, now.case
    changed: dict[str, Column] = {}
    for name in _PLAIN:
        value = getattr(after, name)
        if value != getattr(before, name):
            changed[name] = value
    for name in _NUMBERS:
        number = getattr(after, name)
        if number != getattr(before, name):
            changed[name] = None if number is None else str(number)
    if after.entered_at != before.entered_at:
        changed["entered_at"] = text_of(after.entered_at)
    if after.post != before.post:
        changed["queue"] = queue_name(after)
    if now.definition != was.definition:
        changed["definition"] = str(now.definition)
    if after.clocks is not before.clocks:
        changed["due"] = text_of(due(after))
        changed["late"] = "true" if late(after) else "false"
    if now.ended_at != was.ended_at:
        changed["ended_at"] = text_of(now.ended_at)
    return changed


def full(after: Stored) -> dict[str, Column]:
    """Every column of a case's row, in TYPES' order."""
    case = after.case
    return {
        "id": str(case.id),
        "uid": case.uid,
        "procedure": case.procedure,
        "definition": str(after.definition),
        "kind": case.kind,
        "number": case.number,
        "label": case.label,
        "state": case.state,
        "entered_at": text_of(case.entered_at),
        "back": case.back,
        "final": case.final,
        "seq": str(case.seq),
        "version": str(case.version),
        "head": case.head,
        "opened_at": text_of(case.opened_at),
        "opened_by": str(case.opened_by),
        "ended_at": text_of(after.ended_at),
        "month": str(month(case)),
        "queue": queue_name(case),
        "holder": None if case.holder is None else str(case.holder),
        "party": case.party,
        "priority": str(case.priority),
        "due": text_of(due(case)),
        "late": "true" if late(case) else "false",
        "parent": None if case.parent is None else str(case.parent),
        "parent_name": case.parent_name,
        "origin": None if case.origin is None else str(case.origin),
        "actors": "{" + ",".join(map(str, after.actors)) + "}",
        "data": document(case.data),
        "memory": document(case.memory),
        "children": document(case.children),
        "chain": document(case.chain),
        "pending": document(case.pending),
    }


def text_of(at: datetime | None) -> str | None:
    """A moment as the database reads it."""
    return None if at is None else at.isoformat()


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock's row."""

    name: str
    due_at: str | None
    next_at: str | None
    running: str
    body: str


def clock_row(clock: Clock) -> ClockRow:
    """The row of a clock."""
    return ClockRow(
        clock.name,
        text_of(clock.due_at),
        text_of(clock.next_at),
        "false" if clock.has_ended else "true",
        document(to_json(clock)),
    )


def changed_clocks(before: Case | None, after: Case) -> list[Clock]:
    """The clocks that differ between two states of a case."""
    if before is None:
        return list(after.clocks.values())
    if after.clocks is before.clocks:
        return []
    return [
        clock
        for name, clock in after.clocks.items()
        if before.clocks.get(name) is not clock and before.clocks.get(name) != clock
    ]


def removed_clocks(before: Case | None, after: Case) -> list[str]:
    """The names of clocks that a case no longer has."""
    if before is None or after.clocks is before.clocks:
        return []
    return [name for name in before.clocks if name not in after.clocks]


def event_from(row: Sequence[Any]) -> Event:
    """The event in a row of case, seq, kind, actor, microseconds and body as text."""
    case, seq, kind, actor, at, body = row
    return Event(
        case=case,
        seq=seq,
        kind=Kind(kind),
        actor=actor,
        at=moment(at),
        body=body.encode(),
    )


def with_actors(before: tuple[int, ...], events: Sequence[Event]) -> tuple[int, ...]:
    """Who has acted on the case, the actors of `events` after those before; the system is nobody."""
    new = dict.fromkeys(event.actor for event in events if event.actor and event.actor not in before)
    return (*before, *new) if new else before


def as_uid(text: str) -> UUID | None:
    """The uid in `text`, None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
