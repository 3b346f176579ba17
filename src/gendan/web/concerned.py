"""外部单位 What a customer's or dealer's people are shown of the house: where they have cases, what they may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from gendan.cases import library, queries
from gendan.cases.prose import reasons_in_words
from gendan.cases.queries import party
from gendan.cases.sight import may_open
from gendan.people import access
from gendan.web.views.common import speaker


@dataclass(frozen=True, slots=True)
class Opening:
    """A case that may be opened: what opening is called, of what, and the form. `closed` says why it may not be now,
    whatever is filled in."""

    title: str
    matter: str
    address: str
    closed: tuple[str, ...] = ()


def procedures_of(person: int, at: datetime) -> frozenset[str] | None:
    """The procedures (`pack.procedure`) of an outside party's cases, and those that it may open. None for one of the
    house, who is shown what his posts work with."""
    if not party.names_of(person):
        return None
    dealt = party.dealt_with(person, at)
    return dealt | _opened(person, at, dealt)


def openings(person: int, at: datetime, language: str) -> tuple[Opening, ...]:
    """What an outside party may open, in the order of the departments."""
    opened = _opened(person, at, party.dealt_with(person, at))
    return tuple(
        Opening(
            procedure.actions["open"].title.in_language(language),
            procedure.title.in_language(language),
            reverse("web:open", args=[pack.name, procedure.name]),
            tuple(
                reasons_in_words(
                    queries.closed_to(f"{pack.name}.{procedure.name}", person=person, at=at), speaker(pack, procedure)
                )
            ),
        )
        for _, pack in library.active_packs()
        for procedure in pack.procedures.values()
        if f"{pack.name}.{procedure.name}" in opened
    )


def _opened(person: int, at: datetime, dealt: frozenset[str]) -> frozenset[str]:
    """What it may open in the departments with which it deals; in all of them, as long as it deals with none."""
    departments = {name.partition(".")[0] for name in dealt}
    return frozenset(
        f"{pack.name}.{procedure.name}"
        for _, pack in library.active_packs()
        if pack.name in departments or not dealt
        for procedure in pack.procedures.values()
        if may_open(procedure, access.actor(person, pack, at))
    )
