"""逐日 What of a procedure hangs on the day, and so may change when the day turns, though nothing happens to a case.

A condition come true, a gate that something waits for, a pause, a priority, a computed field: each may read `today` or
`now`, what a record holds, or what an area knows as of a day. These cases are looked at once a day (`cases.turning`).
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from gendan.core.day import reads_day
from gendan.core.plan import Plan


@dataclass(frozen=True, slots=True)
class ByDay:
    """What is looked at when the day turns: every open case in one of `states`, and in any other state those for whose
    gates one of the actions in `waiting` waits."""

    states: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.states or self.waiting)


def by_day(plan: Plan, dated: Container[str]) -> ByDay:
    """What of a procedure hangs on the day. `dated` are the areas' words whose answer does."""
    procedure = plan.procedure
    gated = {
        name
        for name, each in plan.actions.items()
        if any(reads_day(gate.when, procedure, dated) for _, gate in each.gates)
    }
    everywhere = [each.pauses_while for each in plan.pausing if each.pauses_while is not None]
    everywhere += (procedure.priority,) if procedure.priority is not None else ()
    everywhere += plan.computed.values()
    if any(reads_day(each, procedure, dated) for each in everywhere):
        return ByDay(frozenset(name for name, state in procedure.states.items() if state.final is None))
    awaited = (
        action.sources
        for action in plan.by_fact
        if action.after is not None and action.after.fact and reads_day(action.after.fact, procedure, dated)
    )
    return ByDay(frozenset().union(*awaited), frozenset(gated))
