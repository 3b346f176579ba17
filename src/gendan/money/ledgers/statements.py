"""对账单 Statements, what lies in every place, and the movements of one case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode

from gendan.cases.models import Case
from gendan.cases.store import cursor
from gendan.core.text import Text
from gendan.core.vocabulary import Table
from gendan.money.amounts import NOTHING
from gendan.money.ledgers.columns import (
    AMOUNT,
    BY,
    CASE,
    DAY,
    KIND,
    REFERENCE,
    column,
    days_of,
    kind_titles,
    what,
)
from gendan.money.models import PLACES, AccountSort
from gendan.money.posting import known, place
from gendan.money.statements import StatementLine, of_party, statement
from gendan.money.wording import key_title, sort_title
from gendan.people import access


def statement_table(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """对账单 Of a party, a till or bank account, or a case, between two days; without any of these, what is in every
    place. The first row is what stood before, the last what stands: it is of all, and no list cuts it off. What has
    no room before it is told as one row."""
    number = str(given.get("number") or "")
    if number:
        return _of_number(number)
    accounts = _accounts(given)
    if accounts is None:
        return _standing()
    since, until = days_of(given, at)
    # The first and the last row, what is left out, and one less than who asks takes for a list that was cut.
    found = statement(accounts, since, until, size=max(most - 4, 0))
    names = access.names_of({line.person for line in found.lines if line.person})
    rows: list[tuple[object, ...]] = [
        (None, since, Text("上期结余", "Brought forward"), None, None, found.opening, "", "")
    ]
    rows += [_row(line, names) for line in found.lines]
    if found.left:
        listed = sum((line.amount for line in found.lines), NOTHING)
        says = Text(f"另有 {found.left} 笔未列出", f"{found.left} more that are not listed")
        rows.append((None, None, says, None, found.debit - found.credit - listed, None, "", ""))
    rows.append((None, until, Text("本期合计", "Total"), None, found.debit - found.credit, found.closing, "", ""))
    return Table(columns=_STATEMENT, rows=tuple(rows))


def closing(given: Mapping[str, object], *, at: datetime) -> Decimal | None:
    """What stands at the end of a statement of a party or a place, None of anything else."""
    accounts = None if given.get("number") else _accounts(given)
    return None if accounts is None else statement(accounts, *days_of(given, at), size=1).closing


def _accounts(given: Mapping[str, object]) -> list[int] | None:
    """The accounts of the party, or of the till or bank account, that is asked for; None without either."""
    if party := str(given.get("party") or ""):
        return of_party(party)
    if account := str(given.get("account") or ""):
        return list(known([place(account)]).values())
    return None


_STATEMENT = (
    column("凭证", "Movement", "int"),
    DAY,
    column("事项", "What"),
    CASE,
    AMOUNT,
    column("余额", "Balance", "money"),
    REFERENCE,
    BY,
)


def _row(line: StatementLine, names: Mapping[int, str]) -> tuple[object, ...]:
    return (
        line.movement,
        line.on,
        what(line.sort, line.takes_back is not None, line.taken_back),
        line.case,
        line.amount,
        line.balance,
        " ".join(part for part in (line.reference, line.memo) if part),
        names.get(line.person, ""),
    )


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
            column("种类", "Sort"),
            column("账户", "Account", "link"),
            column("借方余额", "Debit balance", "money"),
            column("贷方余额", "Credit balance", "money"),
            column("笔数", "Entries", "int"),
        ),
        rows=tuple(rows),
    )


def _account(sort: str, key: str) -> object:
    if sort in PLACES:
        return (f"/areas/tables/money.statement/?{urlencode({'account': key})}", key_title(key))
    return ("", key_title(key))


def of_case(case: int, given: Mapping[str, object], *, at: datetime) -> Table:
    """The movements of one case: what it was charged, what came in, what was paid back."""
    rows = tuple(row for _, row in _moved([case]))
    return Table(columns=_MOVED, rows=rows)


def _of_number(number: str) -> Table:
    """The movements of the cases of this number, each told to who sees it: who asks does not learn what there is."""
    cases = dict(Case.objects.filter(number=number).values_list("id", "number"))
    rows = tuple((*row[:3], (case, cases[case]), *row[3:]) for case, row in _moved(cases))
    return Table(columns=(*_MOVED[:3], replace(CASE, row_stays=False), *_MOVED[3:]), rows=rows)


_MOVED = (column("凭证", "Movement", "int"), DAY, column("事项", "What"), KIND, AMOUNT, REFERENCE, BY)


def _moved(cases: Collection[int]) -> list[tuple[int, tuple[object, ...]]]:
    """What these cases were charged and paid, each entry with its case."""
    with cursor() as on:
        on.execute(
            'select l.case_id, m.id, l."on", m.sort, m.kind, -l.amount, m.reference, m.memo, m.person,'
            " m.corrects_id is not null, exists (select from money_movement c where c.corrects_id = m.id)"
            " from money_leg l join money_account a on a.id = l.account_id and a.sort = 'receivable'"
            " join money_movement m on m.id = l.movement_id where l.case_id = any($1::bigint[]) order by l.id",
            [list(cases)],
        )
        found = on.fetchall()
    names = access.names_of({row[8] for row in found if row[8]})
    kinds = kind_titles()
    return [
        (
            case,
            (
                number,
                day,
                what(sort, takes_back, taken_back),
                kinds.get(kind) or key_title(kind),
                amount,
                " ".join(part for part in (reference, memo) if part),
                names.get(person, ""),
            ),
        )
        for case, number, day, sort, kind, amount, reference, memo, person, takes_back, taken_back in found
    ]
