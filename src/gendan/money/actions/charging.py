"""应收 What a case is to pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gendan.core.scalars import to_cents
from gendan.money.models import AccountSort, MovementSort
from gendan.money.parties import parties_of
from gendan.money.posting import Entry, Name, Side, post


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """So much more for a case (less, where negative), for goods, freight, a loss: `kind` names the income."""

    case: int
    amount: Decimal
    kind: str = "goods"
    memo: str = ""
    key: str | None = None


def charge(charges: Sequence[Charge], *, actor: int, at: datetime) -> list[int]:
    """Charge cases, many at once; what comes to nothing is passed over. The movements' ids."""
    wanted = [each for each in charges if to_cents(each.amount) != 0]
    parties = parties_of({each.case for each in wanted})
    return post([_entry(each, parties.get(each.case, ""), actor, at) for each in wanted])


def _entry(of: Charge, party: str, actor: int, at: datetime) -> Entry:
    amount = to_cents(of.amount)
    return Entry(
        sort=MovementSort.CHARGE,
        kind=of.kind,
        amount=amount,
        sides=(
            Side(Name(AccountSort.RECEIVABLE, party), amount, of.case),
            Side(Name(AccountSort.INCOME, of.kind), -amount, of.case),
        ),
        actor=actor,
        at=at,
        case=of.case,
        party=party,
        memo=of.memo,
        key=of.key,
    )
