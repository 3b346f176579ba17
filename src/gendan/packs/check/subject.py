"""One procedure under examination: its names, its ways, its past, and where findings go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gendan.core.pack import Pack
from gendan.core.procedure import Action, Opening, Procedure
from gendan.core.vocabulary import Vocabulary
from gendan.packs.check.graph import OPEN, Graph
from gendan.packs.check.history import History
from gendan.packs.check.names import PackNames, ProcedureNames
from gendan.packs.check.people import by_system, parts_of
from gendan.packs.check.ranges import Situation
from gendan.packs.check.report import Report


@dataclass
class Whole:
    """The pack under examination. `unread` are procedures that were not read whole: nothing is concluded of them.

    `activates`: whether the pack is to run here, so that every area that it needs has to be installed.
    """

    pack: Pack
    vocabulary: Vocabulary
    report: Report
    unread: frozenset[str] = frozenset()
    activates: bool = True

    @cached_property
    def names(self) -> PackNames:
        """Names that are the same all over the pack."""
        return PackNames(self.pack, self.vocabulary)

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        """The procedures, each ready to be examined."""
        return {
            name: Subject(self, procedure)
            for name, procedure in self.pack.procedures.items()
            if name not in self.unread
        }

    def parents(self, procedure: str) -> tuple[tuple[Procedure, Opening], ...]:
        """The procedures that open it as a child, each with how."""
        return tuple(
            (parent, opening)
            for parent in self.pack.procedures.values()
            for action in parent.actions.values()
            for opening in action.opens
            if opening.procedure == procedure
        )

    @cached_property
    def taken(self) -> frozenset[str]:
        """Procedures that come from a shipped pack: they were examined there."""
        return frozenset(name for use in self.pack.uses for name in use.take)


@dataclass
class Subject:
    """One procedure."""

    whole: Whole
    procedure: Procedure

    @property
    def report(self) -> Report:
        """Where findings go."""
        return self.whole.report

    @property
    def pack(self) -> Pack:
        """Its pack."""
        return self.whole.pack

    @cached_property
    def names(self) -> ProcedureNames:
        """The names of its conditions."""
        return ProcedureNames(self.whole.names, self.procedure, self.whole.parents(self.procedure.name))

    @cached_property
    def graph(self) -> Graph:
        """All its ways."""
        return Graph(self.procedure)

    @cached_property
    def history(self) -> History:
        """Its past, node by node."""
        return History(self.procedure, self.graph, self._given)

    @cached_property
    def _given(self) -> frozenset[str]:
        """The fields that a parent may fill at opening; all, where it may be opened by another department's pack."""
        given = {
            name for _, opening in self.names.parents for name in (*opening.takes, *(each for each, _ in opening.with_))
        }
        opening = self.procedure.actions.get(OPEN)
        if not self.names.parents and opening is not None and by_system(opening):
            given |= {*self.procedure.fields}
        return frozenset(given)

    @cached_property
    def asked_somewhere(self) -> frozenset[str]:
        """The fields that some action asks or sets, or that are computed."""
        asked = frozenset().union(*(self.history.changes(name) for name in self.procedure.actions))
        return asked | {name for name, each in self.procedure.fields.items() if each.computed is not None}

    @cached_property
    def anywhere(self) -> Situation:
        """What is known of a condition that may be judged at any time."""
        return Situation(self.names, done=self.history.ever_done, filled=self._filled(self.history.ever_filled))

    def situation(self, action: Action) -> Situation:
        """What is known where the action is judged: the record as it will be after what is asked."""
        history = self.history
        own = {ask.field.name: ask.field for part in parts_of(self.procedure, action) for ask in part.asks if ask.own}
        own |= {ask.field.name: ask.field for ask in action.asks if ask.own}
        return Situation(
            self.names,
            done=history.done_before(action),
            surely_done=history.surely_done_before(action),
            filled=self._filled(history.filled_at(action)),
            surely_filled=history.surely_filled_at(action) - {name for name, _ in action.sets},
            own=own,
        )

    def _filled(self, filled: frozenset[str]) -> frozenset[str]:
        """A field that nothing ever fills is said once, at the field; here it counts as one that may be filled."""
        return filled | (frozenset(self.procedure.fields) - self.asked_somewhere)
