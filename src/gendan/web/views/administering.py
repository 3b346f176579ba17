"""What the administrators' pages share: who may open them, and how what was done and refused is told."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest

from gendan.cases.prose import Speaker
from gendan.cases.studio import StudioRefused, studio_refused
from gendan.people import access
from gendan.people.actions.authority import is_administrator
from gendan.web.views.common import language, person_of, speaker


def demand_administrator(request: HttpRequest) -> int:
    """The reader's id. To whoever is no administrator the page is not there."""
    person = person_of(request)
    if not person or not is_administrator(person):
        raise Http404
    return person


def refusal(refused: StudioRefused) -> str:
    """What the studio refused, in the reader's language."""
    people = {key: member.name for key, member in access.organization().members.items()}
    return studio_refused(refused, language(), people)


def signed(at: datetime, by: int, spoken: Speaker | None = None) -> str:
    """Who did something and when: 何管, 2026-03-01 09:30."""
    said = spoken or speaker()
    return f"{said.person(by)} · {said.moment(at)}"
