"""Ticks: the look for 100 due deadlines among 10,000 and among 1,000,000 open cases, and a sweep of 10,000 due.

The look reads an index from the earliest moment on. The sweep's raw twin is one statement that marks the clocks and
writes an event, a case row and an outbox row for each.

    python -m bench.ticks
"""

from __future__ import annotations

import time
from datetime import timedelta
from statistics import median
from typing import Any

from bench.ground import NOW, cases, ground
from bench.lists import FEW, MANY

DUE = 100
SWEEP = 10_000
LATE = NOW + timedelta(days=3)
"""When every case is late."""
TURNS = 41
PAIRS = 7


def _look(count: int) -> float:
    """Seconds for the look for DUE due cases among `count`."""
    from django.db import connection

    from gendan.cases.ticking import due_cases

    first, last = cases(count)
    step = (last - first + 1) // DUE
    with connection.cursor() as on:
        on.execute(
            "update cases_clock set next_at = %s where next_at < %s", [NOW + timedelta(days=2), NOW + timedelta(days=1)]
        )
        on.execute(
            "update cases_clock set next_at = %s where name = 'handle' and (case_id - %s) %% %s = 0 and case_id < %s + %s",
            [NOW, first, step, first, step * DUE],
        )
        on.execute("vacuum analyze cases_clock")
    taken = []
    for turn in range(TURNS + 5):
        begun = time.perf_counter()
        found = due_cases(NOW, DUE)
        if turn >= 5:
            taken.append(time.perf_counter() - begun)
        assert len(found) == DUE, len(found)
    return median(taken)


def _sweep() -> tuple[float, float]:
    """Rates of our sweep and of the raw one, medians of interleaved pairs. Every case is due at LATE; each takes the next."""
    from django.db import connection

    from gendan.cases.ticking import tick

    cases(MANY)
    ours, raw = [], []
    for pair in range(PAIRS + 1):
        for kind in ("ours", "raw") if pair % 2 else ("raw", "ours"):
            begun = time.perf_counter()
            if kind == "ours":
                changed = tick(LATE, SWEEP)
                assert changed == SWEEP, changed
            else:
                _raw_sweep(connection)
            rate = SWEEP / (time.perf_counter() - begun)
            if pair:
                (ours if kind == "ours" else raw).append(rate)
    return median(ours), median(raw)


def _raw_sweep(connection: Any) -> None:
    with connection.cursor() as on:
        on.execute(
            """
            with next as (
                select case_id, name from cases_clock where next_at <= %s order by next_at, case_id limit %s
            ), due as (
                update cases_clock k set next_at = null, body = body || '{"breached": 1791682200000000}'
                from next n where k.case_id = n.case_id and k.name = n.name returning k.case_id
            ), changed as (
                update cases_case c set late = true, seq = seq + 1, head = sha256(head) from due d where c.id = d.case_id
                returning c.id, c.seq, c.head
            ), events as (
                insert into cases_event (case_id, seq, kind, actor, at, month, body, hash)
                select id, seq, 'ticked', 0, %s, 202610, '{"ticks":[["handle","breached"]],"clocks":{"handle":{}}}', head
                from changed
            )
            insert into cases_outbox (case_id, sort, word, key, body, created_at, next_at, tries, dead, error)
            select id, 'effect', 'deadline.late', 'raw/' || id || '/' || seq, '{"to": ["owner"]}', %s, %s, 0, false, ''
            from changed
            """,
            [LATE, SWEEP, LATE, LATE, LATE],
        )
        assert on.rowcount == SWEEP, on.rowcount


def run() -> dict[str, Any]:
    """The looks in milliseconds and their growth; the sweeps' rates and ratio."""
    with ground():
        few, many = _look(FEW), _look(MANY)
        ours, raw = _sweep()
    return {
        "look_ms": [round(few * 1000, 3), round(many * 1000, 3)],
        "growth": round(many / few, 3),
        "rate": round(ours, 1),
        "raw_rate": round(raw, 1),
        "ratio": round(ours / raw, 3),
    }


if __name__ == "__main__":
    print(run())
