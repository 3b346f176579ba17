"""What the catalogue knows: products, the price of each on a day, special prices, and who asks how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import orjson
from django.db.models import Q
from django.utils import timezone

from gendan.cases.store import cursor
from gendan.catalogue.models import PriceList, Product
from gendan.catalogue.pricing import Component, Special, Surcharge, Tariff, price
from gendan.core.refusals import Refused
from gendan.parties import queries as parties
from gendan.people.epoch import on_forget

LOOK_UP_MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A product as it is described now. `attributes` are as in `models.Product`."""

    id: int
    code: str
    name: str
    series: str
    unit: str
    attributes: tuple[Mapping[str, object], ...]
    offered: bool

    @property
    def own(self) -> dict[str, object]:
        """The attributes that are the same for every piece, typed."""
        return {
            str(each["name"]): typed(each, each["value"])
            for each in self.attributes
            if each.get("value") not in (None, "")
        }


def typed(attribute: Mapping[str, object], value: object) -> object:
    """A value of an attribute as formulas see it; what can't be read is as it stands."""
    kind = attribute.get("type")
    if kind in ("decimal", "int") and isinstance(value, str):
        try:
            return Decimal(value) if kind == "decimal" else int(value)
        except (ArithmeticError, ValueError):
            return value
    if kind == "bool" and isinstance(value, str):
        return value in ("true", "是")
    return value


def products(codes: Iterable[str]) -> dict[str, Described]:
    """The products of these codes; those that are not there are left out."""
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        return {}
    with cursor() as on:
        on.execute(
            "select id, code, name, series, unit, attributes::text, offered from catalogue_product"
            " where code = any($1::text[])",
            [wanted],
        )
        return {row[1]: _described(row) for row in on}


def _described(row: Sequence[Any]) -> Described:
    return Described(
        id=row[0],
        code=row[1],
        name=row[2],
        series=row[3],
        unit=row[4],
        attributes=tuple(orjson.loads(row[5])),
        offered=row[6],
    )


def resolve(texts: Iterable[str]) -> dict[str, str]:
    """Codes in their own writing, by what was given: a code however its letters are written, or a name that only one
    product has. What leads to none is left out.
    """
    wanted = list(dict.fromkeys(texts))
    if not wanted:
        return {}
    with cursor() as on:
        on.execute(
            "select code, lower(code), name from catalogue_product"
            " where code = any($1::text[]) or lower(code) = any($2::text[]) or name = any($1::text[])",
            [wanted, [each.lower() for each in wanted]],
        )
        rows = on.fetchall()
    exact = {code: code for code, _, _ in rows}
    alike: dict[str, list[str]] = {}
    named: dict[str, list[str]] = {}
    for code, low, name in rows:
        alike.setdefault(low, []).append(code)
        named.setdefault(name, []).append(code)
    found: dict[str, str] = {}
    for text in wanted:
        candidates = [exact[text]] if text in exact else alike.get(text.lower()) or named.get(text) or []
        if len(candidates) == 1:
            found[text] = candidates[0]
    return found


def look_up(text: str, limit: int = 20) -> list[tuple[str, str, str]]:
    """Products offered whose code, name or series has `text`: code, name, and what tells them apart."""
    found = Product.objects.filter(offered=True)
    if text:
        found = found.filter(Q(code__icontains=text) | Q(name__icontains=text) | Q(series__icontains=text))
    rows = found.order_by("code").values_list("code", "name", "series", "unit")[: min(limit, LOOK_UP_MOST)]
    return [(code, name, " · ".join(each for each in (series, unit) if each)) for code, name, series, unit in rows]


# Of the lists that count on the day, the one that names grade and channel most narrowly; of these the one that began
# last, then the one published last. A product's own price goes before its series'.
_CANDIDATES: Final = """
select p.id, w.code from unnest($1::text[]) as w (code)
join catalogue_product g on g.code = w.code
cross join lateral (
    select p.id from catalogue_price p
    join catalogue_pricelist l on l.id = p.list_id
    left join lateral (
        select e.until from catalogue_pricelistend e where e.list_id = l.id and e.at <= $6::timestamptz
        order by e.id desc limit 1
    ) e on true
    where (p.product_id = g.id or (p.product_id is null and p.series = g.series and g.series <> ''))
        and l.grade in ('', $2::text) and l.channel in ('', $3::text) and ($5::text = '' or l.name = $5::text)
        and l.since <= $4::date and $4::date <= coalesce(e.until, l.until, 'infinity') and l.at <= $6::timestamptz
    order by (l.grade <> '')::int + (l.channel <> '')::int desc, l.grade <> '' desc, l.since desc, l.id desc,
        p.product_id is null
    limit 1
) p
"""


def tariffs(
    codes: Iterable[str],
    *,
    on: date,
    grade: str = "",
    channel: str = "",
    name: str = "",
    known: datetime | None = None,
) -> dict[str, Tariff]:
    """How each product is priced on a day, for a grade and a channel, by any list or only by the one of that name; as
    it was known at a moment, where one is told: what was published later counts not, whichever day it is of.

    A list that ends on the day still counts. Products without a price are left out.
    """
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        return {}
    with cursor() as at:
        at.execute(_CANDIDATES, [wanted, grade, channel, on, name, "infinity" if known is None else known.isoformat()])
        rows = at.fetchall()
    return {code: _tariff(price) for price, code in rows}


@lru_cache(maxsize=20_000)
def _tariff(price: int) -> Tariff:
    """A published price never changes: it is read once."""
    with cursor() as on:
        on.execute("select list_id, components::text from catalogue_price where id = $1::bigint", [price])
        row = on.fetchone()
    assert row is not None  # published and never removed
    name, version, to, mode, surcharges, tables = _list(row[0])
    return Tariff(
        price=price,
        list=row[0],
        name=name,
        version=version,
        components=tuple(component(each) for each in orjson.loads(row[1])),
        surcharges=surcharges,
        tables=tables,
        to=to,
        mode=mode,
    )


@lru_cache(maxsize=500)
def _list(number: int) -> tuple[str, int, Decimal, str, tuple[Surcharge, ...], Mapping[str, Mapping[str, str]]]:
    found = PriceList.objects.get(id=number)
    return (
        found.name,
        found.version,
        Decimal(found.rounding["to"]),
        found.rounding["mode"],
        tuple(surcharge(each) for each in found.surcharges),
        found.tables,
    )


on_forget(_tariff.cache_clear)
on_forget(_list.cache_clear)


def component(said: Mapping[str, Any]) -> Component:
    """A component as it was published."""
    return Component(
        title=said["title"],
        rate=said["rate"],
        measure=said.get("measure", ""),
        least=_decimal(said.get("least")),
        most=_decimal(said.get("most")),
        unit=said.get("unit", ""),
    )


def surcharge(said: Mapping[str, Any]) -> Surcharge:
    """A surcharge as it was published."""
    return Surcharge(
        title=said["title"],
        when=said.get("when", ""),
        amount=said.get("amount", ""),
        percent=_decimal(said.get("percent")),
        per=said.get("per", "piece"),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def specials(named: Iterable[str], codes: Iterable[str], on: date) -> dict[str, dict[str, Special]]:
    """The special prices of parties on a day, by party and product: for each the latest that was granted, under
    whichever of the party's names.
    """
    asked, wanted = list(dict.fromkeys(named)), list(dict.fromkeys(codes))
    found: dict[str, dict[str, Special]] = {}
    if not asked or not wanted:
        return found
    with cursor() as at:
        at.execute(
            "select distinct on (w.name, g.code) w.name, g.code, s.case_id, s.price, s.percent"
            " from unnest($1::text[]) w (name) left join parties_partyname n on n.name = w.name"
            " join catalogue_specialprice s on s.party = w.name or s.party in ("
            "select o.name from parties_partyname o where o.party_id = n.party_id)"
            " join catalogue_product g on g.id = s.product_id"
            " where g.code = any($2::text[]) and s.since <= $3::date"
            " and (s.until is null or s.until >= $3::date) order by w.name, g.code, s.id desc",
            [asked, wanted, on],
        )
        for party, code, case, piece, percent in at:
            if piece is not None or percent is not None:
                found.setdefault(party, {})[code] = Special(case=case, price=piece, percent=percent)
    return found


def names_of(party: str) -> tuple[str, ...]:
    """Every name under which the party may stand in what was kept; the name itself where no such party is known."""
    found = parties.one(party)
    return parties.names_of(found) if found is not None else (party,)


def known(asked: Sequence[tuple[object, ...]]) -> list[bool]:
    """Look-up `catalogue.known(product)`: whether there is such a product and it is offered."""
    found = products(str(arguments[0]) for arguments in asked if arguments[0])
    return [(each := found.get(str(arguments[0]))) is not None and each.offered for arguments in asked]


def series_of(asked: Sequence[tuple[object, ...]]) -> list[str | None]:
    """Look-up `catalogue.series(product)`: the series of a product."""
    found = products(str(arguments[0]) for arguments in asked if arguments[0])
    return [each.series if (each := found.get(str(arguments[0]))) is not None else None for arguments in asked]


def list_prices(asked: Sequence[tuple[object, ...]]) -> list[Decimal | None]:
    """Look-up `catalogue.price(product, day, grade, channel)`: what one piece costs by the list of that day, where the
    price hangs on nothing that an order's line would tell; None otherwise.
    """
    return _list_prices([(code, day if isinstance(day, date) else None, None, *way) for code, day, *way in asked])


def prices_at(asked: Sequence[tuple[object, ...]]) -> list[Decimal | None]:
    """Look-up `catalogue.price_at(product, moment, grade, channel)`: as `catalogue.price`, by the list of the moment's
    day as it was known at that moment. What is published afterwards changes nothing, also where it is dated back.
    """
    return _list_prices(
        [
            (code, _day(moment), moment, *way) if isinstance(moment, datetime) else (code, None, None, *way)
            for code, moment, *way in asked
        ]
    )


def _day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())


_Way = tuple[str, str, date, datetime | None]
"""Grade, channel, day, and the moment at which the lists are looked at."""


def _list_prices(asked: Sequence[tuple[object, ...]]) -> list[Decimal | None]:
    """For each (product, day, moment known or None, grade, channel) what a piece costs."""
    ways: list[_Way | None] = [
        (str(grade or ""), str(channel or ""), day, known if isinstance(known, datetime) else None)
        if isinstance(day, date)
        else None
        for _, day, known, grade, channel in asked
    ]
    codes = [str(arguments[0] or "") for arguments in asked]
    together: dict[_Way, list[str]] = {}
    for code, way in zip(codes, ways, strict=True):
        if way is not None:
            together.setdefault(way, []).append(code)
    described = products(codes)
    by_way = {
        way: tariffs(of_way, grade=way[0], channel=way[1], on=way[2], known=way[3]) for way, of_way in together.items()
    }
    answers: list[Decimal | None] = []
    for code, way in zip(codes, ways, strict=True):
        tariff = None if way is None else by_way[way].get(code)
        product = described.get(code)
        found = None if way is None or tariff is None or product is None else _piece(tariff, product, way[0], way[1])
        answers.append(found)
    return answers


def _piece(tariff: Tariff, product: Described, grade: str, channel: str) -> Decimal | None:
    values = {**product.own, "urgent": False, "grade": grade, "channel": channel}
    try:
        return price(tariff, values, Decimal(1)).price
    except Refused:
        return None
