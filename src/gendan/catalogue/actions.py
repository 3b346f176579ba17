"""What changes the catalogue: products described, price lists published and ended, special prices granted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from gendan.cases.store import cursor
from gendan.catalogue import publishing
from gendan.catalogue.formulas import GENERAL, TYPES
from gendan.catalogue.models import Price, PriceList, PriceListEnd, Product, ProductVersion, SpecialPrice
from gendan.catalogue.queries import products
from gendan.core.refusals import Reason, Refused

Row = Mapping[str, object]
_NAME_MOST: Final = 100


def describe(
    *,
    code: str,
    name: str = "",
    name_english: str = "",
    series: str = "",
    unit: str = "",
    attributes: Sequence[Row] = (),
    offered: bool = True,
    actor: int,
    at: datetime,
) -> Product:
    """Describe a product, a new one or one that is there: the whole description, which becomes its next version.

    Raises Refused: needs.code, needs.unit, value.attributes.
    """
    code = code.strip()
    reasons = [Reason(f"needs.{field}") for field, text in (("code", code), ("unit", unit.strip())) if not text]
    if len(code) > _NAME_MOST:
        reasons.append(Reason("value.code", {"given": code[:60], "expected": {"type": "text", "max": str(_NAME_MOST)}}))
    declared = _attributes(attributes, reasons)
    if reasons:
        raise Refused(tuple(reasons))
    content = {
        "name": name.strip() or code,
        "name_english": name_english.strip(),
        "series": series.strip(),
        "unit": unit.strip(),
        "attributes": declared,
        "offered": offered,
    }
    with transaction.atomic():
        Product.objects.bulk_create([Product(code=code, version=0, **content)], ignore_conflicts=True)
        product = Product.objects.select_for_update().get(code=code)
        if product.version and all(getattr(product, field) == value for field, value in content.items()):
            return product
        for field, value in content.items():
            setattr(product, field, value)
        product.version += 1
        product.save()
        ProductVersion.objects.create(product=product, version=product.version, content=content, person=actor, at=at)
    return product


def make_known(texts: Iterable[str], at: datetime) -> None:
    """Make products of these codes where there are none, counted in pieces: what a rehearsal's story names is there."""
    wanted = list(dict.fromkeys(texts))
    there = products(wanted)
    for code in wanted:
        if code not in there:
            describe(code=code, unit="件", actor=0, at=at)


def _attributes(rows: Sequence[Row], reasons: list[Reason]) -> list[dict[str, object]]:
    declared: list[dict[str, object]] = []
    cells: list[dict[str, object]] = []
    seen: set[str] = set(GENERAL)
    for number, row in enumerate(rows, 1):
        name, kind = str(row.get("name") or "").strip(), str(row.get("type") or "text").strip()
        why = ""
        if not (name.isidentifier() and name.isascii()) or name.startswith("_"):
            why = "name"
        elif name in seen:
            why = "doubled"
        elif kind not in TYPES:
            why = "type"
        if why:
            column = "type" if why == "type" else "name"
            cells.append({"row": number, "column": column, "given": name if column == "name" else kind, "why": why})
            continue
        seen.add(name)
        said: dict[str, object] = {"name": name, "title": str(row.get("title") or name).strip(), "type": kind}
        if row.get("unit"):
            said["unit"] = str(row["unit"]).strip()
        options = row.get("options")
        if kind == "choice":
            said["options"] = _options(options)
        value = row.get("value")
        if value not in (None, ""):
            said["value"] = value if isinstance(value, bool) else _plain(value)
        declared.append(said)
    if cells:
        first = cells[0]
        told = f"{first['row']}: {first['column']} = {first['given']} ({first['why']})"
        expected = {"type": "rows"}
        reasons.append(Reason("value.attributes", {"given": told, "expected": expected, "cells": cells[:100]}))
    return declared


def _options(given: object) -> list[str]:
    if isinstance(given, str):
        for mark in "，、;；|\n":
            given = given.replace(mark, ",")
        given = given.split(",")
    # What is no text is a list, as forms and files give it.
    return list(dict.fromkeys(str(each).strip() for each in given or () if str(each).strip()))  # type: ignore[attr-defined]


def _plain(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def publish(
    *,
    name: str,
    since: date,
    until: date | None = None,
    grade: str = "",
    channel: str = "",
    round_to: Decimal | str | None = None,
    round_mode: str = "",
    prices: Sequence[Row] = (),
    surcharges: Sequence[Row] = (),
    tables: Sequence[Row] = (),
    actor: int,
    at: datetime,
) -> PriceList:
    """Publish a price list: the next version of `name`, which never changes. Versions before it stand for their days.

    Raises Refused: needs.name, needs.prices, value.until, value.round_to, value.round_mode, and what is wrong in the
    rows (see `publishing.checked`).
    """
    reasons = [] if name.strip() else [Reason("needs.name")]
    if until is not None and until < since:
        expected = {"type": "date", "min": since.isoformat()}
        reasons.append(Reason("value.until", {"given": until.isoformat(), "expected": expected}))
    rule: dict[str, str] = {}
    ready: publishing.Checked | None = None
    try:
        rule = publishing.rounding(round_to, round_mode)
    except Refused as refused:
        reasons += refused.reasons
    try:
        known = _products_of(prices, surcharges)
        ready = publishing.checked(prices, surcharges, tables, known)
    except Refused as refused:
        reasons += refused.reasons
    if reasons or ready is None:
        raise Refused(tuple(reasons))
    with transaction.atomic():
        # Two who publish the same name at once take turns.
        with cursor() as on:
            on.execute("select pg_advisory_xact_lock(hashtextextended($1::text, 7))", [f"pricelist:{name.strip()}"])
        last = (
            PriceList.objects.filter(name=name.strip()).order_by("-version").values_list("version", flat=True).first()
        )
        published = PriceList.objects.create(
            name=name.strip(),
            version=(last or 0) + 1,
            grade=grade.strip(),
            channel=channel.strip(),
            since=since,
            until=until,
            rounding=rule,
            surcharges=ready.surcharges,
            tables=ready.tables,
            person=actor,
            at=at,
        )
        Price.objects.bulk_create(
            [
                Price(
                    list=published,
                    product_id=known[code].id if code else None,
                    series=series,
                    components=components,
                )
                for (code, series), components in ready.components.items()
            ],
            batch_size=1000,
        )
    return published


def _products_of(prices: Sequence[Row], surcharges: Sequence[Row]) -> dict[str, Any]:
    """The products that the rows name, and those of the series that they name."""
    codes = {str(row.get("product") or "").strip() for row in prices}
    series = {str(row.get("series") or "").strip() for row in prices if not row.get("product")}
    codes |= set(Product.objects.filter(series__in=series - {""}).values_list("code", flat=True))
    return products(codes - {""})


def end(*, name: str, version: int | None = None, until: date, actor: int, at: datetime) -> PriceListEnd:
    """Let a list count up to `until` (that day included), whatever it was published with; without a version the last.

    Raises Refused: value.name where there is no such list, value.until where it would end before it began.
    """
    lists = PriceList.objects.filter(name=name.strip())
    found = (lists.filter(version=version) if version else lists.order_by("-version")).first()
    if found is None:
        raise Refused((Reason("value.name", {"given": name, "expected": {"type": "price_list"}}),))
    if until < found.since - timedelta(days=1):
        expected = {"type": "date", "min": (found.since - timedelta(days=1)).isoformat()}
        raise Refused((Reason("value.until", {"given": until.isoformat(), "expected": expected}),))
    return PriceListEnd.objects.create(list=found, until=until, person=actor, at=at)


def grant(
    *,
    party: str,
    product: str,
    price: Decimal | None = None,
    percent: Decimal | None = None,
    since: date,
    until: date | None = None,
    case: int,
    actor: int,
    at: datetime,
) -> SpecialPrice:
    """Grant a party a special price of a product: of a piece, or `percent` off the list; with neither, earlier ones
    are taken back from `since` on.

    Raises Refused: catalogue.unknown_product, catalogue.price_or_percent, catalogue.until.
    """
    found = products([product]).get(product)
    if found is None:
        raise Refused((Reason("catalogue.unknown_product", {"line": 1, "product": product}),))
    if price is not None and percent is not None:
        raise Refused((Reason("catalogue.price_or_percent", {"product": product}),))
    if (percent is not None and not 0 <= percent <= 100) or (price is not None and price < 0):
        raise Refused((Reason("catalogue.price_or_percent", {"product": product}),))
    if until is not None and until < since:
        raise Refused((Reason("catalogue.until", {"given": until.isoformat(), "since": since.isoformat()}),))
    return SpecialPrice.objects.create(
        party=party,
        product_id=found.id,
        price=price,
        percent=percent,
        since=since,
        until=until,
        case_id=case,
        person=actor,
        at=at,
    )
