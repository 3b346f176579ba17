"""装订 Production sheets as they are bound into volumes: how many stand between two numbers, and the day of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gendan.cases.store import cursor
from gendan.people.access import day_of


def sheets_between(asked: Sequence[tuple[object, ...]]) -> list[int]:
    """Look-up `orders.sheets_between(first, last)`: production sheets that were not withdrawn, from a number to a
    number, both included, in the order of their characters. One query for all."""
    told = [(str(first or ""), str(last or "")) for first, last in asked]
    with cursor() as on:
        on.execute(
            "select (select count(*) from orders_sheet s left join orders_sheetrecall r on r.sheet_id = s.id"
            '   where r.id is null and s.number collate "C" between w.first and w.last)'
            " from unnest($1::text[], $2::text[]) with ordinality w (first, last, n) order by w.n",
            [[first for first, _ in told], [last for _, last in told]],
        )
        return [count for (count,) in on.fetchall()]


def sheet_days(asked: Sequence[tuple[object, ...]]) -> list[date | None]:
    """Look-up `orders.sheet_day(number)`: the day on which the production sheet was issued; nothing where there is no
    such sheet."""
    numbers = sorted({str(number) for (number,) in asked if number})
    with cursor() as on:
        on.execute("select number, min(at) from orders_sheet where number = any($1::text[]) group by number", [numbers])
        found = {number: day_of(at) for number, at in on.fetchall()}
    return [found.get(str(number or "")) for (number,) in asked]
