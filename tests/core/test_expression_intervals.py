"""Intervals enclose whatever the arithmetic of conditions can give."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.core.expression import values
from gendan.core.expression.intervals import Interval, arithmetic

NUMBERS = st.one_of(
    st.integers(-1000, 1000), st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
)


@st.composite
def _inside(draw: st.DrawFn) -> tuple[Interval, int | Decimal]:
    """An interval, sometimes without a bound, and a number in it."""
    number = draw(NUMBERS)
    below, above = draw(st.none() | st.integers(0, 50)), draw(st.none() | st.integers(0, 50))
    low = Interval().low if below is None else Decimal(number) - below
    high = Interval().high if above is None else Decimal(number) + above
    # Taking away may have rounded past the number itself.
    return Interval(min(low, Decimal(number)), max(high, Decimal(number))), number


@settings(max_examples=150, deadline=None)
@given(_inside(), st.sampled_from(["+", "-", "*", "/", "//", "%"]), _inside())
def test_every_result_is_inside(
    left: tuple[Interval, int | Decimal], operator: str, right: tuple[Interval, int | Decimal]
) -> None:
    result = values.calculate(operator, left[1], right[1])
    if isinstance(result, int | Decimal):
        assert arithmetic(operator, left[0], right[0]).holds(result)


@settings(max_examples=100, deadline=None)
@given(_inside(), _inside(), NUMBERS)
def test_meet_hull_and_negative(
    left: tuple[Interval, int | Decimal], right: tuple[Interval, int | Decimal], number: int | Decimal
) -> None:
    first, second = left[0], right[0]
    assert first.meet(second).holds(number) == (first.holds(number) and second.holds(number))
    assert first.hull(second).holds(left[1])
    assert first.hull(second).holds(right[1])
    assert first.negative().holds(-left[1])


def test_whole_numbers_within() -> None:
    assert Interval(Decimal("0.5"), Decimal("3.5")).whole() == Interval(Decimal(1), Decimal(3))
    assert Interval(Decimal(1), Decimal(3), low_open=True, high_open=True).whole() == Interval(Decimal(2), Decimal(2))
    assert Interval(Decimal(1), Decimal(2), low_open=True, high_open=True).whole().empty
