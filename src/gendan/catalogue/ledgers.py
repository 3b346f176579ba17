"""The catalogue as tables: products, published lists, what they charge, and special prices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.utils import timezone

from gendan.catalogue.models import PriceList, PriceListEnd, Product, SpecialPrice
from gendan.catalogue.queries import names_of
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table

Given = Mapping[str, object]


def _columns(*titles: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(title=Text(zh, en), type=kind) for zh, en, kind in titles)


def products(given: Given, *, at: datetime, most: int) -> Table:
    """Products by code, with what they declare."""
    found = Product.objects.order_by("code")
    text = str(given.get("text") or "")
    if text:
        found = found.filter(Q(code__icontains=text) | Q(name__icontains=text) | Q(series__icontains=text))
    return Table(
        columns=_columns(
            ("产品编码", "Product code", "text"),
            ("名称", "Name", "text"),
            ("系列", "Series", "text"),
            ("单位", "Unit", "text"),
            ("属性", "Attributes", "text"),
            ("在售", "Offered", "bool"),
            ("版本", "Version", "int"),
        ),
        rows=tuple(
            (
                each.code,
                each.name,
                each.series,
                each.unit,
                "、".join(_attribute(one) for one in each.attributes),
                each.offered,
                each.version,
            )
            for each in found[:most]
        ),
    )


def _attribute(said: Mapping[str, object]) -> str:
    told = str(said.get("title") or said["name"])
    if said.get("unit"):
        told += f" ({said['unit']})"
    return f"{told}={said['value']}" if said.get("value") not in (None, "") else told


def lists(given: Given, *, at: datetime, most: int) -> Table:
    """Published lists, the latest first; with a day, those that count on it."""
    ends = Prefetch("ends", queryset=PriceListEnd.objects.order_by("-id"), to_attr="known_ends")
    found = PriceList.objects.prefetch_related(ends).order_by("-id")
    day = given.get("day")
    rows = []
    for each in found[: most * 2]:
        until = _until(each)
        if isinstance(day, date) and not (each.since <= day and (until is None or day <= until)):
            continue
        rows.append(
            (
                (
                    f"/areas/tables/catalogue.prices/?list={each.name}&version={each.version}",
                    f"{each.name} {each.version}",
                ),
                each.grade,
                each.channel,
                each.since,
                until,
                each.rounding["to"],
                each.at,
            )
        )
    return Table(
        columns=_columns(
            ("价格表", "Price list", "link"),
            ("客户等级", "Grade", "text"),
            ("渠道", "Channel", "text"),
            ("起始日", "From", "date"),
            ("截止日（当天仍有效）", "Until (that day included)", "date"),
            ("单价取整到", "Rounded to", "money"),
            ("发布时间", "Published", "moment"),
        ),
        rows=tuple(rows[:most]),
    )


def _until(found: PriceList) -> date | None:
    # The prefetch gave it this name.
    ends: list[PriceListEnd] = found.known_ends  # type: ignore[attr-defined]
    return ends[0].until if ends else found.until


def prices(given: Given, *, at: datetime, most: int) -> Table:
    """What one list charges, component by component, then its surcharges and tables; without a name the last one."""
    found = PriceList.objects.order_by("-version" if given.get("list") else "-id")
    if given.get("list"):
        found = found.filter(name=given["list"])
    if given.get("version"):
        found = found.filter(version=int(str(given["version"])))
    published = found.first()
    rows: list[tuple[object, ...]] = []
    if published is not None:
        for each in published.prices.select_related("product").order_by("id")[:most]:
            subject = each.product.code if each.product else each.series
            for said in each.components:
                bounds = " – ".join(str(said.get(bound, "")) for bound in ("least", "most")).strip(" –")
                rows.append(
                    (subject, said["title"], said.get("measure", ""), bounds, said.get("unit", ""), said["rate"])
                )
        for said in published.surcharges:
            charged = said.get("amount") or f"{said.get('percent')}%"
            rows.append(("+", said["title"], said.get("when", ""), "", said.get("per", ""), charged))
        for name, cells in published.tables.items():
            rows += [(f"table.{name}", key, "", "", "", value) for key, value in cells.items()]
    return Table(
        columns=_columns(
            ("产品或系列", "Product or series", "text"),
            ("组成", "Component", "text"),
            ("计量式或条件", "Measure or condition", "text"),
            ("最少 – 最多", "Bounds", "text"),
            ("单位", "Unit", "text"),
            ("单价式", "Rate", "text"),
        ),
        rows=tuple(rows[:most]),
    )


def specials(given: Given, *, at: datetime, most: int) -> Table:
    """Special prices, the latest first; those that count today unless all are asked."""
    found = SpecialPrice.objects.select_related("product").order_by("-id")
    if given.get("party"):
        found = found.filter(party__in=names_of(str(given["party"])))
    if given.get("all") is not True:
        today = timezone.localdate(at, timezone.get_default_timezone())
        found = found.filter(Q(until__isnull=True) | Q(until__gte=today))
    return Table(
        columns=_columns(
            ("客户", "Party", "text"),
            ("产品编码", "Product code", "text"),
            ("特价", "Special price", "money"),
            ("折让 %", "Percent off", "decimal"),
            ("起始日", "From", "date"),
            ("截止日", "Until", "date"),
            ("批准时间", "Granted", "moment"),
        ),
        rows=tuple(
            (each.party, each.product.code, each.price, each.percent, each.since, each.until, each.at)
            for each in found[:most]
        ),
    )
