"""时限在哪些状态走 In which states a clock may be running: what names the deadline of a step asks this first."""

from __future__ import annotations

from gendan.core.procedure import BACK, Action, Deadline, Moment, Procedure


def running(deadline: Deadline, procedure: Procedure) -> frozenset[str]:
    """The states, not final, in which a case may stand while this clock runs.

    Followed from where the clock starts along every action that neither stops nor drops it; what conditions rule out
    is not looked at, so a state too many may be named, none too few.
    """
    ending = {(each.moment, each.name) for each in (*deadline.stops, *deadline.drops)}
    going = frozenset(name for name, state in procedure.states.items() if state.final is None)
    found: set[str] = set()
    waiting = list(_firsts(deadline, procedure, going) & going)
    while waiting:
        state = waiting.pop()
        if state in found:
            continue
        found.add(state)
        for action in procedure.actions.values():
            if state not in action.sources:
                continue
            targets = _lands(action, state, going, stopped=(Moment.ACTION, action.name) in ending)
            if (Moment.LEAVE, state) in ending:
                targets &= {state}
            waiting += (each for each in targets & going if (Moment.ENTER, each) not in ending)
    return frozenset(found)


def ends_with(deadline: Deadline, action: Action, procedure: Procedure) -> bool:
    """Whether the action stops the clock from some state in which it may run."""
    stops = any(each.moment is Moment.ACTION and each.name == action.name for each in deadline.stops)
    return stops and not running(deadline, procedure).isdisjoint(action.sources)


def ends_from(deadline: Deadline, state: str, procedure: Procedure) -> bool:
    """Whether the clock may run in the state, and a step out of it, or leaving it, stops the clock."""
    leaving = {each.name for each in procedure.actions.values() if state in each.sources}
    stops = any(
        (each.moment is Moment.ACTION and each.name in leaving) or (each.moment is Moment.LEAVE and each.name == state)
        for each in deadline.stops
    )
    return stops and state not in deadline.pauses_in and state in running(deadline, procedure)


def _firsts(deadline: Deadline, procedure: Procedure, going: frozenset[str]) -> frozenset[str]:
    found: set[str] = set()
    for start in deadline.starts:
        if start.moment is Moment.ENTER:
            found.add(start.name)
        elif start.moment is Moment.ACTION and start.name in procedure.actions:
            action = procedure.actions[start.name]
            found |= frozenset().union(*(_lands(action, each, going) for each in action.sources or ("",)))
        elif start.moment is Moment.LEAVE:
            for action in procedure.actions.values():
                if start.name in action.sources:
                    found |= _lands(action, start.name, going) - {start.name}
        else:
            found |= going
    return frozenset(found)


def _lands(action: Action, state: str, going: frozenset[str], *, stopped: bool = False) -> frozenset[str]:
    """Where an action from here may lead; of one that `stopped` the clock, where its refusal leads."""
    found = set() if stopped else {each.state for each in action.to} or {state}
    if action.reject is not None:
        found.add(action.reject)
    return going if BACK in found else frozenset(found)
