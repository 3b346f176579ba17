"""What a text may be picked from: series of products (`catalogue.series`), and values of their attributes, above all
those that prices know (`catalogue.values`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from gendan.cases.store import cursor
from gendan.catalogue.models import PriceList, Product

_LOOKED_UP: Final = re.compile(r"table\.(\w+)\(\s*(\w+)\s*\)")
"""Where a formula reads a table by an attribute."""


def resolve_series(texts: Sequence[str]) -> dict[str, str]:
    """The series of each text that names one."""
    with cursor() as on:
        on.execute("select distinct series from catalogue_product where series = any($1::text[])", [list(texts)])
        return {series: series for (series,) in on}


def look_up_series(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Series of products that are offered whose name holds a text, each with how many products it has."""
    with cursor() as on:
        on.execute(
            "select series, count(*) from catalogue_product"
            " where offered and series <> '' and strpos(lower(series), lower($1::text)) > 0"
            " group by series order by strpos(lower(series), lower($1::text)), series limit $2::int",
            [text.strip(), limit],
        )
        return [(series, f"× {count}", "") for series, count in on]


def make_series(texts: Sequence[str], at: datetime) -> None:
    """A series is made by describing its products, not by being named, not even in a rehearsal."""


def resolve_values(texts: Sequence[str]) -> dict[str, str]:
    """Any text: a customer may want what no price list has yet."""
    return {text: text.strip() for text in texts}


def look_up_values(text: str, limit: int, of: str = "") -> list[tuple[str, str, str]]:
    """The values of the attribute `of`, or of all, that hold a text: options that products declare, and what the last
    price lists look up by it; with what the attribute is called.
    """
    wanted = text.strip().casefold()
    titles, values = _known(*_stand())
    names = [of] if of else list(values)
    found = ((value, titles.get(name, name)) for name in names for value in values.get(name, ()))
    fitting = sorted(found, key=lambda pair: not pair[0].casefold().startswith(wanted))
    return [(value, title, "") for value, title in fitting if wanted in value.casefold()][:limit]


def make_values(texts: Sequence[str], at: datetime) -> None:
    """Values are declared by products and prices."""


def _stand() -> tuple[int, int, int]:
    """What changes whenever a list is published or a product described."""
    with cursor() as on:
        on.execute(
            "select (select coalesce(max(id), 0) from catalogue_pricelist), count(*), coalesce(sum(version), 0)"
            " from catalogue_product"
        )
        lists, products, versions = on.fetchone() or (0, 0, 0)
    return int(lists), int(products), int(versions)


@lru_cache(maxsize=2)
def _known(lists: int, products: int, versions: int) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """The attributes' titles, and the values of each, in the order in which they are declared."""
    titles: dict[str, str] = {}
    values: dict[str, dict[str, None]] = {}
    for attributes in Product.objects.filter(offered=True).values_list("attributes", flat=True):
        for each in attributes:
            titles.setdefault(each["name"], each.get("title") or each["name"])
            values.setdefault(each["name"], {}).update(dict.fromkeys(_options(each)))
    last: dict[str, PriceList] = {}
    for published in PriceList.objects.order_by("id"):
        last[published.name] = published
    for published in last.values():
        for table, attribute in sorted(set(_read_by(published))):
            values.setdefault(attribute, {}).update(dict.fromkeys(published.tables.get(table, ())))
    return titles, {name: tuple(found) for name, found in values.items()}


def _options(attribute: Mapping[str, object]) -> list[str]:
    said = attribute.get("options")
    return [str(each) for each in said] if isinstance(said, list) and attribute.get("type") != "bool" else []


def _read_by(published: PriceList) -> Iterator[tuple[str, str]]:
    """The tables that a list's formulas read, each with the attribute by which it does."""
    components = (one for components in published.prices.values_list("components", flat=True) for one in components)
    for said in (*components, *published.surcharges):
        for formula in _formulas(said):
            yield from _LOOKED_UP.findall(formula)


def _formulas(said: Mapping[str, object]) -> Iterable[str]:
    return (str(said[part]) for part in ("measure", "rate", "amount", "when") if said.get(part))
