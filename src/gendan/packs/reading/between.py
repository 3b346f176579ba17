"""What procedures name of each other: the fields that a child takes and gives, its final states, the states that are
linked."""

from __future__ import annotations

from collections.abc import Mapping

from gendan.core.procedure import Action, Opening, Procedure
from gendan.core.text import Place
from gendan.packs.reading.context import Context, Known


def check_between(context: Context, procedures: Mapping[str, Procedure], broken: Mapping[str, frozenset[str]]) -> None:
    """Notes names that another procedure has not. `broken` are the sections of a procedure in which something was
    lost."""
    for procedure in procedures.values():
        for action in procedure.actions.values():
            for opening in action.opens:
                child = procedures.get(opening.procedure)
                if child is not None:
                    _opening(context, opening, child, broken.get(child.name, frozenset()))
            _links(context, action, procedures, broken)


def _opening(context: Context, opening: Opening, child: Procedure, broken: frozenset[str]) -> None:
    kinds = ("kind",) if child.kinds else ()
    fields = Known((*child.fields, *kinds), "fields" not in broken)
    finals = Known(tuple(name for name, state in child.states.items() if state.final), "states" not in broken)
    place = opening.place
    for index, name in enumerate(opening.takes):
        at = place.of("takes", index)
        context.refer("child_field", name, fields, at)
    for name, _ in opening.with_:
        context.refer("child_field", name, fields, place.of("with", name))
    for name, field in opening.gives:
        context.refer("child_field", field, fields, place.of("gives", name))
    for state, _ in opening.then:
        context.refer("child_final", state, finals, place.of("then", state))


def _links(
    context: Context, action: Action, procedures: Mapping[str, Procedure], broken: Mapping[str, frozenset[str]]
) -> None:
    for link in action.links:
        other = procedures.get(link.procedure)
        if other is not None:
            known = Known(other.states, "states" not in broken.get(other.name, frozenset()))
            at = Place(link.place.file, link.place.line, link.place.column)
            context.refer("state", link.state, known, at)
