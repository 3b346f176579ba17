"""Search over all departments: by number, phone, name, pinyin and initials, at 10,000 and at 1,000,000 orders.

Ours is a search as the head of every page asks it: who may see what, rows with their typed values. The raw twin is SQL
written by hand, which finds the newest cases with the words by the same index, and asks nobody's rights. What many
have (a surname, two initials), what few have (a name) and what nobody has are asked, as different plans serve them.

    python -m bench.search
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from bench.ground import NOW
from bench.orders import FEW, MANY, PACK, people, places
from bench.pairs import PAIRS

LOOKS = 5
"""Searches of each kind in one turn, each for something else."""
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹"
FIRST = "伟芳秀敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉萍红建文辉力"
SECOND = "国梅兰龙波斌莉鹏燕玲健峰飞凯雪琴云洁亮慧宁鑫婷浩宇欣博涵晨睿"


def name_of(case: int) -> str:
    """The buyer of a case: one of 27,000 names, spread evenly."""
    mixed = case * 104729 % 999983
    return SURNAMES[mixed % 30] + FIRST[mixed // 30 % 30] + SECOND[mixed // 900 % 30]


def phone_of(case: int) -> str:
    """His phone, which nobody else has."""
    return f"138{case * 7919 % 99999989:08}"


def filled() -> None:
    """See that every order has its words: its number and order number, its buyer's name and phone, its address."""
    from django.db import connection

    from gendan.cases.searching import projection, words
    from gendan.cases.store import cursor

    with connection.cursor() as on:
        on.execute("select count(*), coalesce(max(id), 0) from cases_case")
        count, last = on.fetchone()
        on.execute("select count(*) from cases_searchrow where field = '' and words @@ '''bench-filled'''::tsquery")
        if on.fetchone()[0] == count:
            return
        on.execute("truncate cases_searchrow")
        # Filling a table and then making its index takes a third of the time of the other order.
        on.execute("drop index search_words")
        on.execute("select id, number, data->>'address' from cases_case where id <= %s order by id", [last])
        cases = on.fetchall()
    pack = projection.PACK + PACK
    with cursor() as on, on.copy(b"copy cases_searchrow (case_id, field, words) from stdin") as copied:
        for case, number, address in cases:
            found = {
                pack,
                "bench-filled",
                *words.of_number(number),
                *words.of_number(f"T{case}"),
                *words.of_text(name_of(case)),
                *words.of_phone(phone_of(case)),
                *words.of_address(address or ""),
            }
            copied.write_row((case, "", projection.vector(found)))
    with connection.cursor() as on:
        on.execute(
            "create index search_words on cases_searchrow using gin (words)"
            " with (fastupdate = on, gin_pending_list_limit = 8192)"
        )
        on.execute("vacuum analyze cases_searchrow")


def _kinds(seed: int) -> Iterator[tuple[str, str]]:
    """What is looked for, each kind LOOKS times."""
    from django.db import connection

    from gendan.cases import pinyin

    with connection.cursor() as on:
        on.execute("select min(id), max(id) from cases_case")
        first, last = on.fetchone()
        for look in range(LOOKS):
            some = first + (seed * LOOKS + look) * 7_368_787 % (last - first + 1)
            on.execute("select id, number from cases_case where id >= %s order by id limit 1", [some])
            case, number = on.fetchone()
            name = name_of(case)
            sound = next(pinyin.spellings(name))
            yield "number", number
            yield "phone", phone_of(case)
            yield "last digits", phone_of(case)[-6:]
            yield "name", name
            yield "pinyin", "".join(sound)
            yield "initials", "".join(each[0] for each in sound)
            yield "surname", name[0]
            yield "name and number", f"{name} {number}"
            yield "nothing", f"无此{name[1:]}人"


_BY_HAND = """
select c.id, c.number, c.state, c.final, c.data from (
    select case_id from cases_searchrow where words @@ $1::tsquery order by case_id desc limit 21
) f join cases_case c on c.id = f.case_id order by c.id desc
"""


def _raw(text: str) -> Sequence[Any]:
    from gendan.cases.searching.finding import asked
    from gendan.cases.store import cursor

    query = " & ".join(f"({term})" for term in asked(text))
    with cursor() as on:
        return on.execute(_BY_HAND, [query], prepare=True).fetchall()


def _ours(text: str, me: int) -> Sequence[Any]:
    from gendan.cases import queries

    return queries.search(text, person=me, at=NOW).rows


def _timed(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def run() -> dict[str, Any]:
    """For each kind: milliseconds at both sizes, how it grows, and its ratio to the raw query; of all, the worst."""
    taken: dict[tuple[str, int, str], list[float]] = {}
    with places() as both:
        for each in both:
            each.enter()
            filled()
        for turn in range(PAIRS + 1):
            for at, each in enumerate(both):
                each.enter()
                me = people()["bench"]
                for kind, text in _kinds(turn):
                    works = {"ours": lambda text=text, me=me: _ours(text, me), "raw": lambda text=text: _raw(text)}
                    for side in ("ours", "raw") if turn % 2 else ("raw", "ours"):
                        seconds = _timed(works[side])
                        if turn:
                            taken.setdefault((kind, at, side), []).append(seconds)
    kinds = list(dict.fromkeys(kind for kind, _, _ in taken))
    found = {kind: _figures(kind, taken) for kind in kinds}
    return {
        "ratio": min(each["ratio"] for each in found.values()),
        "rate": min(each["rate"] for each in found.values()),
        "growth": max(each["growth"] for each in found.values()),
        "cases": [FEW, MANY],
        "searches": found,
    }


def _figures(kind: str, taken: dict[tuple[str, int, str], list[float]]) -> dict[str, Any]:
    milliseconds = [median(taken[kind, at, "ours"]) * 1000 for at in (0, 1)]
    raw = [median(taken[kind, at, "raw"]) * 1000 for at in (0, 1)]
    return {
        "ratio": round(raw[1] / milliseconds[1], 3),
        "growth": round(milliseconds[1] / milliseconds[0], 3),
        "rate": round(1000 / milliseconds[1], 1),
        "milliseconds": [round(each, 2) for each in milliseconds],
        "raw_milliseconds": [round(each, 2) for each in raw],
        "slowest_milliseconds": round(max(taken[kind, 1, "ours"]) * 1000, 2),
    }


if __name__ == "__main__":
    print(run())
