"""钱箱 Cash desks: what is handed to them, dropped from them, counted in them, and what a difference ended in.

A difference is investigated and is never anybody's debt: there is no account of a person here.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from gendan.core.refusals import Reason, Refused
from gendan.core.scalars import to_cents
from gendan.money import asking, queries
from gendan.money.models import AccountSort, Movement, MovementSort
from gendan.money.posting import Entry, Name, Side, lock, place, post
from gendan.money.wording import key_title


def opening(where: str, amount: Decimal, *, on: date | None = None, memo: str = "", actor: int, at: datetime) -> int:
    """期初: what lay in a till, a safe or an account before it was kept here, once. A bank account may have been
    overdrawn. The movement's id.

    Raises Refused `money.place`, `money.not_positive`, `money.future`, and `money.opened` where an opening stands
    already: a wrong one is taken back, and entered anew.
    """
    name = place(where)
    wanted = to_cents(amount) if name.sort == AccountSort.BANK and amount < 0 else asking.positive(amount)
    day = asking.past(on, at)
    account = lock([name])[name]
    stands = (
        Movement.objects.filter(sort=MovementSort.OPENING, corrects=None, corrected_by=None, entries__account=account)
        .order_by("id")
        .first()
    )
    if stands is not None:
        said = {"name": key_title(name.key).zh, "by": stands.person, "at": stands.at, "amount": stands.amount}
        raise Refused((Reason("money.opened", said),))
    return post(
        [
            Entry(
                sort=MovementSort.OPENING,
                amount=wanted,
                sides=(Side(name, wanted), Side(Name(AccountSort.OPENING, ""), -wanted)),
                actor=actor,
                at=at,
                on=day,
                memo=memo,
            )
        ]
    )[0]


def float_to(
    till: str, amount: Decimal, *, out_of: str = "", case: int | None = None, memo: str = "", actor: int, at: datetime
) -> int:
    """备用金: change goes to a till from the safe, or from `out_of`; a till is opened with its first. The
    movement's id.

    Raises Refused `money.short_till` where less lies in the safe by the books: what stood there before is brought in
    first, as an opening or from the bank.
    """
    wanted = asking.positive(amount)
    source = place(out_of) if out_of else place("safe", sort=AccountSort.SAFE)
    return _transfer(
        source, Name(AccountSort.TILL, till), wanted, case=case, memo=memo, kind="float", actor=actor, at=at
    )


def drop(
    till: str,
    amount: Decimal,
    *,
    into: str = "",
    witness: int | None = None,
    case: int | None = None,
    memo: str = "",
    actor: int,
    at: datetime,
) -> int:
    """投款: money leaves a till for the safe, or for `into`, seen by a witness. The movement's id.

    Raises Refused `money.witness` where the witness is who drops, `money.short_till` where
    less lies there by the books.
    """
    wanted = asking.positive(amount)
    if witness is not None and witness == actor:
        raise Refused((Reason("money.witness"),))
    name = Name(AccountSort.TILL, till)
    to = place(into) if into else place("safe", sort=AccountSort.SAFE)
    return _transfer(name, to, wanted, case=case, memo=memo, kind="drop", witness=witness, actor=actor, at=at)


def move(
    out_of: str, into: str, amount: Decimal, *, case: int | None = None, memo: str = "", actor: int, at: datetime
) -> int:
    """Money goes from one place to another. Raises Refused `money.place`, `money.short_till`."""
    wanted = asking.positive(amount)
    source, to = place(out_of), place(into)
    if source == to:
        raise Refused((Reason("money.same_place", {"name": out_of}),))
    return _transfer(source, to, wanted, case=case, memo=memo, kind="move", actor=actor, at=at)


def count(till: str, counted: Decimal, *, case: int | None = None, actor: int, at: datetime) -> Decimal:
    """点款: what was counted in a till becomes what the books say lies there; what is over (positive) or short is set
    aside under investigation, by this case. The difference."""
    name = Name(AccountSort.TILL, till)
    lock([name])
    found = to_cents(counted) - queries.balances([name])[name]
    if found:
        post(
            [
                Entry(
                    sort=MovementSort.COUNT,
                    kind="over" if found > 0 else "short",
                    amount=found,
                    sides=(Side(name, found, case), Side(Name(AccountSort.DIFFERENCE, till), -found, case)),
                    actor=actor,
                    at=at,
                    case=case,
                    desk=till,
                )
            ]
        )
    return found


def settle(
    till: str, amount: Decimal, *, kind: str, case: int | None = None, memo: str = "", actor: int, at: datetime
) -> int | None:
    """An investigation has ended: so much over (positive) or short is the company's gain or loss, as `kind`. Nothing is
    ever taken from a person. The movement's id, None for nothing.

    Overs and shorts never cancel out: each count's difference is settled for itself, by the case that looked into it.

    Raises Refused `money.not_counted` where less was counted over (or short) in the till, and is not settled yet.
    """
    wanted = to_cents(amount)
    if not wanted:
        return None
    name = Name(AccountSort.DIFFERENCE, till)
    lock([name])
    open_ = queries.unsettled(till, over=wanted > 0)
    if abs(wanted) > open_:
        raise Refused((Reason("money.not_counted", {"name": till, "amount": abs(wanted), "stands": open_}),))
    return post(
        [
            Entry(
                sort=MovementSort.SETTLEMENT,
                kind=kind,
                amount=wanted,
                sides=(Side(name, wanted, case), Side(Name(AccountSort.INCOME, kind), -wanted, case)),
                actor=actor,
                at=at,
                case=case,
                desk=till,
                memo=memo,
            )
        ]
    )[0]


def _transfer(
    source: Name,
    to: Name,
    amount: Decimal,
    *,
    kind: str,
    case: int | None,
    memo: str,
    actor: int,
    at: datetime,
    witness: int | None = None,
) -> int:
    return post(
        [
            Entry(
                sort=MovementSort.TRANSFER,
                kind=kind,
                amount=amount,
                sides=(Side(to, amount, case), Side(source, -amount, case)),
                actor=actor,
                at=at,
                case=case,
                memo=memo,
                witness=witness,
            )
        ]
    )[0]
