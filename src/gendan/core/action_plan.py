"""One action made ready: what it asks and judges, the signatures that it wants, the clocks that listen to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gendan.core.due import Due
from gendan.core.expression import Expression
from gendan.core.field import Field
from gendan.core.procedure import Action, Deadline, Gate, Moment, Part, Procedure, Role, Signs, Trigger, Who


@dataclass(frozen=True, slots=True)
class Slot:
    """One signature that a chain wants: `key` names it in the case's record; `part` is its part, where it is one."""

    key: str
    who: Who
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """`Signs` with every member made a slot or a ring."""

    need: str | int | Decimal
    of: tuple[Ring | Slot, ...]


class ActionPlan:
    """What one action asks, judges and moves."""

    def __init__(self, procedure: Procedure, action: Action) -> None:
        self.action = action
        self.name = action.name
        self.asks: Mapping[str, tuple[Field, bool]] = {ask.field.name: (ask.field, ask.own) for ask in action.asks}
        self.sources = frozenset(action.sources)
        self.gates = _gates(procedure, action.gates)
        self.slots: Mapping[str, Slot] = {}
        self.ring: Ring | None = None
        if action.signs is not None:
            slots: dict[str, Slot] = {}
            self.ring = _ring(procedure, action.signs, slots)
            self.slots = slots
        names = {action.name, *(slot.part.name for slot in self.slots.values() if slot.part is not None)}
        self.part_gates = {
            slot.key: _gates(procedure, slot.part.gates) for slot in self.slots.values() if slot.part is not None
        }
        self.covers_fields = frozenset(name for name in action.covers if name in procedure.fields)
        self.covers_words = tuple(name for name in action.covers if name not in procedure.fields)
        listening = [each for each in procedure.deadlines.values() if _listens(each, names)]
        self.clocks = tuple(each.name for each in listening)
        self.earliest = tuple(
            each
            for each in listening
            if each.earliest and any(trigger.name in names and _acts(trigger) for trigger in each.stops)
        )

    @property
    def conditions(self) -> Iterator[Expression]:
        """Every expression that doing the action may evaluate, besides clocks."""
        action = self.action
        for _, gate in self.gates:
            yield gate.when
        for gates in self.part_gates.values():
            for _, gate in gates:
                yield gate.when
        for slot in self.slots.values():
            if slot.part is not None and slot.part.when is not None:
                yield slot.part.when
        yield from (target.when for target in action.to if target.when is not None)
        yield from (expression for _, expression in action.sets)
        for effect in action.then:
            yield from (expression for _, expression in effect.arguments)
        for opening in action.opens:
            yield from (expression for _, expression in opening.with_)
            if opening.when is not None:
                yield opening.when
        for each, _ in self.asks.values():
            yield from of_field(each)


def _ring(procedure: Procedure, signs: Signs, slots: dict[str, Slot]) -> Ring:
    members: list[Ring | Slot] = []
    for member in signs.of:
        if isinstance(member, Signs):
            members.append(_ring(procedure, member, slots))
            continue
        name = member.name or member.role.value
        key, number = name, 2
        while key in slots:
            key, number = f"{name}#{number}", number + 1
        part = procedure.parts.get(member.name) if member.role is Role.PART else None
        slots[key] = Slot(key, member, part)
        members.append(slots[key])
    return Ring(signs.need, tuple(members))


def _gates(procedure: Procedure, names: Iterable[str]) -> tuple[tuple[str, Gate], ...]:
    return tuple((f"gate.{name}", procedure.gates[name]) for name in names)


def _acts(trigger: Trigger) -> bool:
    return trigger.moment in (Moment.ACTION, Moment.PART)


def _listens(deadline: Deadline, names: set[str]) -> bool:
    triggers = (*deadline.starts, *deadline.stops, *deadline.drops)
    return any(trigger.name in names and _acts(trigger) for trigger in triggers)


def of_field(each: Field) -> Iterator[Expression]:
    if each.required is not None:
        yield each.required
    if each.computed is not None:
        yield each.computed
    for column in each.columns:
        yield from of_field(column)


def _of_rules(rules: Iterable[Due]) -> Iterator[Expression]:
    for rule in rules:
        if isinstance(rule.when, Expression):
            yield rule.when


def of_deadline(deadline: Deadline) -> Iterator[Expression]:
    """What a deadline is computed and judged by."""
    for expression in (deadline.when, deadline.pauses_while, deadline.met):
        if expression is not None:
            yield expression
    yield from _of_rules(deadline.due)
    yield from _of_rules(deadline.earliest)
