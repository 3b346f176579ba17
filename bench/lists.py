"""Lists: the first and the thousandth page of each declared list, at 10,000 and at 1,000,000 orders.

Ours is a page as the desk shows it: who may see what, fifty rows with their typed values, and the count, which goes no
further than a thousand. The raw twin is the same page and count by SQL written by hand, on the same tables and indexes.
A list that has no thousandth page is asked for its last full one.

    python -m bench.lists
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from bench.ground import NOW
from bench.orders import FEW, HELD, MANY, PACK, people, places
from bench.pairs import PAIRS

PAGE = 50
FAR = 1000
"""The far page, counted from 1."""
LOOKS = 5
"""Looks at a page in one turn."""

_COLUMNS = (
    "id, uid, procedure, definition, kind, number, label, state, final, version, queue, holder, priority, due, late,"
    " opened_at, entered_at, opened_by, data, memory"
)
_ADDRESS = "(left(coalesce(data->>'address', ''), 200) collate \"C\")"
_CARRIER = "(left(coalesce(data->>'carrier', ''), 200) collate \"C\")"
_AMOUNT = "coalesce((data->>'amount')::numeric, '-infinity'::numeric)"
_ORDERED = "coalesce((data->>'ordered_at')::numeric, '-infinity'::numeric)"


@dataclass(frozen=True)
class ByHand:
    """A list written by hand: a condition for each state, the order, and the condition for what comes after a row."""

    conditions: tuple[str, ...]
    keys: tuple[str, ...]
    falling: bool = False

    def after(self) -> str:
        """The condition, with slots $1, $2, … for the keys of the row."""
        slots = [f"${number}" for number in range(1, len(self.keys) + 2)]
        if not self.falling:
            return f"({', '.join((*self.keys, 'id'))}) > ({', '.join(slots)})"
        (key,) = self.keys
        return f"{key} <= $1 and ({key} < $1 or id > $2)"

    def page(self, far: bool) -> str:
        """The statement of a page: the first, or the one that begins after a row."""
        order = ", ".join((*(f"{key} desc" if self.falling else key for key in self.keys), "id"))
        keys = ", ".join(f"{key} as k{number}" for number, key in enumerate(self.keys))
        scans = [
            f"(select {_COLUMNS}, {keys} from cases_case where procedure = '{PACK}.shop_order' and {condition}"
            f"{f' and {self.after()}' if far else ''} order by {order} limit {PAGE + 1})"
            for condition in self.conditions
        ]
        if len(scans) == 1:
            return scans[0]
        names = ", ".join((*(f"k{number}{' desc' if self.falling else ''}" for number in range(len(self.keys))), "id"))
        return f"{' union all '.join(scans)} order by {names} limit {PAGE + 1}"

    def keys_before(self, rows: int) -> str:
        """The statement of the keys of the row that has `rows` - 1 rows before it."""
        names = [f"k{number}" for number in range(len(self.keys))]
        keys = ", ".join(f"{key} as {name}" for key, name in zip(self.keys, names, strict=True))
        order = ", ".join((*(f"{name} desc" if self.falling else name for name in names), "id"))
        scans = [
            f"select {keys}, id from cases_case where procedure = '{PACK}.shop_order' and {condition}"
            for condition in self.conditions
        ]
        return f"{' union all '.join(scans)} order by {order} offset {rows - 1} limit 1"

    def count(self, most: int = 1001) -> str:
        """The statement of the capped count."""
        scans = [
            f"(select 1 from cases_case where procedure = '{PACK}.shop_order' and {condition} limit {most})"
            for condition in self.conditions
        ]
        return f"select count(*) from (select 1 from ({' union all '.join(scans)}) a limit {most}) b"


def _by_hand(me: int) -> dict[str, ByHand]:
    return {
        "unreviewed": ByHand(("state = 'unreviewed' and holder is null",), (_ADDRESS,)),
        "unmarked": ByHand(("state = 'unreviewed' and holder is null and not data ? 'mark'",), (_ADDRESS,)),
        "locked": ByHand((f"state = 'unreviewed' and holder = {me} and final is null",), (_ADDRESS,)),
        "aside": ByHand(("state = 'set_aside'", "state = 'unpaid'"), (_ORDERED,), falling=True),
        "finance": ByHand(("state = 'approved'",), (_AMOUNT,), falling=True),
        "to_print": ByHand(("state = 'released'",), (_CARRIER, _ADDRESS)),
    }


@dataclass(frozen=True)
class Pages:
    """What is looked at of one list in one place: ours and by hand, the first page and a far one."""

    number: int
    ours: dict[str, Callable[[], object]]
    raw: dict[str, Callable[[], object]]


def _pages(name: str, me: int) -> Pages:
    from gendan.cases import library, queries
    from gendan.cases.queries.paging import unpack_place
    from gendan.cases.store import cursor
    from gendan.people.epoch import current_epoch

    definition = library.active(PACK, current_epoch())
    assert definition is not None
    procedure = library.pack(definition).procedures["shop_order"]
    query = replace(queries.declared(procedure, name), definition=definition)
    by_hand = _by_hand(me)[name]
    start, number = _far_place(by_hand)
    keys = unpack_place(start, len(by_hand.keys) + 1)

    def ours(after: str | None) -> Callable[[], object]:
        return lambda: queries.page(query, person=me, at=NOW, after=after, limit=PAGE).rows

    def raw(far: bool) -> Callable[[], object]:
        statement, count = by_hand.page(far), by_hand.count()
        given = _typed(keys, by_hand) if far else []

        def look() -> object:
            with cursor() as on:
                found = on.execute(statement, given, prepare=True).fetchall()
                on.execute(count, [], prepare=True).fetchone()
            return found

        return look

    return Pages(number, {"first": ours(None), "far": ours(start)}, {"first": raw(False), "far": raw(True)})


def _typed(keys: list[str], by_hand: ByHand) -> list[object]:
    from decimal import Decimal

    return [*(Decimal(key) if by_hand.falling else key for key in keys[:-1]), int(keys[-1])]


def _far_place(by_hand: ByHand) -> tuple[str, int]:
    """Where the FAR page begins, or the last full one of a shorter list, and which one that is."""
    from gendan.cases.queries.paging import pack_place
    from gendan.cases.store import cursor

    with cursor() as on:
        count: int = on.execute(by_hand.count(PAGE * FAR)).fetchone()[0]  # type: ignore[index]
        number = count // PAGE
        if number < 2:
            raise RuntimeError(f"the list has one page only: {by_hand}")
        row = on.execute(by_hand.keys_before(PAGE * (number - 1))).fetchone()
    assert row is not None
    return pack_place(row), number


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    for _ in range(LOOKS):
        work()
    return (time.perf_counter() - begun) / LOOKS


Taken = dict[tuple[str, int, str, str], list[float]]
"""Seconds by list, place, page and side, one for each turn."""


def run() -> dict[str, Any]:
    """For each list: milliseconds at both sizes, how it grows, and its ratio to the raw query; of all, the worst."""
    with places() as both:
        looked = []
        for each in both:
            each.enter()
            me = people()["bench"]
            looked.append({name: _pages(name, me) for name in _by_hand(me)})
        taken: Taken = {}
        for turn in range(PAIRS + 1):
            for at, each in enumerate(both):
                each.enter()
                for name, pages in looked[at].items():
                    _look(name, at, pages, turn, taken)
    found = {name: _figures(name, [each[name].number for each in looked], taken) for name in looked[0]}
    return {
        "ratio": min(each["ratio"] for each in found.values()),
        "rate": min(each["rate"] for each in found.values()),
        "growth": max(each["growth"] for each in found.values()),
        "cases": [FEW, MANY],
        "held": HELD,
        "lists": found,
    }


def _look(name: str, at: int, pages: Pages, turn: int, taken: Taken) -> None:
    """One turn at both pages of a list: ours and by hand, in turns; the first turn warms up."""
    for page in ("first", "far"):
        works = {"ours": pages.ours[page], "raw": pages.raw[page]}
        for work in works.values():
            work()
        for side in ("ours", "raw") if turn % 2 else ("raw", "ours"):
            seconds = _timed(works[side])
            if turn:
                taken.setdefault((name, at, page, side), []).append(seconds)


def _figures(name: str, far: list[int], taken: Taken) -> dict[str, Any]:
    growth = [
        median(many / few for few, many in zip(taken[name, 0, page, "ours"], taken[name, 1, page, "ours"], strict=True))
        for page in ("first", "far")
    ]
    ratios = [
        median(
            raw / ours for ours, raw in zip(taken[name, at, page, "ours"], taken[name, at, page, "raw"], strict=True)
        )
        for at in (0, 1)
        for page in ("first", "far")
    ]
    milliseconds = {
        f"{page}_milliseconds": [round(median(taken[name, at, page, "ours"]) * 1000, 2) for at in (0, 1)]
        for page in ("first", "far")
    }
    return {
        "ratio": round(min(ratios), 3),
        "growth": round(max(growth), 3),
        "rate": round(1000 / max(each[1] for each in milliseconds.values()), 1),
        "far_page": far,
        **milliseconds,
    }


if __name__ == "__main__":
    for label, figures in run().items():
        print(label, figures)
