"""Many cases at once: read under their locks in the order of their ids, and written by COPY. The other half of the hot
road."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import orjson

from gendan.cases import rows
from gendan.cases.answers import one
from gendan.cases.rows import JSON_COLUMNS, TYPES, Column, Stored
from gendan.cases.store import Conflict, Earlier, OutboxRow, Write, cursor
from gendan.core.clock import Clock, from_json
from gendan.people.epoch import EPOCH_SQL

_COLUMNS: Final = ", ".join(TYPES)
_ROW: Final = ", ".join(f"{name}::text" if kind == "jsonb" else name for name, kind in TYPES.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMany:
    """Cases by id, earlier results by key, and the epoch."""

    cases: Mapping[int, Stored]
    keys: Mapping[str, Earlier]
    epoch: int


def read(cases: Collection[int], keys: Sequence[str]) -> ReadMany:
    """Lock cases in the order of their ids and read them, with what the keys led to before.

    Clocks and keys are read by statements of their own, after the locks: they show what the locks have waited for.
    """
    return _read(cases, keys, " for no key update")


def glimpse(cases: Collection[int]) -> Mapping[int, Stored]:
    """Cases as they stand, by id, without a lock: for pages, and for judging what would become of them."""
    return _read(cases, (), "").cases


def _read(cases: Collection[int], keys: Sequence[str], lock: str) -> ReadMany:
    found: dict[int, Stored] = {}
    with cursor() as on:
        if cases:
            on.execute(
                f"select {_ROW} from cases_case where id = any($1::bigint[]) order by id{lock}",
                [list(cases)],
                prepare=True,
                binary=True,
            )
            locked = on.fetchall()
            clocks: dict[int, dict[str, Clock]] = {}
            on.execute(
                "select case_id, name, body::text from cases_clock where case_id = any($1::bigint[])",
                [list(cases)],
                prepare=True,
            )
            for case, name, body in on:
                clocks.setdefault(case, {})[name] = _clock(name, body)
            for row in locked:
                found[row[0]] = rows.stored(row, clocks.get(row[0]) or {})
        earlier: dict[str, Earlier] = {}
        if keys:
            on.execute(
                "select key, digest, outcome::text from cases_commandkey where key = any($1::text[])",
                [list(keys)],
                prepare=True,
            )
            earlier = {key: Earlier(bytes(digest), orjson.loads(said)) for key, digest, said in on}
        on.execute(f"select {EPOCH_SQL}", prepare=True)
        epoch: int = one(on)[0]
    return ReadMany(cases=found, keys=earlier, epoch=epoch)


@lru_cache(maxsize=4096)
def _clock(name: str, body: str) -> Clock:
    """A clock from its JSON. Cases that came together have equal clocks, and a clock never changes."""
    return from_json(name, orjson.loads(body))


def write(writes: Sequence[Write]) -> None:
    """Write what many commands came to. Raises Conflict where another transaction was quicker with a key or unique
    value."""
    if not writes:
        return
    with cursor() as on:
        _write_keys(on, writes)
        _write_values(on, writes)
        _write_cases(on, writes)
        _write_events(on, writes)
        _write_clocks(on, writes)
        _write_found(on, writes)
        _write_outbox(
            on, [(write.after.case.id, row) for write in writes for row in write.outbox], writes[0].at.isoformat()
        )


def queue(queued: Iterable[tuple[int, OutboxRow]]) -> None:
    """Queue outbox rows of cases besides."""
    queued = list(queued)
    with cursor() as on:
        _write_outbox(on, queued, queued[0][1].next_at.isoformat())


def _copy(on: Any, target: str, lines: Iterable[Sequence[Column]]) -> None:
    with on.copy(f"copy {target} from stdin") as copy:
        for line in lines:
            copy.write_row(line)


def _staged(on: Any, name: str, columns: str, lines: list[Sequence[Column]]) -> None:
    on.execute(f"create temp table if not exists {name} ({columns}) on commit delete rows")
    on.execute(f"delete from {name}")
    _copy(on, name, lines)


def _write_keys(on: Any, writes: Sequence[Write]) -> None:
    lines: list[Sequence[Column]] = [
        (key, _bytea(digest), said, write.at.isoformat())
        for write in writes
        if write.key is not None
        for key, digest, said in (write.key,)
    ]
    if not lines:
        return
    _staged(on, "new_keys", "key text, digest bytea, outcome json, at timestamptz", lines)
    on.execute("insert into cases_commandkey (key, digest, outcome, at) select * from new_keys on conflict do nothing")
    if on.rowcount != len(lines):
        raise Conflict


def _write_values(on: Any, writes: Sequence[Write]) -> None:
    frees: list[Sequence[Column]] = [
        (procedure, name, _bytea(digest), str(write.after.case.id))
        for write in writes
        for procedure, name, digest in write.frees
    ]
    takes: list[Sequence[Column]] = [
        (procedure, name, _bytea(digest), str(write.after.case.id))
        for write in writes
        for procedure, name, digest in write.takes
    ]
    columns = "procedure text, field text, digest bytea, case_id bigint"
    if frees:
        _staged(on, "freed_values", columns, frees)
        on.execute(
            "delete from cases_uniquevalue u using freed_values f where u.procedure = f.procedure and u.field = f.field"
            " and u.digest = f.digest and u.case_id = f.case_id"
        )
    if takes:
        _staged(on, "taken_values", columns, takes)
        on.execute(
            "insert into cases_uniquevalue (procedure, field, digest, case_id)"
            " select procedure, field, digest, case_id from taken_values order by 1, 2, 3 on conflict do nothing"
        )
        if on.rowcount != len(takes):
            raise Conflict


def _write_cases(on: Any, writes: Sequence[Write]) -> None:
    new: list[Sequence[Column]] = []
    changed: dict[tuple[str, ...], list[Sequence[Column]]] = {}
    for write in writes:
        if write.before is None:
            full = rows.full(write.after)
            full["head"] = _bytea(write.after.case.head)
            new.append(tuple(full.values()))
        else:
            columns = _changed(write, write.before)
            line = (str(write.after.case.id), str(write.before.case.seq), *columns.values())
            changed.setdefault(tuple(columns), []).append(line)
    if new:
        _copy(on, f"cases_case ({_COLUMNS})", new)
    # What was done alike changes the same columns: a batch is a shape or two.
    for names, lines in changed.items():
        staged = f"changed_cases_{hashlib.sha256(repr(names).encode()).hexdigest()[:16]}"
        declared = ", ".join(f"{name} {TYPES[name]}" for name in names)
        _staged(on, staged, f"id bigint, was integer, {declared}", lines)
        sets = ", ".join(f"{name} = s.{name}" for name in names)
        on.execute(f"update cases_case c set {sets} from {staged} s where c.id = s.id and c.seq = s.was")
        if on.rowcount != len(lines):
            raise RuntimeError("a case was not as it had been read under its lock")


def _changed(write: Write, before: Stored) -> dict[str, Column]:
    after, was = write.after.case, before.case
    columns: dict[str, Column] = {
        "seq": str(after.seq),
        "head": _bytea(after.head),
        **rows.changes(before, write.after),
    }
    if write.after.actors is not before.actors:
        columns["actors"] = "{" + ",".join(map(str, write.after.actors)) + "}"
    for name in JSON_COLUMNS:
        value, stood = getattr(after, name), getattr(was, name)
        if value is not stood and value != stood:
            columns[name] = rows.document(value)
    return columns


def _write_events(on: Any, writes: Sequence[Write]) -> None:
    def lines() -> Iterable[Sequence[Column]]:
        texts: dict[datetime, str] = {}
        for write in writes:
            month = str(rows.month(write.after.case))
            for event, digest in zip(write.events, write.hashes, strict=True):
                yield (
                    str(event.case), str(event.seq), event.kind.value, str(event.actor), _told(event.at, texts), month,
                    event.body.decode(), _bytea(digest),
                )  # fmt: skip

    _copy(on, "cases_event (case_id, seq, kind, actor, at, month, body, hash)", lines())


def _write_clocks(on: Any, writes: Sequence[Write]) -> None:
    new: list[Sequence[Column]] = []
    changed: list[Sequence[Column]] = []
    written: dict[int, rows.ClockRow] = {}
    for write in writes:
        of_case = str(write.after.case.id)
        before = None if write.before is None else write.before.case
        for changed_one in rows.changed_clocks(before, write.after.case):
            # Cases that came together have the same clocks.
            clock = written.get(id(changed_one))
            if clock is None:
                clock = written[id(changed_one)] = rows.clock_row(changed_one)
            line = (of_case, clock.name, clock.due_at, clock.next_at, clock.running, clock.body)
            (new if before is None else changed).append(line)
    names = "case_id, name, due_at, next_at, running, body"
    removed: list[Sequence[Column]] = [
        (str(write.after.case.id), name)
        for write in writes
        for name in rows.removed_clocks(None if write.before is None else write.before.case, write.after.case)
    ]
    if removed:
        _staged(on, "removed_clocks", "case_id bigint, name text", removed)
        on.execute("delete from cases_clock k using removed_clocks r where k.case_id = r.case_id and k.name = r.name")
    if new:
        _copy(on, f"cases_clock ({names})", new)
    if changed:
        _staged(
            on,
            "changed_clocks",
            "case_id bigint, name text, due_at timestamptz, next_at timestamptz, running boolean, body jsonb",
            changed,
        )
        on.execute(
            f"insert into cases_clock ({names}) select {names} from changed_clocks"
            " on conflict (case_id, name) do update set due_at = excluded.due_at, next_at = excluded.next_at,"
            " running = excluded.running, body = excluded.body"
        )


def _write_found(on: Any, writes: Sequence[Write]) -> None:
    """The words by which cases are found, as far as they changed."""
    new: list[Sequence[Column]] = []
    changed: list[Sequence[Column]] = []
    gone: list[Sequence[Column]] = []
    for write in writes:
        number = str(write.after.case.id)
        (new if write.before is None else changed).extend((number, *row) for row in write.found.items())
        gone.extend((number, name) for name in write.unfound)
    if new:
        _copy(on, "cases_searchrow (case_id, field, words)", new)
    if changed:
        _staged(on, "changed_words", "case_id bigint, field text, words tsvector", changed)
        on.execute(
            "insert into cases_searchrow (case_id, field, words) select case_id, field, words from changed_words"
            " on conflict (case_id, field) do update set words = excluded.words"
        )
    if gone:
        _staged(on, "gone_words", "case_id bigint, field text", gone)
        on.execute("delete from cases_searchrow s using gone_words g where s.case_id = g.case_id and s.field = g.field")


def _write_outbox(on: Any, queued: Sequence[tuple[int, OutboxRow]], at: str) -> None:
    if queued:
        _copy(
            on,
            "cases_outbox (case_id, sort, word, key, body, created_at, next_at, tries, dead, error)",
            (
                (str(case), row.sort, row.word, row.key, row.body, at, row.next_at.isoformat(), "0", "false", "")
                for case, row in queued
            ),
        )


def _told(at: datetime, texts: dict[datetime, str]) -> str:
    """A moment as text; most of a batch's are the same one."""
    said = texts.get(at)
    if said is None:
        said = texts[at] = at.isoformat()
    return said


def _bytea(value: bytes) -> str:
    return "\\x" + value.hex()
