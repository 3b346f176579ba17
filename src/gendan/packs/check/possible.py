"""No gate that can never open, and no word that nothing could make true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gendan.core.expression import Expression
from gendan.core.expression.tree import Call, Node, Not
from gendan.core.procedure import Action
from gendan.core.text import Place
from gendan.packs.check.conditions import Condition
from gendan.packs.check.ranges import Situation, joined
from gendan.packs.check.subject import Subject

_ACTS = ("done", "last", "at", "valid", "signed")
_Key = tuple[str, str, Place]


def check_possible(subject: Subject, conditions: Sequence[Condition]) -> None:
    """Notes gates that never open and other conditions that never hold. `conditions` are those with no other fault."""
    uses: dict[_Key, list[Condition]] = defaultdict(list)
    for condition in conditions:
        if not condition.reached:
            continue  # that no case comes there is said of the state
        uses[condition.what, condition.name, condition.place].append(condition)
    closed: set[tuple[str, str]] = set()
    for (what, name, place), each in uses.items():
        if _words(subject, each):
            closed |= {(name, "")}
            continue
        if what == "gate":
            _gate(subject, name, place, each, closed)
        elif each[0].decides and not any(use.situation.can_hold(use.expression) for use in each):
            subject.report.error("condition_never", place, name=name, condition=each[0].expression.text[:200])
    for action in subject.procedure.actions.values():
        if not subject.graph.sources(action):
            continue
        _together(subject, action, closed)
        _targets(subject, action, conditions)


def _words(subject: Subject, uses: Sequence[Condition]) -> bool:
    """Notes acts in a condition that can't have been done wherever it is judged; whether there was one."""
    expression = uses[0].expression
    found = False
    for call in _wanted(expression.tree):
        if call.word not in _ACTS or not call.symbols or call.symbols[0] is None:
            continue
        name = call.symbols[0]
        if all(_never(subject, call, name, use.situation) for use in uses):
            found = True
            subject.report.within(
                "word_never", uses[0].place, expression.text, call.start, {"name": name, "word": str(call)}
            )
    return found


def _wanted(node: Node) -> Iterator[Call]:
    """The calls that do something for the condition: one that stands behind `not` alone is content never to be."""
    match node:
        case Not(operand=Call()):
            return
        case Call():
            yield node
    for child in node.children():
        yield from _wanted(child)


def _never(subject: Subject, call: Call, name: str, situation: Situation) -> bool:
    if situation.done is None:
        return False
    procedure = subject.procedure
    if call.word == "signed" and name not in procedure.parts:
        return f"signer {name}" not in situation.done
    if name in procedure.actions or name in procedure.parts:
        return name not in situation.done
    if name in procedure.openings:
        opens = [action.name for action in procedure.actions.values() if name in {each.name for each in action.opens}]
        return not any(action in situation.done for action in opens)
    return False


def _gate(subject: Subject, name: str, place: Place, uses: Sequence[Condition], closed: set[tuple[str, str]]) -> None:
    expression = uses[0].expression
    shut = [use for use in uses if not use.situation.can_hold(use.expression)]
    if not shut:
        return
    text = expression.text[:200]
    if len(shut) == len(uses):
        closed.add((name, ""))
        subject.report.error("gate_never", place, name=name, condition=text)
        return
    for action in subject.procedure.actions.values():
        names = subject.names.of_action(action)
        if not subject.graph.sources(action):
            continue
        if name in action.gates and not replace(subject.situation(action), names=names).can_hold(expression):
            closed.add((name, action.name))
            at = action.place.of("gates", action.gates.index(name))
            subject.report.error("gate_never_here", at, name=name, action=action.name, condition=text)


def _together(subject: Subject, action: Action, closed: set[tuple[str, str]]) -> None:
    """Gates that can each open, and never at once."""
    gates = [subject.procedure.gates[name] for name in action.gates if name in subject.procedure.gates]
    if len(gates) < 2 or any((gate.name, "") in closed or (gate.name, action.name) in closed for gate in gates):
        return
    every = joined([gate.when.text for gate in gates], "and")
    names = subject.names.of_action(action)
    if every is not None and not replace(subject.situation(action), names=names).can_hold(every):
        known = tuple(gate.name for gate in gates)
        subject.report.error("gates_contradict", action.place.of("gates"), name=action.name, known=known)


def _targets(subject: Subject, action: Action, conditions: Iterable[Condition]) -> None:
    """A list of targets ends unconditionally, and none of them is hidden behind those before it."""
    if not action.to:
        return
    sound = {condition.expression for condition in conditions}
    situation = replace(subject.situation(action), names=subject.names.of_action(action))
    before: list[Expression] = []
    for index, target in enumerate(action.to):
        at = action.place.of("to", index)
        if target.when is None:
            return
        if target.when in sound:
            here = [f"not ({each.text})" for each in before] + [target.when.text]
            all_of_it = joined(here, "and")
            if all_of_it is not None and not situation.can_hold(all_of_it):
                subject.report.error("target_never", at, name=action.name, state=target.state)
        before.append(target.when)
    whole = joined([each.text for each in before], "or")
    if whole is None or situation.can_fail(whole):
        last = action.place.of("to", len(action.to) - 1)
        subject.report.error("to_without_end", last, name=action.name)
