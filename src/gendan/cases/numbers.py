"""Ids and numbers for new cases.

A gapless series counts under the lock of its row until the commit; a plain one draws from a sequence of the database
and waits for nobody. Who opens many cases in one transaction draws a block.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction

from gendan.cases.answers import one
from gendan.cases.store import cursor
from gendan.core.events import microseconds
from gendan.core.facts import Identity
from gendan.core.numbering import parse_number
from gendan.core.procedure import Procedure
from gendan.people.epoch import on_forget
from gendan.people.prepared import answer

_IDS: Final = "cases_case_id_seq"
DRAWN: Final = 20
"""Plain numbers that a transaction draws at first; later as many as it has used. What is not used is a gap."""
_series: dict[tuple[str, str], int] = {}
"""Series that are known to stand, committed, by procedure and prefix."""
on_forget(_series.clear)

_rehearsed: ContextVar[dict[tuple[str, str], int] | None] = ContextVar("rehearsed", default=None)


@contextmanager
def rehearsed() -> Iterator[None]:
    """Within the block, in this thread, every series counts in memory: a rehearsal draws from no real one. From 1, or
    on from where a rehearsal around this one stands."""
    token = _rehearsed.set(dict(_rehearsed.get() or {}))
    try:
        yield
    finally:
        _rehearsed.reset(token)


def is_rehearsed() -> bool:
    """Whether a rehearsal runs in this thread: what it makes is gone when it ends."""
    return _rehearsed.get() is not None


def new_uid(at: datetime) -> str:
    """A UUIDv7 of the moment `at`."""
    stamp = (microseconds(at) // 1000).to_bytes(6, "big")
    raw = bytearray(stamp + os.urandom(10))
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass(slots=True)
class _Counter:
    """A gapless series under our lock: its row, its value as read, and as counted on."""

    row: int
    read: int
    value: int


@dataclass(slots=True)
class Numbers:
    """Names the cases that one transaction opens. `block`: how many it expects to open.

    `mark` and `rewind` give back what a command drew that was refused after all; `flush` writes gapless counters and
    must come before the commit.
    """

    at: datetime
    block: int = 1
    _ids: list[int] = field(default_factory=list)
    _plain: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _used: dict[tuple[str, str], int] = field(default_factory=dict)
    _gapless: dict[tuple[str, str], _Counter] = field(default_factory=dict)

    def identity(self, procedure: Procedure | None, opened: date) -> Identity:
        """A new id and uid, and the next numbers of the procedure's series (None: no numbers)."""
        if procedure is None:
            return Identity(id=self._id(), uid=new_uid(self.at))
        template = parse_number(procedure.number)
        seq = self._next((f"{procedure.pack}.{procedure.name}", template.prefix(opened)), gapless=procedure.gapless)
        label = parse_number(procedure.label, label=True).render(opened, seq) if procedure.label else ""
        return Identity(id=self._id(), uid=new_uid(self.at), number=template.render(opened, seq), label=label)

    def mark(self) -> dict[tuple[str, str], int]:
        """Where gapless series stand now."""
        return {series: counter.value for series, counter in self._gapless.items()}

    def rewind(self, mark: dict[tuple[str, str], int]) -> None:
        """Go back to where gapless series stood at `mark`."""
        for series, counter in self._gapless.items():
            counter.value = mark.get(series, counter.read)

    def flush(self) -> None:
        """Write the gapless counters that were counted on in memory."""
        with cursor() as on:
            for counter in self._gapless.values():
                if counter.value != counter.read:
                    on.execute(
                        "update cases_series set value = $2::bigint where id = $1::bigint",
                        [str(counter.row), str(counter.value)],
                        prepare=True,
                    )
                    counter.read = counter.value

    def _id(self) -> int:
        if not self._ids:
            self._ids = _drawn(_IDS, self.block)
            self._ids.reverse()
        return self._ids.pop()

    def _next(self, series: tuple[str, str], *, gapless: bool) -> int:
        in_memory = _rehearsed.get()
        if in_memory is not None:
            in_memory[series] = in_memory.get(series, 0) + 1
            return in_memory[series]
        if gapless:
            return self._next_gapless(series)
        drawn = self._plain.get(series)
        if not drawn:
            sequence = f"cases_series_{_row(series, gapless=False)}"
            used = self._used.get(series, 0)
            drawn = self._plain[series] = _drawn(sequence, max(1, min(self.block - used, max(used, DRAWN))))
            self._used[series] = used + len(drawn)
            drawn.reverse()
        return drawn.pop()

    def _next_gapless(self, series: tuple[str, str]) -> int:
        counter = self._gapless.get(series)
        if counter is None:
            row = _row(series, gapless=True)
            if self.block == 1:
                return _one("update cases_series set value = value + 1 where id = $1::bigint returning value", str(row))
            value = _one("select value from cases_series where id = $1::bigint for no key update", str(row))
            counter = self._gapless[series] = _Counter(row, value, value)
        counter.value += 1
        return counter.value


def _drawn(sequence: str, count: int) -> list[int]:
    with cursor() as on:
        on.execute(
            "select nextval($1::text) from generate_series(1, $2::integer)", [sequence, str(count)], prepare=True
        )
        return [row[0] for row in on]


def _one(statement: str, parameter: str) -> int:
    with cursor() as on:
        on.execute(statement, [parameter], prepare=True)
        return int(one(on)[0])


def _row(series: tuple[str, str], *, gapless: bool) -> int:
    """The id of the series' row; a new series (a new month) is made under a lock of its own."""
    known = _series.get(series)
    if known is not None:
        return known
    with cursor() as on:
        on.execute("select pg_advisory_xact_lock(hashtext($1::text))", [f"gendan series {series[0]} {series[1]}"])
        on.execute("select id from cases_series where procedure = $1::text and prefix = $2::text", list(series))
        row = on.fetchone()
        if row is None:
            on.execute(
                "insert into cases_series (procedure, prefix, value) values ($1::text, $2::text, 0) returning id",
                list(series),
            )
            row = on.fetchone()
            assert row is not None
        number: int = row[0]
        # A procedure may have been gapless before: a plain series goes on from where the counter stood.
        if not gapless:
            on.execute("select to_regclass($1::text) is not null", [f"cases_series_{number}"])
            if not one(on)[0]:
                on.execute("select value from cases_series where id = $1::bigint", [str(number)])
                start: int = one(on)[0] + 1
                on.execute(f"create sequence cases_series_{number:d} start {start:d}")
    transaction.on_commit(_keep(series, number))
    return number


def _keep(series: tuple[str, str], number: int) -> Callable[[], None]:
    return lambda: _series.update({series: number})


class LockNeeded(Exception):
    """What was to be done with one case alone asks for more: it wants a transaction, and the case's lock."""


class SeriesMissing(LockNeeded):
    """The first number of a series is drawn: for this time only, a transaction is wanted."""


class NoNumbers(Numbers):
    """For a step of a case: it names none."""

    def identity(self, procedure: Procedure | None, opened: date) -> Identity:
        """Raises LockNeeded: what opens a case besides writes more than one, and wants a transaction."""
        raise LockNeeded


class PlainNumbers(Numbers):
    """For a command that opens one case without a transaction around it: from a plain series that stands, where a
    number that nobody got is no matter."""

    def _next(self, series: tuple[str, str], *, gapless: bool) -> int:
        """The next number, with the case's id by the same statement. Raises LockNeeded for any other series."""
        if gapless:
            raise LockNeeded
        row = _series.get(series)
        if row is None:
            raise SeriesMissing
        ((drawn, number),) = answer("select nextval($1::text), nextval($2::text)", [f"cases_series_{row}", _IDS])
        self._ids.append(number)
        return int(drawn)
