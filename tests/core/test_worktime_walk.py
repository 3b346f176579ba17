"""Working time against a minute-by-minute walk: any hours, holidays, working weekends, and clocks that change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.core.worktime import Calendar
from tests.core.slow_calendar import MINUTE, Walk

# Half an hour's change on Lord Howe, one at midnight in Beirut, none in Shanghai, odd offsets in Kathmandu.
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Kathmandu")

# Weeks around the changes of the clocks, and around a new year.
CENTERS = (
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 12, 31),
)


@st.composite
def hours(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """Up to three intervals; often none, often touching, now and then the whole day."""
    if draw(st.integers(0, 9)) == 0:
        return ((0, 1440),)
    bounds = sorted(draw(st.lists(st.integers(0, 48).map(lambda half: half * 30), max_size=4, unique=True)))
    found = [(first, last) for first, last in zip(bounds[::2], bounds[1::2], strict=False)]
    if found and draw(st.booleans()) and found[-1][1] < 1440:
        found.append((found[-1][1], draw(st.integers(found[-1][1] + 1, 1440))))
    return tuple(found)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = draw(st.lists(hours(), min_size=7, max_size=7))
    week[draw(st.integers(0, 6))] = ((540, 720), (810, 1080))
    center = draw(st.sampled_from(CENTERS))
    odd = draw(st.dictionaries(st.integers(-6, 8).map(lambda days: center + timedelta(days=days)), hours(), max_size=5))
    return Calendar("any", draw(st.sampled_from(ZONES)), tuple(week), tuple(odd.items()), announced=frozenset({2026}))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """A calendar, and a whole minute of the weeks in which it is odd."""
    calendar = draw(calendars())
    center = min(
        draw(st.sampled_from(calendar.exceptions))[0] if calendar.exceptions else draw(st.sampled_from(CENTERS)),
        date(2027, 1, 5),
    )
    local = datetime(center.year, center.month, center.day, tzinfo=ZoneInfo(calendar.zone))
    return calendar, local.astimezone(UTC) + draw(st.integers(-3 * 1440, 3 * 1440)) * MINUTE


@settings(max_examples=150, deadline=None)
@given(cases(), st.integers(1, 900))
def test_add(case: tuple[Calendar, datetime], minutes: int) -> None:
    calendar, moment = case
    assert calendar.add(moment, minutes * MINUTE) == Walk(calendar).add(moment, minutes)


@settings(max_examples=150, deadline=None)
@given(cases(), st.integers(1, 900))
def test_subtract(case: tuple[Calendar, datetime], minutes: int) -> None:
    calendar, moment = case
    assert calendar.subtract(moment, minutes * MINUTE) == Walk(calendar).subtract(moment, minutes)


@settings(max_examples=80, deadline=None)
@given(cases(), st.integers(0, 5000))
def test_measure(case: tuple[Calendar, datetime], minutes: int) -> None:
    calendar, moment = case
    assert (
        calendar.measure(moment, moment + minutes * MINUTE)
        == Walk(calendar).measure(moment, moment + minutes * MINUTE) * MINUTE
    )


@settings(max_examples=80, deadline=None)
@given(cases())
def test_open_and_next_opening(case: tuple[Calendar, datetime]) -> None:
    calendar, moment = case
    walk = Walk(calendar)
    assert calendar.is_open(moment) == walk.is_open(moment)
    assert calendar.next_opening(moment) == walk.next_opening(moment)
    assert calendar.add(moment, timedelta(0)) == walk.next_opening(moment)


@settings(max_examples=40, deadline=None)
@given(cases(), st.integers(0, 2))
def test_end_of_workday(case: tuple[Calendar, datetime], plus: int) -> None:
    calendar, moment = case
    assert calendar.end_of_workday(moment, plus) == Walk(calendar).end_of_workday(moment, plus)


@settings(max_examples=150, deadline=None)
@given(cases(), st.timedeltas(timedelta(microseconds=1), timedelta(hours=3000)), st.integers(0, 59_999_999))
def test_what_is_added_can_be_measured_and_counted_back(
    case: tuple[Calendar, datetime], time: timedelta, odd: int
) -> None:
    calendar, moment = case
    moment += timedelta(microseconds=odd)
    end = calendar.add(moment, time)
    assert calendar.measure(moment, end) == time
    start = calendar.subtract(end, time)
    assert calendar.measure(start, end) == time
    assert calendar.measure(start, moment) == timedelta(0)


@settings(max_examples=20, deadline=None)
@given(cases(), st.permutations((-3, -1, 0, 1, 3)), st.integers(1, 500))
def test_the_order_of_questions_does_not_matter(
    case: tuple[Calendar, datetime], years: list[int], minutes: int
) -> None:
    """Years are laid out as they are asked for, in front and behind."""
    calendar, moment = case
    fresh = Calendar(calendar.name, calendar.zone, calendar.week, calendar.exceptions, announced=calendar.announced)
    for step in years:
        calendar.add(moment + timedelta(days=366 * step), MINUTE)
    assert calendar.add(moment, minutes * MINUTE) == fresh.add(moment, minutes * MINUTE)
    long_ago = moment - timedelta(days=1500)
    assert calendar.measure(long_ago, moment) == fresh.measure(long_ago, moment)
