"""外部单位的单 The cases of an outside party: those in which it is its turn, the others, and their procedures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from gendan.cases import library
from gendan.cases.queries.lists import own_cases
from gendan.cases.queries.paging import Parameters
from gendan.cases.sight import naming
from gendan.cases.store import cursor
from gendan.core.command import Actor
from gendan.core.procedure import Procedure
from gendan.people import access

Condition = Callable[[Parameters, int, datetime], str]
"""SQL of which cases are meant, for a person at a moment; empty where there can be none."""


def names_of(person: int) -> list[str]:
    """Every name of the outside party that the person acts for; nothing for one of the house."""
    standing = access.organization()
    member = standing.members.get(person)
    return [] if member is None or member.party is None else sorted(standing.parties(member.party))


def turn(names: Sequence[str], *, late: bool = False) -> Condition:
    """The cases that wait for the party, or that it owns now."""

    def condition(parameters: Parameters, person: int, at: datetime) -> str:
        return f"{'late and ' if late else ''}party = any({parameters.add(list(names), 'text[]')})"

    return condition


def others_turn(names: Sequence[str]) -> Condition:
    """The party's cases in which it is somebody else's turn."""

    def condition(parameters: Parameters, person: int, at: datetime) -> str:
        concerned = _concerned(person, at)
        if not concerned:
            return ""
        own = own_cases([each for each, _ in concerned], concerned[0][1], parameters)
        return f"{own} and (party is null or not party = any({parameters.add(list(names), 'text[]')}))"

    return condition


def dealt_with(person: int, at: datetime) -> frozenset[str]:
    """The procedures (`pack.procedure`) of which the person's party has a case, running or ended."""
    parameters = Parameters()
    looks = [
        f"select '{each.pack}.{each.name}' where exists (select 1 from cases_case"
        f" where procedure = '{each.pack}.{each.name}' and {own_cases([each], actor, parameters)})"
        for each, actor in _concerned(person, at)
    ]
    if not looks:
        return frozenset()
    with cursor() as on:
        on.execute(" union all ".join(looks), parameters.values)
        return frozenset(row[0] for row in on)


def _concerned(person: int, at: datetime) -> list[tuple[Procedure, Actor]]:
    """The procedures with which a party may have to do, each with who acts."""
    found = []
    for _, pack in library.active_packs():
        actor = access.actor(person, pack, at)
        found += [(each, actor) for each in pack.procedures.values() if naming(each, "party")]
    return found
