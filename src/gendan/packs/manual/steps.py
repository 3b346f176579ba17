"""步骤 The steps of a procedure in the order in which one works, and which of them are exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gendan.core.procedure import BACK, Action, Final, Procedure, Role, Signs, Who
from gendan.packs.describe import posts_of

OPEN = "open"


class Sort(StrEnum):
    """How a step stands to the way that a case takes when all goes well."""

    FORWARD = "forward"  # on the way, or beside it without leaving where the case stands
    SYSTEM = "system"  # done by the system
    RETURN = "return"  # back to an earlier state
    ASIDE = "aside"  # off the way, from where it comes back
    END = "end"  # cancelled, failed, or ended in another case
    REOPEN = "reopen"  # out of a final state


@dataclass(frozen=True, slots=True)
class Step:
    """An action with its place in the working order, from 1, and how it stands to the way."""

    number: int
    action: Action
    sort: Sort


def steps_of(procedure: Procedure) -> tuple[Step, ...]:
    """Every action: first the opening, then by the states that they start from, exceptions after what is usual."""
    states = ordered_states(procedure)
    place = {name: at for at, name in enumerate(states)}
    way = main_way(procedure)
    last = len(states)

    def key(action: Action) -> tuple[int, int]:
        if action.name == OPEN:
            return -1, 0
        sort = sort_of(action, procedure, place, way)
        sources = [place[each] for each in action.sources if each in place]
        return min(sources, default=last), _LATER[sort]

    ordered = sorted(procedure.actions.values(), key=key)
    return tuple(
        Step(number, action, sort_of(action, procedure, place, way)) for number, action in enumerate(ordered, 1)
    )


_LATER = {Sort.FORWARD: 0, Sort.SYSTEM: 0, Sort.ASIDE: 0, Sort.RETURN: 1, Sort.END: 2, Sort.REOPEN: 3}


def main_way(procedure: Procedure) -> tuple[str, ...]:
    """The states on the shortest way from opening to the end that is done; of every way where none leads there."""
    start = procedure.actions.get(OPEN)
    firsts = _targets(start) if start else ()
    # Of an opening that leads to several states the unconditional one is the usual, however long the way from there.
    ways = (_shortest(procedure, name) for name in reversed(firsts))
    return next((way for way in ways if way), tuple(procedure.states))


def _shortest(procedure: Procedure, first: str) -> tuple[str, ...]:
    """The states on the shortest way from this one to an end that is done; empty where none leads there."""
    queue: list[tuple[str, ...]] = [(first,)]
    reached = {first}
    while queue:
        way = queue.pop(0)
        state = procedure.states.get(way[-1])
        if state is not None and state.final is Final.DONE:
            return way
        for action in procedure.actions.values():
            if way[-1] not in action.sources or action.name == OPEN:
                continue
            for target in _targets(action):
                if target not in reached:
                    reached.add(target)
                    queue.append((*way, target))
    return ()


def ordered_states(procedure: Procedure) -> tuple[str, ...]:
    """The states in the pack's own order, those that end a case last."""
    going = [name for name, state in procedure.states.items() if state.final is None]
    return (*going, *(name for name in procedure.states if name not in going))


def sort_of(action: Action, procedure: Procedure, place: Mapping[str, int], way: Iterable[str]) -> Sort:
    """How the action stands to the way."""
    if action.reopens:
        return Sort.REOPEN
    if action.name == OPEN:
        return Sort.FORWARD
    targets = _targets(action)
    states = [procedure.states[each] for each in targets if each in procedure.states]
    if action.merge is not None or (states and all(each.final in (Final.FAILED, Final.CANCELLED) for each in states)):
        return Sort.END
    if any(who.role is Role.SYSTEM for who in action.by):
        return Sort.SYSTEM
    if not targets:
        return Sort.FORWARD
    first = min((place[each] for each in action.sources if each in place), default=0)
    if BACK in targets or all(place.get(each, 0) <= first for each in targets):
        return Sort.RETURN
    on_way = set(way)
    if any(each in on_way for each in targets) or _goes_on(action, targets, procedure, on_way):
        return Sort.FORWARD
    return Sort.ASIDE


def _goes_on(action: Action, targets: tuple[str, ...], procedure: Procedure, way: set[str]) -> bool:
    """Whether some step leads from where the action goes onto the way, elsewhere than where the action came from."""
    return any(
        onward in way and onward not in action.sources
        for other in procedure.actions.values()
        if not set(targets).isdisjoint(other.sources)
        for onward in _targets(other)
    )


def _targets(action: Action) -> tuple[str, ...]:
    return tuple(dict.fromkeys(target.state for target in action.to))


def signers(procedure: Procedure, signs: Signs | None) -> tuple[Who, ...]:
    """Everybody who may sign."""
    from gendan.packs.describe import signers as found

    return found(procedure, signs) if signs is not None else ()


def posts_in(procedure: Procedure, action: Action) -> frozenset[str]:
    """The posts that do, enter or sign the action."""
    people = (*action.by, *action.entered_by, *signers(procedure, action.signs))
    return frozenset(post for who in people for post in posts_of(procedure, who))


def named(procedure: Procedure, people: Iterable[Who], post: str) -> bool:
    """Whether the post is among those who may, by its name or as the one of which a field takes its people."""
    return any(post in posts_of(procedure, who) for who in people)
