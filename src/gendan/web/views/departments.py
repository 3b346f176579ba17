"""Which department a page opens on: the one that was chosen last in this browser, else the reader's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse

from gendan.core.pack import Pack
from gendan.people import access
from gendan.web.trying import tried_by_of
from gendan.web.views.common import keep_in_browser, now, person_of

COOKIE: Final = "gendan_department"


def opened(request: HttpRequest, packs: Sequence[Pack]) -> Pack | None:
    """The one of `packs` that the address asks for (`pack`), or was chosen before, or in which the reader holds a post,
    the one that he has held longest; else the first."""
    person = person_of(request)
    own = access.organization().departments(person, access.day_of(now(request)))
    by_name = {pack.name: pack for pack in packs}
    wanted = (request.GET.get("pack", ""), request.COOKIES.get(COOKIE, ""), *own, *by_name)
    return next((by_name[name] for name in wanted if name in by_name), None)


def remember(request: HttpRequest, response: HttpResponse, shown: Pack | None) -> None:
    """Open on this department from now on, where the reader has chosen it himself."""
    chosen = shown is not None and shown.name == request.GET.get("pack")
    if shown is not None and chosen and tried_by_of(request) is None and request.COOKIES.get(COOKIE) != shown.name:
        keep_in_browser(response, COOKIE, shown.name)
