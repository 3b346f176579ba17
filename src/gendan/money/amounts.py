"""金额 Amounts to the cent: read, rounded, and divided so that the parts come to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")


def to_cents(amount: Decimal | int) -> Decimal:
    """The amount with two decimals; half a cent goes up, away from zero, as tills and tax do it."""
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


def divided(total: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """`total` divided by `weights` (none negative), each part to the cent, and the parts come to exactly `total`.

    Each gets its share rounded toward zero, and the cents that are left go one by one to whom most was cut off, the
    first of equals first. Where all weights are zero the parts are equal. Raises ValueError where there is no part, or
    a weight is negative.
    """
    if not weights or any(weight < 0 for weight in weights):
        raise ValueError("weights: at least one, none negative")
    total = to_cents(total)
    shares = [Decimal(weight) for weight in weights]
    whole = sum(shares, Decimal(0))
    if whole == 0:
        shares, whole = [Decimal(1)] * len(shares), Decimal(len(shares))
    exact = [total * share / whole for share in shares]
    parts = [each.quantize(CENT, ROUND_DOWN) for each in exact]
    left = total - sum(parts, NOTHING)
    step = CENT if left > 0 else -CENT
    order = sorted(range(len(parts)), key=lambda at: (-abs(exact[at] - parts[at]), at))
    for turn in range(int(abs(left) / CENT)):
        parts[order[turn % len(order)]] += step
    return parts
