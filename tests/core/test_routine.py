"""The slots of routines: in the shift, on days of the month, at restarts, on holidays."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from gendan.core.due import parse_amount, parse_by
from gendan.core.pack import Routine
from gendan.core.routine import last_slot
from gendan.core.worktime import Calendar

DAY = ((540, 720), (810, 1080))
CALENDAR = Calendar(
    name="standard",
    zone="Asia/Shanghai",
    week=(DAY, DAY, DAY, DAY, DAY, (), ()),
    exceptions=tuple((date(2026, 10, day), ()) for day in range(1, 8)),
    standard_day=DAY,
)
ZONE = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def slot(moment, *, since="2026-01-01 08:00", every=None, shift=False, on=None):
    routine = Routine(open="check", every=every and parse_amount(every), shift=shift, on=on and parse_by(on))
    found = last_slot(routine, CALENDAR, at(since), at(moment), {"setting.gap": "20 minutes"}.get)
    return found and found.astimezone(ZONE).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-09-21 08:59", None),
        ("2026-09-21 09:00", "09-21 09:00"),
        ("2026-09-21 09:29", "09-21 09:00"),
        ("2026-09-21 09:30", "09-21 09:30"),
        ("2026-09-21 11:59", "09-21 11:30"),
        ("2026-09-21 12:30", None),
        ("2026-09-21 13:30", "09-21 13:30"),
        ("2026-09-21 17:59", "09-21 17:30"),
        ("2026-09-21 18:00", None),
        ("2026-09-20 10:00", None),
        ("2026-10-05 10:00", None),
    ],
)
def test_every_half_hour_of_the_shift(moment, expected):
    assert slot(moment, every="30 minutes", shift=True) == expected


def test_working_time_is_counted_over_the_break():
    # 9:00, 11:00, then the hour before the break and one after it.
    assert slot("2026-09-21 14:29", every="2 work hours") == "09-21 11:00"
    assert slot("2026-09-21 14:30", every="2 work hours") == "09-21 14:30"


def test_elapsed_time_is_counted_from_midnight():
    assert slot("2026-09-20 10:05", every="4 hours") == "09-20 08:00"
    assert slot("2026-09-20 10:05", every="setting.gap") == "09-20 10:00"


def test_longer_than_a_day_is_counted_from_the_beginning():
    assert slot("2026-09-20 10:05", since="2026-09-14 12:00", every="3 days") == "09-20 00:00"
    assert slot("2026-09-19 10:05", since="2026-09-14 12:00", every="3 days") == "09-17 00:00"
    assert slot("2026-09-22 08:00", since="2026-09-14 08:00", every="3 workdays") == "09-17 09:00"
    assert slot("2026-09-22 09:00", since="2026-09-14 08:00", every="3 workdays") == "09-22 09:00"
    assert slot("2026-09-20 10:05", since="2026-03-14 12:00", every="2 months") == "09-01 00:00"


@pytest.mark.parametrize(
    ("moment", "on", "expected"),
    [
        ("2026-09-01 08:59", "day 1 of month", "08-03 09:00"),
        ("2026-09-01 09:00", "day 1 of month", "09-01 09:00"),
        # The holiday's first working day.
        ("2026-10-07 10:00", "day 1 of month", "09-01 09:00"),
        ("2026-10-08 09:00", "day 1 of month", "10-08 09:00"),
        ("2026-09-30 09:00", "day 31 of month", "09-30 09:00"),
        ("2026-09-21 17:59", "end of workday", "09-18 18:00"),
        ("2026-09-21 18:00", "end of workday", "09-21 18:00"),
        ("2026-09-21 16:30", "16:30 workday", "09-21 16:30"),
        ("2026-09-20 16:30", "16:30 workday", "09-18 16:30"),
    ],
)
def test_on_a_moment_of_the_period(moment, on, expected):
    assert slot(moment, on=on) == expected


def test_nothing_was_missed_before_it_began():
    assert slot("2026-09-21 10:10", since="2026-09-21 10:05", every="30 minutes", shift=True) is None
    assert slot("2026-09-15 10:00", since="2026-09-15 09:00", on="day 1 of month") is None
