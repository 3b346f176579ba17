"""核账 Whether the books are still what was written: each movement balances, each total is the sum of its legs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from gendan.cases.answers import one
from gendan.cases.store import cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in the books that is not as it must be: `code` is one of CODES, `about` the movement, account or case
    meant."""

    code: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How many movements were looked at, and what was found."""

    movements: int
    faults: tuple[Fault, ...]


CODES: Final = {
    "unbalanced": "A movement's legs do not come to zero, or some are missing.",
    "balance": "An account's running balance is not the sum of its legs.",
    "month": "What an account had in a month is not the sum of its legs in it.",
    "case": "What stands for a case is not what its movements come to.",
    "loose": "What is left of a party's receipt is not what its movements leave.",
    "limit": "Guarantees stand that nobody gave, or less than nothing stands.",
}
"""What may be found."""

_LOOKS: Final = {
    "unbalanced": (
        "select m.id::text from money_movement m left join money_leg l on l.movement_id = m.id"
        " group by m.id, m.legs having count(l.id) <> m.legs or coalesce(sum(l.amount), 1) <> 0 order by m.id"
    ),
    "balance": (
        "with stands as (select account_id, sum(amount) as amount, count(*) as entries from money_leg group by 1),"
        " kept as (select account_id, sum(amount) as amount, sum(entries) as entries from money_balance group by 1)"
        " select a.sort || ' ' || a.key from money_account a"
        " left join stands s on s.account_id = a.id left join kept k on k.account_id = a.id"
        " where coalesce(s.amount, 0) <> coalesce(k.amount, 0) or coalesce(s.entries, 0) <> coalesce(k.entries, 0)"
        " order by a.id"
    ),
    "month": (
        "with stands as (select account_id, date_trunc('month', \"on\")::date as month,"
        "  coalesce(sum(amount) filter (where amount > 0), 0) as debit,"
        "  coalesce(-sum(amount) filter (where amount < 0), 0) as credit from money_leg group by 1, 2),"
        " kept as (select account_id, month, sum(debit) as debit, sum(credit) as credit from money_monthtotal"
        "  group by 1, 2)"
        " select a.sort || ' ' || a.key || ' ' || month from stands s full join kept k using (account_id, month)"
        " join money_account a on a.id = account_id"
        " where (s.debit, s.credit) is distinct from (k.debit, k.credit) order by account_id, month"
    ),
    "case": (
        "with stands as (select l.case_id,"
        "  coalesce(sum(l.amount) filter (where a.sort = 'receivable' and m.sort = 'charge'), 0) as charged,"
        "  coalesce(-sum(l.amount) filter (where a.sort = 'receivable'"
        "   and m.sort in ('receipt', 'allocation', 'refund')), 0) as received,"
        "  coalesce(sum(l.amount) filter (where a.sort = 'receivable' and m.sort = 'refund'), 0) as refunded,"
        "  coalesce(sum(l.amount) filter (where a.sort = 'guarantee'), 0) as guaranteed,"
        "  coalesce(-sum(l.amount) filter (where a.sort = 'difference' and m.sort = 'count'), 0) as difference"
        "  from money_leg l join money_account a on a.id = l.account_id join money_movement m on m.id = l.movement_id"
        "  where l.case_id is not null group by 1)"
        " select coalesce(c.number, case_id::text) from stands s full join money_casetotal t using (case_id)"
        " left join cases_case c on c.id = case_id"
        " where (coalesce(s.charged, 0), coalesce(s.received, 0), coalesce(s.refunded, 0), coalesce(s.guaranteed, 0),"
        "  coalesce(s.difference, 0)) is distinct from (coalesce(t.charged, 0), coalesce(t.received, 0),"
        "  coalesce(t.refunded, 0), coalesce(t.guaranteed, 0), coalesce(t.difference, 0)) order by case_id"
    ),
    "loose": (
        "with stands as (select coalesce(m.source_id, m.id) as movement_id, -sum(l.amount) as amount from money_leg l"
        "  join money_account a on a.id = l.account_id and a.sort = 'advance'"
        "  join money_movement m on m.id = l.movement_id where m.sort <> 'opening' group by 1)"
        " select movement_id::text from stands s full join money_loose o using (movement_id)"
        " where coalesce(s.amount, 0) <> coalesce(o.amount, 0) order by movement_id"
    ),
    "limit": (
        "select a.key from money_account a join money_balance b on b.account_id = a.id where a.sort = 'guarantee'"
        " group by a.id, a.key having sum(b.amount) < 0 order by a.id"
    ),
}


def verify() -> Verified:
    """Look at all books; nothing is changed."""
    faults: list[Fault] = []
    with transaction.atomic(), cursor() as on:
        # One snapshot for all that is compared.
        if not transaction.get_connection().savepoint_ids:
            on.execute("set transaction isolation level repeatable read")
        for code, look in _LOOKS.items():
            on.execute(look)
            faults += [Fault(code=code, about=about) for (about,) in on.fetchall()]
        on.execute("select count(*) from money_movement")
        (movements,) = one(on)
    return Verified(movements=movements, faults=tuple(faults))
