"""What the catalogue shows on pages of things that other areas keep."""

from __future__ import annotations

from datetime import datetime

from gendan.catalogue.models import SpecialPrice
from gendan.catalogue.queries import names_of
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table

SPECIALS_MOST = 50


def specials(name: str, *, at: datetime) -> Table:
    """The special prices of a party, the latest first."""
    found = (
        SpecialPrice.objects.filter(party__in=names_of(name)).select_related("product").order_by("-id")[:SPECIALS_MOST]
    )
    return Table(
        columns=(
            Column(title=Text("产品", "Product")),
            Column(title=Text("特价", "Special price"), type="money"),
            Column(title=Text("折让 %", "Percent off"), type="decimal"),
            Column(title=Text("起始日", "From"), type="date"),
            Column(title=Text("截止日", "Until"), type="date"),
        ),
        rows=tuple((each.product.code, each.price, each.percent, each.since, each.until) for each in found),
    )
