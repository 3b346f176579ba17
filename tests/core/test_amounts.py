"""Amounts of time: what their texts mean, and what they come to."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from gendan.core.amount import add_amount, add_months, interval, length, longest, subtract_amount
from gendan.core.due import Amount, DueError, Unit, parse_amount
from tests.core.test_due import CALENDAR, amount, at


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 minutes", amount("30", Unit.MINUTE)),
        ("1 minute", amount("1", Unit.MINUTE)),
        ("24 hours", amount("24", Unit.HOUR)),
        ("7 days", amount("7", Unit.DAY)),
        ("2 work hours", amount("2", Unit.WORK_HOUR)),
        ("90 work minutes", amount("90", Unit.WORK_MINUTE)),
        ("0.5 workday", amount("0.5", Unit.WORKDAY)),
        ("3 workdays", amount("3", Unit.WORKDAY)),
        ("2 months", amount("2", Unit.MONTH)),
        (" 2  years ", amount("2", Unit.YEAR)),
        ("setting.limit", Amount(setting="setting.limit")),
        ("kind.clock", Amount(setting="kind.clock")),
        ("setting.limit workdays", Amount(setting="setting.limit", unit=Unit.WORKDAY)),
    ],
)
def test_amounts_are_read(text: str, expected: Amount) -> None:
    assert parse_amount(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount.syntax"),
        ("30", "amount.unit"),
        ("30 minuts", "amount.unit"),
        ("30minutes", "amount.syntax"),
        ("-1 day", "amount.syntax"),
        ("0 days", "amount.not_positive"),
        ("1e3 days", "amount.syntax"),
        ("３ days", "amount.syntax"),
        ("limit", "amount.syntax"),
        ("1.5 months", "amount.whole"),
        ("101 years", "amount.too_large"),
        ("999999999 days", "amount.too_large"),
        ("99999999999999999999 days", "amount.syntax"),
        ("setting.limit fortnights", "amount.unit"),
        ("__import__('os') days", "amount.syntax"),
    ],
)
def test_amounts_that_cannot_be_read_say_why(text: str, code: str) -> None:
    with pytest.raises(DueError) as caught:
        parse_amount(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text", ["30 minutes", "1 workday", "0.5 workdays", "2 work hours", "setting.limit", "setting.limit days"]
)
def test_an_amount_is_written_as_it_is_read(text: str) -> None:
    assert str(parse_amount(text)) == text


def test_settings_stand_for_amounts() -> None:
    given: dict[str, object] = {
        "setting.limit": "2 workdays",
        "setting.days": 3,
        "setting.share": Decimal("0.5"),
        "setting.empty": "",
    }
    assert parse_amount("setting.limit").settled(given.get) == amount("2", Unit.WORKDAY)
    assert parse_amount("setting.days days").settled(given.get) == amount("3", Unit.DAY)
    assert parse_amount("setting.share workdays").settled(given.get) == amount("0.5", Unit.WORKDAY)
    assert parse_amount("setting.other days").settled(given.get) is None
    assert parse_amount("setting.empty").settled(given.get) is None


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("setting.x", 3, "value"),
        ("setting.x", "setting.y", "value"),
        ("setting.x days", "3", "value"),
        ("setting.x days", True, "value"),
        ("setting.x days", 0, "amount.not_positive"),
        ("setting.x days", Decimal("NaN"), "amount.not_positive"),
        ("setting.x months", Decimal("0.5"), "amount.whole"),
    ],
)
def test_settings_that_are_no_amounts_are_refused(text: str, value: object, code: str) -> None:
    with pytest.raises(DueError) as caught:
        parse_amount(text).settled({"setting.x": value}.get)
    assert caught.value.code == code


def test_months_are_clamped_to_the_month() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 3, 31), -1) == date(2028, 2, 29)
    assert add_months(date(2026, 11, 30), 14) == date(2028, 1, 30)
    assert add_amount(at("2028-02-29 10:00"), amount("1", Unit.YEAR), CALENDAR) == at("2029-02-28 10:00")
    assert subtract_amount(at("2026-03-31 10:00"), amount("1", Unit.MONTH), CALENDAR) == at("2026-02-28 10:00")


def test_elapsed_and_working_amounts() -> None:
    friday = at("2026-10-16 17:00")
    assert add_amount(friday, amount("3", Unit.DAY), CALENDAR) == at("2026-10-19 17:00")
    assert add_amount(friday, amount("0.5", Unit.DAY), CALENDAR) == at("2026-10-17 05:00")
    assert add_amount(friday, amount("2", Unit.WORK_HOUR), CALENDAR) == at("2026-10-19 10:00")
    assert subtract_amount(friday, amount("0.5", Unit.WORKDAY), CALENDAR) == at("2026-10-16 11:45")
    assert length(amount("0.5", Unit.WORKDAY), CALENDAR) == timedelta(hours=3.75)
    with pytest.raises(DueError):
        length(amount("1", Unit.MONTH), CALENDAR)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.0001 minutes", "1 minute"),
        ("0.001 hours", "1 minute"),
        ("0.5 work minutes", "1 work minute"),
        ("0.001 workdays", "1 work minute"),
        ("1 minute", "1 minute"),
        ("30 minutes", "30 minutes"),
        ("1 workday", "1 workday"),
        ("1 month", "1 month"),
    ],
)
def test_what_comes_again_does_so_after_a_minute_at_the_earliest(text: str, expected: str) -> None:
    assert interval(parse_amount(text), CALENDAR) == parse_amount(expected)


def test_a_workday_is_no_longer_than_a_day() -> None:
    assert longest(parse_amount("0.5 workday")) == timedelta(hours=12)
    assert longest(parse_amount("90 work minutes")) == timedelta(minutes=90)
    assert (longest(parse_amount("1 month")), longest(parse_amount("setting.limit"))) == (None, None)
