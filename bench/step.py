"""One step: a whole `run` against five statements written by hand, on as many cases, on two connections.

Ours: who may, lock, clocks, fact, three gates, decide, event and hash, row, clock, outbox, commit. The raw twin, on
bare tables: lock the case, update it with its version checked, insert one event, upsert one deadline, insert one outbox
row, commit.

    python -m bench.step
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from bench.ground import CASES, NOW, cases, clerk, ground, set_up, words
from bench.pairs import Result, interleaved
from bench.statements import sent

_TABLES = """
create table if not exists bench_case (id bigint primary key, state text not null, version int not null,
    data jsonb not null);
create table if not exists bench_event (case_id bigint, seq int, kind text, actor bigint, at timestamptz, body json,
    primary key (case_id, seq));
create table if not exists bench_deadline (case_id bigint, name text, due_at timestamptz, primary key (case_id, name));
create table if not exists bench_outbox (id bigserial primary key, case_id bigint, body jsonb);
"""
_OPEN = ExitStack()
"""Keeps the words known as long as the process lives."""
_BODY = (
    '{"do":"check","to":"checked","from":"new","under":"8e0763c8b1b02389","set":{"remark":"请尽快发货，谢谢"},'
    '"clocks":{"handle":{"run":1,"state":"running","at":1791509400000000,"due":1791682200000000,"rule":0}}}'
)


def set_up_raw(count: int) -> None:
    """The bare tables, filled from the cases."""
    from django.db import connection

    with connection.cursor() as on:
        on.execute(_TABLES)
        on.execute("select count(*), min(id), max(id) from bench_case")
        stands = on.fetchone()
        on.execute("select count(*), min(id), max(id) from cases_case")
        if on.fetchone() != stands or stands[0] != count:
            on.execute("truncate bench_case, bench_event, bench_deadline, bench_outbox")
            on.execute("insert into bench_case select id, state, 1, data from cases_case")
            on.execute("insert into bench_event select id, 1, 'opened', 1, now(), '{}' from bench_case")
            on.execute("insert into bench_deadline select id, 'handle', now() from bench_case")
            for table in ("bench_case", "bench_event", "bench_deadline"):
                on.execute(f"vacuum analyze {table}")


def ours(number: int, count: int) -> Callable[[], int]:
    """Steps through the one door, on the worker's own share of the cases."""
    set_up()
    import django

    django.setup()
    _OPEN.enter_context(words())
    from gendan.cases.commands import run
    from gendan.core.command import Command, Verb

    person = clerk()
    share = _share(number, count)
    # As earlier runs have left them: a step that is refused would be none.
    checked = _checked()
    chosen = random.Random(number)  # noqa: S311 the same cases every time

    def work() -> int:
        for _ in range(20):
            case = share[chosen.randrange(len(share))]
            done = case in checked
            command = Command(
                verb=Verb.ACT,
                case=case,
                action="back" if done else "check",
                given={"remark": f"备注{chosen.randrange(10**6)}"},
            )
            outcome = run(command, person=person, at=NOW)
            if outcome.reasons:
                raise RuntimeError(outcome.reasons)
            checked.symmetric_difference_update((case,))
        return 20

    return work


def raw(number: int, count: int) -> Callable[[], int]:
    """The five statements, on the worker's own share."""
    set_up()
    from gendan.project.database import address

    connection = psycopg.connect(address(), prepare_threshold=3)
    share = _share(number, count)
    chosen = random.Random(number + 100)  # noqa: S311

    def work() -> int:
        for _ in range(20):
            case = share[chosen.randrange(len(share))]
            raw_step(connection, case, f"备注{chosen.randrange(10**6)}")
        return 20

    return work


def raw_step(connection: psycopg.Connection[Any], case: int, remark: str) -> None:
    """The five statements, in one transaction."""
    with connection.transaction(), connection.cursor() as on:
        on.execute("select state, version, data from bench_case where id = %s for update", [case])
        state, version, data = on.fetchone() or ("", 0, {})
        if not (float(data["amount"]) <= 100000 and data["buyer"] and data["address"]):
            raise RuntimeError(data)
        data["remark"] = remark
        on.execute(
            "update bench_case set state = %s, version = %s, data = %s where id = %s and version = %s",
            ["checked" if state == "new" else "new", version + 1, Jsonb(data), case, version],
        )
        on.execute(
            "insert into bench_event (case_id, seq, kind, actor, at, body) values (%s, %s, %s, %s, %s, %s)",
            [case, version + 1, "acted", 1, NOW, _BODY],
        )
        on.execute(
            "insert into bench_deadline (case_id, name, due_at) values (%s, %s, %s)"
            " on conflict (case_id, name) do update set due_at = excluded.due_at",
            [case, "handle", NOW],
        )
        on.execute("insert into bench_outbox (case_id, body) values (%s, %s)", [case, _BODY])


def _checked() -> set[int]:
    from gendan.project.database import address

    with psycopg.connect(address()) as connection:
        return {case for (case,) in connection.execute("select id from cases_case where state = 'checked'")}


def _share(number: int, count: int) -> range:
    from gendan.project.database import address

    with psycopg.connect(address()) as connection:
        first, last = connection.execute("select min(id), max(id) from cases_case").fetchone() or (1, 1)
    return range(first + number, last + 1, count)


def run() -> Result:
    """The step, measured."""
    with ground():
        first, last = cases(CASES)
        set_up_raw(last - first + 1)
        return replace(interleaved(ours, raw), statements=_statements())


def _statements() -> float:
    """What one step sends, `begin` and `commit` included."""
    from django.db import connection

    work = ours(0, 1)
    work()
    connection.ensure_connection()
    found = sent(connection.connection, work)
    return round(len(found) / 20, 1)


if __name__ == "__main__":
    result = run()
    print(result)
