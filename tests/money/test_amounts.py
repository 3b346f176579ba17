"""Amounts to the cent: what is divided comes to the whole, and what is rounded agrees with what is added."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gendan.core.scalars import CENT, to_cents
from gendan.money.amounts import divided

cents = st.integers(-(10**12), 10**12).map(lambda number: Decimal(number) * CENT)
weights = st.lists(st.integers(0, 10**6) | st.decimals(0, 10**6, places=3), min_size=1, max_size=40)


@given(cents, weights)
def test_parts_come_to_the_whole_and_are_fair_to_the_cent(total, shares):
    parts = divided(total, shares)
    assert sum(parts) == total
    whole = sum(Decimal(share) for share in shares)
    for share, part in zip(shares, parts, strict=True):
        fair = total * Decimal(share) / whole if whole else total / len(shares)
        assert abs(part - fair) < 2 * CENT
        assert part == to_cents(part)


@given(cents, st.integers(1, 40))
def test_equal_weights_differ_by_a_cent_at_most(total, count):
    parts = divided(total, [1] * count)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= CENT


def test_ten_thousand_lines_agree_to_the_cent():
    lines = [to_cents(Decimal(number) * Decimal("0.333")) for number in range(1, 10_001)]
    parts = divided(Decimal("0.01"), lines)
    assert (sum(parts), sorted(set(parts))) == (CENT, [Decimal("0.00"), CENT])
    discount = divided(-sum(lines) / 3, lines)
    assert sum(discount) == to_cents(-sum(lines) / 3)
    after = [line + part for line, part in zip(lines, discount, strict=True)]
    assert sum(after) == sum(lines) + to_cents(-sum(lines) / 3)


def test_half_a_cent_goes_away_from_zero():
    assert [to_cents(Decimal(text)) for text in ("0.005", "-0.005", "1.015", "2.344999")] == [
        CENT,
        -CENT,
        Decimal("1.02"),
        Decimal("2.34"),
    ]


@pytest.mark.parametrize("shares", [[], [1, -1]])
def test_nothing_is_divided_by_what_is_no_share(shares):
    with pytest.raises(ValueError, match="weights"):
        divided(Decimal(1), shares)
