"""The one statement that writes a command's part of a case, by what is in it. SQL by hand, for `cases.store`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from gendan.cases import rows
from gendan.people.epoch import EPOCH_SQL


class Shape(NamedTuple):
    """What a write has: the columns set (all of them for a new case), and how many rows of each sort."""

    new: bool
    columns: tuple[str, ...]
    dropped: bool
    events: int
    clocks: int
    outbox: int
    key: bool
    takes: int
    frees: int
    removed: bool
    found: int
    unfound: bool


@lru_cache(maxsize=4096)
def statement(shape: Shape, *, alone: bool = False) -> str:
    """The one statement that writes a shape; it answers how many cases, keys and unique values were written.

    Where it stands `alone`, without a lock and a transaction around it, it writes only over the row that was read, and
    fails by a division by zero unless all was written and the epoch is the one that was read, which is its last
    parameter: so nothing of it stands. Its answer's second column is the mark (xmin) of the row that it wrote.
    """
    at = 0

    def slot(kind: str) -> str:
        nonlocal at
        at += 1
        return f"${at}::{kind}"

    def values(count: int, *kinds: str) -> str:
        return ", ".join("(" + ", ".join(slot(kind) for kind in kinds) + ")" for _ in range(count))

    parts = []
    if shape.new:
        row = values(1, *(rows.TYPES[name] for name in shape.columns))
        parts.append(f"c as (insert into cases_case ({', '.join(shape.columns)}) values {row} returning 1)")
    else:
        where = f"id = {slot('bigint')} and seq = {slot('integer')}"
        if alone:
            where += f" and xmin = {slot('xid')}"
        sets = [_assignment(name, slot, shape.dropped) for name in shape.columns]
        parts.append(f"c as (update cases_case set {', '.join(sets)} where {where} returning 1)")
    parts.append(
        "e as (insert into cases_event (case_id, seq, kind, actor, at, month, body, hash) values "
        + values(shape.events, "bigint", "integer", "text", "bigint", "timestamptz", "integer", "json", "bytea")
        + ")"
    )
    if shape.clocks:
        parts.append(
            "k as (insert into cases_clock as k (case_id, name, due_at, next_at, running, body) values "
            + values(shape.clocks, "bigint", "text", "timestamptz", "timestamptz", "boolean", "jsonb")
            + " on conflict (case_id, name) do update set due_at = excluded.due_at, next_at = excluded.next_at,"
            " running = excluded.running, body = excluded.body)"
        )
    if shape.outbox:
        parts.append(
            "o as (insert into cases_outbox"
            " (case_id, sort, word, key, body, created_at, next_at, tries, dead, error) values "
            + ", ".join(
                "("
                + ", ".join(
                    slot(kind) for kind in ("bigint", "text", "text", "text", "jsonb", "timestamptz", "timestamptz")
                )
                + ", 0, false, '')"
                for _ in range(shape.outbox)
            )
            + ")"
        )
    if shape.key:
        parts.append(
            "y as (insert into cases_commandkey (key, digest, outcome, at) values "
            + values(1, "text", "bytea", "json", "timestamptz")
            + " on conflict do nothing returning 1)"
        )
    if shape.takes:
        parts.append(
            "u as (insert into cases_uniquevalue (procedure, field, digest, case_id) values "
            + values(shape.takes, "text", "text", "bytea", "bigint")
            + " on conflict do nothing returning 1)"
        )
    if shape.frees:
        parts.append(
            "d as (delete from cases_uniquevalue where (procedure, field, digest) in ("
            + values(shape.frees, "text", "text", "bytea")
            + f") and case_id = {slot('bigint')})"
        )
    if shape.removed:
        parts.append(
            f"r as (delete from cases_clock where case_id = {slot('bigint')} and name = any({slot('text[]')}))"
        )
    if shape.found:
        parts.append(
            "s as (insert into cases_searchrow (case_id, field, words) values "
            + values(shape.found, "bigint", "text", "tsvector")
            + " on conflict (case_id, field) do update set words = excluded.words)"
        )
    if shape.unfound:
        parts.append(
            f"z as (delete from cases_searchrow where case_id = {slot('bigint')} and field = any({slot('text[]')}))"
        )
    counted = ["(select count(*) from c)"]
    counted.append("(select count(*) from y)" if shape.key else "0")
    counted.append("(select count(*) from u)" if shape.takes else "0")
    answer = ", ".join(counted)
    if alone:
        expected = f"(1, {int(shape.key)}, {shape.takes}, {slot('bigint')})"
        answer = f"1 / (({answer}, {EPOCH_SQL}) = {expected})::int, pg_current_xact_id()::xid::text"
    return f"with {', '.join(parts)} select {answer}"


def _assignment(name: str, slot: Any, dropped: bool) -> str:
    if name == "actors":
        return f"actors = actors || {slot('bigint[]')}"
    if name == "data":
        patched = f"data || {slot('jsonb')}"
        return f"data = ({patched}) - {slot('text[]')}" if dropped else f"data = {patched}"
    return f"{name} = {slot(rows.TYPES[name])}"
