"""外部单位的单 The cases of an outside party: those in which it is its turn, the others, and their procedures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from gendan.cases import indexes, library
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
    """The cases that wait for the party, or that it owns now: the index `case_party` has those that are open."""

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
    """The procedures (`pack.procedure`) of which the person's party has a case, running or ended: one that names it
    where a party has to do with the case. Every page of an outside party asks, so each field is asked by its index."""
    parameters = Parameters()
    statement = dealings(person, at, parameters)
    if not statement:
        return frozenset()
    with cursor() as on:
        on.execute(statement, parameters.values)
        return frozenset(row[0] for row in on)


def dealings(person: int, at: datetime, parameters: Parameters) -> str:
    """The statement of `dealt_with`; empty for one of the house, and where nothing names a party."""
    names = names_of(person)
    if not names:
        return ""
    return " union all ".join(
        f"select '{each.pack}.{each.name}' where {_names_one(each, names, parameters)}"
        for each, _ in _concerned(person, at)
    )


def _names_one(procedure: Procedure, names: Sequence[str], parameters: Parameters) -> str:
    """Whether there is a case that names one of the names. Written as the indexes of lists are: by state, then by the
    field; one scan for each field, as no index serves fields that are joined by "or"."""
    # The procedure stands as a literal: the lists' indexes are made for one procedure each.
    among = f"procedure = '{procedure.pack}.{procedure.name}'"
    states = parameters.add(list(procedure.states), "text[]")
    meant = parameters.add(list(names), "text[]")
    scans = [
        f"exists (select 1 from cases_case where {among} and state = any({states})"
        f" and {indexes.expression(procedure.fields[name])} = any({meant}))"
        for name in naming(procedure, "party")
    ]
    return f"({' or '.join(scans)})"


def _concerned(person: int, at: datetime) -> list[tuple[Procedure, Actor]]:
    """The procedures with which a party may have to do, each with who acts."""
    found = []
    for _, pack in library.active_packs():
        actor = access.actor(person, pack, at)
        found += [(each, actor) for each in pack.procedures.values() if naming(each, "party")]
    return found
