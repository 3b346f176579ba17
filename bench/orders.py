"""Many web shop orders of the shipped pack, in all the states that its lists show, with their events and clocks.

One of each sort is really opened and brought where it stands, through the one door; the others are its copies with
their own number, address, amount and moments.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench.ground import NOW, activated, empty
from bench.places import Place, place
from bench.servers import EMBEDDED, server

FEW = int(os.environ.get("GENDAN_BENCH_FEW", "10000"))
MANY = int(os.environ.get("GENDAN_BENCH_MANY", "1000000"))

PACK = "shop_review"
POSTS = {"bench": ("reviewer",), "bench_second": ("supervisor", "finance", "warehouse_printer")}
HELD = 200
"""Cases that the reader holds, however many there are: what one person has locked does not grow with the house."""

_PAID = {
    "shop": "天猫旗舰店",
    "order_no": "T0",
    "buyer": "王小明",
    "receiver": "王小明",
    "phone": "13800138000",
    "province": "浙江省",
    "address": "浙江省杭州市余杭区文一西路969号3幢",
    "lines": [{"sku": "A-1", "name": "跑鞋", "size": "42", "quantity": 1}],
    "amount": "358.00",
    "paid": "358.00",
    "refund": "0.00",
    "ordered_at": "2026-10-08T10:00:00+08:00",
    "paid_at": "2026-10-08T10:05:00+08:00",
}
_CHECKED = ["shop", "quantity", "buyer_message", "seller_remark", "shop_remark", "internal_note"]
_APPROVE = ("bench", "approve", {"compared": _CHECKED})
_RELEASE = ("bench_second", "finance_review", {})
_SEND = ("bench_second", "hand_to_warehouse", {})
_SHIP = ("bench_second", "ship", {"tracking": "SF1"})


@dataclass(frozen=True)
class Sort:
    """A sort of case: what it is opened with, what is done with it, and its share of all in a hundred."""

    share: int
    given: dict[str, Any]
    acts: tuple[tuple[str, str, dict[str, Any]], ...] = ()


SORTS = (
    Sort(14, _PAID),
    Sort(26, {**_PAID, "buyer_message": "请尽快发货，谢谢"}),
    Sort(8, {**_PAID, "paid": "300.00"}),
    Sort(5, {name: value for name, value in _PAID.items() if name not in ("paid", "paid_at")}),
    Sort(15, _PAID, (_APPROVE,)),
    Sort(10, _PAID, (_APPROVE, _RELEASE)),
    Sort(2, _PAID, (_APPROVE, _RELEASE, _SEND)),
    Sort(20, _PAID, (_APPROVE, _RELEASE, _SEND, _SHIP)),
)


@contextmanager
def places() -> Iterator[list[Place]]:
    """A database with FEW orders and one with MANY, on one server, for one process that goes from one to the other."""
    with server(EMBEDDED) as on:
        assert on is not None
        from gendan.project.environment import set_up_django

        set_up_django()
        both = []
        for size, count in (("few", FEW), ("many", MANY)):
            both.append(place(on.database(f"orders_{size}"), count))
            orders(count)
            people()
        try:
            yield both
        finally:
            for each in both:
                each.wrapper.close()


def people() -> dict[str, int]:
    """The reviewer who looks at lists, and who does what is not his, by username; hired at the first asking."""
    from gendan.people import actions
    from gendan.people.models import Person

    found = {}
    for username, posts in POSTS.items():
        person = Person.objects.filter(username=username).first()
        if person is not None:
            found[username] = int(person.id)
            continue
        found[username] = actions.create_person(actor=0, at=NOW, username=username, name=username)
        for post in posts:
            actions.hold(found[username], f"{PACK}.{post}", actor=0, at=NOW)
    return found


def orders(count: int, *, anew: bool = False) -> None:
    """See that the database has about `count` orders; `anew`: as they are made here, not as they were left."""
    from django.db import connection

    from gendan.cases import indexes, key_index
    from gendan.packs.reader import SHIPPED

    version = activated(SHIPPED / PACK)
    with connection.cursor() as on:
        on.execute("create table if not exists bench_filled (count int, version bigint)")
        on.execute("select true from bench_filled where count = %s and version = %s", [count, version.definition])
        if on.fetchone() is not None and not anew:
            return
        on.execute("delete from bench_filled")
        empty()
        # Filling a table and then making its indexes takes a third of the time of the other order.
        on.execute(
            "select indexname from pg_indexes where tablename = 'cases_case' and indexname ~ '^case_(list|key)_'"
        )
        for (name,) in on.fetchall():
            on.execute(f"drop index {name}")
        _fill(on, count)
        indexes.ensure(version.pack)
        key_index.ensure(version.pack)
        for table in ("cases_case", "cases_event", "cases_clock"):
            on.execute(f"vacuum analyze {table}")
        on.execute("insert into bench_filled values (%s, %s)", [count, version.definition])


def _fill(on: Any, count: int) -> None:
    from gendan.cases.commands import run
    from gendan.core.command import Command, Verb

    persons = people()
    for number, sort in enumerate(SORTS):
        done = run(
            Command(verb=Verb.OPEN, procedure=f"{PACK}.shop_order", given=sort.given), person=persons["bench"], at=NOW
        )
        assert done.done, done.reasons
        case = done.case or 0
        for minutes, (who, action, given) in enumerate(sort.acts, 1):
            step = Command(verb=Verb.ACT, case=case, action=action, given=given)
            outcome = run(step, person=persons[who], at=NOW + timedelta(minutes=minutes))
            assert outcome.done, (action, outcome.reasons)
        _copies(on, case, count * sort.share // 100 - 1, number)
    _lock(on, persons["bench"])


def _copies(on: Any, case: int, count: int, sort: int) -> None:
    """Copies of a case. Their hashes are the first one's: no chain is asked here."""
    from gendan.cases.rows import TYPES

    mixed = f"((n.n::bigint * 104729 + {sort}) %% 999983)"
    own = {
        "id": "c.id + n.n",
        "uid": "gen_random_uuid()",
        "number": f"'202610-{sort}' || lpad(n.n::text, 7, '0')",
        "data": "c.data || jsonb_build_object('order_no', 'T' || c.id + n.n,"
        f" 'address', '浙江省杭州市' || lpad({mixed}::text, 6, '0') || '号',"
        f" 'ordered_at', 1791400000000000 - {mixed} * 1000000)"
        " || case when c.data ? 'amount' then"
        f" jsonb_build_object('amount', to_char({mixed} %% 99991 + 1, 'FM999990.00')) else '{{}}' end"
        " || case when c.data ? 'carrier' then"
        " jsonb_build_object('carrier', (array['顺丰', '中通', '圆通', '韵达'])[n.n %% 4 + 1]) else '{}' end",
    }
    columns = ", ".join(TYPES)
    values = ", ".join(own.get(name, f"c.{name}") for name in TYPES)
    on.execute(
        f"insert into cases_case ({columns}) select {values} from cases_case c, generate_series(1, %s) n(n)"
        " where c.id = %s",
        [count, case],
    )
    on.execute(
        "insert into cases_event (case_id, seq, kind, actor, at, month, body, hash)"
        " select e.case_id + n.n, e.seq, e.kind, e.actor, e.at, e.month, e.body, e.hash"
        " from cases_event e, generate_series(1, %s) n(n) where e.case_id = %s",
        [count, case],
    )
    on.execute(
        "insert into cases_clock (case_id, name, due_at, next_at, running, body)"
        " select k.case_id + n.n, k.name, k.due_at, k.next_at + n.n * interval '1 millisecond', k.running, k.body"
        " from cases_clock k, generate_series(1, %s) n(n) where k.case_id = %s",
        [count, case],
    )
    on.execute("select setval('cases_case_id_seq', (select max(id) from cases_case))")


def _lock(on: Any, person: int) -> None:
    """HELD of the unreviewed are the reader's, and one in ten is somebody else's."""
    on.execute(
        "update cases_case set holder = case when k.place <= %s then %s else 1000 + k.place %% 50 end from ("
        " select id, row_number() over (order by id * 7919 %% 999983) place, count(*) over () whole"
        f" from cases_case where procedure = '{PACK}.shop_order' and state = 'unreviewed') k"
        " where k.id = cases_case.id and k.place <= greatest(k.whole / 10, %s)",
        [HELD, person, HELD],
    )
