"""A month's report from the archive, and by SQL over the live tables: 10,000,000 events of two years.

The report is six figures of one month: counts by shop, value by shop, share, median time, deadlines by person, and what
was sent back. Both give the same figures, which is asked first. GENDAN_BENCH_EVENTS makes it smaller.

    python -m bench.archive
"""

from __future__ import annotations

import os
import resource
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.ground import PACK, activated, clerk, empty, ground, set_up
from bench.pairs import PAIRS

EVENTS = int(os.environ.get("GENDAN_BENCH_EVENTS", "10000000"))
MONTHS = 24
PER_CASE = 5
LATER = datetime(2026, 3, 1, tzinfo=UTC)
MONTH = "2025-12"

MEASURES = """
measures:
  orders:   {title: {zh: 订单数, en: Orders}, count: order.open}
  value:    {title: {zh: 金额, en: Value}, sum: {of: order.open, value: amount}}
  large:    {title: {zh: 高额占比, en: Large}, share: {of: order.open, where: amount > 300}}
  time:     {title: {zh: 用时, en: Time}, time: {from: order.open, to: order.close, in: work hours, take: median}}
  on_time:  {title: {zh: 按时, en: In time}, share: {of: deadline.handle, where: met}}
  returned: {title: {zh: 退回, en: Returned}, share: {of: order.check, where: "followed_by(back, within=days(7))"}}
"""
REPORT = (
    ("orders", "shop"),
    ("value", "shop"),
    ("large", None),
    ("time", None),
    ("on_time", "person"),
    ("returned", None),
)

# Two years of cases, each opened, claimed, checked, perhaps sent back, and closed; their bodies are like real ones:
# hardly two cases are of one second, and shop and amount don't hang on each other. As in a real database ids grow with
# time, and events lie nearly in the order of time: every index is written at its end.
_MADE = """
create unlogged table bench_made as
select row_number() over (order by at) as id, at, amount, shop, back, (extract(epoch from at) * 1000000)::bigint as t,
    to_char(at at time zone 'UTC', 'YYYYMM')::int as month
from (
    select (date '2024-03-01' + make_interval(months => (n % {months})::int)
            + make_interval(secs => (n * 7919 % 2419193)::int)) at time zone 'UTC' as at,
        (n * 31 % 997 + 0.25)::numeric(12, 2)::text as amount, '店铺' || (n * 13 % 40) as shop, n % 7 = 0 as back
    from generate_series(1::bigint, {cases}) n
) m order by at
"""
_CASES = """
insert into cases_case (id, uid, procedure, definition, number, label, state, entered_at, final, seq, version, head,
    opened_at, opened_by, ended_at, month, priority, late, actors, data, memory, children, chain, pending)
select id, gen_random_uuid(), 'bench.order', {definition}, 'A' || id, id::text, 'closed', at + interval '30 hours',
    'done', 5, 5, sha256('x'), at, {clerk}, at + interval '30 hours', month, 0, false, array[{clerk}],
    json_build_object('shop', shop, 'amount', amount, 'buyer', '王小明'), '{{}}', '{{}}', '{{}}', '{{}}'
from bench_made
"""
_EVENTS = """
insert into cases_event (case_id, seq, kind, actor, at, month, body, hash)
select m.id, e.seq, e.kind, {clerk}, m.at + e.after, m.month, e.body::json, '\\x2d711642b726b04401627ca9fbac32f5'::bytea
from bench_made m cross join lateral (values
    (1, 'opened', interval '0', concat('{{"do":"open","procedure":"bench.order","definition":"{hash}","set":{{'
        '"buyer":"王小明","shop":"', m.shop, '","amount":"', m.amount, '","remark":"请尽快发货，谢谢",'
        '"address":"浙江省杭州市余杭区文一西路969号3幢"}},"to":"new","post":"clerk","clocks":{{"handle":{{"run":1,'
        '"state":"running","at":', m.t, ',"due":', m.t + 172800000000, '}}}},"uid":', m.id, ',"number":"', m.id,
        '","under":"0123456789abcdef"}}')),
    (2, 'claimed', interval '1 hour', '{{"claim":{clerk},"under":"0123456789abcdef"}}'),
    (3, 'acted', interval '5 hours', '{{"do":"check","from":"new","to":"checked","set":{{"remark":"已核"}},"mem":{{}},'
        '"then":["notice.moved"],"under":"0123456789abcdef"}}'),
    (4, 'acted', interval '9 hours', case when m.back then '{{"do":"back","under":"0123456789abcdef"}}'
        else '{{"do":"note","under":"0123456789abcdef"}}' end),
    (5, 'acted', interval '30 hours', concat('{{"do":"close","from":"checked","to":"closed","final":"done","post":null,'
        '"claim":0,"clocks":{{"handle":{{"run":1,"state":"met","at":', m.t, ',"due":', m.t + 172800000000, ',"ended":',
        m.t + 108000000000, '}}}},"under":"0123456789abcdef"}}'))
) e(seq, kind, after, body)
"""


def made() -> None:
    """See that the events are there; those of another size are taken away."""
    from django.db import connection

    found = activated({**{path: text.encode() for path, text in PACK.items()}, "measures.yaml": MEASURES.encode()})
    person = clerk()
    with connection.cursor() as on:
        on.execute("select coalesce(sum(seq), 0), min(number) from cases_case")
        have, number = on.fetchone()
        if have == EVENTS // PER_CASE * PER_CASE and number == "A1":
            return
        empty()
        on.execute("drop table if exists bench_made")
        on.execute("set work_mem = '1GB'")
        on.execute(_MADE.format(months=MONTHS, cases=EVENTS // PER_CASE))
        for statement in (_CASES, _EVENTS):
            on.execute(statement.format(definition=found.definition, clerk=person, hash=found.pack.hash))
        on.execute("drop table bench_made")
        on.execute("vacuum analyze cases_event, cases_case")


def report(source: str) -> list[Any]:
    """The month's figures from a place."""
    from gendan.measures import queries
    from gendan.measures.periods import parse

    return [
        queries.figure(
            "bench", name, parse(MONTH), viewer=0, at=LATER, by=[by] if by else [], source=source, compared=False
        )
        for name, by in REPORT
    ]


def _seconds(source: str) -> tuple[float, float]:
    """The seconds of a report, and the CPU seconds of this process (for the live tables the server's come on top)."""
    begun, cpu = time.perf_counter(), time.process_time()
    report(source)
    return time.perf_counter() - begun, time.process_time() - cpu


def run() -> dict[str, Any]:
    """How many reports a second each of the two makes, and their ratio; how long archiving took."""
    set_up()
    with ground(), TemporaryDirectory(dir=os.environ.get("GENDAN_BENCH_FOLDER")) as folder:
        from django.conf import settings

        from gendan.measures.archiving import archive_months

        begun = time.perf_counter()
        made()
        making = time.perf_counter() - begun
        settings.GENDAN_ARCHIVE = Path(folder)
        begun = time.perf_counter()
        months = list(archive_months(Path(folder), at=LATER))
        archiving = time.perf_counter() - begun
        live, kept = report("live"), report("archive")
        for one, other in zip(live, kept, strict=True):
            assert (one.total, one.groups, one.digest) == (other.total, other.groups, other.digest), one.measure
            assert one.total.value is not None
        taken: dict[str, list[tuple[float, float]]] = {"live": [], "archive": []}
        for turn in range(min(PAIRS, 3)):
            for source in ("live", "archive") if turn % 2 else ("archive", "live"):
                taken[source].append(_seconds(source))
        pairs = zip(taken["live"], taken["archive"], strict=True)
        wall, cpu = (
            {source: median(each[place] for each in found) for source, found in taken.items()} for place in (0, 1)
        )
        return {
            "ratio": round(median(live[0] / kept[0] for live, kept in pairs), 3),
            "rate": round(1 / wall["archive"], 3),
            "raw_rate": round(1 / wall["live"], 3),
            "cpu_seconds": round(cpu["archive"], 3),
            "raw_cpu_seconds": round(cpu["live"], 3),
            "making_seconds": round(making, 1),
            "events": sum(month.events for month in months),
            "archive_megabytes": round(sum(month.bytes for month in months) / 1e6, 1),
            "archiving_seconds": round(archiving, 1),
            "memory_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        }


if __name__ == "__main__":
    print(run())
