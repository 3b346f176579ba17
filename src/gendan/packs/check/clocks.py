"""Every wait is under a deadline, and every clock can be started, stopped, and come to an end of its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from gendan.core.expression import Expression
from gendan.core.procedure import Deadline, Moment, Procedure, Signs, State, Trigger
from gendan.packs.check.conditions import condition_of
from gendan.packs.check.graph import START, Edge, Graph, How, Node
from gendan.packs.check.people import leaves, parts_of
from gendan.packs.check.ranges import Situation, joined
from gendan.packs.check.states import kind_graph
from gendan.packs.check.subject import Subject

Clocks = frozenset[str]
NONE: Clocks = frozenset()
MOST_WAYS = 64
"""How many sets of clocks are told apart at one node."""


class Running:
    """Which clocks run at each node of a graph: surely, and perhaps."""

    def __init__(self, procedure: Procedure, graph: Graph, clocks: Mapping[str, Deadline]) -> None:
        self.procedure = procedure
        self.graph = graph
        self.clocks = clocks

    def _triggers(self, edge: Edge, *, lenient: bool) -> set[tuple[Moment, str]]:
        """What a clock hears of an edge. `lenient`: whatever may be heard, so that a start counts."""
        heard: set[tuple[Moment, str]] = set()
        action = self.procedure.actions[edge.action]
        # Of a split or merge the language says that clocks which run are kept.
        keeps = (action.split is not None or action.merge is not None) and edge.how is not How.MERGE
        if edge.how is not How.REJECT and (lenient or not keeps):
            heard.add((Moment.ACTION, edge.action))
        if lenient:
            heard |= {(Moment.PART, part.name) for part in parts_of(self.procedure, action)}
        if edge.how is not How.STAY and (edge.moves or lenient):
            heard |= {(Moment.LEAVE, edge.source.state), (Moment.ENTER, edge.end.state)}
        return heard

    def _hearing(self, triggers: Iterable[Trigger], heard: set[tuple[Moment, str]]) -> bool:
        return any((trigger.moment, trigger.name) in heard for trigger in triggers)

    def _surely_signed(self, action: str) -> set[tuple[Moment, str]]:
        signs = self.procedure.actions[action].signs
        if signs is None or not _needs_all(signs):
            return set()
        parts = parts_of(self.procedure, self.procedure.actions[action])
        return {(Moment.PART, part.name) for part in parts if part.when is None}

    @cached_property
    def surely(self) -> Mapping[Node, frozenset[Clocks]]:
        """The clocks that surely run at the node, one set for each way to it that leaves other clocks running.

        Of two sets of which one holds the other, the smaller is kept: where it is enough, both are. A node with too
        many ways has none, and is not judged.
        """
        found: dict[Node, frozenset[Clocks]] = {START: frozenset({NONE})}
        many: set[Node] = set()
        waiting = [START]
        while waiting:
            node = waiting.pop()
            for edge in self.graph.out.get(node, ()):
                before = found.get(edge.end)
                now = _least({*(before or ()), *(self._after(edge, each) for each in found[node])})
                if len(now) > MOST_WAYS:
                    many.add(edge.end)
                elif now != before and edge.end not in many:
                    found[edge.end] = now
                    waiting.append(edge.end)
        unsure = self.graph.reach(many)
        return {node: sets for node, sets in found.items() if node not in unsure}

    def _ends(self, edge: Edge) -> bool:
        """Whether the edge comes to a final state, which ends every clock."""
        return self.procedure.states[edge.end.state].final is not None

    def _after(self, edge: Edge, before: Clocks) -> Clocks:
        if self._ends(edge):
            return NONE
        heard = self._triggers(edge, lenient=False)
        starts = heard if edge.how is How.REJECT else self._triggers(edge, lenient=True)
        starts = {each for each in starts if each[0] is not Moment.PART}
        if edge.how is not How.REJECT:
            starts |= self._surely_signed(edge.action)
        parts = parts_of(self.procedure, self.procedure.actions[edge.action])
        ends = heard | {(Moment.PART, part.name) for part in parts}
        kept = {
            name for name in before if not self._hearing((*self.clocks[name].stops, *self.clocks[name].drops), ends)
        }
        started = {name for name, clock in self.clocks.items() if self._hearing(clock.starts, starts)}
        return frozenset(kept | started)

    @cached_property
    def perhaps(self) -> Mapping[Node, Clocks]:
        """The clocks that run on some way to the node."""
        found: dict[Node, Clocks] = {START: NONE}
        waiting = [START]
        while waiting:
            node = waiting.pop()
            for edge in self.graph.out.get(node, ()):
                before = found.get(edge.end)
                heard = self._triggers(edge, lenient=False)
                starts = self._triggers(edge, lenient=True)
                kept = {
                    name
                    for name in found[node]
                    if not self._hearing((*self.clocks[name].stops, *self.clocks[name].drops), heard)
                }
                started = {name for name, clock in self.clocks.items() if self._hearing(clock.starts, starts)}
                runs = NONE if self._ends(edge) else frozenset(kept | started)
                now = runs | (before or NONE)
                if now != before:
                    found[edge.end] = now
                    # A part signs while the case stands: what it starts runs there already.
                    waiting.append(edge.end)
        for node in list(found):
            found[node] |= self._started_by_parts(node)
        return found

    def _started_by_parts(self, node: Node) -> Clocks:
        heard: set[tuple[Moment, str]] = set()
        for edge in self.graph.out.get(node, ()):
            parts = parts_of(self.procedure, self.procedure.actions[edge.action])
            heard |= {(Moment.PART, part.name) for part in parts}
        return frozenset(name for name, clock in self.clocks.items() if self._hearing(clock.starts, heard))

    def _elsewhere(self, triggers: Iterable[Trigger]) -> bool:
        """Whether the clock hears of a state or action that no case comes to: that is said there, not of the clock."""
        states, actions = self.graph.states, {edge.action for edge in self.graph.edges}
        return any(
            trigger.name not in (actions if trigger.moment is Moment.ACTION else states)
            for trigger in triggers
            if trigger.moment is not Moment.PART
        )

    def started(self, clock: Deadline) -> bool:
        """Whether something starts the clock."""
        if self._elsewhere(clock.starts):
            return True
        return any(self._hearing(clock.starts, self._triggers(edge, lenient=True)) for edge in self.graph.edges)

    def stopped(self, clock: Deadline) -> bool:
        """Whether something stops the clock while it may run."""
        if self._elsewhere(clock.stops):
            return True
        return any(
            clock.name in self.perhaps.get(edge.source, NONE)
            and self._hearing(clock.stops, self._triggers(edge, lenient=True))
            for edge in self.graph.edges
        )

    def ended_by_parts(self, node: Node) -> Clocks:
        """The clocks that a part may have ended, while the other signatures are still awaited at the node."""
        heard: set[tuple[Moment, str]] = set()
        for edge in self.graph.out.get(node, ()):
            action = self.procedure.actions[edge.action]
            if action.signs is not None and _needs_all(action.signs) and len(list(leaves(action.signs))) > 1:
                heard |= {(Moment.PART, part.name) for part in parts_of(self.procedure, action)}
        return frozenset(
            name for name, clock in self.clocks.items() if self._hearing((*clock.stops, *clock.drops), heard)
        )


def _least(sets: set[Clocks]) -> frozenset[Clocks]:
    """Those that hold no other."""
    return frozenset(each for each in sets if not any(other < each for other in sets))


def _needs_all(signs: Signs) -> bool:
    whole = signs.need in ("order", "all") or signs.need == len(signs.of)
    return whole and all(_needs_all(member) for member in signs.of if isinstance(member, Signs))


def check_waits(subject: Subject) -> None:
    """Notes states in which a case may stand without a clock."""
    procedure = subject.procedure
    said: set[str] = set()
    for kind in tuple(procedure.kinds) or ("",):
        graph = kind_graph(subject, kind) if kind else subject.graph
        running = Running(procedure, graph, procedure.deadlines)
        for state in procedure.states.values():
            if state.name in said or _needs_no_clock(subject, state):
                continue
            for node in graph.at([state.name]):
                bare = [
                    each for each in running.surely.get(node, ()) if not _covered(subject, running, node, each, kind)
                ]
                if bare:
                    said.add(state.name)
                    _accuse(subject, state, frozenset().union(*bare), kind)
                    break


def _needs_no_clock(subject: Subject, state: State) -> bool:
    """Final, resting, waiting for a child or for the answers to a batch, or left by itself after some time."""
    if state.final is not None or state.rests:
        return True
    names = {*subject.procedure.openings, *subject.pack.procedures, *subject.pack.exchanges}
    if state.waits in names:
        return True
    actions = subject.procedure.actions.values()
    return any(a.after is not None and a.after.amount is not None and state.name in a.sources for a in actions)


def _covered(subject: Subject, running: Running, node: Node, clocks: Clocks, kind: str) -> bool:
    unconditional = {name for name in clocks if subject.procedure.deadlines[name].when is None}
    ended = running.ended_by_parts(node)
    if unconditional - ended or len(unconditional & ended) > 1:
        return True
    if unconditional:
        return False
    whens = [when for name in clocks if (when := subject.procedure.deadlines[name].when) is not None]
    if not whens:
        return False
    whole = joined([when.text for when in whens], "or")
    if whole is None:
        return True
    history = subject.history
    situation = Situation(subject.names, surely_filled=history.sure_filled.get(node, frozenset()))
    if kind:
        situation = replace(situation, kind=subject.procedure.kinds[kind])
    if not situation.can_fail(whole):
        return True
    # Where the way to this state is chosen by a condition, it may hold whenever a case is here.
    return any(not situation.can_hold(each) for each in _ways_without(subject, running.graph, node, whole))


def _ways_without(subject: Subject, graph: Graph, node: Node, whole: Expression) -> Iterator[Expression]:
    """For each way on which a case may come to the node: what holds on it, together with `whole` not holding."""
    procedure = subject.procedure
    texts: set[tuple[str, ...]] = set()
    before = graph.leading_to([node])
    for edge in graph.edges:
        if edge.end in before:
            texts.add(tuple(_holding(procedure, edge)))
    surely = subject.history.sure_done.get(node, frozenset())
    texts.add(tuple(text for name in sorted(surely) for text in _gates(procedure, name)))
    for each in texts:
        together = joined([*each, f"not ({whole.text})"], "and") if each else None
        if together is not None:
            yield together


def _holding(procedure: Procedure, edge: Edge) -> Iterator[str]:
    """The conditions that hold when the edge is gone."""
    yield from _gates(procedure, edge.action)
    for index, target in enumerate(procedure.actions[edge.action].to):
        if target.when is not None and edge.how is How.TO and index <= edge.target:
            yield target.when.text if index == edge.target else f"not ({target.when.text})"


def _gates(procedure: Procedure, action: str) -> Iterator[str]:
    for name in procedure.actions[action].gates:
        if name in procedure.gates:
            yield procedure.gates[name].when.text


def _accuse(subject: Subject, state: State, clocks: Clocks, kind: str) -> None:
    conditional = sorted(name for name in clocks if subject.procedure.deadlines[name].when is not None)
    if kind:
        code = "wait_without_deadline_for_kind"
        subject.report.error(code, state.place, name=state.name, kind=kind, known=tuple(conditional))
    elif conditional:
        subject.report.error("wait_sometimes_without_deadline", state.place, name=state.name, known=tuple(conditional))
    else:
        subject.report.error("wait_without_deadline", state.place, name=state.name)


def check_deadlines(subject: Subject) -> None:
    """Notes clocks that nothing stops, rules without an end, and what comes after a rule that always counts."""
    running = Running(subject.procedure, subject.graph, subject.procedure.deadlines)
    for deadline in subject.procedure.deadlines.values():
        if not running.started(deadline):
            subject.report.error("clock_never_starts", deadline.place.of("starts"), name=deadline.name)
        elif deadline.stops and not running.stopped(deadline):
            subject.report.error("clock_never_stopped", deadline.place.of("stops"), name=deadline.name)
        _rules(subject, deadline)
    for action in subject.procedure.actions.values():
        after = action.after
        if after is None or after.late is None or after.late not in subject.procedure.deadlines:
            continue
        nodes = subject.graph.sources(action)
        if nodes and not any(after.late in running.perhaps.get(node, NONE) for node in nodes):
            subject.report.error("after_late_never", after.place.of("late"), name=action.name, deadline=after.late)


def _rules(subject: Subject, deadline: Deadline) -> None:
    place, report = deadline.place, subject.report
    for index, rule in enumerate(deadline.due):
        if rule.is_unconditional and index < len(deadline.due) - 1:
            report.error("due_after_unconditional", place.of("due", index + 1), name=deadline.name)
            return
    if not deadline.due or deadline.when is not None or any(rule.is_unconditional for rule in deadline.due):
        return
    whens = [when.text for rule in deadline.due if rule.before is None and (when := condition_of(rule)) is not None]
    whole = joined(whens, "or") if whens else None
    situation = Situation(subject.names, surely_filled=_surely_filled(subject, deadline))
    if whole is None or situation.can_fail(whole):
        report.error("due_without_end", place.of("due", len(deadline.due) - 1), name=deadline.name)


def _surely_filled(subject: Subject, deadline: Deadline) -> frozenset[str]:
    """The fields that are filled whenever the deadline is started."""
    found: frozenset[str] | None = None
    for trigger in deadline.starts:
        if trigger.moment is Moment.ACTION and trigger.name in subject.procedure.actions:
            action = subject.procedure.actions[trigger.name]
            here = subject.history.surely_filled_at(action) - {name for name, _ in action.sets}
            found = here if found is None else found & here
        else:
            return frozenset()
    return found or frozenset()
