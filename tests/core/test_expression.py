"""The guard language: what it takes, what it means, what it refuses."""

import pickle
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.core.expression import (
    Comparison,
    EvaluationError,
    Expression,
    ExpressionError,
    MappingScope,
    Workdays,
    explain,
    parse,
)

NOW = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)
SCOPE = MappingScope(
    names={
        "width": Decimal(860),
        "pieces": 3,
        "urgent": True,
        "customer": "王记门业",
        "客户": "王记门业",
        "reason": "",
        "tags": ["a", "b"],
        "none_yet": None,
        "deliver_on": date(2026, 10, 24),
        "from": 2,
    },
    words={
        "orders.total": Decimal("1500.00"),
        "money.received": Decimal("0.00"),
        "money.guaranteed": False,
        "setting.deposit_share": Decimal("0.30"),
        "now": NOW,
        "today": date(2026, 10, 9),
        "pieces@end": 5,
    },
    calls={
        "done(audit)": True,
        "last(quote).reason": "price",
        "at(open)": NOW - timedelta(days=1),
        "table.carrier(王记门业)": "SF",
        "open_cases(stay, room=3)": 0,
        "count(lines)": 2,
    },
    tables={
        "lines": [{"width": Decimal(800), "opening": "left_in"}, {"width": Decimal(950), "opening": None}],
        "empty": [],
    },
)


def value(text: str) -> object:
    return parse(text).evaluate(SCOPE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("-2 - -3", 1),
        ("0.1 + 0.2 == 0.3", True),
        ("7 / 2", Decimal("3.5")),
        ("-7 // 2", -4),
        ("-7.0 // 2", Decimal(-4)),
        ("-7 % 3", 2),
        ("-7.5 % 2", Decimal("0.5")),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("not 1 == 2 and true", True),
        ("true or 1 / 0 == 1", True),
        ("1 if false else 2 if false else 3", 3),
        ("'a' + '门'", "a门"),
        (r"'it\'s' == \"it's\"".replace('\\"', '"'), True),
        ("客户 == '王记门业'", True),
        ("customer in ('王记门业', '张记')", True),
        ("customer not in ('张记',)", True),
        ("'王记' in customer", True),
        ("'a' in tags", True),
        ("'c' in tags", False),
        ("from == 2", True),
        ("orders.total * setting.deposit_share", Decimal("450.0000")),
        ("money.received >= orders.total * setting.deposit_share or money.guaranteed", False),
        ("done(audit)", True),
        ("last(quote).reason == 'price'", True),
        ("table.carrier(customer)", "SF"),
        ("open_cases(stay, room=pieces) == 0", True),
        ("pieces@end - pieces", 2),
        ("sum(lines.width)", Decimal(1750)),
        ("sum(lines.width * 2)", Decimal(3500)),
        ("any(lines.width > 900)", True),
        ("all(lines.width > 900)", False),
        ("any(lines.width > width and lines.opening == 'left_in')", False),
        ("any(empty.x > 1)", False),
        ("all(empty.x > 1)", True),
        ("sum(empty.x)", 0),
        ("given(customer)", True),
        ("given(reason) or given(none_yet) or given(unheard)", False),
        ("given(pieces)", True),
        ("deliver_on - today == days(15)", True),
        ("deliver_on - days(5) > today", True),
        ("now - at(open) >= hours(24)", True),
        ("(now - at(open)) / hours(1)", Decimal(24)),
        ("days(1) + hours(2)", timedelta(hours=26)),
        ("minutes(1.5)", timedelta(seconds=90)),
        ("workdays(2)", Workdays(Decimal(2))),
        ("days(2) * 3 == days(6)", True),
        ("true == 1", False),
        ("1.0 == 1", True),
        ("'1' == 1", False),
    ],
)
def test_means_what_a_reader_expects(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "==", "in"])
@pytest.mark.parametrize("side", ["none_yet {} (3,)", "(3) {} none_yet", "reason {} (3,)"])
def test_what_is_not_filled_compares_false(operator: str, side: str) -> None:
    text = side.format(operator)
    assert value(text if operator == "in" else text.replace("(3,)", "3")) is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("none_yet == ''", True),
        ("none_yet == reason", True),
        ("none_yet != ''", False),
        ("none_yet != 'ours'", True),
        ("none_yet not in ('ours',)", True),
        ("none_yet", None),
        ("none_yet + 1", None),
        ("-none_yet", None),
        ("none_yet * 2 > 1", False),
        ("1 / 0", None),
        ("1 // 0", None),
        ("1.5 % 0", None),
        ("days(none_yet)", None),
        ("none_yet - workdays(1)", None),
        ("not none_yet", True),
        ("none_yet and true", False),
    ],
)
def test_what_is_not_filled(text: str, expected: object) -> None:
    assert value(text) is expected


def test_only_true_is_true() -> None:
    assert parse("pieces").holds(SCOPE) is False
    assert value("pieces and customer") is False


@pytest.mark.parametrize(
    "text",
    [
        *("customer > 3", "customer * 2", "urgent + 1", "deliver_on > now", "deliver_on + hours(3)", "3 in pieces"),
        *("days(1.5)", "-customer", "urgent > false", "today * 2", "workdays(1) > 3"),
    ],
)
def test_values_of_the_wrong_kind_are_loud(text: str) -> None:
    with pytest.raises(EvaluationError):
        value(text)


def test_a_result_beyond_all_bounds_is_not_filled() -> None:
    text = " * ".join(["999999999999999999999999999.0"] * 30)
    assert parse(text).evaluate(MappingScope()) is not None
    assert parse("x * x").evaluate(MappingScope(names={"x": Decimal("1e600")})) is None


def test_working_days_are_added_by_the_scope() -> None:
    class Office(MappingScope):
        def add_workdays(self, start: object, count: Decimal) -> object:  # type: ignore[override]
            return (start, count)

    scope = Office(words={"today": date(2026, 10, 9)})
    assert parse("today + workdays(2)").evaluate(scope) == (date(2026, 10, 9), Decimal(2))
    assert parse("workdays(2) + today").evaluate(scope) == (date(2026, 10, 9), Decimal(2))
    assert parse("today - workdays(0.5)").evaluate(scope) == (date(2026, 10, 9), Decimal("-0.5"))


def test_tells_what_it_uses() -> None:
    found = parse("urgent and done(audit) and orders.total > last(quote).price or now > at(open) + days(n)")
    assert found.names == {"urgent", "n"}
    assert found.words == {"orders.total", "now"}
    assert [str(call) for call in found.calls] == ["done(audit)", "last(quote).price", "at(open)", "days(n)"]
    assert found.symbols("done") == {"audit"}
    assert found.reads_clock is True
    assert parse("a.b > 1").reads_clock is False


def test_is_a_value() -> None:
    first, second = parse("a > 1"), parse("a > 1")
    assert first == second
    assert hash(first) == hash(second)
    assert first != parse("a > 2")
    assert pickle.loads(pickle.dumps(first)).evaluate(MappingScope(names={"a": 2})) is True


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    *("a", "门", "1", "2.5", "'x'", "(", ")", ",", ".", "and", "or", "not", "in", "if", "else", "=="),
                    *("<", "+", "-", "*", "/", "//", "%", "=", "@", "end", "done", "any", "[", "lambda", "**", "true"),
                ]
            ),
            max_size=14,
        ).map(" ".join),
    )
)
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except ExpressionError as error:
        assert 0 <= error.column <= len(text)  # noqa: PT017 - both ends are fine, and nothing else is
        return
    assert isinstance(found, Expression)
    again = parse(str(found.tree))
    assert again.tree == found.tree
    assert str(again.tree) == str(found.tree)
    assert _outcome(again) == _outcome(found)


def _outcome(expression: Expression) -> object:
    try:
        return expression.evaluate(SCOPE)
    except EvaluationError as error:
        return error.params


def _python() -> st.SearchStrategy[str]:
    """Expressions that mean the same in Python: whole numbers and truth, everything filled."""
    numbers = st.recursive(
        st.integers(0, 20).map(str),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from([" + ", " - ", " * ", " // ", " % "]), inner).map("".join),
            inner.map(lambda t: f"-{t}"),
            inner.map(lambda t: f"({t})"),
        ),
        max_leaves=6,
    )
    compared = st.tuples(
        numbers,
        st.lists(st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numbers), min_size=1, max_size=2),
    ).map(lambda t: t[0] + "".join(f" {operator} {number}" for operator, number in t[1]))
    return st.recursive(
        compared,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map("".join),
            inner.map(lambda t: f"not {t}"),
            st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        ),
        max_leaves=5,
    )


@settings(max_examples=150, deadline=None)
@given(_python())
def test_binds_and_counts_as_python_does(text: str) -> None:
    try:
        expected = eval(text, {})
    except ZeroDivisionError:
        return
    try:
        assert parse(text).evaluate(SCOPE) is expected
    except ExpressionError as error:
        assert error.code == "too_deep"  # noqa: PT017 - Hypothesis may nest more than packs may


# -- reasons


def test_a_closed_gate_shows_its_figures() -> None:
    gate = parse("money.received >= orders.total * setting.deposit_share or money.guaranteed")
    assert explain(gate, SCOPE) == (
        Comparison(
            "money.received", ">=", "orders.total * setting.deposit_share", Decimal("0.00"), Decimal("450.0000")
        ),
        Comparison("money.guaranteed", "is", "true", False, True),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pieces > 5 and width > 900 and urgent", [("pieces", ">", "5"), ("width", ">", "900")]),
        ("not (pieces > 2)", [("pieces", "<=", "2")]),
        ("not (urgent or pieces == 3)", [("urgent", "is", "false"), ("pieces", "!=", "3")]),
        ("not (urgent and pieces == 3)", [("urgent", "is", "false"), ("pieces", "!=", "3")]),
        ("1 < pieces < 3", [("pieces", "<", "3")]),
        ("pieces > 5 if urgent else width > 900", [("pieces", ">", "5")]),
        ("customer in ('张记', '李记')", [("customer", "in", "('张记', '李记')")]),
        ("not given(customer)", [("given(customer)", "is", "false")]),
        ("any(lines.width > 1000)", [("any(lines.width > 1000)", "is", "true")]),
        ("urgent and pieces == 3", []),
        ("pieces > 5 or urgent", []),
    ],
)
def test_reasons_are_the_smallest(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = explain(parse(text), SCOPE)
    assert [(reason.left, reason.operator, reason.right) for reason in found] == expected


@settings(max_examples=100, deadline=None)
@given(_python())
def test_there_is_a_reason_exactly_where_it_fails(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError:
        return
    assert bool(expression.explain(SCOPE)) is not expression.holds(SCOPE)


@pytest.mark.parametrize(
    ("answers", "every", "some"),
    [
        (None, False, False),
        ({}, False, False),
        ({"shop": True, "quantity": None}, False, True),
        ({"shop": True, "quantity": False}, False, True),
        ({"shop": True, "quantity": True}, True, True),
    ],
)
def test_a_checklist_holds_by_its_answers(answers: object, every: bool, some: bool) -> None:
    scope = MappingScope(names={"compared": answers})
    assert parse("all(compared)").holds(scope) is every
    assert parse("any(compared)").holds(scope) is some
