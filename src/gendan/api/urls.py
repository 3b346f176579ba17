"""The addresses of the API. Whatever stands below them and is none of them is answered as a problem too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from gendan.api.application import made
from gendan.api.caller import Caller
from gendan.api.problems import At, Problem, answer, missing
from gendan.people.trying import oneself

View = Callable[..., HttpResponseBase]


def _guarded(view: View) -> View:
    """A view that refuses what no text may hold in an address, and answers 405 as a problem."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **named: object) -> HttpResponseBase:
        if b"\x00" in unquote_to_bytes(request.META.get("QUERY_STRING", "")) or "\x00" in request.path:
            return answer(request, Problem(422, "malformed", places=(At("query", (), "control"),)))
        # Whoever is let look with another's eyes by a call, is himself again after it.
        with oneself():
            response = view(request, *arguments, **named)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            return answer(request, Problem(405, "method", headers={"Allow": allowed}))
        response.headers.setdefault("Cache-Control", "no-store")
        caller = getattr(request, "auth", None)
        if isinstance(caller, Caller):
            response.headers["Content-Language"] = caller.language
        return response

    return guarded


def _nowhere(request: HttpRequest, **_named: object) -> HttpResponse:
    return answer(request, missing())


def _guard(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        return URLPattern(pattern.pattern, _guarded(pattern.callback), pattern.default_args, pattern.name)
    return pattern


_patterns, _application, _namespace = made().urls
app_name = "api"
urlpatterns = [
    *(_guard(each) for each in _patterns),
    path("<path:rest>", csrf_exempt(_nowhere), name="nowhere"),
]
