"""China's days as shipped, against the notices' own figures and the `holidays` library, which was made without us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from gendan.core.calendar_mapping import calendar_from_mapping, to_mapping
from gendan.core.text import Text
from gendan.core.worktime import Calendar
from gendan.people.calendars import china_days, holidays_observed, standard_calendar
from gendan.people.calendars.china import named

ANNOUNCED = (2020, 2021, 2022, 2023, 2024, 2025, 2026)
COMPUTED = tuple(range(2027, 2037))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def each_day(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("year", ANNOUNCED + COMPUTED)
def test_every_day_is_worked_or_not_as_the_library_has_it(year: int) -> None:
    library = holidays.China(years=year)
    ours = [day for day in each_day(year) if standard_calendar().is_working_day(day)]
    theirs = [day for day in each_day(year) if library.is_working_day(day)]
    assert ours == theirs


def test_which_years_are_announced() -> None:
    assert standard_calendar().announced == frozenset(ANNOUNCED)
    assert {day.year for day in china_days().holidays} == {*ANNOUNCED, *COMPUTED}


def test_2026_has_the_working_weekends_of_the_notice() -> None:
    worked = sorted(day for day in china_days().worked if day.year == 2026)
    assert [f"{day:%m-%d}" for day in worked] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert all(day.weekday() >= 5 for day in china_days().worked)
    assert not china_days().worked & set(china_days().holidays)


def test_february_2020_began_on_the_third() -> None:
    calendar = standard_calendar()
    assert calendar.next_opening(at("2020-01-23 19:00")) == at("2020-02-03 09:00")
    assert china_days().holidays[date(2020, 2, 1)] == Text("春节", "Spring Festival")


def test_every_holiday_has_its_name_in_english() -> None:
    assert all(name.en for name in china_days().holidays.values())
    assert china_days().holidays[date(2020, 10, 1)].en == "National Day and Mid-Autumn Festival"
    with pytest.raises(ValueError, match="重阳节"):
        named("国庆节、重阳节", {"国庆节": "National Day"})


def test_a_calendar_observes_the_holidays_on_which_it_is_closed() -> None:
    day = date(2026, 10, 1)
    assert holidays_observed(standard_calendar())[day].en == "National Day"
    assert len({name.zh for on, name in holidays_observed(standard_calendar()).items() if on.year == 2026}) == 7
    assert day not in holidays_observed(opened_on(day))
    assert holidays_observed(replace(standard_calendar(), zone="Europe/Berlin")) == {}


def opened_on(day: date) -> Calendar:
    said = to_mapping(standard_calendar())
    return calendar_from_mapping({**said, "days": {**said["days"], day.isoformat(): "standard"}})


def test_the_standard_day_is_seven_and_a_half_hours() -> None:
    calendar = standard_calendar()
    assert calendar.workday == timedelta(hours=7.5)
    assert calendar.add(at("2026-10-09 09:30"), calendar.workday) == at("2026-10-10 09:30")
    assert calendar.add(at("2026-09-30 17:00"), calendar.workday) == at("2026-10-08 17:00")


def test_2027_is_computed_and_says_so() -> None:
    calendar = standard_calendar()
    start = at("2026-12-31 17:00")
    end = calendar.add(start, timedelta(hours=2))
    assert end == datetime(2027, 1, 4, 2, 0, tzinfo=UTC)  # new year's day is a Friday
    assert calendar.is_computed(start, end)
    assert not calendar.is_computed(start, at("2026-12-31 18:00"))


def test_the_standard_calendar_comes_back_from_its_mapping() -> None:
    calendar = standard_calendar()
    again = calendar_from_mapping(to_mapping(calendar))
    assert (again, again.version) == (calendar, calendar.version)
