"""金额 Amounts to the cent, divided so that the parts come to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Final

from gendan.core.scalars import CENT, to_cents

NOTHING: Final = Decimal("0.00")


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
