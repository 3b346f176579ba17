"""以他人身份查看 For a while an administrator looks at the pages with a named person's eyes, and changes nothing.

The one place for it: the middleware below changes who the reader is, refuses whatever is no mere look, and logs every
page. What it wrote of persons would stand in the administrator's name (`people.trying`), and the doors of cases and
people refuse beneath it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gendan.people import access
from gendan.people.actions.authority import is_administrator
from gendan.people.errors import ActRefused
from gendan.people.log import log_access
from gendan.people.middleware import moment_of
from gendan.people.models import Access, Person
from gendan.people.sessions import address_of
from gendan.people.trying import LASTS, tried

KEY: Final = "tries"
"""Under which the cookie's session holds whose eyes are lent, and until when."""
LOOKS: Final = frozenset(("GET", "HEAD", "OPTIONS"))

View = TypeVar("View", bound=Callable[..., object])


def while_trying(view: View) -> View:
    """Mark a view that may be sent a form while one looks with another's eyes: it changes nothing but the look."""
    view.while_trying = True  # type: ignore[attr-defined]  # a mark on the view
    return view


def begin(request: HttpRequest, person: int, *, at: datetime) -> None:
    """Look with the eyes of `person` from the next request on. Raises ActRefused: access, missing, self."""
    actor = int(request.user.pk or 0)
    if not is_administrator(actor) or tried_by_of(request) is not None:
        raise ActRefused("access")
    if not access.organization().active(person):
        raise ActRefused("missing", what="person")
    if person == actor:
        raise ActRefused("self_look")
    log_access(Access.TRIED, at=at, person=actor, address=address_of(request), about="begin", details={"as": person})
    request.session[KEY] = [actor, person, int((at + LASTS).timestamp())]


def end(request: HttpRequest) -> None:
    """Be oneself again."""
    request.session.pop(KEY, None)


def tried_by_of(request: HttpRequest) -> Person | None:
    """The administrator who looks, None where the reader is himself."""
    found = getattr(request, "tried_by", None)
    return found if isinstance(found, Person) else None


class TryMiddleware:
    """Stands after the one that knows who is signed in. A request without such a look costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.session.get(KEY)
        if said is None:
            return self.get_response(request)
        administrator, person = _standing(request, said)
        if administrator is None or person is None:
            request.session.pop(KEY, None)
            return self.get_response(request)
        request.tried_by = administrator  # type: ignore[attr-defined]  # the request carries who looks
        request.user = person
        with tried(administrator.pk):
            response = self.get_response(request)
        # A page that was made for another's eyes is not kept by the browser either.
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], _arguments: object, _named: object
    ) -> HttpResponse | None:
        """Refuse what is no mere look; log what is looked at."""
        administrator = tried_by_of(request)
        if administrator is None or getattr(view, "while_trying", False):
            return None
        if request.method not in LOOKS:
            context = {"title": _("现在只能看"), "says": _("您正在以他人的身份查看，什么都没有改动。退出后再办理。")}
            return render(request, "web/errors/page.html", context, status=403)
        if not request.headers.get("HX-Request"):
            log_access(
                Access.TRIED,
                at=moment_of(request),
                person=request.user.pk,
                address=address_of(request),
                about=request.get_full_path(),
            )
        return None


def _standing(request: HttpRequest, said: object) -> tuple[Person | None, Person | None]:
    """The administrator and the person, both None where the look is over or was never lawful."""
    if not isinstance(said, list) or len(said) != 3 or not all(isinstance(each, int) for each in said):
        return None, None
    actor, person, until = cast("list[int]", said)
    reader = request.user
    lawful = reader.is_authenticated and reader.pk == actor and is_administrator(actor)
    if not lawful or moment_of(request).timestamp() >= until:
        return None, None
    # The reader is loaded lazily; here he becomes a person of his own, as `request.user` is another one from now on.
    return Person.objects.get(pk=actor), Person.objects.filter(pk=person, is_active=True).first()
