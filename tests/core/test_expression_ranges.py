"""A proof that a condition can't hold is never wrong."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.core.expression import EvaluationError, MappingScope, Range, can_fail, can_hold, parse

RANGES = {
    "setting.share": Range(low=Decimal("0.30"), high=1, filled=True),
    "kind": Range(options=frozenset({"a", "b"}), filled=True),
    "urgent": Range(options=frozenset({True, False})),
    "pieces": Range(low=0, high=10, whole=True),
    "price": Range(low=0),
    "never": Range(options=frozenset({False}), filled=True),
    "done(audit)": Range(options=frozenset({False}), filled=True),
    "remark": Range(),
}


@pytest.mark.parametrize(
    "text",
    [
        "price > 5 and price < 3",
        "pieces > 5 and pieces < 6",
        "kind == 'a' and kind == 'b'",
        "kind == 'c'",
        "kind in ('c', 'd')",
        "kind not in ('a', 'b')",
        "kind != 'a' and kind != 'b'",
        "setting.share > 1",
        "setting.share < 0.3",
        "not (setting.share >= 0.3)",
        "price + 1 < 1",
        "price >= 100 and price * 2 < 150",
        "urgent and not urgent",
        "never",
        "false",
        "done(audit)",
        "price < pieces and pieces < price",
        "price == 3 and price != 3",
        "remark == '' and given(remark)",
        "remark == 'x' and not given(remark)",
        "remark == 'x' and remark == ''",
        "price > 5 and not given(price)",
        "count(quote) < 0",
        "any(lines.width > 5 and lines.width < 3)",
        "not all(lines.width == lines.width)",
        "3 > 5",
        "price if never else false",
        "(price if urgent else 3) < 0",
        "5 < price < 4",
        "pieces % 3 > 3",
        "pieces == 2.5",
        "price > 7 and price in (1, 2, 3)",
        "setting.share * 100 > 200",
        "price == 4 and price * price < 10",
    ],
)
def test_proves_that_it_can_never_hold(text: str) -> None:
    assert can_hold(parse(text), RANGES) is False
    assert can_fail(parse(text), RANGES) is True


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "price >= 0 or not given(price)",
        "setting.share >= 0.3",
        "kind == 'a' or kind == 'b'",
        "kind in ('a', 'b')",
        "urgent or not urgent",
        "not done(audit)",
        "count(quote) >= 0",
        "all(lines.width == lines.width)",
        "remark == '' or given(remark)",
    ],
)
def test_proves_that_it_always_holds(text: str) -> None:
    assert can_fail(parse(text), RANGES) is False
    assert can_hold(parse(text), RANGES) is True


@pytest.mark.parametrize(
    "text",
    [
        "price >= 0",  # it may be left empty
        "not (price > 5) and not (price <= 5)",  # so both may fail
        "pieces > 5 and pieces < 7",
        "money.received >= orders.total * setting.share or money.guaranteed",
        "remark == price",
        "price / pieces > 100",
        "today > deliver_on",
        "deliver_on + days(3) < today and deliver_on > at(open)",
        "x == '' and y == '' and x == y",
        "span >= days(0) * 1 and span <= hours(0) * 1 and span != 0",
        "setting.share == 0.30",
        "any(lines.width > 5) and any(lines.width < 3)",
    ],
)
def test_claims_nothing_where_both_are_possible(text: str) -> None:
    assert can_hold(parse(text), RANGES) is True
    assert can_fail(parse(text), RANGES) is True


def test_too_many_alternatives_claim_nothing() -> None:
    text = " and ".join(f"(a{n} == 1 or b{n} == 1)" for n in range(12)) + " and never"
    assert can_hold(parse(text), RANGES) is True


ATOMS = {
    "p": (Range(low=-3, high=4), [None, -3, 0, Decimal("0.5"), 2, 4]),
    "n": (Range(low=0, high=3, whole=True, filled=True), [0, 1, 2, 3]),
    "f": (Range(filled=True), [-5, 0, 1, "a", "b", True, False]),
    "u": (Range(), [None, "", "a", "b", 1, Decimal("2.5"), True, False]),
    "k": (Range(options=frozenset({"a", "b"})), [None, "a", "b"]),
    "t": (Range(options=frozenset({True, False}), filled=True), [True, False]),
    "s": (Range(options=frozenset({1, 3, Decimal("2.5")}), filled=True), [1, 3, Decimal("2.5")]),
}
CONSTANTS = ["0", "1", "2", "2.5", "-1", "'a'", "'b'", "''", "true", "false"]


def _expressions() -> st.SearchStrategy[str]:
    leaves = st.sampled_from([*ATOMS, *CONSTANTS])
    sums = st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*/%"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
            inner.map(lambda t: f"(-{t})"),
            st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} == 1 else {t[2]})"),
        ),
        max_leaves=3,
    )
    comparisons = st.one_of(
        st.tuples(sums, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), sums).map(" ".join),
        st.tuples(leaves, st.sampled_from(["in", "not in"]), st.lists(leaves, min_size=1, max_size=3)).map(
            lambda t: f"{t[0]} {t[1]} ({', '.join(t[2])},)"
        ),
        st.sampled_from([*ATOMS, "true", "false"]),
        st.sampled_from(list(ATOMS)).map(lambda name: f"given({name})"),
    )
    return st.recursive(
        comparisons,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
            inner.map(lambda t: f"(not {t})"),
            st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        ),
        max_leaves=6,
    )


@settings(max_examples=100, deadline=None)
@given(_expressions(), st.data())
def test_sound_for_every_sampled_value(text: str, data: st.DataObject) -> None:
    expression = parse(text)
    ranges = {name: known for name, (known, _) in ATOMS.items()}
    holds, fails = can_hold(expression, ranges), can_fail(expression, ranges)
    for _ in range(12):
        values = {name: data.draw(st.sampled_from(values)) for name, (_, values) in ATOMS.items()}
        try:
            value = expression.holds(MappingScope(names=values))
        except EvaluationError:
            continue
        assert holds if value else fails, (text, values)
