"""Which events a measure means by a name: an action, a part, a state entered, a clock, an answer, an area's word.

Only the names are looked at here; how an event is found by them in a database, says `relation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gendan.cases import registry
from gendan.core.events import Kind
from gendan.core.procedure import Final as Ending
from gendan.core.procedure import Procedure

BUILT_IN: Final = {
    "claim": Kind.CLAIMED,
    "release": Kind.RELEASED,
    "reject": Kind.REJECTED,
    "withdraw": Kind.WITHDRAWN,
    "hand_over": Kind.HANDED_OVER,
    "correct": Kind.CORRECTED,
    "sign": Kind.SIGNED,
}
"""What people do with every case, besides its procedure's actions, and the event that it leaves."""
SCORED: Final = frozenset({"rows", "checklist", "int", "decimal", "money"})
"""Types of fields whose filling in can be scored."""


class Sort(StrEnum):
    """What a name was found to be."""

    OPENED = "opened"  # the opening itself, or of a procedure's name every case that came to be
    CREATED = "created"
    ACTED = "acted"
    PART = "part"
    ENTERED = "entered"
    ENDED = "ended"
    KIND = "kind"
    FILLED = "filled"
    EFFECT = "effect"
    CLOCK = "clock"
    BOOKED = "booked"  # an area's dated amounts: no events of the cases, but entries of the area's about them


@dataclass(frozen=True, slots=True)
class Match:
    """One sort of events: `name` is the action's, part's, state's, … and `procedures` those (`pack.procedure`) that
    have it."""

    sort: Sort
    name: str
    procedures: tuple[str, ...]


def matches(procedures: Iterable[Procedure], given: str, *, states: bool = False) -> tuple[Match, ...]:
    """What `given` names in the procedures; `states`: a state or an ending is its being reached.

    An action goes before a part, a part before a state, and these before what every case has. A name that is nowhere is
    taken for an area's word: its entries by their days, where it has such, else its effect.
    """
    found: dict[tuple[Sort, str], list[str]] = {}
    procedures = tuple(procedures)
    for procedure in procedures:
        head, _, rest = given.partition(".")
        name = rest if rest and head == procedure.name else given
        sort = _sort(procedure, name, states=states)
        if sort is not None:
            bare = name.removeprefix("deadline.") if sort is Sort.CLOCK else name
            found.setdefault((sort, bare), []).append(f"{procedure.pack}.{procedure.name}")
    if not found:
        sort = Sort.BOOKED if dated(given) else Sort.EFFECT
        return (Match(sort, given, tuple(f"{each.pack}.{each.name}" for each in procedures)),)
    return tuple(Match(sort, name, tuple(of)) for (sort, name), of in found.items())


def dated(word: str) -> str:
    """What gives the query of a word's entries by their days (see `Fact.dated`); empty for what has none."""
    fact = registry.vocabulary().facts.get(word)
    return fact.dated if fact is not None else ""


def _sort(procedure: Procedure, name: str, *, states: bool) -> Sort | None:
    if name == "open":
        return Sort.OPENED
    if name in procedure.actions:
        return Sort.ACTED
    if name in procedure.parts:
        return Sort.PART
    if states and name in procedure.states:
        return Sort.ENTERED
    if states and name in tuple(Ending):
        return Sort.ENDED
    if name.startswith("deadline.") and name.partition(".")[2] in procedure.deadlines:
        return Sort.CLOCK
    if name in BUILT_IN:
        return Sort.KIND
    if name == procedure.name:
        return Sort.CREATED
    field = procedure.fields.get(name)
    return Sort.FILLED if field is not None and field.type in SCORED else None
