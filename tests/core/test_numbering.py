"""Numbers of cases."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gendan.core.numbering import NumberError, parse_number

MARCH = date(2026, 3, 7)


@pytest.mark.parametrize(
    ("template", "seq", "number"),
    [
        ("{opened:%Y%m}-{seq:04}", 1, "202603-0001"),
        ("{opened:%Y%m}-{seq:04}", 12345, "202603-12345"),
        ("{opened:%-m}{seq:02}", 1, "301"),
        ("{opened:%y%m%d}/{seq}", 7, "260307/7"),
        ("维{opened:%-d}号{seq:3}完", 7, "维7号007完"),
        ("{seq}-{opened:%Y}", 7, "7-2026"),
        ("{seq}", 7, "7"),
    ],
)
def test_a_number_is_the_template_with_its_date_and_count(template: str, seq: int, number: str) -> None:
    assert parse_number(template).render(MARCH, seq) == number


def test_the_series_restarts_where_the_prefix_changes() -> None:
    template = parse_number("{opened:%Y%m}-{seq:04}")
    assert template.prefix(MARCH) == "202603-"
    assert template.prefix(date(2026, 3, 31)) == template.prefix(MARCH)
    assert template.prefix(date(2026, 4, 1)) != template.prefix(MARCH)
    behind = parse_number("{seq}-{opened:%Y}")
    assert behind.prefix(MARCH) != behind.prefix(date(2027, 3, 7))


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("202603", "number_seq_missing"),
        ("{seq}{seq}", "number_seq_twice"),
        ("{opened:%H}{seq}", "number_piece"),
        ("{opened}{seq}", "number_piece"),
        ("{customer}{seq}", "number_piece"),
        ("{seq:x}", "number_piece"),
        ("100%{seq}", "number_piece"),
        ("{seq", "number_brace"),
        ("seq}{seq}", "number_brace"),
    ],
)
def test_what_is_no_template_is_refused(template: str, code: str) -> None:
    with pytest.raises(NumberError) as refused:
        parse_number(template)
    assert refused.value.code == code


def test_a_label_needs_no_count() -> None:
    assert parse_number("{opened:%-m}月", label=True).render(MARCH, 9) == "3月"


@given(st.dates(), st.integers(1, 10**9), st.integers(1, 10**9))
def test_no_two_cases_of_a_series_have_one_number(opened: date, first: int, second: int) -> None:
    template = parse_number("{opened:%y%m}-{seq:04}")
    assert (template.render(opened, first) == template.render(opened, second)) == (first == second)
    assert template.render(opened, first).startswith(template.prefix(opened))
