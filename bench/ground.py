"""The ground that all benchmarks stand on: a PostgreSQL of their own with fsync on, a small pack, many cases.

The pack has what the issue of speed asks of a step: three gates, one fact of an area, one clock, one outside effect.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gendan.cases.library import Activated

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)
"""The moment at which every command is given: a working Friday morning."""
CASES = int(os.environ.get("GENDAN_BENCH_CASES", "200000"))
POSTS = ("clerk", "second")

PACK = {
    "pack.yaml": """
pack: bench
version: 1.0.0
title: {zh: 测速, en: Benchmark}
needs: [bench]
posts:
  clerk:  {title: {zh: 办事员, en: Clerk}}
  second: {title: {zh: 复核员, en: Second}}
notices:
  moved: {title: {zh: 已动, en: Moved}, by: [mail], text: {zh: 已动, en: Moved}}
""",
    "procedures/order.yaml": """
procedure: order
title: {zh: 订单, en: Order}
number: "{opened:%Y%m}-{seq:07}"
sees: {clerk: all, second: all}
fields:
  buyer:   {title: {zh: 买家, en: Buyer}, type: text}
  shop:    {title: {zh: 店铺, en: Shop}, type: text, filter: true}
  address: {title: {zh: 地址, en: Address}, type: text, filter: true}
  remark:  {title: {zh: 备注, en: Remark}, type: text}
  amount:  {title: {zh: 金额, en: Amount}, type: money, filter: true}
states:
  new:     {title: {zh: 新, en: New}, owner: clerk}
  checked: {title: {zh: 已核, en: Checked}, owner: clerk}
  closed:  {title: {zh: 已结, en: Closed}, final: done}
gates:
  paid:   {when: bench.paid >= amount, says: {zh: 未付, en: Unpaid}}
  small:  {when: amount <= 100000, says: {zh: 过大, en: Too large}}
  filled: {when: "given(buyer) and given(address)", says: {zh: 不全, en: Incomplete}}
actions:
  open:  {title: {zh: 开, en: Open}, by: clerk, to: new, asks: [buyer, shop, address, remark, amount]}
  check: {title: {zh: 核, en: Check}, from: new, to: checked, by: clerk, asks: [remark], gates: [paid, small, filled],
          then: [{notice.moved: {to: [clerk]}}]}
  back:  {title: {zh: 退, en: Back}, from: checked, to: new, by: clerk, asks: [remark], gates: [paid, small, filled],
          then: [{notice.moved: {to: [clerk]}}]}
  close: {title: {zh: 结, en: Close}, from: checked, to: closed, by: clerk}
deadlines:
  handle: {title: {zh: 时限, en: Due}, starts: [open, {enter: checked}, {enter: new}], stops: close,
           due: [{in: 2 days}], late: {notify: [owner]}}
lists:
  new:     {title: {zh: 新单, en: New}, in: [new], sort: [address], shows: [shop, address, amount]}
  large:   {title: {zh: 高额, en: Large}, in: [new], sort: [-amount], shows: [shop, address, amount]}
""",
}


def paid(cases: list[int]) -> dict[int, object]:
    """The fact of the pack: what was paid for a case, from a table of its own."""
    from gendan.people.prepared import answer

    return dict(answer("select case_id, amount from bench_paid where case_id = any($1::bigint[])", [cases]))


def set_up() -> None:
    """Django on the benchmarks' own data folder. Must come before anything of Django's."""
    os.environ.setdefault("GENDAN_DATA", str(ROOT / ".gendan" / "bench"))
    os.environ["GENDAN_DATABASE_FSYNC"] = "on"
    os.environ.setdefault("GENDAN_SECRET_KEY", "a key for benchmarks, known to everybody")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gendan.project.settings")
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))


@contextmanager
def ground() -> Iterator[None]:
    """The database running and migrated, with its words known."""
    set_up()
    from gendan.project.environment import ensure_migrated, ready

    with ready(migrated=False), words():
        ensure_migrated(force=True)
        yield


@contextmanager
def words() -> Iterator[None]:
    """The pack's fact, known in this thread."""
    from gendan.cases.registry import with_words
    from gendan.core.expression import Type
    from gendan.core.text import Text
    from gendan.core.vocabulary import Fact, Vocabulary

    fact = Fact(
        name="bench.paid", type=Type("money"), title=Text("已付", "Paid"), loader="bench.ground:paid", minimum=0
    )
    with with_words(Vocabulary.of(("bench",), [fact])):
        yield


def activated(source: Path | Mapping[str, bytes]) -> Activated:
    """Make a pack the active version of its name, also where this database has other content under the same number."""
    from django.db import connection, transaction

    from gendan.cases import library
    from gendan.core.refusals import Refused

    try:
        return library.activate(source, by=0, at=NOW)
    except Refused:
        with transaction.atomic(), connection.cursor() as on:
            on.execute("select relname from pg_class where relname like 'cases\\_%' and relkind in ('r', 'p')")
            # Those that only add refuse to be emptied, also where emptying another takes them along.
            tables = [name for (name,) in on.fetchall()]
            for table in tables:
                on.execute(f"alter table {table} disable trigger user")
            on.execute("truncate cases_activation, cases_packfile, cases_packversion cascade")
            for table in tables:
                on.execute(f"alter table {table} enable trigger user")
        empty()
        return library.activate(source, by=0, at=NOW)


def clerk() -> int:
    """The person who does it all; hired at the first asking."""
    from gendan.people import actions
    from gendan.people.models import Person

    found = Person.objects.filter(username="bench").first()
    if found is not None:
        return int(found.id)
    person = actions.create_person(actor=0, at=NOW, username="bench", name="测速员")
    for post in POSTS:
        actions.hold(person, f"bench.{post}", actor=0, at=NOW)
    return person


def cases(count: int = CASES) -> tuple[int, int]:
    """See that there are `count` open cases; the first and the last id. All are copies of one really opened."""
    from django.db import connection

    from gendan.cases.commands import run
    from gendan.core.command import Command, Verb

    activated({path: text.encode() for path, text in PACK.items()})
    with connection.cursor() as on:
        on.execute("create table if not exists bench_paid (case_id bigint primary key, amount numeric not null)")
        on.execute("select count(*), min(id), max(id) from cases_case")
        have, first, last = on.fetchone()
    if have == count:
        return int(first), int(last)
    empty()
    given = {
        "buyer": "王小明",
        "shop": "天猫旗舰店",
        "address": "浙江省杭州市余杭区文一西路969号3幢",
        "remark": "请尽快发货，谢谢",
        "amount": "358.00",
    }
    opened = run(Command(verb=Verb.OPEN, procedure="bench.order", given=given), person=clerk(), at=NOW)
    assert opened.done, opened.reasons
    _copy(int(opened.case or 0), count)
    with connection.cursor() as on:
        on.execute("select min(id), max(id) from cases_case")
        first, last = on.fetchone()
    return int(first), int(last)


def empty() -> None:
    """Take away every case, as only a benchmark may."""
    from django.db import connection

    with connection.cursor() as on:
        on.execute("alter table cases_event disable trigger user")
        on.execute("truncate cases_case, cases_event, cases_clock, cases_outbox, cases_commandkey, cases_uniquevalue")
        on.execute("alter table cases_event enable trigger user")


def _copy(case: int, count: int) -> None:
    """Copies of a case, each with its own id, number, address and amount.

    Their hashes are the first one's: no chain is asked.
    """
    from django.db import connection

    from gendan.cases.rows import TYPES

    own = {
        "id": "c.id + n.n",
        "uid": "gen_random_uuid()",
        "number": "'202610-' || lpad((n.n + 1)::text, 7, '0')",
        "data": "c.data || jsonb_build_object("
        "'address', '浙江省杭州市' || lpad(((n.n::bigint * 7919) %% 1000003)::text, 7, '0') || '号',"
        " 'amount', to_char((n.n::bigint * 104729) %% 99991 + 1, 'FM999990.00'))",
    }
    columns = ", ".join(TYPES)
    values = ", ".join(own.get(name, f"c.{name}") for name in TYPES)
    with connection.cursor() as on:
        on.execute(
            f"insert into cases_case ({columns}) select {values} from cases_case c, generate_series(1, %s) n(n)"
            " where c.id = %s",
            [count - 1, case],
        )
        on.execute(
            "insert into cases_event (case_id, seq, kind, actor, at, month, body, hash)"
            " select e.case_id + n.n, e.seq, e.kind, e.actor, e.at, e.month, e.body, e.hash"
            " from cases_event e, generate_series(1, %s) n(n) where e.case_id = %s",
            [count - 1, case],
        )
        on.execute(
            "insert into cases_clock (case_id, name, due_at, next_at, running, body)"
            " select k.case_id + n.n, k.name, k.due_at, k.next_at, k.running, k.body"
            " from cases_clock k, generate_series(1, %s) n(n) where k.case_id = %s",
            [count - 1, case],
        )
        on.execute("truncate bench_paid")
        on.execute("insert into bench_paid select id, 100000 from cases_case")
        on.execute("select setval('cases_case_id_seq', (select max(id) from cases_case))")
        on.execute("vacuum analyze cases_case")
        on.execute("vacuum analyze cases_event")
        on.execute("vacuum analyze cases_clock")
        on.execute("vacuum analyze bench_paid")
        on.execute("checkpoint") if _may_checkpoint(on) else None


def _may_checkpoint(on) -> bool:  # type: ignore[no-untyped-def]
    on.execute("select pg_has_role('pg_checkpoint', 'member')")
    return bool(on.fetchone()[0])
