"""账龄、回款率、担保 Who owes since when, what came in of what was charged, and who stands for whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from gendan.cases.store import cursor
from gendan.core.text import Text
from gendan.core.vocabulary import Table
from gendan.money import dated, queries
from gendan.money.ledgers.columns import CASE, PARTY, column, named
from gendan.money.statements import aging
from gendan.people import access
from gendan.people.access import day_of

YEAR: Final = timedelta(days=365)
PERCENT: Final = Decimal("0.01")


def aged(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """账龄 Who owes, by how many days ago it was charged."""
    day = given.get("day")
    found = aging(day if isinstance(day, date) else day_of(at))[:most]
    rows = [
        (
            (
                f"/areas/tables/money.statement/?{urlencode({'party': each.party})}",
                each.party or Text("散客", "No party"),
            ),
            *each.parts,
            each.owed,
            each.ahead,
        )
        for each in found
    ]
    columns = (
        column("往来单位", "Party", "link"),
        column("30 天内", "Up to 30 days", "money"),
        column("31–60 天", "31 to 60", "money"),
        column("61–90 天", "61 to 90", "money"),
        column("90 天以上", "Over 90", "money"),
        column("合计", "Total", "money"),
        column("预收", "Paid ahead", "money"),
    )
    return Table(columns=columns, rows=tuple(rows))


def guarantees(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """担保 Who may stand for how much, what is used up, and for which cases."""
    standing = queries.guarantors()
    with cursor() as on:
        on.execute(
            "select a.key::bigint, l.case_id, max(m.party), sum(l.amount), min(m.at) from money_account a"
            " join money_leg l on l.account_id = a.id join money_movement m on m.id = l.movement_id"
            " where a.sort = 'guarantee'"
            " group by a.key, l.case_id having sum(l.amount) > 0 order by 1, 5 limit $1",
            [most],
        )
        held = on.fetchall()
    names = access.names_of(standing.keys())
    cases = named(case for _, case, *_ in held)
    rows: list[tuple[object, ...]] = []
    for person, each in standing.items():
        rows.append((names.get(person, ""), each.limit, each.used, each.left, None, "", None, None))
        rows += [
            (names.get(person, ""), None, None, None, cases.get(case), party, amount, day_of(since))
            for of, case, party, amount, since in held
            if of == person
        ]
    columns = (
        column("担保人", "Guarantor"),
        column("额度", "Limit", "money"),
        column("已用", "Used", "money"),
        column("可用", "Left", "money"),
        CASE,
        PARTY,
        column("担保金额", "Guaranteed", "money"),
        column("自", "Since", "date"),
    )
    return Table(columns=columns, rows=tuple(rows))


_COLLECTED: Final = f"""
select date_trunc('month', day)::date as month, sum(charged), sum(received) from (
    select day, amount as charged, 0 as received from ({dated.charged()}) c where day >= $1
    union all
    select r.day, 0, r.amount from ({dated.received()}) r join money_casetotal t on t.case_id = r.case_id
    where r.day >= $1 and t.charged > 0
) f group by 1 order by 1 desc limit $2
"""


def collection(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """回款率 By month: what was charged, what came in for cases that are charged, less what was paid back, and how many
    per cent that is. Entries are those that measures add (`money.charged`, `money.received`)."""
    since = given.get("since")
    first = since if isinstance(since, date) else day_of(at) - YEAR
    with cursor() as on:
        on.execute(_COLLECTED, [first.replace(day=1), most])
        found = on.fetchall()
    rows = [
        (f"{month:%Y-%m}", charged, received, (received / charged * 100).quantize(PERCENT) if charged > 0 else None)
        for month, charged, received in found
    ]
    columns = (
        column("月份", "Month"),
        column("应收", "Charged", "money"),
        column("收款", "Received", "money"),
        column("回款率（%）", "Collection rate (%)", "decimal"),
    )
    return Table(columns=columns, rows=tuple(rows))
