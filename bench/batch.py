"""Many: `run_many` over 10,000 cases against lock, UPDATE, COPY and upsert by hand, on the same tables and indexes.

Both take 1,000 cases into a transaction. The raw twin locks them, updates state, version, data and head from a staging
table, copies one event and one outbox row for each, and upserts one deadline.

    python -m bench.batch
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import orjson

from bench.ground import CASES, NOW, cases, clerk, ground, set_up, words
from bench.pairs import Result, interleaved

SIZE = min(10_000, CASES // 4)
CHUNK = 1_000
_OPEN = ExitStack()


@dataclass(frozen=True)
class Batch:
    """The pairs, and the client's peak memory in MB after 10,000 and after 100,000 cases."""

    pairs: Result
    memory: tuple[float, float]

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        before, after = self.memory
        return {
            **self.pairs.as_json(),
            "memory_megabytes": round(after, 1),
            "memory_growth_megabytes": round(after - before, 1),
        }


def ours(number: int, count: int) -> Callable[[], int]:
    """10,000 steps through the one door."""
    set_up()
    import django

    django.setup()
    _OPEN.enter_context(words())
    from gendan.cases.commands import run_many
    from gendan.core.command import Command, Verb

    person = clerk()
    share = _share(2 * number, 2 * count)
    checked = _checked()
    place = [0]

    def step(case: int) -> Command:
        action = "back" if case in checked else "check"
        checked.symmetric_difference_update((case,))
        return Command(verb=Verb.ACT, case=case, action=action, given={"remark": f"批 {case % 97}"})

    def work() -> int:
        wanted = _next(share, place)
        refused = [
            outcome.reasons for outcome in run_many(map(step, wanted), person=person, at=NOW) if not outcome.done
        ]
        if refused:
            raise RuntimeError(refused[0])
        return len(wanted)

    return work


def raw(number: int, count: int) -> Callable[[], int]:
    """The same by hand."""
    import psycopg

    set_up()
    from gendan.project.database import address

    connection = psycopg.connect(address())
    share = _share(2 * number + 1, 2 * count)
    place = [0]

    def work() -> int:
        wanted = _next(share, place)
        for begin in range(0, len(wanted), CHUNK):
            _raw_chunk(connection, list(wanted[begin : begin + CHUNK]))
        return len(wanted)

    return work


def _next(share: range, place: list[int]) -> range:
    """The next SIZE cases of a share, from its beginning again where it is used up."""
    begin = place[0] if place[0] + SIZE <= len(share) else 0
    place[0] = begin + SIZE
    return share[begin : begin + SIZE]


def _checked() -> set[int]:
    """The cases that stand in the state from which `back` leads."""
    import psycopg

    from gendan.project.database import address

    with psycopg.connect(address()) as connection:
        return {case for (case,) in connection.execute("select id from cases_case where state = 'checked'")}


def _raw_chunk(connection, chunk: list[int]) -> None:  # type: ignore[no-untyped-def]
    with connection.transaction(), connection.cursor() as on:
        on.execute(
            "select id, state, seq, version, data::text from cases_case where id = any(%s) order by id"
            " for no key update",
            [chunk],
        )
        found = on.fetchall()
        on.execute(
            "create temp table if not exists raw_staged"
            " (id bigint, state text, seq int, version int, data jsonb, head bytea)"
            " on commit delete rows"
        )
        lines = []
        for case, state, seq, version, data in found:
            values = orjson.loads(data)
            if not (float(values["amount"]) <= 100000 and values["buyer"] and values["address"]):
                raise RuntimeError(case)
            values["remark"] = f"批 {case % 97}"
            lines.append(
                (case, "checked" if state == "new" else "new", seq + 1, version + 1, orjson.dumps(values).decode())
            )
        with on.copy("copy raw_staged from stdin") as copy:
            for case, state, seq, version, data in lines:
                copy.write_row((case, state, seq, version, data, _HEAD))
        on.execute(
            "update cases_case c set state = s.state, seq = s.seq, version = s.version, data = s.data, head = s.head,"
            " entered_at = %s from raw_staged s where c.id = s.id and c.seq = s.seq - 1",
            [NOW],
        )
        with on.copy("copy cases_event (case_id, seq, kind, actor, at, month, body, hash) from stdin") as copy:
            for case, _, seq, _, _ in lines:
                copy.write_row((case, seq, "acted", 1, NOW, 202610, _BODY, _HEAD))
        on.execute(
            "insert into cases_clock (case_id, name, due_at, next_at, running, body)"
            " select id, 'handle', %s, %s, true, %s::jsonb from raw_staged on conflict (case_id, name) do update"
            " set due_at = excluded.due_at, next_at = excluded.next_at, body = excluded.body",
            [NOW, NOW, _CLOCK],
        )
        with on.copy(
            "copy cases_outbox (case_id, sort, word, key, body, created_at, next_at, tries, dead, error) from stdin"
        ) as copy:
            for case, _, seq, _, _ in lines:
                copy.write_row((case, "effect", "notice.moved", f"raw/{case}/{seq}", _BODY, NOW, NOW, 0, False, ""))


_HEAD = bytes(32)
_BODY = (
    '{"do":"check","to":"checked","from":"new","under":"8e0763c8b1b02389","set":{"remark":"请尽快发货，谢谢"},'
    '"clocks":{"handle":{"run":1,"state":"running","at":1791509400000000,"due":1791682200000000,"rule":0}}}'
)
_CLOCK = '{"run":1,"state":"running","at":1791509400000000,"due":1791682200000000,"rule":0}'


def _share(number: int, count: int) -> range:
    import psycopg

    from gendan.project.database import address

    with psycopg.connect(address()) as connection:
        first, last = connection.execute("select min(id), max(id) from cases_case").fetchone() or (1, 1)
    return range(first + number, last + 1, count)


def memory() -> tuple[float, float]:
    """Peak memory of this process in MB after 10,000 cases and after 100,000."""
    work = ours(0, 1)
    peaks = []
    for rounds in (1, 9):
        done = 0
        while done < rounds * SIZE:
            done += work()
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return peaks[0], peaks[1]


def run() -> Batch:
    """The batch, measured."""
    with ground():
        cases(CASES)
        return Batch(interleaved(ours, raw), memory())


if __name__ == "__main__":
    print(run())
