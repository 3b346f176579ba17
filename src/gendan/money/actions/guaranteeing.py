"""担保 A person of the company stands for a customer, within a limit: taken up, and freed with the end or the money."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from gendan.cases.queries.chosen import numbers_told
from gendan.cases.store import cursor
from gendan.core.refusals import Reason, Refused
from gendan.core.scalars import to_cents
from gendan.money import asking, queries
from gendan.money.amounts import NOTHING
from gendan.money.models import AccountSort, Guarantor, LimitSet, MovementSort
from gendan.money.parties import parties_of
from gendan.money.posting import Entry, Name, Side, post


def set_limit(person: int, limit: Decimal, *, actor: int, at: datetime) -> None:
    """Make a person a guarantor for so much, or change the limit; what stands is not touched by a lower one.

    Raises Refused `money.not_positive` for a negative limit, `money.own_limit` where one sets one's own.
    """
    if limit < 0:
        raise Refused((Reason("money.not_positive", {"amount": limit}),))
    if person == actor:
        raise Refused((Reason("money.own_limit"),))
    limit = to_cents(limit)
    Guarantor.objects.update_or_create(person=person, defaults={"limit": limit})
    LimitSet.objects.create(person=person, limit=limit, by=actor, at=at)


def guarantee(parts: Sequence[tuple[int, int, Decimal]], *, actor: int, at: datetime) -> list[int]:
    """Have persons stand for cases, whose locks are held: (case, person, amount). The movements' ids.

    Raises Refused `money.limit` where the limit does not reach, with what is left; `money.limit_used` with who used it
    last, and for which case, as far as `actor` sees it.
    """
    found = queries.guarantors({person for _, person, _ in parts}, hold=True)
    left = {person: standing.left for person, standing in found.items()}
    parties = parties_of({case for case, _, _ in parts})
    entries = []
    for case, person, amount in parts:
        wanted = asking.positive(amount)
        if wanted > left.get(person, NOTHING):
            raise Refused((_too_much(person, wanted, found.get(person), actor, at),))
        left[person] -= wanted
        entries.append(_entry(MovementSort.GUARANTEE, case, person, wanted, parties.get(case, ""), actor, at))
    return post(entries)


def release(cases: Collection[int], *, actor: int, at: datetime) -> list[int]:
    """Free all that persons stand for in these cases, whose locks are held. The movements' ids."""
    parties = parties_of(cases)
    return post(
        [
            _entry(MovementSort.RELEASE, case, person, amount, parties.get(case, ""), actor, at)
            for case, person, amount in _outstanding(cases)
        ]
    )


def freed_by_money(coming: Sequence[tuple[int, Decimal, int]], *, actor: int, at: datetime) -> None:
    """Money is in, by these movements (case, amount, movement): guarantees of the cases are freed by as much, the
    oldest first."""
    cases = {case for case, _, _ in coming}
    held = [case for case, each in queries.totals(cases).items() if each.guaranteed > 0]
    if not held:
        return
    parties = parties_of(held)
    stands = _outstanding(held)
    taken = [amount for _, _, amount in stands]
    entries = []
    for of, amount, movement in coming:
        left = amount
        for place, (case, person, _) in enumerate(stands):
            freed = min(taken[place], left) if case == of else NOTHING
            if freed > 0:
                left -= freed
                taken[place] -= freed
                entry = _entry(MovementSort.RELEASE, case, person, freed, parties.get(case, ""), actor, at)
                entries.append(replace(entry, source=movement))
    post(entries)


def freed_by(movement: int) -> list[tuple[int, int, Decimal]]:
    """Who was freed by this money, in cases that are still open: (case, person, amount), who was freed last first.

    The persons' limits are locked until the commit, before any account.
    """
    with cursor() as on:
        on.execute(
            "select l.case_id, a.key::bigint, -l.amount from money_movement m join money_leg l on l.movement_id = m.id"
            " join money_account a on a.id = l.account_id and a.sort = 'guarantee'"
            " join cases_case c on c.id = l.case_id and c.final is null"
            " where m.source_id = $1 and m.sort = 'release' order by m.id desc",
            [movement],
        )
        found = [(case, person, amount) for case, person, amount in on.fetchall()]
    if found:
        queries.guarantors({person for _, person, _ in found}, hold=True)
    return found


def give_again(freed: Sequence[tuple[int, int, Decimal]], *, actor: int, at: datetime) -> list[int]:
    """The money by which these were freed was taken back: they stand for as much again, as far as their limits still
    reach. The movements' ids."""
    found = queries.guarantors({person for _, person, _ in freed})
    left = {person: standing.left for person, standing in found.items()}
    parties = parties_of({case for case, _, _ in freed})
    entries = []
    for case, person, amount in freed:
        again = min(amount, left.get(person, NOTHING))
        if again > 0:
            left[person] -= again
            entries.append(_entry(MovementSort.GUARANTEE, case, person, again, parties.get(case, ""), actor, at))
    return post(entries)


def _entry(sort: MovementSort, case: int, person: int, amount: Decimal, party: str, actor: int, at: datetime) -> Entry:
    taken = amount if sort is MovementSort.GUARANTEE else -amount
    return Entry(
        sort=sort,
        amount=amount,
        sides=(
            Side(Name(AccountSort.GUARANTEE, str(person)), taken, case),
            Side(Name(AccountSort.GUARANTEED), -taken, case),
        ),
        actor=actor,
        at=at,
        case=case,
        party=party,
    )


def _outstanding(cases: Collection[int]) -> list[tuple[int, int, Decimal]]:
    """Who stands for these cases with how much: (case, person, amount), who came first stands first."""
    with cursor() as on:
        on.execute(
            "select l.case_id, a.key::bigint, sum(l.amount) from money_leg l"
            " join money_account a on a.id = l.account_id and a.sort = 'guarantee'"
            " where l.case_id = any($1::bigint[]) group by l.case_id, a.key having sum(l.amount) > 0"
            " order by l.case_id, min(l.id)",
            [sorted(cases)],
        )
        return [(case, person, amount) for case, person, amount in on.fetchall()]


def _too_much(person: int, amount: Decimal, standing: queries.Standing | None, actor: int, at: datetime) -> Reason:
    said: dict[str, object] = {
        "person": person,
        "amount": amount,
        "limit": standing.limit if standing is not None else NOTHING,
        "left": standing.left if standing is not None else NOTHING,
    }
    with cursor() as on:
        on.execute(
            "select l.case_id, m.person, m.at from money_account a"
            " join money_leg l on l.account_id = a.id and l.amount > 0"
            " join money_movement m on m.id = l.movement_id"
            " where a.sort = 'guarantee' and a.key = $1 order by l.id desc limit 1",
            [str(person)],
        )
        last = on.fetchone()
    if last is None:
        return Reason("money.limit", said)
    return Reason(
        "money.limit_used",
        {**said, "number": numbers_told([last[0]], person=actor, at=at), "by": last[1], "at": last[2]},
    )
