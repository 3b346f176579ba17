"""例行 Opens what the calendar opens: a check every half hour of the shift, an inspection on the first of the month.

Every slot is opened once and only once, however often it is looked at, and by however many workers: the command's key
names the slot. After Gendan was down, the last slot that has passed is opened, and those before it are not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from gendan.cases import library
from gendan.cases.basis import Basis, basis
from gendan.cases.commands import run
from gendan.cases.models import Activation
from gendan.cases.outcome import Outcome
from gendan.cases.record_words import RecordWords
from gendan.cases.references import LookedUp
from gendan.core.case import Case
from gendan.core.command import SYSTEM, Command, Verb
from gendan.core.facts import Facts
from gendan.core.pack import Routine
from gendan.core.plan import plan_of
from gendan.core.procedure import Procedure, Role
from gendan.core.record import Record
from gendan.core.routine import last_slot
from gendan.people import access
from gendan.people.epoch import current_epoch

HOLDER = "holder"
"""What `with` calls the person for whom a routine opens a case."""


def open_due(at: datetime) -> list[Outcome]:
    """Open what the routines of all active packs want by `at`; the outcomes of what was not open already."""
    return [outcome for definition, _ in library.active_packs() for outcome in _of_pack(definition, at)]


def _of_pack(definition: int, at: datetime) -> Iterator[Outcome]:
    epoch = current_epoch()
    under = basis(definition, epoch)
    for routine in under.pack.routines:
        slot = last_slot(
            routine,
            under.calendar,
            _since(under.pack.name, definition, routine),
            at,
            lambda name: under.settings.get(name.removeprefix("setting.")),
        )
        if slot is None:
            continue
        persons: tuple[int | None, ...] = (None,)
        if routine.for_each is not None:
            persons = access.holders(f"{under.pack.name}.{routine.for_each}", slot, epoch=epoch)
        for person in persons:
            outcome = _open(under, routine, slot, person, at)
            if not outcome.replayed:
                yield outcome


def _open(under: Basis, routine: Routine, slot: datetime, person: int | None, at: datetime) -> Outcome:
    procedure = under.pack.procedures[routine.open]
    given = _given(under, procedure, routine, person, at)
    opens = procedure.actions["open"]
    by_system = any(who.role is Role.SYSTEM for who in opens.by)
    command = Command(
        verb=Verb.OPEN,
        procedure=f"{under.pack.name}.{routine.open}",
        given={name: value for name, value in given.items() if name != "kind"},
        kind=None if given.get("kind") is None else str(given["kind"]),
        person=person,
        key=f"routine:{under.pack.name}:{_name(routine)}:{slot.isoformat()}:{person or ''}",
    )
    return run(command, person=0 if by_system or person is None else person, at=at)


def _given(under: Basis, procedure: Procedure, routine: Routine, person: int | None, at: datetime) -> dict[str, object]:
    """What the routine gives: its `with`, and the person for whom it opens in the fields that want one."""
    plan = plan_of(procedure)
    facts = Facts(
        settings=under.settings,
        table=under.cell,
        record=RecordWords(under, at),
        looked_up=LookedUp(at),
        definition=under.pack.hash,
        under=under.under,
    )
    record = Record(plan, Case(procedure=plan.full_name, definition=under.pack.hash), facts, SYSTEM, under.calendar, at)
    record.own = {HOLDER: person}
    given = {name: value.evaluate(record) for name, value in routine.with_}
    if person is not None:
        opens = procedure.actions["open"]
        asked = {ask.field.name: ask.field for ask in opens.asks}
        for name in opens.needs:
            if name not in given and name in asked and asked[name].type == "person":
                given[name] = person
    return given


def _since(pack: str, definition: int, routine: Routine) -> datetime:
    """When the routine began: with the first of the versions, without a break up to now, that have it."""
    wanted = _name(routine)
    since = None
    activations = Activation.objects.filter(pack__name=pack).order_by("-id").values_list("pack_id", "at")
    for version, at in activations:
        if version != definition and wanted not in map(_name, library.pack(version).routines):
            break
        since = at
    assert since is not None  # the version is active
    return since


def _name(routine: Routine) -> str:
    """What a routine is known by from version to version: what it opens, when, and for whom."""
    plain = replace(routine, place=type(routine.place)(), source=None, with_=())
    return f"{routine.open}:{hashlib.sha256(repr(plain).encode()).hexdigest()[:16]}"
