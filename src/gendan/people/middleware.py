"""Who is signed in, for every request.

Stands after Django's session middleware and takes its authentication's place.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from gendan.people.models import Person
from gendan.people.sessions import session_of, stay_awake


class SignInMiddleware:
    """Sets `request.user`: the person whose session stands at the request's moment, or nobody.

    Nothing is read before somebody asks: what needs no person costs no statement.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = cast(Person, SimpleLazyObject(lambda: _user(request)))
        if _is_use(request):
            stay_awake(request, at=moment_of(request))
        return self.get_response(request)


def moment_of(request: HttpRequest) -> datetime:
    """The moment of the request, one for all that happens in it; the middleware before this one sets it."""
    at = getattr(request, "at", None)
    if not isinstance(at, datetime):
        raise ImproperlyConfigured("No middleware has given the request its moment (request.at).")
    return at


def _is_use(request: HttpRequest) -> bool:
    """Whether a person has done something, and it is not an open page that asks by itself what is new."""
    asks_by_itself = request.method == "GET" and request.headers.get("HX-Request") == "true"
    return not asks_by_itself and "text/event-stream" not in request.headers.get("Accept", "")


def _user(request: HttpRequest) -> Person | AnonymousUser:
    found = session_of(request, at=moment_of(request))
    return found.person() if found is not None else AnonymousUser()
