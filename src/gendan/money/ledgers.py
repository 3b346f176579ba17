"""What the pages of money show: statements, receipts, what no case has, who owes since when, guarantees, the bank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from gendan.cases.models import Case
from gendan.cases.store import cursor
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table
from gendan.money import queries
from gendan.money.bank import matching
from gendan.money.models import PLACES, AccountSort, Kind
from gendan.money.parties import names_of
from gendan.money.posting import day_of, known, place
from gendan.money.statements import StatementLine, aging, of_party, statement
from gendan.money.wording import key_title, sort_title
from gendan.people import access

MONTH: Final = timedelta(days=31)
YEAR: Final = timedelta(days=365)
SHARE: Final = Decimal("0.0001")
Link = tuple[str, str]


def _column(zh: str, en: str, kind: str = "text") -> Column:
    return Column(title=Text(zh, en), type=kind)


_DAY = _column("日期", "Day", "date")
_CASE = _column("单据", "Case", "link")
_PARTY = _column("往来单位", "Party")
_AMOUNT = _column("金额", "Amount", "money")
_BY = _column("经办人", "By")
_KIND = _column("类别", "Kind")
_REFERENCE = _column("流水号、说明", "Reference, note")


# -- statements


def statement_table(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """对账单 Of a party, a till or bank account, or a case, between two days; without any of these, what is in every
    place. The first row is what stood before, the last what stands."""
    since, until = _days(given, at)
    party, account, number = (str(given.get(name) or "") for name in ("party", "account", "number"))
    if number:
        cases = list(Case.objects.filter(number=number).values_list("id", flat=True))
        if len(cases) != 1:
            raise Refused((Reason("money.no_case", {"number": number}),))
        return of_case(cases[0], {}, at=at)
    if party:
        accounts = of_party(party)
    elif account:
        accounts = list(known([place(account)]).values())
    else:
        return _standing()
    found = statement(accounts, since, until, size=most)
    names = access.names_of({line.person for line in found.lines if line.person})
    links = _links(line.case[0] for line in found.lines if line.case is not None)
    rows: list[tuple[object, ...]] = [
        (None, since, Text("上期结余", "Brought forward"), None, None, found.opening, "", "")
    ]
    rows += [_row(line, names, links) for line in found.lines]
    rows.append((None, until, Text("本期合计", "Total"), None, found.debit - found.credit, found.closing, "", ""))
    return Table(columns=_STATEMENT, rows=tuple(rows))


_STATEMENT = (
    _column("凭证", "Movement", "int"),
    _DAY,
    _column("事项", "What"),
    _CASE,
    _AMOUNT,
    _column("余额", "Balance", "money"),
    _REFERENCE,
    _BY,
)


def _row(line: StatementLine, names: Mapping[int, str], links: Mapping[int, Link]) -> tuple[object, ...]:
    return (
        line.movement,
        line.on,
        _what(line.sort, line.takes_back is not None, line.taken_back),
        None if line.case is None else links.get(line.case[0]),
        line.amount,
        line.balance,
        " ".join(part for part in (line.reference, line.memo) if part),
        names.get(line.person, ""),
    )


def _links(cases: Iterable[int]) -> dict[int, Link]:
    """Where each case is shown, and its number."""
    found = Case.objects.filter(id__in=set(cases)).values_list("id", "uid", "number")
    return {case: (f"/cases/{uid}/", number) for case, uid, number in found}


def _what(sort: str, takes_back: bool, taken_back: bool) -> Text:
    title = sort_title(sort)
    if takes_back:
        return Text(f"冲正：{title.zh}", f"Taken back: {title.in_language('en')}")
    if taken_back:
        return Text(f"{title.zh}（已冲正）", f"{title.in_language('en')} (was taken back)")
    return title


def _standing() -> Table:
    """What lies in every till, safe and account, and what other accounts come to."""
    with cursor() as on:
        on.execute(
            "select a.sort, a.key, coalesce(sum(b.amount), 0), coalesce(sum(b.entries), 0) from money_account a"
            " left join money_balance b on b.account_id = a.id"
            " where a.sort not in ('receivable', 'advance', 'guarantee') group by a.sort, a.key"
            " union all select a.sort, '', sum(b.amount), sum(b.entries) from money_account a"
            " join money_balance b on b.account_id = a.id where a.sort in ('receivable', 'advance', 'guarantee')"
            " group by a.sort"
        )
        found = on.fetchall()
    order = [*(str(each) for each in PLACES), *(str(each) for each in AccountSort)]
    rows = [
        (
            sort_title(sort),
            _account(sort, key),
            amount if amount > 0 or sort in PLACES else None,
            -amount if amount < 0 and sort not in PLACES else None,
            int(entries),
        )
        for sort, key, amount, entries in sorted(found, key=lambda row: (order.index(row[0]), row[1]))
    ]
    return Table(
        columns=(
            _column("种类", "Sort"),
            _column("账户", "Account", "link"),
            _column("借方余额", "Debit balance", "money"),
            _column("贷方余额", "Credit balance", "money"),
            _column("笔数", "Entries", "int"),
        ),
        rows=tuple(rows),
    )


def _account(sort: str, key: str) -> object:
    if sort in PLACES:
        return (f"/areas/tables/money.statement/?{urlencode({'account': key})}", key_title(key))
    return ("", key_title(key))


def of_case(case: int, given: Mapping[str, object], *, at: datetime) -> Table:
    """The movements of one case: what it was charged, what came in, what was paid back."""
    with cursor() as on:
        on.execute(
            'select m.id, l."on", m.sort, m.kind, -l.amount, m.reference, m.memo, m.person, m.corrects_id is not null,'
            " exists (select from money_movement c where c.corrects_id = m.id)"
            " from money_leg l join money_account a on a.id = l.account_id and a.sort = 'receivable'"
            " join money_movement m on m.id = l.movement_id where l.case_id = $1 order by l.id",
            [case],
        )
        found = on.fetchall()
    names = access.names_of({row[7] for row in found if row[7]})
    kinds = _kinds()
    rows = [
        (
            number,
            day,
            _what(sort, takes_back, taken_back),
            kinds.get(kind) or key_title(kind),
            amount,
            " ".join(part for part in (reference, memo) if part),
            names.get(person, ""),
        )
        for number, day, sort, kind, amount, reference, memo, person, takes_back, taken_back in found
    ]
    columns = (_column("凭证", "Movement", "int"), _DAY, _column("事项", "What"), _KIND, _AMOUNT, _REFERENCE, _BY)
    return Table(columns=columns, rows=tuple(rows))


# -- receipts


_RECEIPTS: Final = (
    'select m.id, m."on", m.party, m.case_id, m.kind, m.amount, coalesce(o.amount, 0), m.reference, m.memo,'
    " m.person, m.corrects_id is not null, exists (select from money_movement k where k.corrects_id = m.id)"
    " from money_movement m left join money_loose o on o.movement_id = m.id"
    " where m.sort = 'receipt' and m.\"on\" between $1 and $2 and ($3::text[] is null or m.party = any($3))"
    " and ($4 = '' or m.kind = $4) and (not $5 or o.amount > 0) order by m.\"on\" desc, m.id desc limit $6"
)


def receipts(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """收款 What came in between two days, of all or one party, of all or one kind; `loose`: only what no case has yet,
    then since ever."""
    since, until = _days(given, at)
    loose = bool(given.get("loose"))
    party = str(given.get("party") or "")
    names = list(names_of([party])[party]) if party else None
    kinds = _kinds()
    wanted = str(given.get("kind") or "")
    code = next((code for code, title in kinds.items() if wanted in (code, title.zh, title.in_language("en"))), wanted)
    with cursor() as on:
        on.execute(_RECEIPTS, [date(1, 1, 1) if loose else since, until, names, code, loose, most])
        found = on.fetchall()
    people = access.names_of({row[9] for row in found if row[9]})
    links = _links(row[3] for row in found if row[3] is not None)
    rows = [
        (
            number,
            day,
            party_name,
            None if case is None else links.get(case),
            _kind(kinds.get(kind) or Text(kind), takes_back, taken_back),
            amount,
            left,
            " ".join(part for part in (reference, memo) if part),
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
        ) in found
    ]
    columns = (
        _column("编号", "Number", "int"),
        _DAY,
        _PARTY,
        _CASE,
        _KIND,
        _AMOUNT,
        _column("未核销", "Not used yet", "money"),
        _REFERENCE,
        _BY,
    )
    return Table(columns=columns, rows=tuple(rows))


def _kind(title: Text, takes_back: bool, taken_back: bool) -> Text:
    if takes_back:
        return Text(f"冲正：{title.zh}", f"Taken back: {title.in_language('en')}")
    return Text(f"{title.zh}（已冲正）", f"{title.in_language('en')} (was taken back)") if taken_back else title


def _kinds() -> dict[str, Text]:
    return {kind.code: Text(kind.zh, kind.en) for kind in Kind.objects.all()}


def kinds(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """收款类别 The kinds of receipts, and where their money lies."""
    rows = [
        (kind.code, Text(kind.zh, kind.en), key_title(kind.place), kind.up_to_due, kind.needs_slip, kind.active)
        for kind in Kind.objects.order_by("id")[:most]
    ]
    columns = (
        _column("代号", "Code"),
        _column("名称", "Title"),
        _column("收入账户", "Goes to"),
        _column("不超过未收款", "Never more than is due", "bool"),
        _column("须有凭据", "Needs a slip", "bool"),
        _column("在用", "In use", "bool"),
    )
    return Table(columns=columns, rows=tuple(rows))


# -- who owes


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
        _column("往来单位", "Party", "link"),
        _column("30 天内", "Up to 30 days", "money"),
        _column("31–60 天", "31 to 60", "money"),
        _column("61–90 天", "61 to 90", "money"),
        _column("90 天以上", "Over 90", "money"),
        _column("合计", "Total", "money"),
        _column("预收", "Paid ahead", "money"),
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
    links = _links(case for _, case, *_ in held)
    rows: list[tuple[object, ...]] = []
    for person, each in standing.items():
        rows.append((names.get(person, ""), each.limit, each.used, each.left, None, "", None, None))
        rows += [
            (names.get(person, ""), None, None, None, links.get(case), party, amount, day_of(since))
            for of, case, party, amount, since in held
            if of == person
        ]
    columns = (
        _column("担保人", "Guarantor"),
        _column("额度", "Limit", "money"),
        _column("已用", "Used", "money"),
        _column("可用", "Left", "money"),
        _CASE,
        _PARTY,
        _column("担保金额", "Guaranteed", "money"),
        _column("自", "Since", "date"),
    )
    return Table(columns=columns, rows=tuple(rows))


_COLLECTED: Final = """
select month, sum(charged), sum(received) from (
    select t.month, case when a.sort = 'income' then t.credit - t.debit else 0 end as charged, 0 as received
    from money_monthtotal t join money_account a on a.id = t.account_id where a.sort = 'income'
    union all
    select date_trunc('month', m."on")::date, 0, case m.sort when 'refund' then -m.amount else m.amount end
    from money_movement m where m.sort in ('receipt', 'refund') and m."on" >= $1
) f where month >= $1 group by month order by month desc limit $2
"""


def collection(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """回款率 By month: what was charged, what came in less what was paid back, and what share that is."""
    since = given.get("since")
    first = since if isinstance(since, date) else day_of(at) - YEAR
    with cursor() as on:
        on.execute(_COLLECTED, [first.replace(day=1), most])
        found = on.fetchall()
    rows = [
        (f"{month:%Y-%m}", charged, received, (received / charged).quantize(SHARE) if charged > 0 else None)
        for month, charged, received in found
    ]
    columns = (
        _column("月份", "Month"),
        _column("应收", "Charged", "money"),
        _column("收款", "Received", "money"),
        _column("回款率", "Collection rate", "decimal"),
    )
    return Table(columns=columns, rows=tuple(rows))


# -- the bank


def bank_lines(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """银行流水 Lines of the bank that are not matched yet, with what each may be."""
    lines = matching.unmatched(account=str(given.get("account") or "") or None, limit=most)
    rows = [
        (line.line, line.on, key_title(line.account), line.payer, line.amount, _said(line), _proposed(line))
        for line in lines
    ]
    columns = (
        _column("行号", "Line", "int"),
        _DAY,
        _column("账户", "Account"),
        _column("对方", "From"),
        _AMOUNT,
        _column("摘要", "What the bank says"),
        _column("可能是", "May be", "link"),
    )
    return Table(columns=columns, rows=tuple(rows))


def _said(line: matching.Open) -> str:
    return " ".join(part for part in (line.reference, line.memo) if part)


_BECAUSE: Final = {
    "number": Text("单号", "number"),
    "party": Text("户名", "name"),
    "amount": Text("金额", "amount"),
}


def _proposed(line: matching.Open) -> object:
    """A link to the form that matches the line, filled with what it most likely is."""
    if not line.proposals:
        query: dict[str, object] = {"line": line.line}
        return (f"/areas/do/money.match/?{urlencode(query)}", Text("匹配……", "Match …"))
    best = line.proposals[0]
    query = {"line": line.line, **({"number": best.number} if best.number else {"party": best.party})}
    called = " ".join(part for part in (best.number, best.party) if part)
    why: Sequence[Text] = [_BECAUSE[each] for each in best.because]
    says = Text(
        f"{called}（{'、'.join(each.zh for each in why)}相符）",
        f"{called} ({', '.join(each.in_language('en') for each in why)})",
    )
    return (f"/areas/do/money.match/?{urlencode(query)}", says)


def _days(given: Mapping[str, object], at: datetime) -> tuple[date, date]:
    until = given.get("until")
    last = until if isinstance(until, date) else day_of(at)
    since = given.get("since")
    return (since if isinstance(since, date) else last - MONTH, last)
