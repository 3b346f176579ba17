"""Every state can be reached and left, and is somebody's; every action can come about."""

from __future__ import annotations

from gendan.core.procedure import BACK, Action, Role, State, Target
from gendan.packs.check.graph import OPEN, Graph
from gendan.packs.check.people import by_itself, people_of
from gendan.packs.check.ranges import Situation
from gendan.packs.check.subject import Subject


def check_states(subject: Subject) -> None:
    """Notes states that can't be reached or left, states without an owner, and what leads nowhere."""
    procedure, report, graph = subject.procedure, subject.report, subject.graph
    opening = procedure.actions.get(OPEN)
    if opening is not None and not opening.to:
        report.error("open_without_to", opening.place, name=OPEN)
        return
    if opening is None:
        return
    for name in _unreached(subject):
        report.error("state_unreachable", procedure.states[name].place, name=name)
    for state in procedure.states.values():
        if state.name in graph.states and state.final is None and not state.rests:
            _leavable(subject, graph, state)
    for state in procedure.states.values():
        if state.final is None and not state.rests and state.owner is None:
            report.error("state_without_owner", state.place, name=state.name)
    _kinds_end(subject)


def _unreached(subject: Subject) -> tuple[str, ...]:
    """The states that no way leads to; of those that follow each other, the first."""
    procedure = subject.procedure
    lost = [name for name in procedure.states if name not in subject.graph.states]
    leads: dict[str, set[str]] = {name: set() for name in lost}
    for action in procedure.actions.values():
        ends = {target.state for target in action.to} | {action.reject, action.merge.ends if action.merge else None}
        for name in ends & leads.keys():
            leads[str(name)] |= leads.keys() & set(action.sources) - {name}
    said: list[str] = []
    known: set[str] = set()
    # First those that nothing unreached leads to, then what is left of circles.
    for name in sorted(lost, key=lambda each: bool(leads[each])):
        if name in known:
            continue
        said.append(name)
        waiting = [name]
        while waiting:
            here = waiting.pop()
            if here not in known:
                known.add(here)
                waiting += [each for each, before in leads.items() if here in before]
    return tuple(said)


def _leavable(subject: Subject, graph: Graph, state: State) -> None:
    nodes = graph.at([state.name])
    if any(node in graph.ending for node in nodes):
        return
    leaves = any(edge.moves for node in nodes for edge in graph.out.get(node, ()))
    code = "state_never_ends" if leaves else "state_without_exit"
    subject.report.error(code, state.place, name=state.name)


def _kinds_end(subject: Subject) -> None:
    """Each kind stands alone: what it reaches, it can leave."""
    procedure = subject.procedure
    for kind in procedure.kinds.values():
        graph = kind_graph(subject, kind.name)
        for state in procedure.states.values():
            if state.final is not None or state.rests or state.name not in graph.states:
                continue
            nodes = graph.at([state.name])
            whole = subject.graph.at([state.name])
            if not any(node in graph.ending for node in nodes) and any(node in subject.graph.ending for node in whole):
                subject.report.error("state_never_ends_for_kind", kind.place, name=state.name, kind=kind.name)


def kind_graph(subject: Subject, name: str) -> Graph:
    """The ways of one kind: without actions whose gates, and targets whose conditions, can't hold for it."""
    procedure = subject.procedure
    kind = procedure.kinds[name]

    def allows(action: Action) -> bool:
        situation = Situation(subject.names.of_action(action))
        for gate_name in action.gates:
            gate = procedure.gates.get(gate_name)
            if gate is None or not situation.can_hold(gate.when):
                continue
            alone = Situation(situation.names, kind=kind)
            if not alone.can_hold(gate.when):
                return False
        return True

    def leads(action: Action, target: Target) -> bool:
        if target.when is None:
            return True
        situation = Situation(subject.names.of_action(action))
        return Situation(situation.names, kind=kind).can_hold(target.when) or not situation.can_hold(target.when)

    return Graph(procedure, allows, leads)


def check_actions(subject: Subject) -> None:
    """Notes actions that nobody does, that nothing starts, or that leave what is final."""
    procedure, report = subject.procedure, subject.report
    started = _started(subject)
    for action in procedure.actions.values():
        if not people_of(procedure, action):
            report.error("action_without_actor", action.place, name=action.name)
        elif by_itself(procedure, action) and action.name != OPEN and action.name not in started:
            report.error("system_action_never_starts", action.place, name=action.name)
        _final_left(subject, action)
        _targets(subject, action)
        if action.entered_by and not any(who.role is Role.FIELD for who in people_of(procedure, action)):
            report.error("entered_by_without_party", action.place.of("entered_by"), name=action.name)


def _started(subject: Subject) -> frozenset[str]:
    """The actions that something besides a person starts."""
    procedure = subject.procedure
    found = {action.name for action in procedure.actions.values() if action.after is not None}
    for action in procedure.actions.values():
        for opening in action.opens:
            found |= {follows for _, follows in opening.then}
            child = subject.pack.procedures.get(opening.procedure)
            ends = [name for name, state in child.states.items() if state.final is not None] if child else ()
            if any(name not in dict(opening.then) for name in ends):
                # It is said there that an end is not heard; what waits for it may have been meant for it.
                waiting = {name for name, state in procedure.states.items() if state.waits == opening.name}
                found |= {each.name for each in procedure.actions.values() if waiting & set(each.sources)}
    for exchange in subject.pack.exchanges.values():
        if exchange.procedure == procedure.name:
            found |= {action for _, action in exchange.answers} | {exchange.sends_do}
    for each in subject.pack.imports.values():
        if each.opens == procedure.name and each.update is not None:
            found.add(each.update)
    return frozenset(found)


def _final_left(subject: Subject, action: Action) -> None:
    states = subject.procedure.states
    finals = [name for name in action.sources if name in states and states[name].final is not None]
    if finals and action.to and not action.reopens:
        subject.report.error("final_left", action.place.of("from"), name=action.name, known=tuple(finals))
    if action.reopens and not finals:
        subject.report.error("reopens_nothing", action.place.of("reopens"), name=action.name)


def _targets(subject: Subject, action: Action) -> None:
    report, place = subject.report, action.place
    for index, target in enumerate(action.to):
        if target.when is None and index < len(action.to) - 1:
            report.error("target_after_unconditional", place.of("to", index + 1), name=action.to[index + 1].state)
            break
    backs = any(target.state == BACK for target in action.to) or action.reject == BACK
    if not backs:
        return
    key = "to" if any(target.state == BACK for target in action.to) else "reject"
    nodes = subject.graph.sources(action)
    if action.name == OPEN or (nodes and not any(node.came_from for node in nodes)):
        report.error("back_from_nowhere", place.of(key), name=action.name)
