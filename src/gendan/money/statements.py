"""对账单、账龄 What an account had between two days, and how old is what is owed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from gendan.cases.answers import one
from gendan.cases.store import cursor
from gendan.money.amounts import NOTHING
from gendan.money.models import AccountSort
from gendan.money.parties import names_of
from gendan.money.posting import Name, known

LINES: Final = 200
"""Lines that a statement lists where nobody asks for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One leg, with the balance after it. `case` is (id, number) where it is a case's; `taken_back` says that another
    movement took it back, `takes_back` that it is such a one."""

    movement: int
    on: date
    at: datetime
    sort: str
    kind: str
    amount: Decimal
    balance: Decimal
    case: tuple[int, str] | None
    party: str
    reference: str
    memo: str
    person: int
    takes_back: int | None
    taken_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """对账单 An account, or all accounts of a party, between two days: what stood before, what came and went, what
    stands after. `lines` are the first of its lines, `left` says how many follow; its sums are of all of them."""

    since: date
    until: date
    opening: Decimal
    debit: Decimal
    credit: Decimal
    lines: tuple[StatementLine, ...]
    left: int

    @property
    def closing(self) -> Decimal:
        """What stands at the end of the last day."""
        return self.opening + self.debit - self.credit


def of_party(party: str) -> list[int]:
    """The accounts of a party, under all its names: what it owes, and what it has paid ahead."""
    names = names_of([party])[party]
    found = known(Name(sort, key) for key in names for sort in (AccountSort.RECEIVABLE, AccountSort.ADVANCE))
    return sorted(found.values())


def statement(accounts: Sequence[int], since: date, until: date, *, size: int = LINES) -> Statement:
    """What these accounts had together, from the first to the last of the days, with the first `size` lines. What it
    costs does not grow with what came before: months before are read by their totals."""
    opening = _stood_before(accounts, since)
    with cursor() as on:
        on.execute(
            "select coalesce(sum(amount) filter (where amount > 0), 0),"
            " coalesce(-sum(amount) filter (where amount < 0), 0), count(*) from money_leg"
            ' where account_id = any($1::bigint[]) and "on" between $2 and $3',
            [list(accounts), since, until],
        )
        debit, credit, count = one(on)
    lines = tuple(_lines(accounts, since, until, opening, 0, size))
    return Statement(
        since=since,
        until=until,
        opening=opening,
        debit=debit,
        credit=credit,
        lines=lines,
        left=count - len(lines),
    )


def last_lines(accounts: Sequence[int], since: date, until: date, most: int) -> list[StatementLine]:
    """The last lines of a statement, at most so many, the oldest of them first."""
    with cursor() as on:
        on.execute(
            'select count(*) from money_leg where account_id = any($1::bigint[]) and "on" between $2 and $3',
            [list(accounts), since, until],
        )
        (there,) = one(on)
    return list(_lines(accounts, since, until, _stood_before(accounts, since), max(there - most, 0), most))


def _stood_before(accounts: Sequence[int], since: date) -> Decimal:
    with cursor() as on:
        on.execute(
            "select coalesce((select sum(debit - credit) from money_monthtotal"
            "  where account_id = any($1::bigint[]) and month < date_trunc('month', $2::date)::date), 0)"
            " + coalesce((select sum(amount) from money_leg where account_id = any($1::bigint[])"
            '  and "on" >= date_trunc(\'month\', $2::date)::date and "on" < $2), 0)',
            [list(accounts), since],
        )
        (stood,) = one(on)
    return Decimal(stood)


_LINES: Final = (
    'select m.id, l."on", m.at, m.sort, m.kind, l.amount,'
    ' sum(l.amount) over (order by l."on", l.id rows unbounded preceding),'
    " l.case_id, c.number, m.party, m.reference, m.memo, m.person, m.corrects_id, k.id is not null"
    " from money_leg l join money_movement m on m.id = l.movement_id"
    " left join cases_case c on c.id = l.case_id left join money_movement k on k.corrects_id = m.id"
    ' where l.account_id = any($1::bigint[]) and l."on" between $2 and $3 order by l."on", l.id offset $4 limit $5'
)


def _lines(
    accounts: Sequence[int], since: date, until: date, opening: Decimal, skip: int, most: int
) -> Iterator[StatementLine]:
    with cursor() as on:
        on.execute(_LINES, [list(accounts), since, until, skip, most])
        while rows := on.fetchmany(1000):
            for row in rows:
                yield StatementLine(
                    movement=row[0],
                    on=row[1],
                    at=row[2],
                    sort=row[3],
                    kind=row[4],
                    amount=row[5],
                    balance=opening + row[6],
                    case=None if row[7] is None else (row[7], row[8] or str(row[7])),
                    party=row[9],
                    reference=row[10],
                    memo=row[11],
                    person=row[12],
                    takes_back=row[13],
                    taken_back=row[14],
                )


# -- aging

BOUNDS: Final = (30, 60, 90)
"""Days up to which what is owed belongs to the first, second, third part; the rest is older."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """账龄 What a party owes on a day, by how many days ago it was charged: 0-30, 31-60, 61-90, older; `ahead` is its
    money that no case has yet. What it paid pays the oldest charge of its case first; a charge that was taken back is
    none."""

    party: str
    parts: tuple[Decimal, Decimal, Decimal, Decimal]
    ahead: Decimal

    @property
    def owed(self) -> Decimal:
        """All that is owed."""
        return sum(self.parts, NOTHING)


_AGED: Final = """
with account as (
    select a.id, a.sort, coalesce(p.name, a.key) as key from money_account a
    left join parties_partyname n on n.name = a.key left join parties_party p on p.id = n.party_id
    where a.sort in ('receivable', 'advance') and ($2::text[] is null or a.key = any($2))
), standing as (
    select a.key, l.case_id, sum(l.amount) as owed
    from account a join money_leg l on l.account_id = a.id and l."on" <= $1
    where a.sort = 'receivable' group by a.key, l.case_id having sum(l.amount) > 0
), charged as (
    select s.key, s.owed, l."on", l.amount,
        coalesce(sum(l.amount) over (
            partition by s.key, s.case_id order by l."on" desc, l.id desc
            rows between unbounded preceding and 1 preceding), 0) as newer
    from standing s join account a on a.key = s.key and a.sort = 'receivable'
    join money_leg l on l.account_id = a.id and l.case_id is not distinct from s.case_id
        and l."on" <= $1 and l.amount > 0
    join money_movement m on m.id = l.movement_id and m.sort in ('charge', 'opening', 'refund')
    where m.corrects_id is null and not exists (
        select from money_movement k where k.corrects_id = m.id and k."on" <= $1)
), open as (
    select key, $1::date - "on" as days, least(amount, owed - newer) as amount from charged where newer < owed
), ahead as (
    select a.key, -sum(l.amount) as amount from account a join money_leg l on l.account_id = a.id and l."on" <= $1
    where a.sort = 'advance' group by a.key having sum(l.amount) <> 0
)
select key, coalesce(sum(o.amount) filter (where days <= $3), 0),
    coalesce(sum(o.amount) filter (where days > $3 and days <= $4), 0),
    coalesce(sum(o.amount) filter (where days > $4 and days <= $5), 0),
    coalesce(sum(o.amount) filter (where days > $5), 0), coalesce(max(h.amount), 0)
from open o full join ahead h using (key) group by key
order by coalesce(sum(o.amount), 0) desc, key
"""


def aging(day: date, *, parties: Collection[str] | None = None) -> list[Aged]:
    """Who owes, or has paid ahead, at the end of a day, who owes most first: a party by its present name, whatever it
    was called when it was charged. One statement for all parties."""
    keys = None
    if parties is not None:
        keys = [name for names in names_of(parties).values() for name in names]
    with cursor() as on:
        on.execute(_AGED, [day, keys, *BOUNDS])
        return [
            Aged(party=party, parts=(first, second, third, older), ahead=ahead)
            for party, first, second, third, older, ahead in on.fetchall()
        ]
