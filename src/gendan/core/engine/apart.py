"""拆单、合并 One case becomes several, several become one. Events point both ways; clocks that run are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from gendan.core import values
from gendan.core.action_plan import ActionPlan
from gendan.core.case import Case
from gendan.core.chain import is_open, voided
from gendan.core.command import Decision, Refusal
from gendan.core.deadlines import Clock, drop
from gendan.core.engine import acting, aftermath, children, given, judging
from gendan.core.engine.draft import Draft
from gendan.core.events import Json, Kind
from gendan.core.facts import Identity
from gendan.core.field import Field
from gendan.core.record import Record
from gendan.core.ways import Way, way

OTHERS = "others"
"""What a merge asks for: the other cases, which stand in `Command.others`."""
ROWS = "rows"
"""What a split is given: the numbers of the rows (from 1) that go to a new case, or a list of such lists."""


def split(draft: Draft, each: ActionPlan) -> Decision | Refusal:
    """Gives some rows to new cases of the same procedure, which stand where this one stands."""
    rule = each.action.split
    assert rule is not None  # what makes it a split
    found = _judged(draft, each, besides=(ROWS,))
    if found is None:
        return draft.refusal
    judging.open_children(draft, draft.plan.procedure.openings)
    field = draft.plan.fields[rule.rows]
    stands = draft.record.stored(rule.rows)
    rows = stands if isinstance(stands, list) else []
    groups = _groups(draft, rows)
    if draft.reasons or groups is None:
        return draft.refusal
    taken = {number for group in groups for number in group}
    draft.record.change(field, [row for number, row in enumerate(rows, 1) if number not in taken])
    changed = given.changes(draft)
    draft.begin(do=each.name, **{"for": found.stands_for})
    known = len(draft.record.children(children.PARTS))
    origin = draft.case
    numbers = count(known + 1)
    parts = []
    for group in groups:
        identity = draft.facts.identity(None)
        number = next(numbers)
        part = replace(identity, number=f"{origin.number}-{number}", label=f"{origin.label}-{number}")
        parts.append((part, [rows[index - 1] for index in group]))
        children.know(draft, children.PARTS, {"id": part.id, "number": part.number, "linked": True})
    _void(draft)
    acting.perform(draft, each, found, None, changed, kind=Kind.ACTED, keep_running=True)
    for part, moved in parts:
        draft.beside.append(_part(draft, each, origin, field, part, moved, found))
    return draft.decision()


def _judged(draft: Draft, each: ActionPlan, besides: tuple[str, ...] = ()) -> Way | None:
    """The reasons that a split and a merge share with every action."""
    found = way(each.action.by, draft.record, entered_by=each.action.entered_by)
    if found is None:
        draft.refuse("access")
        return None
    judging.stands(draft, each)
    judging.claimed(draft, found)
    judging.stale(draft)
    judging.moment(draft, each)
    given.take(draft, each.asks, besides=besides, party_may_see=draft.actor.system)
    given.sets(draft, each.action.sets)
    acting.judge(draft, each, found)
    return found


def _groups(draft: Draft, rows: list[object]) -> list[list[int]] | None:
    """The row numbers that go to each new case; the reason value.rows where they are none, all, or wrong."""
    raw = draft.command.given.get(ROWS)
    if not values.filled(raw):
        draft.refuse(f"needs.{ROWS}")
        return None
    lists = raw if isinstance(raw, list | tuple) else [raw]
    groups = [each if isinstance(each, list | tuple) else [each] for each in lists]
    if not any(isinstance(each, list | tuple) for each in lists):
        groups = [list(lists)]
    numbers: list[list[int]] = []
    for group in groups:
        read = [int(str(number)) for number in group if str(number).isdecimal() and len(str(number)) < 7]
        numbers.append(read if len(read) == len(group) else [0])
    flat = [number for group in numbers for number in group]
    right = all(1 <= number <= len(rows) for number in flat) and len(set(flat)) == len(flat) < len(rows)
    if not right or not all(numbers):
        draft.refuse(f"value.{ROWS}", given=str(raw)[:100], expected={"type": "int", "min": "1", "max": str(len(rows))})
        return None
    return numbers


def _void(draft: Draft) -> None:
    """A split or merge voids every signature that stands."""
    for each in draft.plan.signed:
        entry = draft.entry(each.name)
        if entry.get("done") or is_open(entry):
            draft.set_entry(each.name, *voided(entry, "changed"))
            draft.undo(each.name)


def _part(
    draft: Draft, each: ActionPlan, origin: Case, field: Field, identity: Identity, rows: list[object], found: Way
) -> Decision:
    """The opening of one new case: the origin's values but what stays there, its past, its clocks.

    What the action's `then` does is done for the new case too, with its own rows. No area knows anything of it yet.
    """
    rule = each.action.split
    assert rule is not None  # as above
    plan = draft.plan
    stays = {*rule.keeps, *(unique.name for unique in plan.unique)}
    data = {name: value for name, value in origin.data.items() if name not in stays and name not in plan.computed}
    blank = Case(procedure=origin.procedure, definition=origin.definition, kind=origin.kind)
    facts = replace(draft.facts, words={})
    part = Draft.of(plan, blank, draft.command, facts, draft.actor, draft.calendar, draft.now)
    part.at = draft.at
    part.record.own.update(draft.record.own)
    for name, value in data.items():
        if name in plan.fields:
            part.record.changed[name] = part.record.decoded(plan.fields[name], value)
    part.record.change(field, rows)
    said = given.changes(part)
    said.update({name: value for name, value in data.items() if plan.fields[name].hidden})
    undone = {cover.name for cover in plan.covering if cover.ring is not None or field.name in cover.covers_fields}
    memory: dict[str, Json] = {
        act: {**known, "ok": False} if act in undone and isinstance(known, dict) else known
        for act, known in origin.memory.items()
    }
    part.begin(do=each.name, **{"for": found.stands_for})
    part.body.update(
        procedure=origin.procedure,
        definition=origin.definition,
        kind=origin.kind,
        origin=origin.id,
        origin_number=origin.number,
        uid=identity.uid,
        number=identity.number,
        label=identity.label,
        memory=memory,
        set=said,
        to=origin.state,
        post=origin.post,
        party=origin.party,
    )
    if origin.back is not None:
        part.body["from"] = origin.back
    holder = draft.case.holder
    if holder is not None:
        part.body["claim"] = holder
    if origin.priority:
        part.body["priority"] = origin.priority
    for name, clock in origin.clocks.items():
        if not clock.has_ended:
            part.set_clock(name, clock)
    if each.action.then:
        part.body["then"] = [effect.word for effect in each.action.then]
    part.append(Kind.OPENED, case_id=identity.id)
    acting.bring_about(part, each)
    return part.decision()


def merge(draft: Draft, each: ActionPlan) -> Decision | Refusal:
    """Joins other cases to this one: their rows come here, they end."""
    rule = each.action.merge
    assert rule is not None  # what makes it a merge
    found = _judged(draft, each)
    if found is None:
        return draft.refusal
    others = draft.facts.others
    if not others or len(others) != len(set(draft.command.others)) or draft.case.id in draft.command.others:
        return draft.refused(f"needs.{OTHERS}" if not draft.command.others else "missing")
    judging.open_children(draft, draft.plan.procedure.openings)
    joined = [_Joined(draft, other) for other in others]
    for one in joined:
        one.judge(draft, each, found, rule.same)
    if draft.reasons:
        return draft.refusal
    rows = (rule.rows,) if rule.rows is not None else tuple(f.name for f in draft.plan.fields.values() if _rows(f))
    for name in rows:
        records = (draft.record, *(one.draft.record for one in joined))
        together = [row for record in records for row in _stored(record, name)]
        if together:
            draft.record.change(draft.plan.fields[name], together)
    changed = given.changes(draft)
    draft.begin(do=each.name, **{"for": found.stands_for})
    for other in others:
        children.know(
            draft,
            children.MERGED,
            {"id": other.id, "number": other.number, "state": rule.ends, "final": _final(draft, rule.ends)},
        )
    _void(draft)
    for other in others:
        _keep_earliest(draft, other)
    survivor = draft.case
    acting.perform(draft, each, found, None, changed, kind=Kind.ACTED, keep_running=True)
    draft.beside += [one.end(each, survivor, rule.ends, found) for one in joined]
    return draft.decision()


class _Joined:
    """A case that ends in another."""

    def __init__(self, draft: Draft, case: Case) -> None:
        self.case = case
        self.draft = Draft.of(draft.plan, case, draft.command, draft.facts, draft.actor, draft.calendar, draft.now)

    def judge(self, draft: Draft, each: ActionPlan, found: Way, same: tuple[str, ...]) -> None:
        """Adds the reasons why this case may not be merged."""
        case = self.case
        if case.procedure != draft.case.procedure or case.final is not None or case.state not in each.sources:
            draft.refuse("state", state=case.state, action=each.name, number=case.number)
        if found.owner and case.holder is not None and case.holder not in (draft.actor.person, found.stands_for):
            draft.refuse("claimed", holder=case.holder, number=case.number)
        for name in same:
            if draft.record.name(name) != self.draft.record.name(name):
                draft.refuse(f"together.{name}", number=case.number)
        for name in draft.plan.procedure.openings:
            if any(child.get("final") is None for child in self.draft.record.children(name)):
                draft.refuse(f"children.{name}", number=case.number)

    def end(self, each: ActionPlan, survivor: Case, ends: str, found: Way) -> Decision:
        """The end of this case, pointing at the one that has it now."""
        draft = self.draft
        draft.begin(do=each.name, **{"for": found.stands_for})
        draft.body["into"] = {"id": survivor.id, "number": survivor.number}
        children.know(
            draft, children.MERGED, {"id": survivor.id, "number": survivor.number, "into": True, "linked": True}
        )
        acting.enter(draft, ends, "")
        for name, clock in self.case.clocks.items():
            if not clock.has_ended:
                draft.set_clock(name, drop(clock, draft.at))
        draft.append(Kind.ACTED)
        aftermath.follow(draft, moved=True, changed=False)
        return draft.decision()


def _rows(field: Field) -> bool:
    return field.type == "rows" and field.computed is None


def _stored(record: Record, name: str) -> list[object]:
    found = record.stored(name)
    return found if isinstance(found, list) else []


def _final(draft: Draft, state: str) -> str | None:
    final = draft.plan.procedure.states[state].final
    return final.value if final is not None else None


def _keep_earliest(draft: Draft, other: Case) -> None:
    """Of two clocks of one name the one that is due first runs on; one that runs in the other case alone comes here."""
    for name, theirs in other.clocks.items():
        if theirs.has_ended:
            continue
        ours = draft.clock(name)
        if ours is None or ours.has_ended:
            draft.set_clock(name, replace(theirs, run=ours.run + 1 if ours is not None else 1))
        elif _due(theirs) < _due(ours):
            draft.set_clock(name, replace(theirs, run=ours.run))


def _due(clock: Clock) -> datetime:
    return clock.due_at if clock.due_at is not None else datetime.max.replace(tzinfo=UTC)
