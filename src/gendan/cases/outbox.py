"""发件箱 What follows a command's commit: commands that follow, and outside effects, at least once each.

Rows are claimed by a lease, so that several workers share them and one that dies loses nothing: its rows are due again
when the lease ends. A command that follows has its row's key, and so is done once however often it is tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from django.db import transaction

from gendan.cases import serial
from gendan.cases.answers import one
from gendan.cases.commands import run_many
from gendan.cases.effects import Call
from gendan.cases.outcome import Outcome
from gendan.cases.registry import implementation, vocabulary
from gendan.cases.store import cursor
from gendan.core.refusals import Reason, Refused

LEASE: Final = timedelta(minutes=5)
TRIES: Final = 8
_FIRST_PAUSE: Final = timedelta(seconds=10)
_LONGEST_PAUSE: Final = timedelta(hours=1)
_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did: rows done, rows to be tried again, rows given up."""

    done: int = 0
    again: int = 0
    dead: int = 0

    def __add__(self, other: Drained) -> Drained:
        return Drained(self.done + other.done, self.again + other.again, self.dead + other.dead)


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    case: int
    sort: str
    word: str
    key: str
    body: dict[str, Any]
    tries: int


def drain(at: datetime, limit: int = 1000) -> Drained:
    """Do what is due in the outbox at `at`, at most `limit` rows. Must not be called inside a transaction.

    What a command that follows leads to may queue more, which is done too, as far as `limit` goes.
    """
    total = Drained()
    left = limit
    while left > 0:
        claimed = _claim(at, min(_BATCH, left))
        if not claimed:
            break
        left -= len(claimed)
        follows = [row for row in claimed if row.sort == "follow"]
        if follows:
            total += _run_follows(follows, at)
        for row in claimed:
            if row.sort != "follow":
                total += _run_effect(row, at)
    return total


def follow(at: datetime, *, beyond: int, limit: int = 1000) -> Drained:
    """Do the commands that follow and are due at `at`, of cases with ids beyond `beyond`: a rehearsal's own.

    Outside effects stay queued. May be called inside a transaction.
    """
    claimed = _claim(at, limit, "sort = 'follow' and case_id > $4::bigint", [str(beyond)])
    return _run_follows(claimed, at) if claimed else Drained()


def waiting(at: datetime) -> int:
    """How many rows are due at `at`, at most 1000."""
    with cursor() as on:
        on.execute(
            "select count(*) from (select 1 from cases_outbox where next_at <= $1::timestamptz limit 1000) d",
            [at.isoformat()],
        )
        return int(one(on)[0])


def _claim(at: datetime, most: int, besides: str = "true", parameters: Sequence[str] = ()) -> list[_Claimed]:
    with transaction.atomic(), cursor() as on:
        on.execute(
            "with due as (select id from cases_outbox where next_at <= $1::timestamptz"
            f" and {besides} order by next_at, id limit $2::integer for update skip locked)"
            " update cases_outbox o set next_at = $3::timestamptz, tries = tries + 1 from due where o.id = due.id"
            " returning o.id, o.case_id, o.sort, o.word, o.key, o.body::text, o.tries",
            [at.isoformat(), str(most), (at + LEASE).isoformat(), *parameters],
            prepare=True,
        )
        rows = [
            _Claimed(number, case, sort, word, key, orjson.loads(body), tries)
            for number, case, sort, word, key, body, tries in on
        ]
    return sorted(rows, key=lambda row: row.id)


def _run_follows(rows: Sequence[_Claimed], at: datetime) -> Drained:
    """Run commands that follow, many in one transaction; what is refused for good is kept with its reasons."""
    done: list[int] = []
    total = Drained()
    commands = [serial.from_json(row.body) for row in rows]
    for row, outcome in zip(rows, run_many(commands, person=0, at=at), strict=True):
        if outcome.done or _is_moot(row, outcome):
            done.append(row.id)
        elif _may_change(outcome) and row.tries < TRIES:
            total += _again(row, at, _codes(outcome.reasons))
        else:
            total += _dead(row, _codes(outcome.reasons))
    _mark_done(done, at)
    return total + Drained(done=len(done))


def _is_moot(row: _Claimed, outcome: Outcome) -> bool:
    """Whether an action by itself came to a case that has moved on: it was done already, or is no longer called for."""
    return row.body.get("verb") == "act" and all(reason.family == "state" for reason in outcome.reasons)


def _may_change(outcome: Outcome) -> bool:
    """Whether trying again may help: where an area could not do its part now, the next time it may."""
    return any(reason.family in ("effect", "basis") for reason in outcome.reasons)


def _run_effect(row: _Claimed, at: datetime) -> Drained:
    declared = vocabulary().effect(row.word)
    handler = declared.handler if declared is not None else None
    if handler is None:
        return _dead(row, "no channel: nothing here takes this word")
    body = row.body
    call = Call(
        case=row.case,
        seq=body["seq"],
        uid=body["uid"],
        number=body["number"],
        procedure=body["procedure"],
        definition=body["definition"],
        word=row.word,
        arguments=body["arguments"],
        to=tuple(body["to"]),
        person=body["person"],
        at=at,
        key=row.key,
    )
    try:
        with transaction.atomic():
            implementation(handler)([call])
    except Refused as refused:
        error = _codes(refused.reasons)
    except Exception as failure:  # whatever a channel does wrong must not stop the others
        error = f"{type(failure).__name__}: {failure}"
    else:
        _mark_done([row.id], at)
        return Drained(done=1)
    return _again(row, at, error) if row.tries < TRIES else _dead(row, error)


def _again(row: _Claimed, at: datetime, error: str) -> Drained:
    pause = min(_FIRST_PAUSE * 2 ** (row.tries - 1), _LONGEST_PAUSE)
    with cursor() as on:
        on.execute(
            "update cases_outbox set next_at = $2::timestamptz, error = $3::text where id = $1::bigint",
            [str(row.id), (at + pause).isoformat(), error[:2000]],
        )
    return Drained(again=1)


def _dead(row: _Claimed, error: str) -> Drained:
    with cursor() as on:
        on.execute(
            "update cases_outbox set next_at = null, dead = true, error = $2::text where id = $1::bigint",
            [str(row.id), error[:2000]],
        )
    return Drained(dead=1)


def _mark_done(rows: list[int], at: datetime) -> None:
    if rows:
        with cursor() as on:
            on.execute(
                "update cases_outbox set next_at = null, done_at = $2::timestamptz, error = ''"
                " where id = any($1::bigint[])",
                [rows, at.isoformat()],
            )


def _codes(reasons: tuple[Reason, ...]) -> str:
    return ", ".join(reason.code for reason in reasons)
