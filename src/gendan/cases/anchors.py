"""锚 Anchors: what the heads of all chains were, kept in files outside the database.

Whoever can write to the database could rewrite a chain whole, or take a case away with all its events; beside the
anchors that shows. Each anchor holds the cases that are new or have gone on since the one before, and the digest of
that one, so that no anchor can be changed or taken out unseen either. The files belong where the database's keepers
can't write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson
from django.conf import settings
from django.db import transaction

from gendan.cases.answers import one
from gendan.cases.store import cursor

_TABLE: Final = "id bigint, number text, seq integer, head bytea"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One anchor: its place among all (from 1), when it was made, how many cases there were, and its lines."""

    number: int
    at: str
    cases: int
    previous: str
    lines: tuple[bytes, ...]
    digest: str


class Damaged(Exception):
    """An anchor file is not as it was written: something in it was changed, or an anchor before it is gone."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__(f"{file}:{line}")
        self.file = file
        self.line = line


def folder() -> Path:
    """Where anchors are kept."""
    return Path(settings.GENDAN_ANCHORS)


def take(at: datetime) -> Anchor | None:
    """Append an anchor to the file of `at`'s day, in UTC. None where nothing has changed since the last one. Raises
    Damaged."""
    with transaction.atomic(), cursor() as on:
        # Two that anchor at once would both follow the same one.
        on.execute("select pg_advisory_xact_lock(hashtext('gendan anchor'))")
        known = list(read())
        load(on, known)
        on.execute(
            "select c.id, c.number, c.seq, encode(c.head, 'hex') from cases_case c where not exists"
            " (select from anchored a where a.id = c.id and a.seq >= c.seq) order by c.id"
        )
        lines = tuple(_line(row) for row in on)
        on.execute("select count(*) from cases_case")
        cases: int = one(on)[0]
        last = known[-1] if known else None
        if not lines and last is not None and last.cases == cases:
            return None
        anchor = _made(len(known) + 1, at, cases, last.digest if last is not None else "", lines)
        _append(anchor, at)
    return anchor


def _line(row: Sequence[object]) -> bytes:
    """A case's line, in bytes of its own: those that orjson gives keep the kilobytes into which they were written, and
    half a million of them took gigabytes."""
    return bytes(memoryview(orjson.dumps(list(row))))


def load(on: Any, known: Iterable[Anchor]) -> None:
    """Put every line of the anchors into the temporary table `anchored`, within the transaction."""
    on.execute(f"create temp table if not exists anchored ({_TABLE}) on commit delete rows")
    on.execute("delete from anchored")
    with on.copy("copy anchored from stdin") as copy:
        for anchor in known:
            for line in anchor.lines:
                case, number, seq, head = orjson.loads(line)
                copy.write_row((str(case), number, str(seq), f"\\x{head}"))
    on.execute("analyze anchored")


def read() -> Iterator[Anchor]:
    """All anchors in their order. Raises Damaged where one is not as it was written."""
    number, previous = 0, ""
    for path in sorted(folder().glob("*.jsonl")):
        raw = path.read_bytes().splitlines()
        at = 0
        while at < len(raw):
            try:
                head = orjson.loads(raw[at])
                lines = tuple(raw[at + 1 : at + 1 + head["lines"]])
                anchor = _from(head, lines)
            except (ValueError, KeyError, TypeError) as error:
                raise Damaged(path.name, at + 1) from error
            number += 1
            if (
                anchor.number != number
                or anchor.previous != previous
                or anchor.digest != head["digest"]
                or len(lines) != head["lines"]
            ):
                raise Damaged(path.name, at + 1)
            yield anchor
            previous = anchor.digest
            at += 1 + len(lines)


def _from(head: dict[str, Any], lines: tuple[bytes, ...]) -> Anchor:
    digest = _digest(head["number"], head["at"], head["cases"], head["previous"], lines)
    return Anchor(
        number=head["number"], at=head["at"], cases=head["cases"], previous=head["previous"], lines=lines, digest=digest
    )


def _made(number: int, at: datetime, cases: int, previous: str, lines: tuple[bytes, ...]) -> Anchor:
    moment = at.isoformat()
    digest = _digest(number, moment, cases, previous, lines)
    return Anchor(number=number, at=moment, cases=cases, previous=previous, lines=lines, digest=digest)


def _digest(number: int, at: str, cases: int, previous: str, lines: tuple[bytes, ...]) -> str:
    digest = hashlib.sha256(orjson.dumps([number, at, cases, previous]))
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _append(anchor: Anchor, at: datetime) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    head = {
        "number": anchor.number,
        "at": anchor.at,
        "cases": anchor.cases,
        "previous": anchor.previous,
        "lines": len(anchor.lines),
        "digest": anchor.digest,
    }
    days = sorted(path.name for path in folder().glob("*.jsonl"))
    # A clock that was set back must not put this anchor before the last one.
    name = max([f"{at:%Y-%m-%d}.jsonl", *days[-1:]])
    with (folder() / name).open("ab") as file:
        file.write(b"\n".join([orjson.dumps(head), *anchor.lines]) + b"\n")
