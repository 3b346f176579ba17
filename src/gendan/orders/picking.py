"""What a text may be picked from: steps of production (`orders.steps`), above all known ones, people who work by the
piece without an account (`orders.workers`), and production sheets (`orders.sheets`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from gendan.cases.store import cursor
from gendan.money.staging import unstaged
from gendan.people.access import day_of

Found = list[tuple[str, str, str]]
LAST: Final = 5000
"""Reports that are looked through for who worked."""


def resolve_any(texts: Sequence[str]) -> dict[str, str]:
    """Any text: an order may have steps of its own, and somebody new may work on it."""
    return {text: text.strip() for text in texts}


def look_up_steps(text: str, limit: int) -> Found:
    """Steps of the routes whose name holds a text, in the order in which pieces go through them."""
    with cursor() as on:
        on.execute(
            "select step, min(place) from orders_route,"
            " jsonb_array_elements_text(steps) with ordinality s (step, place)"
            " where strpos(lower(step), lower($1::text)) > 0 group by step order by min(place), step limit $2::int",
            [text.strip(), limit],
        )
        return [(step, "", "") for step, _ in on]


def look_up_workers(text: str, limit: int) -> Found:
    """Names under which pieces were reported without an account, the last first, each with the day."""
    with cursor() as on:
        on.execute(
            "select worker_name, max(day) from (select worker_name, day from orders_progress order by id desc"
            " limit $3::int) p where worker_name <> '' and strpos(lower(worker_name), lower($1::text)) > 0"
            " group by worker_name order by max(day) desc, worker_name limit $2::int",
            [text.strip(), limit, LAST],
        )
        return [(unstaged(name), day.isoformat(), "") for name, day in on]


def resolve_sheets(texts: Sequence[str]) -> dict[str, str]:
    """The production sheet of each text that is the number of one."""
    with cursor() as on:
        on.execute("select distinct number from orders_sheet where number = any($1::text[])", [list(texts)])
        return {number: number for (number,) in on}


def look_up_sheets(text: str, limit: int) -> Found:
    """Production sheets whose number holds a text, the last first, each with its day."""
    with cursor() as on:
        on.execute(
            "select number, at from orders_sheet where strpos(number, $1::text) > 0 order by id desc limit $2::int",
            [text.strip(), limit],
        )
        return [(number, day_of(at).isoformat(), "") for number, at in on]


def make_nothing(texts: Sequence[str], at: datetime) -> None:
    """Steps are set and workers reported; they are not made by being named, not even in a rehearsal."""
