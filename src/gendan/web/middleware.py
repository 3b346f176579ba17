"""What every page needs before it is made: the reader's language, plain text, and whether an app must be enrolled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import translation

from gendan.people.models import Person
from gendan.people.second_factor import must_enrol

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

CHINESE, ENGLISH = "zh-hans", "en"


def language_of(request: HttpRequest) -> str:
    """The language of the page: what was chosen in this browser, else the person's, else the installation's.

    The browser's own list is not asked: an office works in one language, and its machines are set up anyhow.
    """
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in (CHINESE, ENGLISH):
        return chosen
    own = getattr(getattr(request, "user", None), "language", "")
    return {"zh": CHINESE, "en": ENGLISH}.get(own) or str(settings.LANGUAGE_CODE)


class LanguageMiddleware:
    """Answers in the reader's language. Stands after the one that knows who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class PlainTextMiddleware:
    """Puts a space for what no keyboard types and the database holds in no text: the character NUL, which parts codes.

    Nothing lies at an address that has one. Stands after the one that looks at where forms come from.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_given: object) -> None:
        """Clean what a page is asked and what its form holds; calls of the API refuse it themselves."""
        match = request.resolver_match
        if match is None or match.namespace != "web":
            return
        if "\x00" in request.path:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _plain(request.GET)
        if request.method == "POST" and any("\x00" in each for _, sent in request.POST.lists() for each in sent):
            request.POST = _plain(request.POST)


def _plain(sent: QueryDict) -> _ImmutableQueryDict:
    plain = QueryDict(mutable=True)
    for name, values in sent.lists():
        plain.setlist(name, [each.replace("\x00", " ") for each in values])
    return cast("_ImmutableQueryDict", plain)


class SecondFactorMiddleware:
    """Leads who must have a second factor and has none to the page on which he enrols one, from every other page."""

    OPEN = frozenset(
        ("sign_in", "sign_in_code", "sign_in_methods", "sign_out", "second_factor", "password", "language", "theme")
    )
    """Pages that are his nevertheless."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_given: object) -> HttpResponse | None:
        """A redirect to the enrolment, None where the page may be shown."""
        match = request.resolver_match
        if (
            not settings.GENDAN_SECOND_FACTOR
            or match is None
            or match.namespace != "web"
            or match.url_name in self.OPEN
        ):
            return None
        reader = getattr(request, "tried_by", None) or request.user
        if not reader.is_authenticated or not must_enrol(Person.objects.get(pk=int(reader.pk or 0))):
            return None
        return redirect("web:second_factor")
