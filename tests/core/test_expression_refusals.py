"""What the guard language refuses, and where it says that it is wrong."""

import pytest

from gendan.core.expression import ExpressionError, parse


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "empty", 0),
        ("  ", "empty", 0),
        ("a =1", "single_equals", 2),
        ("a and", "unfinished", 5),
        ("a in (1, 2", "unfinished", 10),
        ("a b", "unexpected", 2),
        ("(a, b)", "unexpected", 2),
        ("a not b", "unexpected", 6),
        ("门 ＝ 1", "full_width", 2),
        ("in_stock（x）", "full_width", 8),
        ("x[0]", "not_allowed", 1),
        ("{1: 2}", "not_allowed", 0),
        ("a ** 2", "not_allowed", 2),
        ("lambda x", "not_allowed", 0),
        ("a is b", "not_allowed", 2),
        ("None", "not_allowed", 0),
        ("(y := 3)", "not_allowed", 3),
        ("a && b", "not_allowed", 2),
        ("a if b else c for d in e", "not_allowed", 14),
        ("'abc'.upper()", "not_allowed", 5),
        ("(a).b", "not_allowed", 3),
        ("a(b).c(d)", "not_allowed", 6),
        ("a(b)(c)", "not_allowed", 4),
        ("orders.__class__", "not_allowed", 7),
        ("__import__('os')", "not_allowed", 0),
        ("last(quote).__dict__", "not_allowed", 12),
        ("f(*a)", "unexpected", 2),
        ("f(a=1, b)", "unexpected", 7),
        ("f(a=1, a=2)", "repeated_keyword", 7),
        ("f'x'", "unexpected", 1),
        ("1e9", "bad_number", 0),
        ("1_000", "bad_number", 0),
        ("010", "bad_number", 0),
        ("3.", "bad_number", 0),
        (".5", "not_allowed", 0),
        ("9" * 29, "too_many_digits", 0),
        ("'abc", "bad_text", 0),
        ("'a\\x41'", "bad_text", 2),
        ("a # b", "bad_character", 2),
        ("a\x00", "bad_character", 1),
        ("done('x')", "not_a_name", 5),
        ("done(done(x))", "not_a_name", 5),
        ("a " * 3000, "too_long", 4000),
    ],
)
def test_refuses_with_code_and_column(text: str, code: str, column: int) -> None:
    with pytest.raises(ExpressionError) as raised:
        parse(text)
    assert (raised.value.code, raised.value.column) == (code, column)


@pytest.mark.parametrize(
    "text",
    [
        *("(" * 1990 + "1" + ")" * 1990, "not " * 900 + "a", "-" * 3900 + "1", "+".join("1" * 1900), "f(" * 1300),
        *("1 if 1 else " * 300 + "1", "-".join(["(1"] * 900), "a.b" + ".c" * 1900),
    ],
)
def test_an_attack_is_an_ordinary_refusal(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert error.code in ("too_deep", "unfinished")  # noqa: PT017 - the long dotted word is fine
    else:
        assert text.startswith("a.b")
