"""收款 What came in, what no case has yet, and the kinds of receipts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from gendan.cases.store import cursor
from gendan.core.text import Text
from gendan.core.vocabulary import Table
from gendan.money.ledgers.columns import (
    AMOUNT,
    BY,
    CASE,
    DAY,
    KIND,
    PARTY,
    REFERENCE,
    column,
    days_of,
    kind_titles,
    named,
)
from gendan.money.models import Kind
from gendan.money.parties import names_of
from gendan.money.wording import key_title
from gendan.people import access

_RECEIPTS: Final = (
    'select m.id, m."on", m.party, m.case_id, m.kind, m.amount, coalesce(o.amount, 0), m.reference, m.memo,'
    " m.person, m.corrects_id is not null, exists (select from money_movement k where k.corrects_id = m.id),"
    " m.slip->>'sha256', m.slip->>'name'"
    " from money_movement m left join money_loose o on o.movement_id = m.id"
    " where m.sort = 'receipt' and m.\"on\" between $1 and $2 and ($3::text[] is null or m.party = any($3))"
    " and ($4 = '' or m.kind = $4) and (not $5 or o.amount > 0) order by m.\"on\" desc, m.id desc limit $6"
)


def receipts(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """收款 What came in between two days, of all or one party, of all or one kind; `loose`: only what no case has yet,
    then since ever."""
    since, until = days_of(given, at)
    loose = bool(given.get("loose"))
    party = str(given.get("party") or "")
    names = list(names_of([party])[party]) if party else None
    kinds = kind_titles()
    wanted = str(given.get("kind") or "")
    code = next((code for code, title in kinds.items() if wanted in (code, title.zh, title.in_language("en"))), wanted)
    with cursor() as on:
        on.execute(_RECEIPTS, [date(1, 1, 1) if loose else since, until, names, code, loose, most])
        found = on.fetchall()
    people = access.names_of({row[9] for row in found if row[9]})
    cases = named(row[3] for row in found if row[3] is not None)
    rows = [
        (
            number,
            day,
            party_name,
            None if case is None else cases.get(case),
            _kind(kinds.get(kind) or Text(kind), takes_back, taken_back),
            amount,
            left,
            " ".join(part for part in (reference, memo) if part),
            (f"/areas/files/money/{slip}/", slip_name) if slip else None,
            people.get(person, ""),
        )
        for (
            number,
            day,
            party_name,
            case,
            kind,
            amount,
            left,
            reference,
            memo,
            person,
            takes_back,
            taken_back,
            slip,
            slip_name,
        ) in found
    ]
    columns = (
        column("编号", "Number", "int"),
        DAY,
        PARTY,
        CASE,
        KIND,
        AMOUNT,
        column("未核销", "Not used yet", "money"),
        REFERENCE,
        column("凭据", "Slip", "link"),
        BY,
    )
    return Table(columns=columns, rows=tuple(rows))


def _kind(title: Text, takes_back: bool, taken_back: bool) -> Text:
    if takes_back:
        return Text(f"冲正：{title.zh}", f"Taken back: {title.in_language('en')}")
    return Text(f"{title.zh}（已冲正）", f"{title.in_language('en')} (was taken back)") if taken_back else title


def kinds(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """收款类别 The kinds of receipts, and where their money lies."""
    rows = [
        (kind.code, Text(kind.zh, kind.en), key_title(kind.place), kind.up_to_due, kind.needs_slip, kind.active)
        for kind in Kind.objects.order_by("id")[:most]
    ]
    columns = (
        column("代号", "Code"),
        column("名称", "Title"),
        column("收入账户", "Goes to"),
        column("不超过未收款", "Never more than is due", "bool"),
        column("须有凭据", "Needs a slip", "bool"),
        column("在用", "In use", "bool"),
    )
    return Table(columns=columns, rows=tuple(rows))
