"""Every address there is, of pages and calls, and what it is asked with."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from gendan.api.application import made

VALUES: Final[dict[str, tuple[object, ...]]] = {
    "account": (1,),
    "provider": ("oidc", "wecom"),
    "act": ("raise", "judge", "approve", "open"),
    "assignment": (1,),
    "channel": ("mail",),
    "job": (1,),
    "key": ("1", "claims.claim"),
    "load": ("00000000-0000-0000-0000-000000000001",),
    "row": (1,),
    "unit": (1,),
    "series": ("claims.claim",),
    "action": ("raise", "judge", "approve"),
    "form": ("csv", "xlsx"),
    "language": ("zh", "en"),
    "measure": ("late_share", "orders"),
    "record": (1,),
    "party": (1,),
    "type": ("party", "product"),
    "word": (
        *("parties.register", "money.receive"),
        *("parties.all", "stock.goods", "money.receipts"),
        *("stock.of_case", "money.movements"),
    ),
    "area": ("parties", "stock", "money"),
    "sha256": ("0" * 64,),
    "name": ("shop_export", "warehouse", "carrier"),
    "part": ("mine", "waiting"),
    "volume": (1,),
    "what": ("change", "posts", "deactivate"),
}
"""Values of address parameters that belong to no object of a department."""

WITHOUT: Final[dict[str, str]] = {
    "secret": "the secret of a link is known to whom it was told",
}
"""Parameters that nobody can fill, and why."""

QUERIES: Final[dict[str, tuple[str, ...]]] = {
    "find": ("?q=zz7", "?number=zz7", "?q=wangjia"),
    "search_cases": ("?q=zz7", "?q=wangjia"),
    "list_cases": ("?limit=500", "?text=zz7"),
    "list": ("?text=zz7",),
    "export_cases": ("?form=csv", "?form=xlsx"),
}
"""What an address is asked besides, by its name."""


@dataclass(frozen=True)
class Address:
    """`names` are the parameters of the path, `face` pages or api."""

    face: str
    name: str
    method: str
    path: str
    names: tuple[str, ...]

    def of(self, things: Mapping[str, Mapping[str, object]]) -> Iterable[str]:
        """The addresses that lead to any of these things, each once."""
        return dict.fromkeys(path for thing in things.values() for path in self._filled(thing))

    def _filled(self, thing: Mapping[str, object]) -> Iterator[str]:
        values = [(thing[name],) if name in thing else VALUES.get(name, ()) for name in self.names]
        for chosen in product(*values):
            path = self.path.format(**dict(zip(self.names, chosen, strict=True)))
            for query in ("", *QUERIES.get(self.name, ())):
                yield path + query


@cache
def pages() -> list[Address]:
    """All pages, by the addresses that the resolver knows."""
    return [
        Address("pages", str(pattern.name), "GET", "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route), names)
        for route, pattern in _patterns(get_resolver(), "")
        if not route.startswith("api/")
        for names in [tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))]
    ]


@cache
def calls() -> list[Address]:
    """All operations, by the document that the API gives of itself."""
    document = made().get_openapi_schema(path_prefix="/api/")
    return [
        Address("api", operation["operationId"], method.upper(), path, tuple(re.findall(r"{(\w+)}", path)))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _patterns(resolver: URLResolver, before: str) -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each, route)
        else:
            yield route, each
