"""Moments told from another one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.core.due import DueError
from gendan.core.relative import parse_relative
from gendan.core.worktime import Calendar

OFFICE = ((540, 720), (810, 1080))
DESK = Calendar("desk", "Asia/Shanghai", (OFFICE,) * 5 + ((), ()), announced=frozenset({2026, 2027}))
FRIDAY = datetime(2026, 10, 9, 6, 0, tzinfo=UTC)  # 14:00 at the desk
SUNDAY = datetime(2026, 10, 11, 15, 30, tzinfo=UTC)  # 23:30 at the desk


def told(text: str, moment: datetime) -> str:
    return f"{DESK.local(parse_relative(text).of(moment, DESK)):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "from_friday", "from_sunday"),
    [
        ("now", "10-09 14:00", "10-11 23:30"),
        ("today 09:10", "10-09 09:10", "10-11 09:10"),
        ("workday 09:10", "10-09 09:10", "10-09 09:10"),
        ("-40 minutes", "10-09 13:20", "10-11 22:50"),
        ("- 40 minutes", "10-09 13:20", "10-11 22:50"),
        ("-1 workday 09:10", "10-08 09:10", "10-09 09:10"),
        ("-2 workdays 16:00", "10-07 16:00", "10-08 16:00"),
        ("+1 workday 09:30", "10-12 09:30", "10-12 09:30"),
        ("+7 days", "10-16 14:00", "10-18 23:30"),
        ("+7 days 08:00", "10-16 08:00", "10-18 08:00"),
        ("+1 month 08:00", "11-09 08:00", "11-11 08:00"),
        ("+1 work hour", "10-09 15:00", "10-12 10:00"),
        ("+1 workday", "10-12 14:00", "10-12 18:00"),
    ],
)
def test_a_moment_is_told_from_another(text, from_friday, from_sunday):
    assert told(text, FRIDAY) == from_friday
    assert told(text, SUNDAY) == from_sunday


def test_a_day_counts_working_days_whole():
    assert [parse_relative(text).is_day for text in ("today", "+2 workdays", "+1 hour", "+1 day 09:00")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert parse_relative("+2 workdays").day(SUNDAY, DESK).isoformat() == "2026-10-13"
    assert parse_relative("-2 workdays").day(SUNDAY, DESK).isoformat() == "2026-10-08"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-10-09", "relative.syntax"),
        ("12 workdays", "relative.syntax"),
        ("+setting.limit workdays", "relative.syntax"),
        ("-40 minutes 09:10", "relative.clock"),
        ("-0.5 workdays 09:10", "relative.clock"),
        ("today 25:10", "by.time"),
        ("-3 moons", "amount.unit"),
        ("-0 days", "amount.not_positive"),
    ],
)
def test_what_is_no_relative_moment_is_refused(text, code):
    with pytest.raises(DueError) as refused:
        parse_relative(text)
    assert refused.value.code == code


@settings(max_examples=100)
@given(st.integers(0, 330 * 24), st.integers(1, 30), st.integers(0, 23 * 60))
def test_back_and_forth_between_working_days_is_the_same_day(hours, count, minute):
    start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(hours=hours)
    clock = f"{minute // 60:02}:{minute % 60:02}"
    back = parse_relative(f"-{count} workdays {clock}").of(start, DESK)
    assert DESK.is_working_day(DESK.local(back).date())
    assert back < start + timedelta(days=1)
    again = parse_relative(f"+{count} workdays").day(back, DESK)
    assert again == DESK.working_day(DESK.local(start).date()) or DESK.is_working_day(DESK.local(start).date())
    if DESK.is_working_day(DESK.local(start).date()):
        assert again == DESK.local(start).date()
