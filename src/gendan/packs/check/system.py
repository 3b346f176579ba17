"""What happens by itself does not go round in a circle."""

from __future__ import annotations

from gendan.core.procedure import Action
from gendan.packs.check.graph import How
from gendan.packs.check.people import by_itself
from gendan.packs.check.subject import Subject


def check_circles(subject: Subject) -> None:
    """Notes actions by themselves that lead from each to the next and back to the first."""
    procedure = subject.procedure
    alone = {
        name: action
        for name, action in procedure.actions.items()
        if (by_itself(procedure, action) or action.after is not None) and action.sources
    }
    moves = [
        (edge.source.state, edge.action, edge.end.state)
        for edge in subject.graph.edges
        if edge.action in alone and edge.how is How.TO and edge.moves
    ]
    said: set[str] = set()
    for source, name, end in moves:
        if name in said:
            continue
        way = _way(moves, end, source)
        if way is not None:
            circle = tuple(dict.fromkeys((name, *way)))
            said |= set(circle)
            subject.report.error("system_circle", _last(subject, circle).place, name=name, known=circle)


def _way(moves: list[tuple[str, str, str]], start: str, goal: str) -> list[str] | None:
    """The actions by which the system alone goes from one state to another; None where it can't."""
    ways: dict[str, list[str]] = {start: []}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        if here == goal:
            return ways[here]
        for source, name, end in moves:
            if source == here and end not in ways:
                ways[end] = [*ways[here], name]
                waiting.append(end)
    return None


def _last(subject: Subject, circle: tuple[str, ...]) -> Action:
    """The action of a circle that the pack writes last: most often the one that closed it."""
    return max(
        (subject.procedure.actions[name] for name in circle), key=lambda each: (each.place.file, each.place.line)
    )
