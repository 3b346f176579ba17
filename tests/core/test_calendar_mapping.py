"""Calendars as plain data."""

from __future__ import annotations

from datetime import date

import orjson
import pytest

from gendan.core.calendar_mapping import calendar_from_mapping, parse_hours, to_mapping
from gendan.core.worktime import Calendar, CalendarError

OFFICE = ["09:00-12:00", "13:30-18:00"]
SAID: dict[str, object] = {
    "name": "office",
    "zone": "Asia/Shanghai",
    "week": {"monday": OFFICE, "saturday": ["00:00-24:00"]},
    "days": {"2026-10-01": [], "2026-10-10": "standard", "2026-10-11": ["22:00-24:00"]},
    "standard_day": OFFICE,
    "announced": [2026],
}


def test_a_calendar_is_read() -> None:
    hours = ((540, 720), (810, 1080))
    assert calendar_from_mapping(SAID) == Calendar(
        "office",
        "Asia/Shanghai",
        (hours, (), (), (), (), ((0, 1440),), ()),
        ((date(2026, 10, 1), ()), (date(2026, 10, 10), hours), (date(2026, 10, 11), ((1320, 1440),))),
        hours,
        frozenset({2026}),
    )


def test_it_is_written_as_it_was_read() -> None:
    assert orjson.loads(orjson.dumps(to_mapping(calendar_from_mapping(SAID)))) == SAID


def test_without_announcements_all_years_are_known() -> None:
    said = {key: value for key, value in SAID.items() if key not in ("announced", "standard_day", "days")}
    calendar = calendar_from_mapping(said)
    assert (calendar.announced, calendar.standard_day) == (None, ((540, 720), (810, 1080)))
    assert "announced" not in to_mapping(calendar)


def test_hours_are_read_from_a_line() -> None:
    assert parse_hours("09:00-12:00, 13:30-18:00") == ((540, 720), (810, 1080))
    assert parse_hours("") == ()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"hours": []}, "hours"),
        ({"week": []}, "week"),
        ({"week": {"funday": OFFICE}}, "week.funday"),
        ({"week": {"monday": "09:00-12:00"}}, "week.monday"),
        ({"week": {"monday": ["9-12"]}}, "week.monday"),
        ({"week": {"monday": [540]}}, "week.monday"),
        ({"days": {"2026-02-30": []}}, "days"),
        ({"days": {"2026-02-20": "sometimes"}}, "days.2026-02-20"),
        ({"announced": ["2026"]}, "announced"),
        ({"announced": 2026}, "announced"),
        ({"name": ""}, "name"),
        ({"zone": None}, "zone"),
    ],
)
def test_what_is_not_as_it_should_be_is_named(change: dict[str, object], key: str) -> None:
    with pytest.raises(CalendarError) as caught:
        calendar_from_mapping(SAID | change)
    assert (caught.value.code, caught.value.parameters["key"]) == ("shape", key)


def test_hours_past_midnight_are_refused() -> None:
    with pytest.raises(CalendarError, match=r"calendar\.hours"):
        calendar_from_mapping(SAID | {"week": {"monday": ["22:00-24:30"]}})
    with pytest.raises(CalendarError, match=r"calendar\.hours"):
        calendar_from_mapping(SAID | {"week": {"monday": ["22:00-06:00"]}})
