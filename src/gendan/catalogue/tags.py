"""价签 Price tags as labels: for products whose price hangs on nothing that an order's line would tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from gendan.catalogue.models import Product
from gendan.catalogue.queries import list_prices
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table
from gendan.packs.printing import printed

TEMPLATE: Final = "documents/tags.typ"
MOST: Final = 3000
"""Tags of one print."""


def paper(given: Mapping[str, object], *, at: datetime, language: str) -> bytes:
    """The PDF of the tags of a day: of the products offered, of those only that `text` names, for a `grade` and a
    `channel`. Products without a price of their own have no tag; with none at all there is one empty page.
    """
    today = timezone.localdate(at, timezone.get_default_timezone())
    source = (Path(__file__).parent / "tags.typ").read_bytes()
    return printed({TEMPLATE: source}, TEMPLATE, data(given, today, language), at.replace(microsecond=0))


def data(given: Mapping[str, object], today: date, language: str) -> dict[str, Any]:
    """What the template is given."""
    day = given.get("day")
    on = day if isinstance(day, date) else today
    found = Product.objects.filter(offered=True).order_by("code")
    if given.get("text"):
        found = found.filter(code__icontains=str(given["text"]))
    products = list(found[:MOST])
    prices = list_prices([(each.code, on, given.get("grade"), given.get("channel")) for each in products])
    english = language.startswith("en")
    tags = [
        {
            "code": each.code,
            # Code 128 writes ASCII, and a label has room for so many bars.
            "bars": each.code.isascii() and each.code.isprintable() and len(each.code) <= 14,
            "name": (each.name_english if english else "") or each.name,
            "detail": " · ".join(_details(each)),
            "unit": each.unit,
            "price": f"{price:,.2f}",
        }
        for each, price in zip(products, prices, strict=True)
        if price is not None
    ]
    valid = Text("{day} 起有效，以店内价格表为准", "As of {day}; the shop's price list counts").in_language(language)
    return {
        "language": "en" if english else "zh",
        "tags": tags,
        "valid": valid.format(day=on.isoformat()),
    }


def table(given: Mapping[str, object], *, at: datetime, most: int) -> Table:
    """Ledger `catalogue.tags`: what the tags would say."""
    today = timezone.localdate(at, timezone.get_default_timezone())
    found = data(given, today, "zh")["tags"]
    return Table(
        columns=(
            Column(title=Text("产品编码", "Product code")),
            Column(title=Text("名称", "Name")),
            Column(title=Text("说明", "Details")),
            Column(title=Text("单位", "Unit")),
            Column(title=Text("价格", "Price")),
        ),
        rows=tuple((tag["code"], tag["name"], tag["detail"], tag["unit"], tag["price"]) for tag in found[:most]),
    )


def _details(product: Product) -> list[str]:
    told = [product.code, product.series]
    for each in product.attributes:
        if each.get("value") not in (None, ""):
            told.append(f"{each.get('title') or each['name']} {each['value']}{each.get('unit', '')}")
    return [each for each in told if each]
