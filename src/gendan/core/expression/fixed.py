"""What literals alone come to: known from the text, so that a calculation that can give nothing is found in it."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from gendan.core.expression import values
from gendan.core.expression.errors import EvaluationError
from gendan.core.expression.evaluate import compiled
from gendan.core.expression.scope import MappingScope
from gendan.core.expression.tree import Arithmetic, Call, Constant, Negative, Node

SPANS: Mapping[str, timedelta] = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "workdays": timedelta(days=1),
}
DIVISIONS = frozenset({"/", "//", "%"})
LONGEST_YEARS = 1000
"""Nobody waits longer; and no moment of our times so far from now lies beyond those that can be told."""
_LONGEST = timedelta(days=366 * LONGEST_YEARS)
_OPEN = object()


def divides_by_zero(node: Arithmetic) -> bool:
    """Whether its divisor is nothing, whatever the case."""
    divisor = _fixed(node.right)
    if isinstance(divisor, timedelta):
        return node.operator in DIVISIONS and not divisor
    return node.operator in DIVISIONS and values.is_number(divisor) and divisor == 0


def is_too_long(node: Call | Arithmetic) -> bool:
    """Whether it is a time beyond all bounds, whatever the case."""
    if isinstance(node, Call):
        unit = SPANS.get(node.word)
        count = _fixed(node.arguments[0]) if unit is not None and node.arguments else _OPEN
        if unit is None or not isinstance(count, (int, Decimal)) or isinstance(count, bool):
            return False
        return abs(Decimal(count)) > Decimal(_LONGEST // unit)
    operands = [_fixed(each) for each in (node.left, node.right)]
    if any(each is None or _is_beyond(each) for each in operands):
        return False  # said there
    found = _fixed(node)
    return _is_beyond(found) or (found is None and any(isinstance(each, timedelta) for each in operands))


def _is_beyond(value: object) -> bool:
    return isinstance(value, timedelta) and abs(value) > _LONGEST


def _fixed(node: Node) -> object:
    """The value of what is made of literals alone; something that is no value, where more stands in it."""
    for part in node.walk():
        known = isinstance(part, Constant | Arithmetic | Negative)
        if not known and not (isinstance(part, Call) and part.word in SPANS and part.word != "workdays"):
            return _OPEN
    try:
        return compiled(node)(MappingScope())
    except EvaluationError:
        return _OPEN
