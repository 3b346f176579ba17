"""Who calls, when, how far his token reaches, and in which language he is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from gendan.people.models import Person
from gendan.people.tokens import TokenUse


@dataclass(frozen=True, slots=True)
class Caller:
    """The person of a token. `at` is the moment of the request; `language` "zh" or "en"."""

    person: int
    at: datetime
    token: TokenUse
    language: str
    address: str


def caller_of(request: HttpRequest) -> Caller:
    """Who calls; the operation has asked for a token before."""
    found = getattr(request, "auth", None)
    assert isinstance(found, Caller)
    return found


def language_of(request: HttpRequest, person: int | None = None) -> str:
    """The first of the faces' languages that Accept-Language wants, else the person's own, else the installation's."""
    for language, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        bare = language.partition("-")[0]
        if bare in ("zh", "en"):
            return bare
    own = Person.objects.filter(pk=person).values_list("language", flat=True).first() if person is not None else None
    return own or settings.LANGUAGE_CODE.partition("-")[0]
