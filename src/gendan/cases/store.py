"""The hot road: one case read under its lock, and written in one statement. SQL by hand; `cases.bulk` does it for many.

Each shape of a write is one text, made once and prepared by the server. Parameters are text and scalars, each cast
where it stands: arrays and typed parameters were measured to cost more than they save.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection
from psycopg import RawCursor
from psycopg.errors import DivisionByZero, UniqueViolation

from gendan.cases import rows
from gendan.cases.answers import one as one_row
from gendan.cases.rows import Column, Stored
from gendan.cases.shapes import Shape, statement
from gendan.core.case import Case
from gendan.core.events import Event
from gendan.people.prepared import answer


class Conflict(Exception):
    """Another transaction was quicker with the same key or unique value; what was judged no longer holds."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier command with the same key was and led to."""

    digest: bytes
    outcome: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the first statement of a step tells: the case (None: there is none), the epoch, and the key's earlier
    result. `row` is which version of the case's row was read: the server's own mark (xmin), new with every change.
    `recalled`: it was read earlier (`cases.recall`), and the key was not asked for.
    """

    stored: Stored | None
    epoch: int
    earlier: Earlier | None
    row: str = ""
    recalled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A row of the outbox, of the sort `follow` or `effect`."""

    sort: str
    word: str
    key: str
    body: str
    next_at: datetime


@dataclass(slots=True, kw_only=True)
class Write:
    """All that one command writes about one case.

    `before` is None for a case that is opened. `hashes` are of `events`, in order. `key` is key, digest and outcome;
    `takes` and `frees` are unique values as (procedure, field, digest). `found` are the rows of words by which the case
    is found from now on, as far as they changed (see `cases.searching.projection`); `unfound` names those that go.
    """

    before: Stored | None
    after: Stored
    events: tuple[Event, ...]
    hashes: tuple[bytes, ...]
    at: datetime
    outbox: list[OutboxRow] = field(default_factory=list)
    key: tuple[str, bytes, str] | None = None
    takes: tuple[tuple[str, str, bytes], ...] = ()
    frees: tuple[tuple[str, str, bytes], ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    unfound: tuple[str, ...] = ()


def cursor() -> RawCursor[Any]:
    """A cursor on Django's connection, in its transaction, with the server's own parameters ($1) and prepared
    statements."""
    connection.ensure_connection()
    return RawCursor(connection.connection)


# Everything is read in the binary form, which C reads; JSON comes as its text, for orjson.
_CASE_COLUMNS: Final = ", ".join(
    f"c.{name}::text" if kind == "jsonb" else f"c.{name}" for name, kind in rows.TYPES.items()
)
_WIDTH: Final = len(rows.TYPES)
_CLOCKS: Final = "(select json_object_agg(k.name, k.body)::text from cases_clock k where k.case_id = c.id)"
_EPOCH: Final = "coalesce((select value from people_epoch where id = 1), 0)"
_KEY: Final = "(select encode(y.digest, 'hex') || y.outcome::text from cases_commandkey y where y.key = {}::text)"

_GLIMPSED: Final = "(select s.seq from cases_case s where s.id = c.id)"
_BESIDES: Final = f"{_GLIMPSED}, {_CLOCKS}, {_EPOCH}"
_OF_CASE: Final = " from cases_case c where c.id = $1::bigint for no key update of c"
_READ: Final = f"select {_CASE_COLUMNS}, {_BESIDES}{_OF_CASE}"
_READ_KEY: Final = f"select {_CASE_COLUMNS}, {_BESIDES}, {_KEY.format('$2')}{_OF_CASE}"
_BEGIN: Final = f"select {_EPOCH}, {_KEY.format('$1')}"
_GLIMPSE: Final = f"select {_CASE_COLUMNS}, {_CLOCKS} from cases_case c where c.id = $1::bigint"
_LOOK: Final = (
    f"select e.epoch, e.said, s.* from (select {_EPOCH} as epoch, {_KEY.format('$2')} as said) e"
    f" left join (select {_CASE_COLUMNS}, {_CLOCKS}, c.xmin::text from cases_case c where c.{{}}) s on true"
)
_LOOK_BY_ID: Final = _LOOK.format("id = $1::bigint")
_LOOK_BY_UID: Final = _LOOK.format("uid = $1::uuid")


def read(case: int, key: str | None) -> Read:
    """Lock the case and read it, its clocks, the epoch, and what the key led to before.

    After waiting for a lock the server gives the new row beside subselects of the old snapshot. Where the row's last
    event is not the one that the snapshot saw, it is read again, now under the lock.
    """
    with cursor() as on:
        for _ in range(2):
            if key is None:
                on.execute(_READ, [str(case)], prepare=True, binary=True)
            else:
                on.execute(_READ_KEY, [str(case), key], prepare=True, binary=True)
            row = on.fetchone()
            if row is None:
                on.execute(_BEGIN, [key], prepare=True, binary=True)
                epoch, said = one_row(on)
                return Read(stored=None, epoch=epoch, earlier=_earlier(said))
            if row[_SEQ] == row[_WIDTH]:
                break
        assert row is not None
        _, clocks, epoch, *said = row[_WIDTH:]
        return Read(
            stored=rows.stored(row[:_WIDTH], rows.clocks_from(clocks)),
            epoch=epoch,
            earlier=_earlier(said[0]) if said else None,
        )


_SEQ: Final = list(rows.TYPES).index("seq")


def begin(key: str | None) -> Read:
    """What a command that opens a case has to know first: the epoch, and what its key led to before."""
    ((epoch, said),) = answer(_BEGIN, [key])
    return Read(stored=None, epoch=epoch, earlier=_earlier(said))


def glimpse(case: int) -> Stored | None:
    """The case as it stands, without a lock: for pages and for judging what is available."""
    with cursor() as on:
        on.execute(_GLIMPSE, [str(case)], prepare=True, binary=True)
        row = on.fetchone()
    if row is None:
        return None
    return rows.stored(row[:_WIDTH], rows.clocks_from(row[_WIDTH]))


def look(case: int | UUID | str, key: str | None = None) -> Read:
    """What `read` tells, without a lock, by the case's id or its uid: all that a command has to know whose write is
    checked by the row that was read (`write_alone`)."""
    by = _LOOK_BY_ID if isinstance(case, int) else _LOOK_BY_UID
    ((epoch, said, *row),) = answer(by, [str(case), key])
    if row[0] is None:
        return Read(stored=None, epoch=epoch, earlier=_earlier(said))
    *columns, clocks, version = row
    return Read(stored=rows.stored(columns, rows.clocks_from(clocks)), epoch=epoch, earlier=_earlier(said), row=version)


def _earlier(said: str | None) -> Earlier | None:
    return None if said is None else Earlier(bytes.fromhex(said[:64]), orjson.loads(said[64:]))


def write(one: Write) -> None:
    """Write one case's part of a command. Raises Conflict where another was quicker with its key or a unique value."""
    shape, parameters = _shaped(one)
    with cursor() as on:
        on.execute(statement(shape), parameters, prepare=True)
        cases, keys, taken = one_row(on)
    if cases != 1:
        raise RuntimeError(f"case {one.after.case.id} was not as it had been read under its lock")
    if keys != shape.key or taken != shape.takes:
        raise Conflict


def write_alone(one: Write, read: Read) -> Read:
    """Write one case's part of a command that was judged without a lock, as a transaction of its own; gives the case as
    a next reading would.

    Raises Conflict, with nothing written, where the case's row is no more the one that was `read`, or the epoch not the
    one that stood then, or where another was quicker with the key or a unique value.
    """
    shape, parameters = _shaped(one, read.row)
    try:
        ((_, row),) = answer(statement(shape, alone=True), [*parameters, str(read.epoch)])
    except (DivisionByZero, UniqueViolation):
        raise Conflict from None
    return Read(stored=one.after, epoch=read.epoch, earlier=None, row=row)


def touch(cases: Collection[int]) -> None:
    """Mark cases as changed by what an area knows of them, with nothing else changed: whoever judged one of them
    without its lock judges it anew."""
    with cursor() as on:
        on.execute("update cases_case set seq = seq where id = any($1::bigint[])", [list(cases)])


def _shaped(one: Write, row: str | None = None) -> tuple[Shape, list[Column]]:
    after, before = one.after.case, one.before
    number = str(after.id)
    at = one.at.isoformat()
    columns: dict[str, Column]
    dropped: list[str] = []
    parameters: list[Column] = []
    if before is None:
        columns = dict(rows.full(one.after))
        parameters.extend(columns.values())
    else:
        columns = {"seq": str(after.seq), "head": after.head, **rows.changes(before, one.after)}
        if one.after.actors is not before.actors and (new := one.after.actors[len(before.actors) :]):
            columns["actors"] = "{" + ",".join(map(str, new)) + "}"
        patch, dropped = data_patch(before.case, after)
        if patch is not None:
            columns["data"] = patch
        for name in rows.JSON_COLUMNS[1:]:
            value = getattr(after, name)
            was = getattr(before.case, name)
            if value is not was and value != was:
                columns[name] = rows.document(value)
        # The order of slots is the statement's: first the key of the row, then the columns.
        parameters.append(number)
        parameters.append(str(before.case.seq))
        if row is not None:
            parameters.append(row)
        for name, value in columns.items():
            parameters.append(value)
            if name == "data" and dropped:
                parameters.append(_array(dropped))
    month = str(rows.month(after))
    for event, digest in zip(one.events, one.hashes, strict=True):
        parameters += (
            number,
            str(event.seq),
            event.kind.value,
            str(event.actor),
            at if event.at is one.at else event.at.isoformat(),
            month,
            event.body.decode(),
            digest,
        )
    clocks = [rows.clock_row(clock) for clock in rows.changed_clocks(None if before is None else before.case, after)]
    for clock in clocks:
        parameters += (number, clock.name, clock.due_at, clock.next_at, clock.running, clock.body)
    for queued in one.outbox:
        parameters += (number, queued.sort, queued.word, queued.key, queued.body, at)
        parameters.append(at if queued.next_at is one.at else queued.next_at.isoformat())
    if one.key is not None:
        parameters += (*one.key, at)
    for take in one.takes:
        parameters += (*take, number)
    for free in one.frees:
        parameters += free
    if one.frees:
        parameters.append(number)
    if removed := rows.removed_clocks(None if before is None else before.case, after):
        parameters += (number, _array(removed))
    for name, words in one.found.items():
        parameters += (number, name, words)
    if one.unfound:
        parameters += (number, _array(one.unfound))
    shape = Shape(
        new=before is None,
        columns=tuple(columns),
        dropped=bool(dropped),
        events=len(one.events),
        clocks=len(clocks),
        outbox=len(one.outbox),
        key=one.key is not None,
        takes=len(one.takes),
        frees=len(one.frees),
        removed=bool(removed),
        found=len(one.found),
        unfound=bool(one.unfound),
    )
    return shape, parameters


def _array(names: Iterable[str]) -> str:
    """Names, which no declaration lets hold more than letters, digits and underscores, as a text[]."""
    return "{" + ",".join(f'"{name}"' for name in names) + "}"


def data_patch(before: Case, after: Case) -> tuple[str | None, list[str]]:
    """What to lay over the fields' values as they stood (None: nothing), and which to take away."""
    if after.data is before.data:
        return None, []
    was, now = before.data, after.data
    patch = {name: value for name, value in now.items() if name not in was or was[name] != value}
    dropped = [name for name in was if name not in now]
    return (rows.document(patch) if patch or dropped else None), dropped


def events_of(case: int) -> list[tuple[Event, bytes]]:
    """The events of a case in order, each with the hash that stands beside it."""
    with cursor() as on:
        on.execute(
            "select case_id, seq, kind, actor, (extract(epoch from at) * 1000000)::bigint, body::text, hash"
            " from cases_event where case_id = $1::bigint order by seq",
            [str(case)],
            prepare=True,
        )
        return [(rows.event_from(row[:6]), bytes(row[6])) for row in on]


def histories(cases: Collection[int]) -> dict[int, list[Event]]:
    """All events of each of the cases, in order: one statement for all."""
    found: dict[int, list[Event]] = {}
    with cursor() as on:
        on.execute(
            "select case_id, seq, kind, actor, (extract(epoch from at) * 1000000)::bigint, body::text"
            " from cases_event where case_id = any($1::bigint[]) order by case_id, seq",
            [list(cases)],
            prepare=True,
        )
        for row in on:
            found.setdefault(row[0], []).append(rows.event_from(row))
    return found
