"""What is asked of money: the loaders of words, balances, and what a case's money comes to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from gendan.cases.store import cursor
from gendan.money.amounts import NOTHING
from gendan.money.models import AccountSort
from gendan.money.parties import names_of
from gendan.money.posting import Name, kept_under
from gendan.money.staging import staged
from gendan.people.prepared import answer

# -- words about cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the movements of a case come to; see `models.CaseTotal`."""

    charged: Decimal = NOTHING
    received: Decimal = NOTHING
    refunded: Decimal = NOTHING
    guaranteed: Decimal = NOTHING
    difference: Decimal = NOTHING

    @property
    def due(self) -> Decimal:
        """What is still to come in; negative where more came than was charged."""
        return self.charged - self.received


_NONE: Final = Totals()


def totals(cases: Collection[int]) -> dict[int, Totals]:
    """What the movements of each case come to; one query for all."""
    found = {
        case: Totals(charged=charged, received=received, refunded=refunded, guaranteed=held, difference=difference)
        for case, charged, received, refunded, held, difference in answer(
            "select case_id, charged, received, refunded, guaranteed, difference from money_casetotal"
            " where case_id = any($1::bigint[])",
            [cases],
        )
    }
    return {case: found.get(case, _NONE) for case in cases}


def received(cases: Collection[int]) -> dict[int, Decimal]:
    """money.received: what came in for the case, less what was paid back."""
    return {case: each.received for case, each in totals(cases).items()}


def charged(cases: Collection[int]) -> dict[int, Decimal]:
    """money.charged: what the case was charged."""
    return {case: each.charged for case, each in totals(cases).items()}


def due(cases: Collection[int]) -> dict[int, Decimal]:
    """money.due: what was charged and did not come in yet."""
    return {case: each.due for case, each in totals(cases).items()}


def refunded(cases: Collection[int]) -> dict[int, Decimal]:
    """money.refunded: what was paid back."""
    return {case: each.refunded for case, each in totals(cases).items()}


def guaranteed(cases: Collection[int]) -> dict[int, bool]:
    """money.guaranteed: whether somebody stands for the case now."""
    return {case: each.guaranteed > 0 for case, each in totals(cases).items()}


def secured(cases: Collection[int]) -> dict[int, Decimal]:
    """money.secured: what came in, and for how much somebody stands besides."""
    return {case: each.received + each.guaranteed for case, each in totals(cases).items()}


def difference(cases: Collection[int]) -> dict[int, Decimal]:
    """money.difference: what the case's counts found over (positive) or short (negative)."""
    return {case: each.difference for case, each in totals(cases).items()}


# -- look-ups, each for many arguments at once


def balances_of_parties(asked: Sequence[tuple[object, ...]]) -> list[object]:
    """money.balance(party): what the party owes (negative: what it has paid ahead), under all its names."""
    names = [str(party or "") for (party,) in asked]
    found = party_balances(names)
    return [found[name] for name in names]


def limits_left(asked: Sequence[tuple[object, ...]]) -> list[object]:
    """money.limit_left(person): for how much a guarantor may still stand; 0 for who is none."""
    persons = [person if isinstance(person, int) else 0 for (person,) in asked]
    found = guarantors(persons)
    return [found[person].left if person in found else NOTHING for person in persons]


def till_balances(asked: Sequence[tuple[object, ...]]) -> list[object]:
    """money.till_balance(till): what lies in the till by the books."""
    names = [Name(AccountSort.TILL, str(till or "")) for (till,) in asked]
    found = balances(names)
    return [found[name] for name in names]


def desk_received(asked: Sequence[tuple[object, ...]]) -> list[object]:
    """money.desk_received(till, kind, since): what was taken at the till by a kind of receipt since a moment, less what
    was paid back there; an empty kind means all."""
    rows = [
        (str(till or ""), str(kind or ""), since) for till, kind, since in asked if isinstance(since, datetime) and till
    ]
    found: dict[tuple[str, str, datetime], Decimal] = {}
    if rows:
        with cursor() as on:
            on.execute(
                "select w.place, (select coalesce(sum("
                "   case m.sort when 'refund' then -m.amount else m.amount end), 0) from money_movement m"
                "  where m.desk = w.desk and m.desk <> '' and m.at >= w.since and m.sort in ('receipt', 'refund')"
                "  and (w.kind = '' or m.kind = w.kind))"
                " from unnest($1::text[], $2::text[], $3::timestamptz[]) with ordinality w (desk, kind, since, place)",
                [
                    [staged(desk) for desk, _, _ in rows],
                    [kind for _, kind, _ in rows],
                    [since for _, _, since in rows],
                ],
            )
            found = {rows[place - 1]: amount for place, amount in on.fetchall()}
    return [
        found.get((str(till or ""), str(kind or ""), since), NOTHING) if isinstance(since, datetime) else None
        for till, kind, since in asked
    ]


# -- balances


def balances(names: Iterable[Name]) -> dict[Name, Decimal]:
    """What stands on each account now; nothing on one that is not there. What it costs does not grow with entries."""
    wanted = list(dict.fromkeys(names))
    with cursor() as on:
        on.execute(
            "select w.place, sum(b.amount) from unnest($1::text[], $2::text[]) with ordinality w (sort, key, place)"
            " join money_account a on a.sort = w.sort and a.key = w.key"
            " join money_balance b on b.account_id = a.id group by w.place",
            [[str(name.sort) for name in wanted], [kept_under(name) for name in wanted]],
        )
        found = {wanted[place - 1]: amount for place, amount in on.fetchall()}
    return {name: found.get(name, NOTHING) for name in wanted}


def party_balances(parties: Iterable[str]) -> dict[str, Decimal]:
    """What each party owes over all its cases, less its money that no case has yet: under all its names."""
    wanted = list(dict.fromkeys(parties))
    names = names_of(wanted)
    found = balances(
        Name(sort, key)
        for keys in names.values()
        for key in keys
        for sort in (AccountSort.RECEIVABLE, AccountSort.ADVANCE)
    )
    return {
        party: sum(
            (found[Name(sort, key)] for key in names[party] for sort in (AccountSort.RECEIVABLE, AccountSort.ADVANCE)),
            NOTHING,
        )
        for party in wanted
    }


def unsettled(till: str, *, over: bool) -> Decimal:
    """What counts of a till found over (or short) in all, and no investigation has ended yet: never below nothing."""
    return _unsettled([(till, over)])[till, over]


def _unsettled(asked: Collection[tuple[str, bool]]) -> dict[tuple[str, bool], Decimal]:
    """`unsettled` for many tills, each over or short; one query for all."""
    wanted = list(dict.fromkeys(asked))
    with cursor() as on:
        on.execute(
            "select w.n, -sum(l.amount) from unnest($1::text[], $2::bool[]) with ordinality w (till, over, n)"
            " join money_account a on a.sort = 'difference' and a.key = w.till"
            " join money_leg l on l.account_id = a.id join money_movement m on m.id = l.movement_id"
            " left join money_movement c on c.id = m.corrects_id"
            " where (coalesce(c.amount, m.amount) > 0) = w.over group by w.n",
            [[staged(till) for till, _ in wanted], [over for _, over in wanted]],
        )
        found = {wanted[number - 1]: amount for number, amount in on}
    return {each: max(NOTHING, found.get(each, NOTHING) if each[1] else -found.get(each, NOTHING)) for each in wanted}


def unsettled_amounts(asked: Sequence[tuple[object, ...]]) -> list[object]:
    """money.unsettled(till, amount): what counts of the till found over and nobody settled; for an amount below nothing
    what they found short, as a positive number."""
    told = [(str(till or ""), amount > 0) if isinstance(amount, Decimal) and amount else None for till, amount in asked]
    found = _unsettled([each for each in told if each is not None])
    return [NOTHING if each is None else found[each] for each in told]


# -- guarantors


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A guarantor's limit, and what of it is used up."""

    person: int
    limit: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        """For how much the person may still stand."""
        return max(NOTHING, self.limit - self.used)


def guarantors(persons: Collection[int] | None = None, *, hold: bool = False) -> Mapping[int, Standing]:
    """Guarantors by person; None: all of them. `hold` locks them until the commit, in the order of their ids."""
    with cursor() as on:
        on.execute(
            'select person, "limit" from money_guarantor where $1::bigint[] is null or person = any($1::bigint[])'
            " order by person" + (" for no key update" if hold else ""),
            [None if persons is None else sorted(set(persons))],
        )
        limits = dict(on.fetchall())
    # A statement of its own, after the locks: it sees what they have waited for.
    used = balances(Name(AccountSort.GUARANTEE, str(person)) for person in limits)
    return {
        person: Standing(person=person, limit=limit, used=used[Name(AccountSort.GUARANTEE, str(person))])
        for person, limit in limits.items()
    }
