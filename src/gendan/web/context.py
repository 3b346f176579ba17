"""What the frame around every page shows: who reads, in which language and light, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from gendan.cases import exchanges, library
from gendan.cases.imports.context import may_run
from gendan.cases.queries.load import overseen
from gendan.cases.queries.records import types_of
from gendan.cases.sight import posts_of, works_with
from gendan.core.command import Actor
from gendan.core.pack import Import, Pack
from gendan.notices.queries import MOST_COUNTED, waiting
from gendan.people import access
from gendan.people.middleware import moment_of
from gendan.web.areas import open_areas
from gendan.web.concerned import procedures_of
from gendan.web.middleware import CHINESE, ENGLISH

STYLESHEETS = (
    "gendan/manual/text.css",
    *(
        f"gendan/css/{name}.css"
        for name in (
            "tokens",
            "base",
            "layout",
            "controls",
            "list",
            "case",
            "batch",
            "messages",
            "find",
            "chart",
            "figures",
            "manual",
            "flow",
            "packs",
            "studio",
            "site",
            "stock",
            "papers",
            "system",
            "signin",
            "print",
        )
    ),
)
MODULES = tuple(
    f"gendan/js/{name}.js"
    for name in (
        "page",
        "keys",
        "chosen",
        "drafts",
        "lines",
        "lines_keys",
        "lines_file",
        "sequence",
        "bell",
        "find",
        "live",
        "news",
        "tree",
        "mentions",
        "attach",
        "references",
        "taken",
    )
)
THEMES = ("light", "dark")
THEME_COOKIE = "gendan_theme"
DONE = "done"
"""The parameter of an address that names the form that has just been done: what was typed into it is forgotten."""


@cache
def _addresses(files: tuple[str, ...]) -> tuple[str, ...]:
    """Where the files are served: asked once, since every page names forty of them."""
    return tuple(map(static, files))


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere one can go."""

    title: str
    address: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Bell:
    """The unread messages: how many, how that is said where they are too many to be counted, and the last of them."""

    count: int
    says: str
    last: int


@dataclass(frozen=True, slots=True)
class Department:
    """A pack as the navigation shows it."""

    title: str
    procedures: tuple[Place, ...]
    imports: tuple[Place, ...]
    exchanges: tuple[Place, ...] = ()
    records: tuple[Place, ...] = ()


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    language = translation.get_language()
    other = ENGLISH if language == CHINESE else CHINESE
    return {
        "stylesheets": _addresses(STYLESHEETS),
        "modules": _addresses(MODULES),
        "theme": theme_of(request),
        "done": request.GET.get(DONE, ""),
        "other_language": {"code": other, "name": "English" if other == ENGLISH else "中文"},
        "tried_by": getattr(request, "tried_by", None),
        "bell": SimpleLazyObject(lambda: bell(request)),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "areas": SimpleLazyObject(lambda: open_areas(request)),
        "outside": SimpleLazyObject(lambda: is_outside(request)),
        "oversees": SimpleLazyObject(lambda: bool(oversees(request))),
    }


def is_outside(request: HttpRequest) -> bool:
    """Whether the reader is no one of the house, but a customer's or dealer's."""
    person = getattr(request.user, "pk", None)
    member = access.organization().members.get(person) if person is not None else None
    return member is not None and member.party is not None


def theme_of(request: HttpRequest) -> str:
    """The light that was chosen in this browser, empty where the system's is followed."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def bell(request: HttpRequest) -> Bell:
    """How many messages wait for the person: one small query, as every page asks it, and asks it again and again."""
    person = getattr(request.user, "pk", None)
    found = waiting(person) if person is not None else []
    says = f"{MOST_COUNTED - 1}+" if len(found) >= MOST_COUNTED else str(len(found))
    return Bell(len(found), says, found[0] if found else 0)


def navigation(request: HttpRequest) -> tuple[Department, ...]:
    """The departments in which the person works, with the lists, imports and exchanges that are his."""
    person = getattr(request.user, "pk", None)
    if person is None:
        return ()
    language, now = translation.get_language() or CHINESE, moment_of(request)
    found = []
    own = procedures_of(person, now)
    for _, pack in library.active_packs():
        actor = access.actor(person, pack, now)
        procedures = tuple(
            _place(request, procedure.title.in_language(language), "web:list", pack.name, procedure.name)
            for procedure in pack.matters
            if works_with(procedure, actor) and (own is None or f"{pack.name}.{procedure.name}" in own)
        )
        imports = tuple(
            _place(request, each.title.in_language(language), "web:import", pack.name, each.name)
            for each in pack.imports.values()
            if may_import(pack, each, actor)
        )
        sent = tuple(
            _place(request, each.title.in_language(language), "web:exchange", pack.name, each.name)
            for each in pack.exchanges.values()
            if exchanges.takes_part(each, pack.procedures[each.procedure], actor)
        )
        kept = tuple(
            _place(request, kind.title.in_language(language), "web:records", pack.name, kind.name)
            for kind in types_of(pack, posts_of(actor))
        )
        if procedures or sent or kept:
            found.append(Department(pack.title.in_language(language), procedures, imports, sent, kept))
    return tuple(found)


def oversees(request: HttpRequest) -> tuple[str, ...]:
    """The posts that stand below the reader's own: with them come the pages of who leads."""
    person = getattr(request.user, "pk", None)
    return overseen(person, moment_of(request)) if person is not None else ()


def may_import(pack: Pack, each: Import, actor: Actor) -> bool:
    """Whether the actor may open the cases that the import opens, or keeps the records that it writes."""
    return bool(posts_of(actor)) and may_run(each, pack, actor)


def _place(request: HttpRequest, title: str, view: str, *names: str) -> Place:
    address = reverse(view, args=names)
    return Place(title, address, request.path.startswith(address))
