"""未核销 A party's receipts that no case has yet, or not whole."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gendan.cases.store import cursor


@dataclass(slots=True, kw_only=True)
class Loose:
    """A receipt and what of it is left."""

    movement: int
    party: str
    kind: str
    amount: Decimal


def loose_of(account: int) -> list[Loose]:
    """What is left of the receipts on a party's advance account, the oldest first. Asked under the account's lock."""
    with cursor() as on:
        on.execute(
            "select o.movement_id, m.party, m.kind, o.amount from money_loose o"
            " join money_movement m on m.id = o.movement_id where o.account_id = $1 and o.amount <> 0"
            ' order by m."on", m.id',
            [account],
        )
        return [
            Loose(movement=movement, party=party, kind=kind, amount=amount)
            for movement, party, kind, amount in on.fetchall()
        ]
