"""领域的页面 The pages of areas, as the navigation shows them to who may look at an area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from gendan.cases import area_actions
from gendan.cases.ledgers import of_area
from gendan.cases.registry import vocabulary
from gendan.core.text import Text
from gendan.people.middleware import moment_of
from gendan.web.middleware import CHINESE

PAGES: Final[Mapping[str, tuple[tuple[Text, str], ...]]] = {
    "papers": (
        (Text("单据模板", "Paper templates"), "web:papers"),
        (Text("单据抬头", "Letterhead"), "web:letterhead"),
    ),
    "stock": (
        (Text("扫码", "Scan"), "web:stock_scan"),
        (Text("编码清单导入", "Bring in codes"), "web:stock_codes"),
        (Text("打印标签", "Labels"), "web:stock_labels"),
    ),
}
"""By area: the title of a page and the name of its address, the area's home first."""


@dataclass(frozen=True, slots=True)
class AreaPlace:
    """A page of an area, or an action that one may do there."""

    title: str
    address: str
    here: bool = False


def open_areas(request: HttpRequest) -> tuple[AreaPlace, ...]:
    """The homes of the areas at which the reader may look."""
    person = getattr(request.user, "pk", None)
    if person is None:
        return ()
    known, language = vocabulary(), translation.get_language() or CHINESE
    found = []
    for area in sorted(area_actions.areas_open(person, moment_of(request)) & known.titles.keys(), key=_order):
        pages = pages_of(request, area)
        address = pages[0].address if pages else reverse("web:area", args=[area])
        whole = (address, reverse("web:area", args=[area]), *(page.address for page in pages))
        own = (f"/areas/do/{area}.", f"/areas/tables/{area}.", f"/{area}/")
        here = request.path.startswith(whole) or request.path.startswith(own)
        found.append(AreaPlace(known.titles[area].in_language(language), address, here))
    return tuple(found)


def pages_of(request: HttpRequest, area: str) -> tuple[AreaPlace, ...]:
    """The pages of an area."""
    language = translation.get_language() or CHINESE
    pages = [(title, reverse(name)) for title, name in PAGES.get(area, ())]
    pages += [(each.title, reverse("web:ledger", args=[each.name])) for each in of_area(area)]
    return tuple(AreaPlace(title.in_language(language), address, request.path == address) for title, address in pages)


def actions_of(request: HttpRequest, area: str) -> tuple[AreaPlace, ...]:
    """What the reader may do in an area without any case."""
    person, language = int(request.user.pk or 0), translation.get_language() or CHINESE
    offered = area_actions.offered_on_site(person, moment_of(request))
    # Whoever does something from a page of the area is led back to it.
    back = f"?{urlencode({'next': request.path})}"
    return tuple(
        AreaPlace(each.title.in_language(language), reverse("web:area_do", args=[each.name]) + back)
        for each in offered
        if each.name.partition(".")[0] == area
    )


def _order(area: str) -> tuple[int, str]:
    order = ("parties", "catalogue", "orders", "stock", "money")
    return (order.index(area) if area in order else len(order), area)
