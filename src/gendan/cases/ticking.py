"""时限到点 Looks at the clocks whose moment has come. The cost is of what is due, never of what is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gendan.cases.commands import CHUNK, run_many
from gendan.cases.store import cursor
from gendan.core.command import Command, Verb


def due_cases(at: datetime, limit: int = CHUNK) -> list[int]:
    """The cases with a clock to be looked at by `at`, the longest due first, at most `limit`."""
    return [case for page in _pages(at, limit) for case in page]


def tick(at: datetime, limit: int = 10_000) -> int:
    """Look at due clocks of at most `limit` cases; returns how many cases changed.

    A case that can't be ticked (its pack version is gone) hinders no other: the look goes on behind it.
    """
    changed = 0
    for page in _pages(at, limit):
        commands = [Command(verb=Verb.TICK, case=case) for case in page]
        changed += sum(outcome.done and not outcome.unchanged for outcome in run_many(commands, person=0, at=at))
    return changed


def _pages(at: datetime, limit: int) -> Iterator[list[int]]:
    place = ("-infinity", "0")
    left = limit
    seen: set[int] = set()
    while left > 0:
        most = min(CHUNK, left)
        with cursor() as on:
            on.execute(
                "select case_id, next_at from cases_clock where next_at <= $1::timestamptz"
                " and (next_at, case_id) > ($2::timestamptz, $3::bigint) order by next_at, case_id limit $4::integer",
                [at.isoformat(), *place, str(most)],
                prepare=True,
            )
            found = on.fetchall()
        if not found:
            return
        page = [case for case in dict.fromkeys(case for case, _ in found) if case not in seen]
        seen.update(page)
        yield page
        left -= len(found)
        place = (found[-1][1].isoformat(), str(found[-1][0]))
