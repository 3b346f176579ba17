"""Whose money it is: the party that a case is with, and all the names under which a party's accounts may stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from gendan.cases import library
from gendan.cases.bulk import glimpse
from gendan.cases.rows import Stored
from gendan.parties.models import PartyName


def party_of(stored: Stored) -> str:
    """The party that a case is with: its first field of that sort that is filled; empty where there is none."""
    procedure = library.procedure(stored.definition, stored.case.procedure)
    for name, field in procedure.fields.items():
        if field.type == "party" and (value := stored.case.data.get(name)):
            return str(value)
    return ""


def parties_of(cases: Collection[int]) -> dict[int, str]:
    """The party of each case; one statement for all."""
    return {case: party_of(stored) for case, stored in glimpse(cases).items()}


def names_of(parties: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each party all the names that it ever had, its own first; for what is no party's name that text alone."""
    wanted = list(dict.fromkeys(parties))
    named = dict(PartyName.objects.filter(name__in=wanted).values_list("name", "party_id"))
    of_party: dict[int, list[str]] = {}
    for party, name in PartyName.objects.filter(party__in=set(named.values())).values_list("party_id", "name"):
        of_party.setdefault(party, []).append(name)
    return {
        each: (each, *sorted(name for name in of_party.get(named.get(each, 0), ()) if name != each)) for each in wanted
    }
