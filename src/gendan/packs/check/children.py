"""Parents and children: what is handed over fits, every end is heard, and neither waits for the other for ever."""

from __future__ import annotations

from collections.abc import Iterator

from gendan.core.expression import Expression
from gendan.core.procedure import Action, Opening, Procedure
from gendan.packs.check.graph import OPEN, Edge, Graph, How
from gendan.packs.check.people import by_system
from gendan.packs.check.ranges import Situation
from gendan.packs.check.subject import Subject, Whole
from gendan.packs.check.types import may_hold


def check_children(subject: Subject) -> None:
    """Notes what is wrong with the children that the procedure opens and the cases that it joins."""
    procedure, pack = subject.procedure, subject.pack
    for action in procedure.actions.values():
        for opening in action.opens:
            child = pack.procedures.get(opening.procedure)
            if child is None or opening.procedure in subject.whole.unread:
                continue
            _handed_over(subject, opening, child)
            _ends_heard(subject, action, opening, child)
        for link in action.links:
            other = pack.procedures.get(link.procedure)
            if other is not None and link.state in other.states and other.states[link.state].final is not None:
                subject.report.error("link_to_final", link.place, name=link.procedure, state=link.state)
    for state in procedure.states.values():
        if state.waits is not None and state.waits in procedure.openings and state.name in subject.graph.states:
            _waits(subject, state.name, state.waits)


def _handed_over(subject: Subject, opening: Opening, child: Procedure) -> None:
    report, shared = subject.report, subject.whole.names
    for index, name in enumerate(opening.takes):
        ours, theirs = subject.procedure.fields.get(name), child.fields.get(name)
        if ours is None or theirs is None:
            continue
        if not may_hold(shared.type(ours), shared.type(theirs)):
            at = opening.place.of("takes", index)
            report.error("takes_other_type", at, name=name, given=ours.type, expected=theirs.type, child=child.name)
        elif ours.type == "choice" and theirs.type == "text":
            report.warn("takes_without_titles", opening.place.of("takes", index), name=name, child=child.name)
    for name, given in opening.gives:
        figure, field = child.fields.get(given), subject.procedure.fields.get(name)
        if figure is not None and field is not None and not may_hold(shared.type(figure), shared.type(field)):
            at = opening.place.of("gives", name)
            report.error("gives_other_type", at, name=name, given=figure.type, expected=field.type, child=child.name)
    opens = child.actions.get(OPEN)
    if opens is None:
        return
    handed = {*opening.takes, *(name for name, _ in opening.with_), *(name for name, _ in opens.sets)}
    for name in opens.needs:
        if name not in handed:
            report.error("child_needs", opening.place, name=name, child=child.name)
    if child.kinds and "kind" not in handed:
        report.error("child_needs", opening.place, name="kind", child=child.name)


def _ends_heard(subject: Subject, action: Action, opening: Opening, child: Procedure) -> None:
    procedure, report = subject.procedure, subject.report
    then = dict(opening.then)
    waited = [state for state in procedure.states.values() if state.waits == opening.name]
    merged = {each.merge.ends for each in child.actions.values() if each.merge is not None}
    finals = [name for name, state in child.states.items() if state.final is not None]
    missing = tuple(name for name in finals if name not in then and name not in merged)
    if missing and (then or waited):
        at = opening.place.of("then") if then else opening.place
        report.error("then_incomplete", at, name=opening.name, child=child.name, known=missing)
    stands = {node for edge in subject.graph.edges if edge.action == action.name for node in (edge.end,)}
    after = {node.state for node in subject.graph.reach(stands)}
    for state, name in opening.then:
        follows = procedure.actions.get(name)
        if follows is None:
            continue
        at = opening.place.of("then", state)
        if not by_system(follows):
            report.error("then_not_system", at, name=name)
        elif stands and not after & set(follows.sources):
            report.error("then_never_possible", at, name=name, child=child.name)
        else:
            deaf = tuple(each.name for each in waited if each.name in after and each.name not in follows.sources)
            if deaf:
                report.error("then_not_from_waiting", at, name=name, child=child.name, known=deaf)


def _waits(subject: Subject, state: str, child: str) -> None:
    """A state that waits for a child stands behind the action that opens it."""
    opens = {
        action.name
        for action in subject.procedure.actions.values()
        if any(opening.name == child for opening in action.opens)
    }
    history = subject.history
    if not any(opens & history.may_done.get(node, frozenset()) for node in subject.graph.at([state])):
        place = subject.procedure.states[state].place.of("waits")
        subject.report.error("waits_for_no_child", place, name=state, child=child)


def check_openings(whole: Whole) -> None:
    """Notes cases that open each other without end, and parents and children that wait for each other for ever."""
    _endless(whole)
    for subject in whole.subjects.values():
        if subject.procedure.name in whole.taken:
            continue
        for action in subject.procedure.actions.values():
            for opening in action.opens:
                _deadlock(whole, subject, action, opening)


def _endless(whole: Whole) -> None:
    """Every opening of one opens another: a circle of these never stops."""
    always: dict[str, list[Opening]] = {}
    for procedure in whole.pack.procedures.values():
        opens = procedure.actions.get(OPEN)
        if opens is not None:
            always[procedure.name] = [each for each in opens.opens if each.when is None and each.for_each is None]
    for name, openings in always.items():
        for opening in openings:
            seen: set[str] = set()
            waiting = [opening.procedure]
            while waiting:
                here = waiting.pop()
                if here not in seen:
                    seen.add(here)
                    waiting += [each.procedure for each in always.get(here, ())]
            if name in seen:
                whole.report.error("opens_without_end", opening.place, name=name, child=opening.procedure)


def _deadlock(whole: Whole, parent: Subject, action: Action, opening: Opening) -> None:
    """Whether the child can end only where the parent comes only once the child has ended."""
    child = whole.subjects.get(opening.procedure)
    if child is None or not any("parent.state" in each.words for each in _conditions(child.procedure)):
        return
    heard = {name for _, name in opening.then}

    def by_its_end(edge: Edge) -> bool:
        return edge.action in heard and edge.how is How.TO

    stands = {edge.end for edge in parent.graph.edges if edge.action == action.name}
    while_it_runs = frozenset(node.state for node in parent.graph.reach(stands, by_its_end))
    situation = Situation(child.names, parent_states=while_it_runs)

    def allows(each: Action) -> bool:
        gates = [child.procedure.gates[name] for name in each.gates if name in child.procedure.gates]
        alone = Situation(child.names.of_action(each), parent_states=situation.parent_states)
        fact = each.after.fact if each.after is not None else None
        return all(alone.can_hold(gate.when) for gate in gates) and (fact is None or alone.can_hold(fact))

    graph = Graph(child.procedure, allows, lambda each, target: target.when is None or situation.can_hold(target.when))
    finals = [name for name, state in child.procedure.states.items() if state.final is not None]
    if child.graph.at(finals) and not graph.at(finals) and while_it_runs:
        known = tuple(sorted(while_it_runs))
        whole.report.error(
            "wait_for_each_other", opening.place, name=opening.name, child=child.procedure.name, known=known
        )


def _conditions(procedure: Procedure) -> Iterator[Expression]:
    for gate in procedure.gates.values():
        yield gate.when
    for action in procedure.actions.values():
        yield from (target.when for target in action.to if target.when is not None)
        if action.after is not None and action.after.fact is not None:
            yield action.after.fact
