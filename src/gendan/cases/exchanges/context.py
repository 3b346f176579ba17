"""What an exchange means where it runs: its declaration, its procedure, and what its columns are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from gendan.cases import library
from gendan.cases.basis import Basis, basis
from gendan.cases.models import Case
from gendan.core.command import Actor
from gendan.core.events import Json
from gendan.core.listing import KIND
from gendan.core.pack import Exchange
from gendan.core.procedure import Procedure, Role
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.people import access

NUMBER: Final = "number"
"""The case's number, which is no field: a column, and what answers may be matched by."""

_OF_CASES: Final = {
    NUMBER: Text("单号", "Number"),
    "label": Text("短号", "Short number"),
    KIND: Text("类别", "Kind"),
    "state": Text("状态", "State"),
}
"""Columns that are no fields but every case's own."""


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
        return field.title if field is not None else _OF_CASES.get(column, Text(column))

    def value(self, column: str, case: Case) -> Json:
        """What a case has in a column, as JSON; a field of the same name goes before what is every case's own."""
        if column in _OF_CASES and column not in self.procedure.fields:
            return cast("Json", getattr(case, column))
        return cast("Json", case.data.get(column))


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
