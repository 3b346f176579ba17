"""What an exchange means where it runs: its declaration, its procedure, and what its columns are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gendan.cases import library
from gendan.cases.basis import Basis, basis
from gendan.core.command import Actor
from gendan.core.pack import Exchange
from gendan.core.procedure import Procedure, Role
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.people import access

NUMBER: Final = "number"
"""The column, and what answers may be matched by, that is no field: the case's number."""

_NUMBER_TITLE: Final = Text("单号", "Number")


@dataclass(frozen=True, kw_only=True)
class Context:
    """An exchange (`pack.exchange`) under a version of its pack, and who is at it."""

    name: str
    declared: Exchange
    under: Basis
    procedure: Procedure
    actor: Actor

    def title(self, column: str) -> Text:
        """What a column is called on paper."""
        field = self.procedure.fields.get(column)
        return field.title if field is not None else _NUMBER_TITLE if column == NUMBER else Text(column)


def context(name: str, *, person: int, at: datetime) -> Context:
    """The exchange under the active version of its pack. Raises Refused (`missing`)."""
    epoch = access.current_epoch()
    pack_name, _, bare = name.partition(".")
    definition = library.active(pack_name, epoch)
    declared = basis(definition, epoch).pack.exchanges.get(bare) if definition is not None else None
    if definition is None or declared is None:
        raise Refused((Reason("missing"),))
    under = basis(definition, epoch)
    return Context(
        name=name,
        declared=declared,
        under=under,
        procedure=under.pack.procedures[declared.procedure],
        actor=access.actor(person, under.pack, at, epoch=epoch),
    )


def takes_part(declared: Exchange, procedure: Procedure, actor: Actor) -> bool:
    """Whether an actor holds, or stands in for, a post that sends, or that does what an answer leads to."""
    return any(_may_do(name, procedure, actor) for name in {declared.sends_do, *dict(declared.answers).values()})


def may_send(context: Context) -> bool:
    """Whether the actor holds, or stands in for, a post that sends."""
    return _may_do(context.declared.sends_do, context.procedure, context.actor)


def answers_by_itself(context: Context, action: str) -> bool:
    """Whether the system does what an answer leads to, since the pack has it do so and no post of the actor may."""
    by_system = any(who.role is Role.SYSTEM for who in context.procedure.actions[action].by)
    return by_system and not _may_do(action, context.procedure, context.actor)


def _may_do(action: str, procedure: Procedure, actor: Actor) -> bool:
    posts = actor.posts.union(*actor.stands_in.values())
    return actor.system or any(who.role is Role.POST and who.name in posts for who in procedure.actions[action].by)


def demand(context: Context) -> None:
    """Raises Refused (`access`) for an actor who has no part in the exchange."""
    if not takes_part(context.declared, context.procedure, context.actor):
        raise Refused((Reason("access"),))


def offered(*, person: int, at: datetime) -> list[Context]:
    """The exchanges in which a person has a part, of all active packs."""
    found = []
    for _, pack in library.active_packs():
        for name in pack.exchanges:
            try:
                here = context(f"{pack.name}.{name}", person=person, at=at)
            except Refused:
                continue
            if takes_part(here.declared, here.procedure, here.actor):
                found.append(here)
    return found
