"""What a person has to do with a pack: its procedures whose cases are of use to him. Others are not there for him."""

from __future__ import annotations

from dataclasses import dataclass

from gendan.api.caller import Caller
from gendan.api.problems import missing
from gendan.cases import library
from gendan.cases.sight import works_with
from gendan.core.command import Actor
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.people import access
from gendan.people.actions.authority import is_administrator
from gendan.people.log import log_access
from gendan.people.models import Access


@dataclass(frozen=True, slots=True)
class Working:
    """An active pack as a caller works in it."""

    definition: int
    pack: Pack
    actor: Actor
    procedures: tuple[Procedure, ...]


def working(caller: Caller) -> list[Working]:
    """The active packs with the procedures that are the caller's."""
    found = []
    for definition, pack in library.active_packs():
        actor = access.actor(caller.person, pack, caller.at)
        mine = tuple(each for each in pack.procedures.values() if works_with(each, actor))
        if mine:
            found.append(Working(definition, pack, actor, mine))
    return found


def pack_of(name: str, caller: Caller) -> Working:
    """An active pack in which the caller works; administrators find every one.

    Raises Problem (404), and logs the look at what is another department's.
    """
    for definition, pack in library.active_packs():
        if pack.name != name:
            continue
        actor = access.actor(caller.person, pack, caller.at)
        mine = tuple(each for each in pack.procedures.values() if works_with(each, actor))
        if mine or is_administrator(caller.person):
            return Working(definition, pack, actor, mine)
        log_access(Access.NOT_SEEN, at=caller.at, person=caller.person, address=caller.address, about=f"pack {name}")
    raise missing()


def procedure_of(pack: str, name: str, caller: Caller) -> tuple[Working, Procedure]:
    """A procedure that is the caller's. Raises Problem (404); a look at another department's is logged."""
    for each in working(caller):
        if each.pack.name == pack:
            for procedure in each.procedures:
                if procedure.name == name:
                    return each, procedure
    for _, found in library.active_packs():
        if found.name == pack and name in found.procedures:
            about = f"procedure {pack}.{name}"
            log_access(Access.NOT_SEEN, at=caller.at, person=caller.person, address=caller.address, about=about)
    raise missing()
