"""The ways that a case of a procedure can go: where it stands, where it came from, and what leads on.

A node is a state, with the state that the case came from where some action leads back from it. The graph holds every
way that the pack's text opens, whether or not its conditions can hold: what is impossible in it is impossible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from gendan.core.procedure import BACK, Action, Procedure, Target

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Node:
    """Where a case stands, and the state it came from, where that matters; both empty before it is open."""

    state: str = ""
    came_from: str = ""


START = Node()


class How(Enum):
    """How an action moves a case."""

    TO = "to"
    STAY = "stay"
    REJECT = "reject"
    MERGE = "merge"  # into another, and so to its end


@dataclass(frozen=True, slots=True)
class Edge:
    """One way: by an action from a node to a node. `target` is the index in its `to`, -1 where it has none."""

    source: Node
    action: str
    end: Node
    how: How
    target: int = -1

    @property
    def moves(self) -> bool:
        """Whether the case is in another state afterwards."""
        return self.source.state != self.end.state


Leads = Callable[[Action, Target], bool]
Allows = Callable[[Action], bool]


class Graph:
    """All ways of a procedure. `allows` and `leads` leave out actions and targets that a kind can't take."""

    def __init__(self, procedure: Procedure, allows: Allows | None = None, leads: Leads | None = None) -> None:
        self.procedure = procedure
        self._allows = allows or (lambda action: True)
        self._leads = leads or (lambda action, target: True)
        self._back = frozenset(
            state
            for action in procedure.actions.values()
            if action.reject == BACK or any(target.state == BACK for target in action.to)
            for state in action.sources
        )
        self.edges: list[Edge] = []
        self.out: dict[Node, list[Edge]] = defaultdict(list)
        self.into: dict[Node, list[Edge]] = defaultdict(list)
        self._explore()

    def _explore(self) -> None:
        by_source: dict[str, list[Action]] = defaultdict(list)
        for action in self.procedure.actions.values():
            if not self._allows(action):
                continue
            if action.name == OPEN:
                by_source[""].append(action)
            for state in action.sources:
                by_source[state].append(action)
        seen = {START}
        waiting = [START]
        while waiting:
            node = waiting.pop()
            for action in by_source.get(node.state, ()):
                for edge in self._edges(node, action):
                    self.edges.append(edge)
                    self.out[node].append(edge)
                    self.into[edge.end].append(edge)
                    if edge.end not in seen:
                        seen.add(edge.end)
                        waiting.append(edge.end)

    def _edges(self, node: Node, action: Action) -> Iterator[Edge]:
        for index, target in enumerate(action.to):
            if self._leads(action, target) and (end := self._end(node, target.state)) is not None:
                yield Edge(node, action.name, end, How.TO, index)
            if target.when is None:
                break
        if not action.to and node is not START:
            yield Edge(node, action.name, node, How.STAY)
        if action.signs is not None and action.reject is not None:
            end = self._end(node, action.reject)
            if end is not None:
                yield Edge(node, action.name, end, How.REJECT)
        if action.merge is not None and action.merge.ends in self.procedure.states:
            yield Edge(node, action.name, self._node(action.merge.ends, node.state), How.MERGE)

    def _end(self, node: Node, state: str) -> Node | None:
        if state == BACK:
            return self._node(node.came_from, node.state) if node.came_from else None
        return self._node(state, node.state) if state in self.procedure.states else None

    def _node(self, state: str, came_from: str) -> Node:
        return Node(state, came_from if state in self._back else "")

    @cached_property
    def nodes(self) -> frozenset[Node]:
        """Every node that a case can come to, without the start."""
        return frozenset(edge.end for edge in self.edges)

    @cached_property
    def states(self) -> frozenset[str]:
        """Every state that a case can come to."""
        return frozenset(node.state for node in self.nodes)

    def at(self, states: Iterable[str]) -> tuple[Node, ...]:
        """The nodes of some states."""
        wanted = frozenset(states)
        return tuple(
            sorted((node for node in self.nodes if node.state in wanted), key=lambda n: (n.state, n.came_from))
        )

    def sources(self, action: Action) -> tuple[Node, ...]:
        """The nodes in which the action may be done."""
        return (START,) if action.name == OPEN else self.at(action.sources)

    def reach(self, nodes: Iterable[Node], without: Callable[[Edge], bool] | None = None) -> frozenset[Node]:
        """What can be reached from some nodes, they among it, without the edges named."""
        seen = set(nodes)
        waiting = list(seen)
        while waiting:
            for edge in self.out.get(waiting.pop(), ()):
                if edge.end not in seen and not (without is not None and without(edge)):
                    seen.add(edge.end)
                    waiting.append(edge.end)
        return frozenset(seen)

    def leading_to(self, nodes: Iterable[Node]) -> frozenset[Node]:
        """What can reach some of the nodes, they among it."""
        seen = set(nodes)
        waiting = list(seen)
        while waiting:
            for edge in self.into.get(waiting.pop(), ()):
                if edge.source not in seen:
                    seen.add(edge.source)
                    waiting.append(edge.source)
        return frozenset(seen)

    @cached_property
    def ending(self) -> frozenset[Node]:
        """The nodes from which some way leads to a final state, or to one that rests."""
        states = self.procedure.states
        ends = [node for node in self.nodes if states[node.state].final is not None or states[node.state].rests]
        return self.leading_to(ends)
