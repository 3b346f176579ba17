"""分组 What figures are grouped and filtered by: person, post, state, kind, procedure, and the fields of cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gendan.core.field import Field
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused

BUILT_IN = ("person", "post", "state", "kind", "procedure")
"""Dimensions that every measure has; `state@end` besides, and `@end` behind a field. A field that is called like one of
them is asked for as `field.person`."""
_GROUPED = frozenset(
    {"text", "choice", "bool", "int", "date", "money", "decimal", "person", "party", "product", "unit", "moment"}
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: its `name` as it was asked, the `field` that it reads (None: a built-in), and whether as the case
    stands now (`now`)."""

    name: str
    field: str | None
    now: bool


def dimensions(asked: Iterable[str], procedures: Iterable[Procedure]) -> tuple[Dimension, ...]:
    """The dimensions of that name. Raises Refused `value.by` for a name that none of the procedures has, or whose
    values can't be grouped, or are hidden from somebody who sees the case."""
    known = groupable(procedures)
    found = []
    for name in dict.fromkeys(asked):
        bare = name.removesuffix("@end")
        now = bare != name
        if bare in BUILT_IN and (not now or bare == "state"):
            found.append(Dimension(name, None, now))
        elif (field := bare.removeprefix("field.")) in known:
            found.append(Dimension(name, field, now))
        else:
            options = [*BUILT_IN, "state@end", *known]
            raise Refused((Reason("value.by", {"given": name[:100], "expected": {"type": "choice", "of": options}}),))
    return tuple(found)


def groupable(procedures: Iterable[Procedure]) -> Mapping[str, Field]:
    """The fields that figures may be grouped by: those with one plain value, which everybody sees who sees the case."""
    found: dict[str, Field] = {}
    for procedure in procedures:
        for field in procedure.fields.values():
            if field.type in _GROUPED and field.seen_by is None and not field.hidden:
                found.setdefault(field.name, field)
    return found
