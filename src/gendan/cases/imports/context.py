"""What an import means where it runs: its declaration, the procedure or record that it fills, and who may run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from gendan.cases import library
from gendan.cases.basis import Basis, basis
from gendan.core.command import Actor
from gendan.core.field import Choice, Field
from gendan.core.pack import Import, Pack, RecordType
from gendan.core.procedure import Procedure, Role
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.people import access

NOT_IN_A_CELL = frozenset({"rows", "checklist", "file"})
"""Types whose values no cell of a table can hold."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """An import (`pack.import`) under the active version of its pack.

    `fields` are those that a file may fill; `updates` those that a row may change in a case that stands.
    """

    name: str
    declared: Import
    under: Basis
    procedure: Procedure | None
    record: RecordType | None
    fields: Mapping[str, Field]
    updates: Mapping[str, Field]

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which a moment without one was written."""
        return self.under.calendar.timezone

    @property
    def full_procedure(self) -> str:
        """The procedure as `pack.procedure`."""
        return f"{self.under.pack.name}.{self.declared.opens}"


def context(name: str, *, person: int, at: datetime) -> Context:
    """The import as `person` may run it. Raises Refused: `missing`, or `access` where it is not his to open such
    cases."""
    epoch = access.current_epoch()
    pack_name, _, bare = name.partition(".")
    definition = library.active(pack_name, epoch)
    declared = basis(definition, epoch).pack.imports.get(bare) if definition is not None else None
    if definition is None or declared is None:
        raise Refused((Reason("missing"),))
    under = basis(definition, epoch)
    actor = access.actor(person, under.pack, at, epoch=epoch)
    if not may_run(declared, under.pack, actor):
        raise Refused((Reason("access"),))
    procedure = under.pack.procedures[declared.opens] if declared.opens is not None else None
    record = under.pack.records[declared.writes] if declared.writes is not None else None
    return Context(
        name=name,
        declared=declared,
        under=under,
        procedure=procedure,
        record=record,
        fields=_fields(procedure, record),
        updates=_updates(procedure, declared),
    )


def may_run(declared: Import, pack: Pack, actor: Actor) -> bool:
    """Whether the actor holds, or stands in for, a post that opens such cases, or keeps such records."""
    if actor.system:
        return True
    posts = actor.posts.union(*actor.stands_in.values())
    if declared.opens is not None:
        opens = pack.procedures[declared.opens].actions.get("open")
        people = () if opens is None else (*opens.by, *opens.entered_by)
        return any(who.role is Role.POST and who.name in posts for who in people)
    keepers = pack.records[declared.writes].changed_by if declared.writes is not None else ()
    return not posts.isdisjoint(keepers) if keepers else bool(posts)


def _fields(procedure: Procedure | None, record: RecordType | None) -> Mapping[str, Field]:
    if record is not None:
        return {name: each for name, each in record.fields.items() if _in_a_cell(each)}
    assert procedure is not None  # an import opens cases or writes records
    found = {ask.field.name: ask.field for ask in procedure.actions["open"].asks if _in_a_cell(ask.field)}
    if procedure.kinds and "kind" not in found:
        choices = tuple(Choice(name=kind.name, title=kind.title) for kind in procedure.kinds.values())
        found["kind"] = Field(name="kind", title=Text("类别", "Kind"), type="choice", choices=choices)
    return found


def _updates(procedure: Procedure | None, declared: Import) -> Mapping[str, Field]:
    action = procedure.actions.get(declared.update) if procedure is not None and declared.update else None
    return {ask.field.name: ask.field for ask in action.asks if _in_a_cell(ask.field)} if action is not None else {}


def _in_a_cell(each: Field) -> bool:
    return each.type not in NOT_IN_A_CELL and each.computed is None


def offered(*, person: int, at: datetime) -> list[Context]:
    """The imports that a person may run, of all active packs."""
    found = []
    for _, pack in library.active_packs():
        for name in pack.imports:
            try:
                found.append(context(f"{pack.name}.{name}", person=person, at=at))
            except Refused:
                continue
    return found
