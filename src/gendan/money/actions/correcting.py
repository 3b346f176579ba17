"""更正 A movement is taken back by another one; both stand."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from gendan.cases.store import cursor
from gendan.core.refusals import Reason, Refused
from gendan.money.actions.guaranteeing import freed_by, give_again
from gendan.money.models import AccountSort, Movement, MovementSort
from gendan.money.posting import Entry, Name, Side, lock, post

NOT: Final = (MovementSort.GUARANTEE, MovementSort.RELEASE)
"""What is not taken back by a correction: a guarantee is released, and given again."""


def cases_of(movement: int) -> list[int]:
    """The cases whose money a movement changed, to be held before it is corrected."""
    with cursor() as on:
        on.execute(
            "select distinct case_id from money_leg where movement_id = $1 and case_id is not null order by 1",
            [movement],
        )
        return [case for (case,) in on.fetchall()]


def correct(movement: int, reason: str, *, actor: int, at: datetime) -> int:
    """Take a movement back, whose cases' locks are held: the same with the opposite sign, today. Its id.

    Who was freed by the money of an open case stands for it again.

    Raises Refused: `missing`; `money.corrected` where it was taken back before; `money.correction` where it is itself a
    correction; `money.not_correctable`; `money.allocated` where cases have money of the receipt (take that back first).
    """
    of = Movement.objects.select_for_update().filter(id=movement).first()
    if of is None:
        raise Refused((Reason("missing"),))
    if of.corrects_id is not None:
        raise Refused((Reason("money.correction", {"number": of.corrects_id}),))
    if of.sort in NOT:
        raise Refused((Reason("money.not_correctable"),))
    before = Movement.objects.filter(corrects=of).first()
    if before is not None:
        raise Refused((Reason("money.corrected", {"by": before.person, "at": before.at}),))
    legs = [
        (Name(AccountSort(leg.account.sort), leg.account.key), leg)
        for leg in of.entries.select_related("account").order_by("id")
    ]
    freed = freed_by(of.id)
    _hold_loose(of, [name for name, _ in legs])
    made = post(
        [
            Entry(
                sort=MovementSort(of.sort),
                kind=of.kind,
                amount=-of.amount,
                sides=tuple(Side(name, -leg.amount, leg.case_id) for name, leg in legs),
                actor=actor,
                at=at,
                case=of.case_id,
                party=of.party,
                desk=of.desk,
                reference=of.reference,
                memo=reason,
                source=of.source_id or (of.id if any(name.sort == AccountSort.ADVANCE for name, _ in legs) else None),
                corrects=of.id,
            )
        ]
    )[0]
    give_again(freed, actor=actor, at=at)
    return made


def _hold_loose(of: Movement, names: list[Name]) -> None:
    """A receipt is taken back only as a whole: what cases have of it is taken back before."""
    advances = [name for name in names if name.sort == AccountSort.ADVANCE]
    if not advances:
        return
    lock(advances)
    if of.sort != MovementSort.RECEIPT:
        return
    with cursor() as on:
        on.execute("select amount from money_loose where movement_id = $1", [of.id])
        found = on.fetchone()
    if found is None or found[0] < of.amount:
        raise Refused((Reason("money.allocated", {"left": found[0] if found else 0, "amount": of.amount}),))
