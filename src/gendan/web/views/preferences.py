"""The switches of language and light, which every page carries. They are kept in the browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from gendan.people.actions import change_person
from gendan.web.context import THEME_COOKIE, THEMES
from gendan.web.middleware import CHINESE, ENGLISH
from gendan.web.trying import tried_by_of, while_trying
from gendan.web.views.common import back_to, keep_in_browser, now, person_of


@while_trying
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show pages in the language that was chosen."""
    response = back_to(request, "web:bench")
    if (chosen := request.POST.get("language")) in (CHINESE, ENGLISH):
        keep_in_browser(response, settings.LANGUAGE_COOKIE_NAME, chosen)
        _remember(request, chosen)
    return response


@while_trying
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Show pages in the light that was chosen."""
    response = back_to(request, "web:bench")
    if (chosen := request.POST.get("theme")) in THEMES:
        keep_in_browser(response, THEME_COOKIE, chosen)
    return response


def _remember(request: HttpRequest, chosen: str) -> None:
    """The language is the person's from now on, in other browsers too."""
    if tried_by_of(request) is not None:
        return
    short = "en" if chosen == ENGLISH else "zh"
    if request.user.is_authenticated and getattr(request.user, "language", short) != short:
        person = person_of(request)
        change_person(person, actor=person, at=now(request), language=short)
