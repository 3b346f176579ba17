"""Every condition and value of a procedure: where it stands, which names it may use, what type its place asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, cast

from gendan.core.due import Due
from gendan.core.engine.children import HOLDER
from gendan.core.expression import Expression, Names, Type, check, type_of, types
from gendan.core.expression import Finding as Fault
from gendan.core.field import Field
from gendan.core.procedure import Action, Deadline, Moment, Opening
from gendan.core.text import Place
from gendan.packs.check.names import ProcedureNames, own_types
from gendan.packs.check.people import parts_of
from gendan.packs.check.ranges import Situation
from gendan.packs.check.report import Report
from gendan.packs.check.subject import Subject
from gendan.packs.check.types import argument_type
from gendan.packs.findings import Parameter

EMPTY_TEXTS: Final = ("''", '""')
"""Empty text is *not filled*, whatever the field's type: in `sets` it empties the field."""


@dataclass(frozen=True)
class Condition:
    """An expression in its place. `expects` None: a value of any type. `situation`: what is known where it is judged.

    `what` names the place for a person: gate, to, when, due, …; `name` the element. `decides`: something never happens
    where it never holds. `reached`: whether a case comes to where it is judged.
    """

    expression: Expression
    place: Place
    names: ProcedureNames
    expects: Type | None
    what: str
    name: str
    situation: Situation
    decides: bool = False
    reached: bool = True


def conditions_of(subject: Subject) -> Iterator[Condition]:
    """Every condition of the procedure; a gate once for each action that it stands before."""
    procedure, names, anywhere = subject.procedure, subject.names, subject.anywhere
    if procedure.priority is not None:
        yield Condition(
            procedure.priority, procedure.place.of("priority"), names, None, "priority", "priority", anywhere
        )
    for each in procedure.fields.values():
        yield from _of_field(subject, each)
    used: set[str] = set()
    for action in procedure.actions.values():
        used |= {*action.gates, *(gate for part in parts_of(procedure, action) for gate in part.gates)}
        reached = bool(subject.graph.sources(action))
        yield from (replace(each, reached=reached) for each in _of_action(subject, action))
    for gate in procedure.gates.values():
        if gate.name not in used:
            yield Condition(gate.when, gate.place.of("when"), names, types.BOOL, "gate", gate.name, anywhere)
    for deadline in procedure.deadlines.values():
        yield from _of_deadline(subject, deadline)


def _of_field(subject: Subject, each: Field, rows: Field | None = None) -> Iterator[Condition]:
    shared, names = subject.whole.names, subject.names
    if rows is not None:
        # A column is computed from its row, in front of the case.
        names = names.with_own({column.name: shared.type(column) for column in rows.columns})
    anywhere = replace(subject.anywhere, names=names) if rows is None else Situation(names)
    if each.computed is not None:
        yield Condition(
            each.computed, each.place.of("computed"), names, shared.type(each), "computed", each.name, anywhere
        )
    if each.required is not None:
        asking = names
        for action in subject.procedure.actions.values():
            if any(ask.field.name == each.name for ask in action.asks):
                asking = asking.with_own(own_types(shared, subject.procedure, action))
        yield Condition(
            each.required, each.place.of("required"), asking, types.BOOL, "required", each.name, Situation(asking)
        )
    for column in each.columns:
        yield from _of_field(subject, column, each)


def _of_action(subject: Subject, action: Action) -> Iterator[Condition]:
    procedure, shared, place = subject.procedure, subject.whole.names, action.place
    names = subject.names.of_action(action)
    situation = replace(subject.situation(action), names=names)
    # What follows from the action is judged when it is done.
    afterwards = replace(situation, done=frozenset(situation.done or ()) | {action.name})
    gates = [*action.gates, *(gate for part in parts_of(procedure, action) for gate in part.gates)]
    for name in dict.fromkeys(gates):
        gate = procedure.gates.get(name)
        if gate is not None:
            yield Condition(gate.when, gate.place.of("when"), names, types.BOOL, "gate", name, situation)
    for part in parts_of(procedure, action):
        if part.when is not None:
            yield Condition(part.when, part.place.of("when"), names, types.BOOL, "part", part.name, situation, True)
    for index, target in enumerate(action.to):
        if target.when is not None:
            at = place.of("to", index, "when")
            at = place.of("to", "when") if at == place.of("to") else at
            yield Condition(target.when, at, names, types.BOOL, "to", action.name, situation)
    for name, value in action.sets:
        field = procedure.fields.get(name)
        expected = None if field is None or value.text in EMPTY_TEXTS else shared.type(field)
        yield Condition(value, place.of("sets", name), names, expected, "sets", name, afterwards)
    for effect in action.then:
        word = shared.vocabulary.effects.get(effect.word)
        for name, value in effect.arguments:
            wanted = word.arguments.get(name) if word is not None else None
            expected = None if wanted is None else argument_type(wanted)
            yield Condition(value, effect.place.of(name), names, expected, "then", effect.word, afterwards)
    for opening in action.opens:
        yield from _of_opening(subject, opening, names, afterwards)
    if action.after is not None and action.after.fact is not None:
        at = action.after.place.of("fact")
        before = replace(situation, own={}, names=subject.names, surely_filled=())
        yield Condition(action.after.fact, at, subject.names, types.BOOL, "after", action.name, before, True)


def _of_opening(subject: Subject, opening: Opening, names: ProcedureNames, situation: Situation) -> Iterator[Condition]:
    shared = subject.whole.names
    each = opening.for_each or ""
    rows = subject.procedure.fields.get(each) or situation.own.get(each)
    if rows is not None:
        names = names.with_own({column.name: shared.type(column) for column in rows.columns})
        own = {**situation.own, **{column.name: column for column in rows.columns}}
        situation = replace(situation, names=names, own=own)
    if opening.for_holders:
        names = names.with_own({HOLDER: types.PERSON})
        situation = replace(situation, names=names)
    if opening.when is not None:
        yield Condition(
            opening.when, opening.place.of("when"), names, types.BOOL, "opens", opening.name, situation, True
        )
    child = subject.pack.procedures.get(opening.procedure)
    for name, value in opening.with_:
        field = child.fields.get(name) if child is not None else None
        expected = None if field is None else shared.type(field)
        known = names.with_rows() if expected is not None and expected.kind == "rows" else names
        yield Condition(value, opening.place.of("with", name), known, expected, "with", name, situation)


def _of_deadline(subject: Subject, deadline: Deadline) -> Iterator[Condition]:
    place, anywhere = deadline.place, subject.anywhere
    names = subject.names
    own: dict[str, Field] = {}
    for trigger in deadline.starts:
        action = subject.procedure.actions.get(trigger.name)
        if trigger.moment is Moment.ACTION and action is not None:
            names = names.of_action(action)
            own |= {ask.field.name: ask.field for ask in action.asks if ask.own}
    situation = replace(anywhere, names=names, own=own)
    name = deadline.name
    if deadline.when is not None:
        yield Condition(deadline.when, place.of("when"), names, types.BOOL, "deadline", name, situation, True)
    if deadline.pauses_while is not None:
        yield Condition(
            deadline.pauses_while, place.of("pauses", "while"), names, types.BOOL, "pauses", name, situation
        )
    if deadline.met is not None:
        yield Condition(deadline.met, place.of("met"), names, types.BOOL, "met", name, situation, True)
    for key, rules in (("due", deadline.due), ("earliest", deadline.earliest)):
        for index, rule in enumerate(rules):
            when = condition_of(rule)
            if when is not None:
                at = place.of(key, index, "when")
                at = place.of(key, "when") if at == place.of(key) else at
                yield Condition(when, at, names, types.BOOL, "due", name, situation, True)


def condition_of(rule: Due) -> Expression | None:
    """The condition under which a rule counts."""
    return cast("Expression | None", rule.when)


def check_names_and_types(condition: Condition, report: Report) -> bool:
    """Notes every unknown name and every wrong type; whether there was none."""
    return check_expression(
        report,
        condition.expression,
        condition.place,
        condition.names,
        condition.expects,
        ordering=condition.what == "priority",
    )


def check_expression(
    report: Report,
    expression: Expression,
    place: Place,
    names: Names,
    expects: Type | None,
    *,
    ordering: bool = False,
) -> bool:
    """Notes every unknown name and every wrong type of one expression; whether there was none.

    `ordering`: its value puts things in order, so it is a number, or yes or no.
    """
    faults = check(expression, names, expects)
    for fault in faults:
        code, params = _said(fault)
        report.within(code, place, expression.text, fault.column, params)
    if not faults and ordering:
        given = type_of(expression, names)
        if not (given.is_number or given.kind in ("bool", "unknown")):
            report.within("expression_wrong_type", place, expression.text, 0, {"expected": "int", "given": str(given)})
            return False
    return not faults


def _said(fault: Fault) -> tuple[str, dict[str, Parameter]]:
    params: dict[str, Parameter] = {}
    for key, value in fault.params.items():
        params[key] = tuple(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if fault.suggestion:
        params["meant"] = (fault.suggestion,)
    return f"expression_{fault.code}", params
