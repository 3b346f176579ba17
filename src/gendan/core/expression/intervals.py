"""Intervals of numbers, with ends that belong or do not, and arithmetic that encloses every result."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, InvalidOperation
from itertools import product

from gendan.core.expression.values import CONTEXT

_INFINITE = Decimal("Infinity")
# Rounded outward, so that the interval holds what the rounded arithmetic of evaluation gives.
_DOWN = Context(prec=CONTEXT.prec, Emax=CONTEXT.Emax, Emin=CONTEXT.Emin, rounding=ROUND_FLOOR, traps=[InvalidOperation])
_UP = Context(prec=CONTEXT.prec, Emax=CONTEXT.Emax, Emin=CONTEXT.Emin, rounding=ROUND_CEILING, traps=[InvalidOperation])


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from `low` to `high`; an open end is not itself one of them."""

    low: Decimal = -_INFINITE
    high: Decimal = _INFINITE
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def meet(self, other: "Interval") -> "Interval":
        """The numbers in both."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not closed)

    def hull(self, other: "Interval") -> "Interval":
        """The smallest interval that holds both."""
        low, low_open = min((self.low, self.low_open), (other.low, other.low_open))
        high, closed = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low, high, low_open, not closed)

    def whole(self) -> "Interval":
        """The smallest interval that holds the whole numbers in it."""
        low, high = self.low, self.high
        if low.is_finite():
            up = low.to_integral_value(ROUND_CEILING)
            low = up + 1 if self.low_open and up == low else up
        if high.is_finite():
            down = high.to_integral_value(ROUND_FLOOR)
            high = down - 1 if self.high_open and down == high else down
        return Interval(low, high)

    def holds(self, number: Decimal | int) -> bool:
        """Whether `number` is in it."""
        return not self.meet(Interval(Decimal(number), Decimal(number))).empty

    def negative(self) -> "Interval":
        """All of it times -1."""
        return Interval(_DOWN.minus(self.high), _UP.minus(self.low), self.high_open, self.low_open)


def arithmetic(operator: str, left: Interval, right: Interval) -> Interval:
    """An interval that holds every `a operator b`. Ends are taken as belonging: it may be larger, never smaller."""
    if left.empty or right.empty:
        return Interval()
    if operator == "+":
        return Interval(_DOWN.add(left.low, right.low), _UP.add(left.high, right.high))
    if operator == "-":
        return Interval(_DOWN.subtract(left.low, right.high), _UP.subtract(left.high, right.low))
    if operator == "*":
        return _corners(left, right, divide=False)
    if operator == "/" and not right.holds(0):
        return _corners(left, right, divide=True)
    if operator == "%" and right.low > 0:
        # Rounding may lift a remainder of nearly `right` to it.
        return Interval(Decimal(0), right.high)
    return Interval()


def _corners(left: Interval, right: Interval, *, divide: bool) -> Interval:
    lows, highs = [], []
    for first, second in product((left.low, left.high), (right.low, right.high)):
        lows.append(_corner(_DOWN, first, second, divide))
        highs.append(_corner(_UP, first, second, divide))
    return Interval(min(lows), max(highs))


def _corner(context: Context, first: Decimal, second: Decimal, divide: bool) -> Decimal:
    try:
        return context.divide(first, second) if divide else context.multiply(first, second)
    except InvalidOperation:
        # Zero times infinity; or infinity by infinity, whose other corners already reach from 0 to infinity.
        return Decimal(0)
