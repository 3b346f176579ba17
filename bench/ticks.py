"""Ticks: the look for 100 due deadlines among 10,000 and among 1,000,000 orders, and a sweep of 10,000 due.

The look reads an index from the earliest moment on. The sweep judges every case that is due through the one door; its
raw twin is one statement that marks the clocks and writes an event, a case row and an outbox row for each.

    python -m bench.ticks
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from bench.ground import NOW
from bench.orders import MANY, orders, places
from bench.pairs import PAIRS, own_cpu
from bench.places import Place
from bench.statements import sent

DUE = 100
SWEEP = min(10_000, MANY // 50)
LATE = NOW + timedelta(days=30)
"""When everything is late."""
LOOKS = 20

_BY_HAND = """
with next as (
    select case_id, name from cases_clock where next_at <= %(at)s order by next_at, case_id limit %(count)s
), due as (
    update cases_clock k set next_at = null, body = body || '{"breached": 1791682200000000}'
    from next n where k.case_id = n.case_id and k.name = n.name returning k.case_id
), changed as (
    update cases_case c set late = true, seq = seq + 1, head = sha256(head) from due d where c.id = d.case_id
    returning c.id, c.seq, c.head
), events as (
    insert into cases_event (case_id, seq, kind, actor, at, month, body, hash)
    select id, seq, 'ticked', 0, %(at)s, 202610, '{"ticks":[["review","breached"]],"clocks":{"review":{"run":1}}}', head
    from changed
)
insert into cases_outbox (case_id, sort, word, key, body, created_at, next_at, tries, dead, error)
select id, 'effect', 'deadline.late', 'raw/' || id || '/' || seq, '{"to": ["owner"]}', %(at)s, %(at)s, 0, false, ''
from changed
"""


def _when_due(count: int) -> datetime:
    """The moment at which `count` clocks are due."""
    from django.db import connection

    with connection.cursor() as on:
        on.execute(
            "select next_at from cases_clock where next_at is not null order by next_at offset %s limit 1", [count - 1]
        )
        at: datetime = on.fetchone()[0]
        return at


def _looks(both: list[Place]) -> tuple[list[float], float]:
    """Seconds of the look in both places, and how it grows; medians of interleaved pairs."""
    from gendan.cases.ticking import due_cases

    moments = []
    for each in both:
        each.enter()
        moments.append(_when_due(DUE))
    taken: list[list[float]] = [[], []]
    for turn in range(PAIRS + 1):
        for at in (0, 1) if turn % 2 else (1, 0):
            both[at].enter()
            for _ in range(8):
                due_cases(moments[at], DUE)
            begun = time.perf_counter()
            for _ in range(LOOKS):
                found = due_cases(moments[at], DUE)
            if turn:
                taken[at].append((time.perf_counter() - begun) / LOOKS)
            assert len(found) == DUE, len(found)
    return [median(each) for each in taken], median(many / few for few, many in zip(*taken, strict=True))


def _ours() -> None:
    from gendan.cases.ticking import tick

    changed = tick(LATE, SWEEP)
    assert changed == SWEEP, changed


def _raw() -> None:
    from django.db import connection

    with connection.cursor() as on:
        on.execute(_BY_HAND, {"at": LATE, "count": SWEEP})
        assert on.rowcount == SWEEP, on.rowcount


def _sweeps(place: Place) -> dict[str, Any]:
    """Rates and CPU of our sweep and of the one statement, in turns; each takes the next that are due."""
    from django.db import connection

    place.enter()
    with connection.cursor() as on:
        on.execute("select count(*) from cases_clock where next_at is not null")
        if on.fetchone()[0] < 2 * SWEEP * (PAIRS + 2):
            orders(place.count, anew=True)
        on.execute("vacuum cases_clock")
    taken: dict[Callable[[], None], list[tuple[float, float]]] = {_ours: [], _raw: []}
    for turn in range(PAIRS + 1):
        for work in (_ours, _raw) if turn % 2 else (_raw, _ours):
            spent, begun = own_cpu(0), time.perf_counter()
            work()
            if turn:
                taken[work].append((time.perf_counter() - begun, own_cpu(0) - spent))
    statements = len(sent(connection.connection, _ours))
    return {
        "ratio": round(median(raw[0] / ours[0] for ours, raw in zip(taken[_ours], taken[_raw], strict=True)), 3),
        "rate": round(SWEEP / median(each[0] for each in taken[_ours]), 1),
        "raw_rate": round(SWEEP / median(each[0] for each in taken[_raw]), 1),
        "cpu_microseconds": round(median(each[1] for each in taken[_ours]) / SWEEP * 1e6, 1),
        "raw_cpu_microseconds": round(median(each[1] for each in taken[_raw]) / SWEEP * 1e6, 1),
        "statements": round(statements / SWEEP, 4),
        "memory_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def run() -> dict[str, Any]:
    """The looks in milliseconds and their growth; the sweeps' rates and ratio."""
    with places() as both:
        looks, growth = _looks(both)
        return {
            **_sweeps(both[1]),
            "growth": round(growth, 3),
            "look_milliseconds": [round(each * 1000, 3) for each in looks],
            "cases": [each.count for each in both],
        }


if __name__ == "__main__":
    print(run())
