"""Which areas a procedure has to do with."""

from __future__ import annotations

from gendan.core.plan import plan_of
from gendan.core.procedure import Procedure


def areas_of(procedure: Procedure) -> frozenset[str]:
    """The areas whose words the procedure uses: what a step does, what is read, what a field names. Other names before
    a dot (`kind`, `table`) stand among them. Found at the first call and kept with the procedure.
    """
    found: frozenset[str] | None = procedure.__dict__.get("_areas")
    if found is None:
        done = {effect.word for each in procedure.actions.values() for effect in each.then}
        expressions = plan_of(procedure).expressions
        read = {word for each in expressions for word in (*each.words, *(call.word for call in each.calls))}
        named = {each.listed for each in procedure.fields.values()}
        found = frozenset(word.partition(".")[0] for word in done | read | named if "." in word)
        procedure.__dict__["_areas"] = found
    return found
