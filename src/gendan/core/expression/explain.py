"""Why an expression does not hold: the smallest comparisons that would have to come out otherwise."""

from collections.abc import Callable
from dataclasses import dataclass

from gendan.core.expression.evaluate import compiled, relation
from gendan.core.expression.scope import Scope
from gendan.core.expression.tree import Comparison as ComparisonNode
from gendan.core.expression.tree import Conditional, Constant, Junction, Node, Not

_OPPOSITE = {
    **{"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"},
    **{"in": "not in", "not in": "in"},
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What should hold and does not: `left operator right`, as written, with the values as they are.

    `operator` is what is wanted: of `not (x > 3)` it is `<=`. A bare condition (`money.guaranteed`) is wanted to be
    true or false: its operator is `is`, its right side `true` or `false`.
    """

    left: str
    operator: str
    right: str
    left_value: object
    right_value: object


Explainer = Callable[[Scope], tuple[Comparison, ...]]


def explainer(node: Node, *, wanted: bool = True) -> Explainer:
    """The function that tells why `node` is not `wanted` in a scope; it tells nothing where it is."""
    if isinstance(node, Not):
        return explainer(node.operand, wanted=not wanted)
    if isinstance(node, Junction):
        return _junction(node, wanted)
    if isinstance(node, ComparisonNode):
        return _comparison(node, wanted)
    if isinstance(node, Conditional):
        condition = compiled(node.condition)
        then, otherwise = explainer(node.then, wanted=wanted), explainer(node.otherwise, wanted=wanted)
        return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)
    return _bare(node, wanted)


def _junction(node: Junction, wanted: bool) -> Explainer:
    value = compiled(node)
    parts = [explainer(part, wanted=wanted) for part in node.parts]

    def explain(scope: Scope) -> tuple[Comparison, ...]:
        if (value(scope) is True) == wanted:
            return ()
        found = [comparison for part in parts for comparison in part(scope)]
        return tuple(dict.fromkeys(found)) if _hashable(found) else tuple(found)

    return explain


def _hashable(found: list[Comparison]) -> bool:
    return not any(isinstance(value, list | dict) for item in found for value in (item.left_value, item.right_value))


def _comparison(node: ComparisonNode, wanted: bool) -> Explainer:
    operands = [(str(operand), compiled(operand)) for operand in node.operands]
    steps = [(operator, relation(operator)) for operator in node.operators]

    def explain(scope: Scope) -> tuple[Comparison, ...]:
        text, evaluate = operands[0]
        left, found = evaluate(scope), []
        for (operator, holds), (next_text, next_evaluate) in zip(steps, operands[1:], strict=True):
            right = next_evaluate(scope)
            held = holds(left, right)
            if wanted and not held:
                return (Comparison(text, operator, next_text, left, right),)
            if not wanted and not held:
                return ()
            found.append(Comparison(text, _OPPOSITE[operator], next_text, left, right))
            text, left = next_text, right
        return () if wanted else tuple(found)

    return explain


def _bare(node: Node, wanted: bool) -> Explainer:
    text, evaluate, right = str(node), compiled(node), str(Constant(0, 0, wanted))

    def explain(scope: Scope) -> tuple[Comparison, ...]:
        value = evaluate(scope)
        return () if (value is True) == wanted else (Comparison(text, "is", right, value, wanted),)

    return explain
