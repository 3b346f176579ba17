"""What stock shows on the pages of things that other areas keep."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table
from gendan.stock import queries
from gendan.stock.models.place import Outside
from gendan.stock.taking import all_names

_COLUMNS = (
    Column(title=Text("产品", "Product")),
    Column(title=Text("数量", "Quantity"), type="decimal"),
    Column(title=Text("单位", "Unit")),
)


def with_party(name: str, *, at: datetime) -> Table:
    """What a party has of us: sent and not brought back."""
    has: dict[tuple[str, str], Decimal] = {}
    for each in all_names(name):
        for product, quantity, measure in queries.with_parties(Outside.CUSTOMER.value, party=each):
            has[product, measure] = has.get((product, measure), Decimal(0)) + quantity
    rows = ((product, quantity, measure) for (product, measure), quantity in sorted(has.items()))
    return Table(columns=_COLUMNS, rows=tuple(rows))
