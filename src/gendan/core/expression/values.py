"""What the operators do with values.

Empty text, an empty list and nothing are all *not filled*. With a value that is not filled:

- `<`, `<=`, `>`, `>=` and `in` are false;
- `==` is true only where both sides are not filled, so `reason == ''` asks whether nothing was given;
- `!=` and `not in` are exactly `not (… == …)` and `not (… in …)`;
- arithmetic gives what is not filled, as does division by zero and a result beyond all bounds;
- as a condition it is false: only `true` is true.

Numbers are int or Decimal, 28 digits, rounded half to even; `//` and `%` round down, as in Python, for both.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from gendan.core.expression.errors import EvaluationError

CONTEXT = Context(prec=28, Emax=999, Emin=-999, traps=[InvalidOperation, DivisionByZero, Overflow])
_ARITHMETIC_ENDS = (ArithmeticError, OverflowError)


@dataclass(frozen=True, slots=True, order=True)
class Workdays:
    """A number of working days, before a calendar has said what time that is."""

    count: Decimal


def filled(value: object) -> bool:
    """Whether a value is there: 0 and false are, empty text, an empty list and nothing are not."""
    if value is None:
        return False
    return len(value) > 0 if isinstance(value, (str, list, tuple, dict)) else True


def is_number(value: object) -> bool:
    """Whether it is an int or a Decimal; true and false are no numbers."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def equal(left: object, right: object) -> bool:
    """`left == right`. Values of unlike kinds are unequal; true is not 1."""
    if left == right:
        return isinstance(left, bool) == isinstance(right, bool)
    return not filled(left) and not filled(right)


def contains(container: object, value: object) -> bool:
    """`value in container`: one of several values, or a text within a text."""
    if not filled(value) or not filled(container):
        return False
    if isinstance(container, str):
        if not isinstance(value, str):
            raise EvaluationError("in", value, container)
        return value in container
    if isinstance(container, (list, tuple, set, frozenset)):
        return any(equal(item, value) for item in container)
    raise EvaluationError("in", value, container)


def _kind(value: object) -> str:
    """The family within which values have an order, or "" where they have none."""
    if is_number(value):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, datetime):
        return "moment"
    for kind, family in (("date", date), ("time", time), ("span", timedelta)):
        if isinstance(value, family):
            return kind
    return ""


def ordered(operator: str, left: object, right: object) -> bool:
    """`left operator right` for < <= > >=. Raises EvaluationError where the two have no order."""
    if not filled(left) or not filled(right):
        return False
    kind = _kind(left)
    if not kind or kind != _kind(right):
        raise EvaluationError(operator, left, right)
    return bool(ORDER[operator](left, right))


ORDER: Mapping[str, Callable[[object, object], bool]] = {
    "<": lambda left, right: left < right,  # type: ignore[operator]  # two of one kind, as is asked before
    "<=": lambda left, right: left <= right,  # type: ignore[operator]  # as above
    ">": lambda left, right: left > right,  # type: ignore[operator]  # as above
    ">=": lambda left, right: left >= right,  # type: ignore[operator]  # as above
}


def _floor(left: Decimal, right: Decimal) -> Decimal:
    quotient = CONTEXT.divide_int(left, right)
    remainder = CONTEXT.subtract(left, CONTEXT.multiply(quotient, right))
    return CONTEXT.subtract(quotient, Decimal(1)) if remainder and (remainder < 0) != (right < 0) else quotient


def _modulo(left: Decimal, right: Decimal) -> Decimal:
    remainder = CONTEXT.remainder(left, right)
    return CONTEXT.add(remainder, right) if remainder and (remainder < 0) != (right < 0) else remainder


_DECIMAL: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
    "//": _floor,
    "%": _modulo,
}
_WHOLE: Mapping[str, Callable[[int, int], int | Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: CONTEXT.divide(Decimal(left), Decimal(right)),
    "//": lambda left, right: left // right,
    "%": lambda left, right: left % right,
}


def calculate(operator: str, left: object, right: object) -> object:
    """`left operator right` for + - * / // %, without a calendar; None where it is not filled.

    Raises EvaluationError where the operator has no meaning for the two.
    """
    if not filled(left) or not filled(right):
        return None
    try:
        if isinstance(left, (int, Decimal)) and isinstance(right, (int, Decimal)):
            return _number(operator, left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return left + right
        return _time(operator, left, right)
    except _ARITHMETIC_ENDS:
        return None


def _number(operator: str, left: int | Decimal, right: int | Decimal) -> int | Decimal:
    if isinstance(left, bool) or isinstance(right, bool):
        raise EvaluationError(operator, left, right)
    if isinstance(left, int) and isinstance(right, int):
        return _WHOLE[operator](left, right)
    return _DECIMAL[operator](Decimal(left), Decimal(right))


def _time(operator: str, left: object, right: object) -> object:
    """Dates, moments and durations with each other."""
    if operator == "+" and isinstance(left, timedelta) and not isinstance(right, timedelta):
        left, right = right, left
    if operator in "+-" and isinstance(right, timedelta):
        change = right if operator == "+" else -right
        if isinstance(left, (datetime, timedelta)):
            return left + change
        if isinstance(left, date) and change == timedelta(days=change.days):
            return left + change
    if operator == "-" and isinstance(left, date) and isinstance(right, date):
        if isinstance(left, datetime) and isinstance(right, datetime):
            return left - right
        if not isinstance(left, datetime) and not isinstance(right, datetime):
            return left - right
    if isinstance(left, timedelta):
        if operator == "/" and isinstance(right, timedelta):
            return CONTEXT.divide(_microseconds(left), _microseconds(right))
        if operator == "*" and isinstance(right, int) and not isinstance(right, bool):
            return left * right
    if operator == "*" and isinstance(right, timedelta) and isinstance(left, int) and not isinstance(left, bool):
        return left * right
    raise EvaluationError(operator, left, right)


def _microseconds(span: timedelta) -> Decimal:
    return Decimal(span // timedelta(microseconds=1))


def negative(value: object) -> object:
    """`-value`; None where it is not filled."""
    if not filled(value):
        return None
    if isinstance(value, timedelta) or (isinstance(value, int) and not isinstance(value, bool)):
        return -value
    if isinstance(value, Decimal):
        return CONTEXT.minus(value)
    if isinstance(value, Workdays):
        return Workdays(CONTEXT.minus(value.count))
    raise EvaluationError("-", value)


def total(items: Sequence[object]) -> object:
    """The sum of what is filled among `items`; 0 where nothing is."""
    result: object = 0
    first = True
    for item in items:
        if filled(item):
            result = item if first else calculate("+", result, item)
            first = False
    return result
