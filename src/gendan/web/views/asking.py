"""From what a form sent to the command that it means."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from gendan.cases.prose import Speaker
from gendan.cases.queries import CaseSeen, find
from gendan.core.command import Command, Verb
from gendan.core.refusals import Reason
from gendan.web.forms import given
from gendan.web.views.common import keeper, zone
from gendan.web.views.doing import FILE, HAPPENED, OTHERS, REASON, ROWS, TEXT, WHOM, Offer, asked_fields

Faults = tuple[Reason, ...]


def sent_values(
    request: HttpRequest, wanted: Offer, found: CaseSeen, spoken: Speaker
) -> tuple[dict[str, object], Faults]:
    """The values that the form of `wanted` sent, and what is wrong with its files."""
    faults: list[Reason] = []
    keep = keeper(request, faults)
    fields = asked_fields(wanted, found.procedure, spoken)
    values = given(fields, request.POST, request.FILES, keep, found.case.data)
    # A hidden value is never sent to the page: left empty, it stays as it is.
    for field in fields:
        if field.hidden and not values.get(field.name) and field.name in found.case.data:
            values.pop(field.name, None)
    if wanted.verb is Verb.ATTACH:
        upload = request.FILES.get(FILE)
        if upload is not None:
            values[FILE] = keep(upload)
    if wanted.verb is Verb.COMMENT:
        values[TEXT] = request.POST.get(TEXT, "")
    if request.POST.getlist(ROWS):
        values[ROWS] = [int(row) for row in request.POST.getlist(ROWS) if row.isdecimal()]
    return values, tuple(faults)


def seen_by(request: HttpRequest) -> int | None:
    """The version of the case that stood on the page with the form."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() else None


def command_of(request: HttpRequest, wanted: Offer, found: CaseSeen, values: dict[str, object]) -> Command:
    """The command that the form means."""
    sent = request.POST
    whom = sent.get(WHOM, "")
    return Command(
        verb=wanted.verb,
        case=found.case.id,
        action=wanted.action,
        given=values,
        seen=seen_by(request),
        key=key_of(request),
        happened=_moment(sent.get(HAPPENED, "")),
        reason=sent.get(REASON) or None,
        person=int(whom) if whom.isdecimal() else None,
        others=_others(sent.get(OTHERS, "")),
        extra={"part": wanted.part} if wanted.part else {},
    )


def key_of(request: HttpRequest) -> str | None:
    """The key of the form that was sent, by which it is done once."""
    sent = request.POST.get("key")
    return f"page:{sent}" if sent else None


def _moment(said: str) -> datetime | None:
    try:
        found = parse_datetime(said)
    except ValueError:
        return None
    return found.replace(tzinfo=zone()) if found is not None and found.tzinfo is None else found


def _others(said: str) -> tuple[int, ...]:
    """The cases whose numbers are written, separated by anything that is in no number."""
    numbers = [each for each in said.replace("，", " ").replace(",", " ").split() if each]
    # A number that is none becomes a case that is none: the one door says that it is missing.
    return tuple(dict.fromkeys(find(number) or 0 for number in numbers))
