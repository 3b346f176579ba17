"""系统 What the administrators' pages share: who may open them, and what they say of persons and moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gendan.cases.prose import Speaker
from gendan.cases.studio import StudioRefused, studio_refused
from gendan.people import access
from gendan.people.actions.authority import is_administrator
from gendan.web.views.common import language, person_of, speaker, zone
from gendan.web.views.list_page import Option

View = Callable[..., HttpResponseBase]

MOST_DIGITS = 18


def administrators_only(view: View) -> View:
    """Somebody who is no administrator is not told that the page is there."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **named: object) -> HttpResponseBase:
        if not is_administrator(person_of(request)):
            raise Http404
        return view(request, *arguments, **named)

    return login_required(guarded)


def colleagues_only(view: View) -> View:
    """Who acts for an outside party is not told how the company is organized."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **named: object) -> HttpResponseBase:
        member = access.organization().members.get(person_of(request))
        if member is None or member.party is not None:
            raise Http404
        return view(request, *arguments, **named)

    return login_required(guarded)


def administers(request: HttpRequest) -> bool:
    """Whether the reader is an administrator."""
    return is_administrator(person_of(request))


def moment(at: datetime | None) -> str:
    """A moment to the second, in the site's zone; a dash for none."""
    return at.astimezone(zone()).strftime("%Y-%m-%d %H:%M:%S") if at is not None else "—"


def name_of(person: int | None) -> str:
    """A person's name, whether he still works here or not; the system's for nobody."""
    if not person:
        return _("系统")
    member = access.organization().members.get(person)
    return member.name if member is not None else str(person)


def signed(at: datetime, by: int, spoken: Speaker | None = None) -> str:
    """Who did something and when: 何管, 2026-03-01 09:30."""
    said = spoken or speaker()
    return f"{said.person(by)} · {said.moment(at)}"


def refusal(refused: StudioRefused) -> str:
    """What the studio refused, in the reader's language."""
    people = {key: member.name for key, member in access.organization().members.items()}
    return studio_refused(refused, language(), people)


def people_options(chosen: int | None = None, *, nobody: str = "", all_of_them: bool = False) -> list[Option]:
    """The people who work here for a select, active ones alone unless all are wanted. `nobody` is the text for none."""
    members = access.organization().members.values()
    found = [each for each in members if (each.active or all_of_them) and (each.party is None or all_of_them)]
    options = [Option(str(each.id), each.name, each.id == chosen) for each in sorted(found, key=lambda one: one.name)]
    return [Option("", nobody, chosen is None), *options] if nobody else options


def number(said: str | None) -> int | None:
    """The whole number that was sent, None for what is none."""
    return int(said) if said is not None and said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS else None


def day(said: str | None) -> date | None:
    """The day that was sent (YYYY-MM-DD), None for what is none."""
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None


def size(figure: int) -> str:
    """A number of bytes as people read it."""
    amount = float(figure)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit in ("B", "kB") else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
