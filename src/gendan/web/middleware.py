"""What every page needs to know before it is made: the reader's language, and the zone in which times are thought."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

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
