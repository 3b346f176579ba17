"""Goods by product: the unit in which each is counted, and what others hold of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from gendan.cases.store import cursor
from gendan.core.refusals import Reason
from gendan.stock.refusals import reason

PIECE = "件"
"""The unit of goods that come in without any."""
FINEST = Decimal("0.000001")
MOST = Decimal(10) ** 12
"""As much of a product as one line moves."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How a product is counted: its own unit, and how much of it other units hold."""

    product: str
    measure: str
    coded: bool
    factors: Mapping[str, Decimal] = field(default_factory=dict)

    def own(self, quantity: Decimal, measure: str) -> Decimal | Reason:
        """A quantity in the product's own unit, or why it can't be told."""
        factor = Decimal(1) if measure in ("", self.measure) else self.factors.get(measure)
        if factor is None:
            expected = [self.measure, *sorted(self.factors)]
            return reason("unknown_measure", product=self.product, measure=measure, own=expected)
        own = quantity * factor
        if not 0 < own <= MOST or own != own.quantize(FINEST) or (self.coded and own != own.to_integral_value()):
            return reason("amount", product=self.product, given=quantity)
        return own


def counted(products: Iterable[str]) -> dict[str, Counted]:
    """How each product is counted; those that stock never had are absent."""
    wanted = sorted(set(products))
    if not wanted:
        return {}
    with cursor() as on:
        on.execute(
            "select g.product, g.measure, g.coded, (select json_object_agg(p.measure, p.factor::text)"
            " from stock_packing p where p.product = g.product) from stock_good g where g.product = any($1::text[])",
            [wanted],
        )
        return {
            product: Counted(product, measure, coded, {name: Decimal(each) for name, each in (factors or {}).items()})
            for product, measure, coded, factors in on
        }


def introduce(wanted: Mapping[str, tuple[str, bool]], *, actor: int, at: datetime) -> dict[str, Counted]:
    """Make goods known that come in for the first time, by product: their own unit, and whether pieces have codes.

    Another transaction may be quicker with the same product: then its word holds. Gives all of them as they stand.
    """
    rows = sorted(wanted.items())
    if rows:
        with cursor() as on:
            on.execute(
                "insert into stock_good (product, measure, coded, made_at, made_by)"
                " select p, m, c, $4::timestamptz, $5::bigint from unnest($1::text[], $2::text[], $3::bool[])"
                " d (p, m, c) on conflict do nothing",
                [[row[0] for row in rows], [row[1][0] for row in rows], [row[1][1] for row in rows], at, actor],
            )
    return counted(wanted)
