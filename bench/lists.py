"""Lists: the first and the thousandth page of each declared list, at 10,000 and at 1,000,000 cases, and the raw query.

A page is found by its key, so it costs the same wherever it lies and however many cases there are.

    python -m bench.lists
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.ground import NOW, cases, clerk, ground

FEW = int(os.environ.get("GENDAN_BENCH_FEW", "10000"))
MANY = int(os.environ.get("GENDAN_BENCH_MANY", "1000000"))
PAGE = 50
TURNS = 25


def _pages(person: int, name: str, count: int) -> dict[str, Any]:
    """Seconds of the first page and of a far one (the thousandth, or the last that there is), and of the raw queries."""
    from dataclasses import replace

    from django.db import connection

    from gendan.cases import library, queries
    from gendan.cases.queries.paging import pack_place
    from gendan.people.epoch import current_epoch

    definition = library.active("bench", current_epoch())
    assert definition is not None
    procedure = library.pack(definition).procedures["order"]
    query = replace(queries.declared(procedure, name), definition=definition)
    expression, order = {
        "new": ("(left(coalesce(data->>'address', ''), 200) collate \"C\")", ""),
        "large": ("coalesce((data->>'amount')::numeric, '-infinity'::numeric)", " desc"),
    }[name]
    far = min(1000, count // PAGE // 2) * PAGE
    with connection.cursor() as on:
        on.execute(
            f"select {expression}, id from cases_case where procedure = 'bench.order' and state = 'new'"
            f" order by {expression}{order}, id offset {far} limit 1"
        )
        key = on.fetchone()
        sign = "<" if order else ">"
        raw = (
            "select id, uid, number, state, holder, due, data from cases_case where procedure = 'bench.order' and state = 'new'"
            f" and ({expression} {sign}= %s and ({expression} {sign} %s or id > %s)) order by {expression}{order}, id limit {PAGE}"
        )

    def page(after: str | None) -> Callable[[], object]:
        return lambda: queries.page(query, person=person, at=NOW, after=after, limit=PAGE)

    def by_hand() -> object:
        with connection.cursor() as on:
            on.execute(raw, [key[0], key[0], key[1]])
            return on.fetchall()

    place = pack_place(key)
    timed = _interleaved({"first": page(None), "far": page(place), "raw": by_hand})
    return {**timed, "page": far // PAGE}


def _interleaved(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(TURNS + 3):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            if turn >= 3:
                taken[name].append(time.perf_counter() - begun)
    return {name: median(each) for name, each in taken.items()}


def run() -> dict[str, Any]:
    """For each list: milliseconds at both sizes, the ratio between the sizes, and the ratio to the raw query."""
    found: dict[str, Any] = {}
    with ground():
        sizes: dict[int, dict[str, dict[str, Any]]] = {}
        for count in (FEW, MANY):
            cases(count)
            person = clerk()
            sizes[count] = {name: _pages(person, name, count) for name in ("new", "large")}
        for name in ("new", "large"):
            few, many = sizes[FEW][name], sizes[MANY][name]
            found[name] = {
                "first_ms": [round(few["first"] * 1000, 2), round(many["first"] * 1000, 2)],
                "far_ms": [round(few["far"] * 1000, 2), round(many["far"] * 1000, 2)],
                "raw_ms": [round(few["raw"] * 1000, 2), round(many["raw"] * 1000, 2)],
                "far_page": [few["page"], many["page"]],
                "growth": round(max(many["first"] / few["first"], many["far"] / few["far"]), 3),
                "to_raw": round(max(each[page] / each["raw"] for each in (few, many) for page in ("first", "far")), 3),
            }
    return found


if __name__ == "__main__":
    for name, figures in run().items():
        print(name, figures)
