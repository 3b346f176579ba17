"""A condition as it is for one kind of case: what it asks of the kind is settled, and what is settled is gone."""

from __future__ import annotations

from dataclasses import replace

from gendan.core.expression.tree import (
    Call,
    Choices,
    Comparison,
    Conditional,
    Constant,
    Junction,
    Name,
    Node,
    Not,
    Word,
)
from gendan.core.procedure import Kind


def folded(node: Node, kind: Kind | None) -> Node:
    """The expression for cases of `kind`; unchanged where there is none."""
    return node if kind is None else _folded(node, kind)


def _folded(node: Node, kind: Kind) -> Node:
    match node:
        case Word(word=word) if word.startswith("kind."):
            known = kind.value(word.partition(".")[2])
            return node if known is None else Constant(node.start, node.end, known)
        case Name(name="kind"):
            return Constant(node.start, node.end, kind.name)
        case Not(operand=operand):
            return _not(node, _folded(operand, kind))
        case Junction(operator=operator, parts=parts):
            return _junction(node, operator, tuple(_folded(part, kind) for part in parts))
        case Comparison(operands=operands):
            return _comparison(replace(node, operands=tuple(_folded(each, kind) for each in operands)))
        case Conditional(then=then, condition=condition, otherwise=otherwise):
            asked = _folded(condition, kind)
            if isinstance(asked, Constant):
                return _folded(then if asked.value is True else otherwise, kind)
            return replace(node, then=_folded(then, kind), condition=asked, otherwise=_folded(otherwise, kind))
        case Call(arguments=arguments, keywords=keywords):
            return replace(
                node,
                arguments=tuple(_folded(each, kind) for each in arguments),
                keywords=tuple((name, _folded(each, kind)) for name, each in keywords),
            )
    return node


def _not(node: Not, operand: Node) -> Node:
    if isinstance(operand, Constant):
        return Constant(node.start, node.end, operand.value is not True)
    return replace(node, operand=operand)


def _junction(node: Junction, operator: str, parts: tuple[Node, ...]) -> Node:
    decides = operator == "or"
    left: list[Node] = []
    for part in parts:
        if not isinstance(part, Constant):
            left.append(part)
        elif (part.value is True) == decides:
            return Constant(node.start, node.end, decides)
    if not left:
        return Constant(node.start, node.end, not decides)
    return left[0] if len(left) == 1 else replace(node, parts=tuple(left))


def _comparison(node: Comparison) -> Node:
    """Settled where two constants are asked whether they are the same."""
    if len(node.operands) != 2:
        return node
    left, right = node.operands
    if not isinstance(left, Constant):
        return node
    operator = node.operators[0]
    if operator in ("==", "!=") and isinstance(right, Constant):
        return Constant(node.start, node.end, (left.value == right.value) == (operator == "=="))
    if operator in ("in", "not in") and isinstance(right, Choices):
        options = [each.value for each in right.items if isinstance(each, Constant)]
        if len(options) == len(right.items):
            return Constant(node.start, node.end, (left.value in options) == (operator == "in"))
    return node
