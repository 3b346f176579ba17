"""What a working calendar answers, case by case, in the words of the language's chapter on time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gendan.core.worktime import LAST_YEAR, Calendar, CalendarError

OFFICE = ((540, 720), (810, 1080))
HOLIDAY = ()
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)


def office(**changes: object) -> Calendar:
    given = {
        "name": "office",
        "zone": "Asia/Shanghai",
        "week": (OFFICE,) * 5 + ((), ()),
        "announced": frozenset({2026}),
    }
    return Calendar(**(given | changes))  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-10-16 17:00", 7.5, "2026-10-19 17:00"),  # Friday to Monday
        ("2026-10-15 18:00", 7.5, "2026-10-16 18:00"),  # closing to closing, not to the next opening
        ("2026-10-15 09:00", 7.5, "2026-10-15 18:00"),
        ("2026-10-15 11:30", 1, "2026-10-15 14:00"),  # over lunch
        ("2026-10-15 11:30", 0.5, "2026-10-15 12:00"),
        ("2026-10-17 10:00", 2, "2026-10-19 11:00"),  # Saturday counts as Monday's opening
        ("2026-10-15 05:00", 2, "2026-10-15 11:00"),  # before the opening
        ("2026-10-15 23:00", 2, "2026-10-16 11:00"),
        ("2026-10-17 10:00", 0, "2026-10-19 09:00"),
        ("2026-10-15 10:00", 0, "2026-10-15 10:00"),
    ],
)
def test_working_time_is_added_over_closed_time(start: str, hours: float, end: str) -> None:
    assert office().add(at(start), hours * HOUR) == at(end)


@pytest.mark.parametrize(
    ("end", "hours", "start"),
    [
        ("2026-10-19 17:00", 7.5, "2026-10-16 17:00"),
        ("2026-10-19 09:00", 7.5, "2026-10-16 09:00"),  # from an opening to an opening
        ("2026-10-19 18:00", 7.5, "2026-10-16 18:00"),  # from a closing to a closing
        ("2026-10-18 12:00", 1, "2026-10-16 17:00"),
        ("2026-10-18 12:00", 0, "2026-10-16 18:00"),
        ("2026-10-15 10:00", 0, "2026-10-15 10:00"),
    ],
)
def test_working_time_is_counted_back(end: str, hours: float, start: str) -> None:
    assert office().subtract(at(end), hours * HOUR) == at(start)


def test_the_closing_before_the_first_day_laid_out_is_found() -> None:
    assert office().subtract(at("2026-01-01 00:00"), timedelta(0)) == at("2025-12-31 18:00")
    assert office().subtract(at("2026-01-01 18:00"), 7.5 * HOUR) == at("2025-12-31 18:00")


def test_seconds_and_less_are_kept() -> None:
    start = at("2026-10-15 11:59").replace(second=59, microsecond=999_999)
    assert office().add(start, timedelta(microseconds=2)) == at("2026-10-15 13:30").replace(microsecond=1)


def test_holidays_are_closed_and_working_weekends_open() -> None:
    calendar = office(exceptions=((date(2026, 10, 8), HOLIDAY), (date(2026, 10, 10), OFFICE)))
    assert calendar.add(at("2026-10-07 18:00"), 15 * HOUR) == at("2026-10-10 18:00")
    assert calendar.working_day(date(2026, 10, 8)) == date(2026, 10, 9)
    assert calendar.working_day(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert calendar.working_day_before(date(2026, 10, 8)) == date(2026, 10, 7)


@pytest.mark.parametrize(
    ("start", "plus", "end"),
    [
        ("2026-10-16 15:59", 0, "2026-10-16 18:00"),
        ("2026-10-16 18:00", 0, "2026-10-19 18:00"),  # closed from that moment on
        ("2026-10-16 19:00", 0, "2026-10-19 18:00"),
        ("2026-10-17 10:00", 0, "2026-10-19 18:00"),
        ("2026-10-17 10:00", 2, "2026-10-21 18:00"),
        ("2026-10-16 06:00", 1, "2026-10-19 18:00"),
    ],
)
def test_end_of_workday(start: str, plus: int, end: str) -> None:
    assert office().end_of_workday(at(start), plus) == at(end)


@pytest.mark.parametrize(
    ("start", "plus", "end"),
    [
        ("2026-10-16 16:01", 1, "2026-10-19 10:00"),
        ("2026-10-16 22:00", 1, "2026-10-19 10:00"),
        ("2026-10-17 16:01", 1, "2026-10-20 10:00"),  # Saturday counts as Monday
        ("2026-10-16 09:30", 0, "2026-10-16 10:00"),
        ("2026-10-16 10:00", 0, "2026-10-19 10:00"),  # gone by
    ],
)
def test_time_of_workday(start: str, plus: int, end: str) -> None:
    assert office().time_of_workday(at(start), 600, plus) == at(end)


def test_measure_is_signed_and_adds_up() -> None:
    calendar = office()
    monday, friday = at("2026-10-12 10:00"), at("2026-10-16 17:00")
    assert calendar.measure(monday, friday) == 35.5 * HOUR
    assert calendar.measure(friday, monday) == -35.5 * HOUR
    assert calendar.measure(monday, monday) == timedelta(0)


def test_open_is_from_the_opening_to_before_the_closing() -> None:
    calendar = office()
    looked = {
        clock: calendar.is_open(at(f"2026-10-16 {clock}"))
        for clock in ("08:59", "09:00", "11:59", "12:00", "13:30", "18:00")
    }
    assert looked == {"08:59": False, "09:00": True, "11:59": True, "12:00": False, "13:30": True, "18:00": False}


def test_a_day_of_24_hours_runs_into_the_next() -> None:
    calendar = office(week=(((0, 1440),),) * 7)
    assert calendar.add(at("2026-12-31 23:00"), 26 * HOUR) == at("2027-01-02 01:00")
    assert calendar.subtract(at("2027-01-02 01:00"), 26 * HOUR) == at("2026-12-31 23:00")
    assert calendar.workday == 24 * HOUR
    assert calendar.end_of_workday(at("2026-10-16 23:59")) == at("2026-10-17 00:00")


def test_hours_that_touch_are_one() -> None:
    calendar = office(week=(((540, 720), (720, 1080)),) + ((),) * 6)
    assert calendar.is_open(at("2026-10-12 12:00"))
    assert calendar.add(at("2026-10-12 11:00"), 2 * HOUR) == at("2026-10-12 13:00")


def test_a_half_day_is_half_the_standard_day() -> None:
    calendar = office(week=(OFFICE,) * 5 + (((540, 720),), ()))
    assert calendar.workday / 2 == 3.75 * HOUR
    assert calendar.add(at("2026-10-17 09:00"), calendar.workday / 2) == at("2026-10-19 09:45")


def test_a_closing_that_daylight_saving_skips() -> None:
    """On 29 March 2026 Berlin has no time from 2 to 3: hours of 1:00-2:30 are one hour of work."""
    calendar = office(zone="Europe/Berlin", week=(((60, 150),),) * 7)
    day = datetime(2026, 3, 29, tzinfo=UTC)
    assert calendar.measure(day - 2 * HOUR, day + 20 * HOUR) == HOUR
    assert calendar.closing(date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_years_not_announced_say_so() -> None:
    calendar = office()
    assert not calendar.is_computed(at("2026-01-01 00:00"), at("2027-01-01 00:00"))
    assert calendar.is_computed(at("2026-12-31 17:00"), at("2027-01-04 10:00"))
    assert calendar.is_computed(at("2025-12-31 17:00"), at("2026-01-04 10:00"))
    assert calendar.is_computed(at("2026-01-04 10:00"), at("2025-12-31 17:00"))
    assert not office(announced=frozenset({2026, 2027})).is_computed(at("2026-12-31 17:00"), at("2027-01-04 10:00"))
    assert office(announced=frozenset({2025, 2027})).is_computed(at("2025-12-31 17:00"), at("2027-01-04 10:00"))
    assert not office(announced=None).is_computed(at("2026-12-31 17:00"), at("2090-01-04 10:00"))


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=step) for step in range(count)]


def test_a_closure_of_a_year_is_gone_through() -> None:
    closed = tuple((day, HOLIDAY) for day in days(date(2026, 1, 1), 365))
    assert office(exceptions=closed).add(at("2026-01-01 00:00"), HOUR) == at("2027-01-01 10:00")
    assert office(exceptions=closed).subtract(at("2026-12-31 00:00"), HOUR) == at("2025-12-31 17:00")
    assert office(exceptions=closed).end_of_workday(at("2026-01-01 00:00")) == at("2027-01-01 18:00")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"week": ((),) * 7}, "no_working_day"),
        ({"week": ((),) * 7, "exceptions": ((date(2026, 10, 10), OFFICE),)}, "no_working_day"),
        ({"exceptions": tuple((day, HOLIDAY) for day in days(date(2026, 1, 1), 400))}, "closed_too_long"),
        (
            {"exceptions": tuple((day, HOLIDAY) for day in days(date(2026, 1, 1), 400) if day.weekday() < 5)},
            "closed_too_long",
        ),
        ({"week": (OFFICE,) * 6}, "week"),
        ({"week": (((600, 540),),) * 7}, "hours"),
        ({"week": (((540, 540),),) * 7}, "hours"),
        ({"week": (((540, 720), (700, 1080)),) * 7}, "hours"),
        ({"week": (((540, 1441),),) * 7}, "hours"),
        ({"exceptions": ((date(2026, 1, 1), ((-1, 10),)),)}, "hours"),
        ({"zone": "Asia/Nowhere"}, "zone"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"zone": ""}, "zone"),
    ],
)
def test_a_calendar_that_cannot_be_right_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(CalendarError) as caught:
        office(**changes)
    assert caught.value.code == code


def test_closures_between_open_days_are_no_closure() -> None:
    fridays_off = tuple((day, HOLIDAY) for day in days(date(2026, 1, 1), 2000) if day.weekday() != 2)
    assert office(exceptions=fridays_off).add(at("2026-10-15 09:00"), HOUR) == at("2026-10-21 10:00")


def test_what_lies_beyond_all_years_is_refused() -> None:
    with pytest.raises(CalendarError, match="out_of_range"):
        office().add(at("2026-10-15 09:00"), timedelta(days=200_000))
    with pytest.raises(CalendarError, match="out_of_range"):
        office().subtract(at("2026-10-15 09:00"), timedelta(days=200_000))
    with pytest.raises(CalendarError, match="out_of_range"):
        office().working_day(date(LAST_YEAR + 1, 1, 1))


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(CalendarError, match="naive"):
        office().add(datetime(2026, 10, 15, 9), HOUR)  # noqa: DTZ001 - the very thing refused
    with pytest.raises(CalendarError, match="naive"):
        office().measure(at("2026-10-15 09:00"), datetime(2026, 10, 15, 9))  # noqa: DTZ001


def test_the_version_is_of_the_content() -> None:
    assert office().version == office(name="another name").version
    versions = {
        office().version,
        office(zone="Asia/Tokyo").version,
        office(announced=None).version,
        office(exceptions=((date(2026, 10, 10), OFFICE),)).version,
        office(standard_day=((0, 60),)).version,
    }
    assert len(versions) == 5


def test_calendars_are_values() -> None:
    first, second = office(), office()
    first.add(at("2026-10-15 09:00"), HOUR)
    assert (first, hash(first)) == (second, hash(second))
