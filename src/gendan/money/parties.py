"""Whose money it is: the party that a case is with, and all the names under which a party's accounts may stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from gendan.cases import library
from gendan.cases.bulk import glimpse
from gendan.cases.rows import Stored


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
    """For each party all the names that it ever had, its own first."""
    return {party: (party,) for party in parties}
