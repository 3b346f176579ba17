"""单据页 One case, as a person may see it: facts, what can be done now and why the rest can't, deadlines, history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from gendan.cases import outside, store
from gendan.cases.basis import Basis, basis
from gendan.cases.concealing import reveal as opened
from gendan.cases.loading import Loader
from gendan.cases.numbers import Numbers
from gendan.cases.queries.rows import COLUMNS, Row, made
from gendan.cases.queries.seen import CaseSeen, actor_of, look_for
from gendan.cases.rows import Stored
from gendan.cases.sight import sees, sees_field
from gendan.cases.voiding import Void, voided
from gendan.core.case import Case
from gendan.core.clock import Clock
from gendan.core.command import Actor, Available, Command, Verb
from gendan.core.engine import available, words_needed_for_all
from gendan.core.events import Event, Json, Kind
from gendan.core.facts import Facts
from gendan.core.field import Field
from gendan.core.fold import evolved
from gendan.core.pack import Pack
from gendan.core.plan import plan_of
from gendan.core.procedure import Deadline, Procedure
from gendan.core.record import Record
from gendan.core.values import decode, encode, filled
from gendan.people import access
from gendan.people.log import log_access
from gendan.people.models import Access


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A field of the case. `masked`: it is filled, and shown only to those who ask for it by name (`reveal`), or not
    at all."""

    field: Field
    value: object
    masked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """A clock with its deadline (None: the pack has it no more). `left` is in the clock's own unit, negative once
    late."""

    deadline: Deadline | None
    clock: Clock
    late: bool
    left: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """A file of the case: where it came in, and what `attachments.open` finds it by."""

    seq: int
    name: str
    sha256: str
    size: int
    type: str
    by: int
    at: datetime
    void: Void | None = None


@dataclass(frozen=True, kw_only=True)
class CasePage(CaseSeen):
    """All that a page of one case shows to one person.

    `events` are the history, oldest first, whole but for what an outside party is not told; `visible` names the fields
    whose values in it may be told. `people` are the names of all who occur. `children` and `parent` are those that the
    person sees.
    """

    row: Row
    fields: tuple[FieldView, ...]
    available: tuple[Available, ...]
    deadlines: tuple[DeadlineView, ...]
    events: tuple[Event, ...]
    people: Mapping[int, str]
    visible: frozenset[str]
    children: tuple[Row, ...]
    parent: Row | None
    origin: Row | None
    attachments: tuple[AttachmentView, ...]

    def sees(self, field: str) -> bool:
        """Whether the person sees the field: what `prose.history` asks."""
        return field in self.visible or field not in self.procedure.fields


def case_page(case: int | str, *, person: int, at: datetime, party: str | None = None) -> CasePage | None:
    """The page of a case by id, uid or number. None where there is none, or none for this person, which is logged."""
    seen = look_for(case, person=person, at=at, party=party)
    if seen is None:
        return None
    stored, under, procedure, actor, epoch = seen.stored, seen.basis, seen.procedure, seen.actor, seen.epoch
    of = seen.case
    facts = facts_for_page(stored, under, procedure, at, epoch)
    stands = _as_it_stands(procedure, of, facts, actor, under, at)
    fields = tuple(_field(each, stands, actor) for each in procedure.fields.values())
    papers = outside.papers_for(actor, of, under.pack)
    events = outside.told((event for event, _ in store.events_of(of.id)), actor, epoch, papers)
    row = _rows([of.id], person, at, epoch)[0]
    related = {each for each in (of.parent, of.origin) if each is not None}
    shown = {each.id: each for each in _seen_rows([*related, *_children(of)], person, at, party, epoch)}
    visible = frozenset(
        each.name for each in procedure.fields.values() if not each.hidden and sees_field(each, of, actor)
    )
    return CasePage(
        stored=stored,
        basis=under,
        procedure=procedure,
        actor=actor,
        epoch=epoch,
        row=row,
        fields=fields,
        available=available(procedure, of, facts, actor, under.calendar, at),
        deadlines=tuple(_deadline(clock, procedure, under, at) for clock in of.clocks.values()),
        events=events,
        people=access.names_of(_persons(events, of), epoch=epoch),
        visible=visible,
        children=tuple(shown[each] for each in _children(of) if each in shown),
        parent=shown.get(of.parent) if of.parent is not None else None,
        origin=shown.get(of.origin) if of.origin is not None else None,
        attachments=_attachments(events, visible, procedure, under.pack),
    )


def reveal(case: int | str, field: str, *, person: int, at: datetime, party: str | None = None) -> object:
    """The value of a masked field in clear, None where the person may not see it or it is not filled. The look is
    logged."""
    seen = look_for(case, person=person, at=at, party=party)
    if seen is None:
        return None
    declared = seen.procedure.fields.get(field)
    if declared is None or not sees_field(declared, seen.case, seen.actor):
        return None
    value = seen.case.data.get(field)
    if value is None:
        return None
    log_access(Access.FIELD_SEEN, at=at, person=person, about=f"field {field} of case {seen.case.number}")
    return decode(declared, value, opened)


def facts_for_page(stored: Stored, under: Basis, procedure: Procedure, at: datetime, epoch: int) -> Facts:
    """The facts by which everything that might be done with a case is judged."""
    loader = Loader(at=at, epoch=epoch, numbers=Numbers(at))
    case = stored.case
    words = loader.loaded({word: [case.id] for word in words_needed_for_all(procedure)})
    return loader.facts(Command(verb=Verb.ACT, case=case.id), stored, (), under, procedure, words)


def _as_it_stands(procedure: Procedure, case: Case, facts: Facts, actor: Actor, under: Basis, at: datetime) -> Case:
    """The case with what its computed fields say by the day and by what areas know of it now: its own event follows
    only later."""
    plan = plan_of(procedure)
    restless = plan.restless(ended=case.final is not None)
    if not restless:
        return case
    scope = Record(plan, case, facts, actor, under.calendar, at)
    found = {name: scope.name(name) for name in restless}
    said = {name: encode(plan.fields[name], value if filled(value) else None) for name, value in found.items()}
    return evolved(case, {"data": {**case.data, **said}})


def _field(field: Field, case: Case, actor: Actor) -> FieldView:
    value = case.data.get(field.name)
    if value is None:
        return FieldView(field=field, value=None)
    if field.hidden or not sees_field(field, case, actor):
        return FieldView(field=field, value=None, masked=True)
    return FieldView(field=field, value=decode(field, value))


def _deadline(clock: Clock, procedure: Procedure, under: Basis, at: datetime) -> DeadlineView:
    return DeadlineView(
        deadline=procedure.deadlines.get(clock.name),
        clock=clock,
        late=clock.is_late_at(at),
        left=clock.remaining(at, under.calendar),
    )


def _children(case: Case) -> list[int]:
    return [
        child
        for of_name in case.children.values()
        if isinstance(of_name, list)
        for each in of_name
        if isinstance(each, dict) and isinstance(child := each.get("id"), int)
    ]


def _rows(cases: list[int], person: int, at: datetime, epoch: int) -> tuple[Row, ...]:
    if not cases:
        return ()
    with store.cursor() as on:
        on.execute(f"select {COLUMNS} from cases_case where id = any($1::bigint[]) order by id", [cases], prepare=True)
        return made(on.fetchall(), person, at, epoch)


def _seen_rows(cases: list[int], person: int, at: datetime, party: str | None, epoch: int) -> tuple[Row, ...]:
    seen = []
    for case in cases:
        stored = store.glimpse(case)
        if stored is None:
            continue
        under = basis(stored.definition, epoch)
        actor = actor_of(under, person, at, party, epoch)
        if sees(under.procedure(stored.case.procedure), stored.case, stored.actors, actor):
            seen.append(case)
    return _rows(seen, person, at, epoch)


def _persons(events: tuple[Event, ...], case: Case) -> set[int]:
    persons = {event.actor for event in events if event.actor}
    if case.holder is not None:
        persons.add(case.holder)
    for event in events:
        body: dict[str, Json] = orjson.loads(event.body)
        for name in ("for", "person", "claim"):
            value = body.get(name)
            if isinstance(value, int) and not isinstance(value, bool) and value:
                persons.add(value)
    return persons


def _attachments(
    events: tuple[Event, ...], visible: frozenset[str], procedure: Procedure, pack: Pack
) -> tuple[AttachmentView, ...]:
    """The files that were attached; of papers those alone whose every field the person sees."""
    found = []
    void = voided(events, procedure, pack)
    for event in events:
        if event.kind is not Kind.ATTACHED:
            continue
        body = orjson.loads(event.body)
        file = body.get("file") or {}
        if not visible.issuperset(body.get("tells") or ()):
            continue
        found.append(
            AttachmentView(
                seq=event.seq,
                name=file.get("name", ""),
                sha256=file.get("sha256", ""),
                size=file.get("size", 0),
                type=file.get("type", ""),
                by=event.actor,
                at=event.at,
                void=void.get(event.seq),
            )
        )
    return tuple(found)
