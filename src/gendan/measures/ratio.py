"""比率 A ratio's two sides: what they count and add up over a period, and the arithmetic between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from gendan.cases.basis import Basis
from gendan.core.expression import EvaluationError, Expression, MappingScope, parse
from gendan.core.expression.evaluate import compiled
from gendan.core.expression.tree import Call, Constant, Node, Symbol
from gendan.core.pack import Figure, Measure
from gendan.core.procedure import Procedure
from gendan.measures.dimensions import Dimension
from gendan.measures.matching import Match, Sort, matches
from gendan.measures.plan import AMOUNT, Plan, meant

ADDED = frozenset({"sum", "count", "booked"})
"""Calls that a side is made of: `sum(value)` over the cases opened in the period, `count(action)` of its events,
`booked(word)` of an area's amounts by their days."""


def terms(
    measure: Measure,
    under: Basis,
    scope: Iterable[Procedure],
    dimensions: tuple[Dimension, ...],
    filters: tuple[tuple[Dimension, object], ...],
) -> tuple[Plan, ...]:
    """A plan for each different call of the two sides, named by the way it is written."""
    scope = tuple(scope)
    found: dict[str, Plan] = {}
    for side in (measure.top, measure.bottom):
        for call in _calls(side.tree) if side is not None else ():
            written = str(call)
            if written in found:
                continue
            base, value = _base(scope, call)
            found[written] = Plan(
                measure=measure,
                under=under,
                procedures=meant(scope, base),
                figure=Figure.COUNT if value is None else Figure.SUM,
                base=base,
                value=value,
                where=None,
                dimensions=dimensions,
                filters=filters,
                term=written,
            )
    return tuple(found.values())


def _base(scope: tuple[Procedure, ...], call: Call) -> tuple[tuple[Match, ...], Expression | None]:
    (argument,) = call.arguments
    if call.word == "count" and isinstance(argument, Symbol):
        return matches(scope, argument.name), None
    if call.word == "booked":
        return matches(scope, str(argument)), AMOUNT
    return cases_of(scope), parse(str(argument))


def cases_of(scope: Iterable[Procedure]) -> tuple[Match, ...]:
    """All cases that were opened: the base where none is named. What is added up of them is as it stands now."""
    return (Match(Sort.CREATED, "", tuple(f"{each.pack}.{each.name}" for each in scope)),)


def _calls(node: Node) -> list[Call]:
    if isinstance(node, Call) and node.word in ADDED:
        return [node]
    return [found for child in node.children() for found in _calls(child)]


def divided(measure: Measure, sums: Mapping[str, Decimal]) -> Decimal | None:
    """The ratio, where each call has the sum given for it; None where the lower side is nothing."""
    top, bottom = (_side(side, sums) for side in (measure.top, measure.bottom))
    if top is None or not bottom:
        return None
    return top / bottom


def _side(side: Expression | None, sums: Mapping[str, Decimal]) -> Decimal | None:
    if side is None:
        return None
    try:
        value = compiled(_with(side.tree, sums))(MappingScope())
    except EvaluationError:
        return None
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _with(node: Node, sums: Mapping[str, Decimal]) -> Node:
    """The tree with each call's sum in its place."""
    if isinstance(node, Call) and node.word in ADDED:
        return Constant(node.start, node.end, sums.get(str(node), Decimal(0)))
    changed: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, Node):
            changed[each.name] = _with(value, sums)
        elif isinstance(value, tuple) and any(isinstance(part, Node) for part in value):
            changed[each.name] = tuple(_with(part, sums) if isinstance(part, Node) else part for part in value)
    return replace(node, **changed) if changed and is_dataclass(node) else node
