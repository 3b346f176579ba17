"""What may have happened, and what has surely happened, when a case stands at a node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from gendan.core.procedure import Action, Procedure, Role
from gendan.packs.check.graph import OPEN, START, Edge, Graph, How, Node
from gendan.packs.check.people import leaves, parts_of

Set = frozenset[str]
T = TypeVar("T")
EMPTY: Set = frozenset()


class History:
    """Acts done and fields filled, on some way and on every way to each node.

    Acts are actions and parts; `signer NAME` stands for a signature of a post or field.
    """

    def __init__(self, procedure: Procedure, graph: Graph, given: Set = EMPTY) -> None:
        self.procedure = procedure
        self.graph = graph
        self.given = given
        """The fields that a parent fills when it opens the case."""

    # -- on some way

    @cached_property
    def may_done(self) -> Mapping[Node, Set]:
        """The acts that may have been done, those that stay at the node included."""

        def after(edge: Edge, before: Set) -> Set:
            done = before | self._signed_by(edge.action)
            return done if edge.how is How.REJECT else done | {edge.action}

        return self._some_way(after)

    @cached_property
    def may_fill(self) -> Mapping[Node, Set]:
        """The fields that may be filled."""
        return self._some_way(lambda edge, before: before | self.changes(edge.action))

    def _some_way(self, after: Callable[[Edge, Set], Set]) -> Mapping[Node, Set]:
        found: dict[Node, Set] = {START: EMPTY}
        waiting = [START]
        while waiting:
            node = waiting.pop()
            for edge in self.graph.out.get(node, ()):
                before = found.get(edge.end)
                now = after(edge, found[node]) | (before or EMPTY)
                if now != before:
                    found[edge.end] = now
                    waiting.append(edge.end)
        return found

    # -- on every way

    @cached_property
    def sure_done(self) -> Mapping[Node, Set]:
        """The actions that have been done on every way, and that nothing undoes."""
        lasting = frozenset(name for name, action in self.procedure.actions.items() if not action.covers)

        def after(edge: Edge, before: Set) -> Set:
            return before | {edge.action} if edge.action in lasting and edge.how is not How.REJECT else before

        return self._every_way(after)

    @cached_property
    def sure_filled(self) -> Mapping[Node, Set]:
        """The fields that are filled on every way."""

        def after(edge: Edge, before: Set) -> Set:
            if edge.how in (How.REJECT, How.MERGE):
                return before
            action = self.procedure.actions[edge.action]
            return (before - self.changes(edge.action)) | (frozenset(action.needs) & frozenset(self.procedure.fields))

        return self._every_way(after)

    def _every_way(self, after: Callable[[Edge, Set], Set]) -> Mapping[Node, Set]:
        found: dict[Node, Set] = {START: EMPTY}
        waiting = [START]
        while waiting:
            node = waiting.pop()
            for edge in self.graph.out.get(node, ()):
                before = found.get(edge.end)
                now = after(edge, found[node])
                now = now if before is None else now & before
                if now != before:
                    found[edge.end] = now
                    waiting.append(edge.end)
        return found

    # -- what acts do

    @cached_property
    def _changes(self) -> Mapping[str, Set]:
        found = {}
        for name, action in self.procedure.actions.items():
            asked = [ask.field.name for ask in action.asks if not ask.own]
            for part in parts_of(self.procedure, action):
                asked += [ask.field.name for ask in part.asks if not ask.own]
            given = self.given if name == OPEN else EMPTY
            found[name] = frozenset((*asked, *(each for each, _ in action.sets), *given))
        return found

    def changes(self, action: str) -> Set:
        """The fields of the case that an action, or a part of it, asks or sets."""
        return self._changes.get(action, EMPTY)

    @cached_property
    def _signatures(self) -> Mapping[str, Set]:
        found = {}
        for name, action in self.procedure.actions.items():
            if action.signs is not None:
                signers = list(leaves(action.signs))
                parts = [who.name for who in signers if who.role is Role.PART]
                people = [*signers, *(who for part in parts_of(self.procedure, action) for who in part.by)]
                found[name] = frozenset((*parts, *(f"signer {who.name or who.role.value}" for who in people)))
        return found

    def _signed_by(self, action: str) -> Set:
        return self._signatures.get(action, EMPTY)

    # -- of an action

    def done_before(self, action: Action) -> Set:
        """The acts that may have been done when the action is judged; its own signatures among them."""
        before = _union(self.may_done.get(node, EMPTY) for node in self.graph.sources(action))
        return before | self._signed_by(action.name)

    def filled_at(self, action: Action) -> Set:
        """The fields that may be filled when the action is judged, after what it asks and sets."""
        before = _union(self.may_fill.get(node, EMPTY) for node in self.graph.sources(action))
        return before | self.changes(action.name)

    def surely_done_before(self, action: Action) -> Set:
        """The actions that have been done wherever the action is possible."""
        return _common(self.sure_done.get(node, EMPTY) for node in self.graph.sources(action))

    def surely_filled_at(self, action: Action) -> Set:
        """The fields that are filled wherever the action is permitted."""
        before = _common(self.sure_filled.get(node, EMPTY) for node in self.graph.sources(action))
        return (before - self.changes(action.name)) | frozenset(action.needs)

    @cached_property
    def ever_done(self) -> Set:
        """Every act that may be done at all."""
        return _union(self.may_done.values())

    @cached_property
    def ever_filled(self) -> Set:
        """Every field that may be filled at all."""
        return _union(self.may_fill.values())


def _union(sets: Iterable[Set]) -> Set:
    return EMPTY.union(*sets)


def _common(sets: Iterable[Set]) -> Set:
    found: Set | None = None
    for each in sets:
        found = each if found is None else found & each
    return found or EMPTY
