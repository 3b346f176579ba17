"""A working calendar as its page shows it: twelve months, each day with what it is and why; and a change of days."""

from __future__ import annotations

import calendar as days_of
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from gendan.core.calendar_mapping import STANDARD, WEEKDAYS, parse_hours, to_mapping
from gendan.core.text import Text
from gendan.core.timeline import Hours
from gendan.core.worktime import FIRST_YEAR, LAST_YEAR, Calendar, CalendarError
from gendan.people.calendars import holidays_observed
from gendan.web.views.common import language

LONGEST = 366
"""Days that are changed at once."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a month. `sort`: open, closed (by the week), holiday, worked (调休) or other (hours of its own)."""

    day: int
    iso: str
    sort: str
    mark: str
    says: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday: what it is called, and its days (01-01 – 01-03)."""

    name: str
    days: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks from Monday on, None where a day is another month's."""

    title: str
    weeks: Sequence[Sequence[DayCell | None]]


@dataclass(frozen=True, slots=True)
class WeekdayRow:
    """The hours of a weekday, as they are typed."""

    name: str
    title: str
    hours: str


def months(calendar: Calendar, year: int) -> list[Month]:
    """The year's months."""
    names = holidays_observed(calendar)
    exceptional = dict(calendar.exceptions)
    return [
        Month(
            f"{year}-{month:02}",
            [
                [_cell(calendar, exceptional, names, day) if day.month == month else None for day in week]
                for week in days_of.Calendar().monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def weekdays(calendar: Calendar) -> list[WeekdayRow]:
    """The hours of Monday to Sunday."""
    titles = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return [
        WeekdayRow(name, title, hours_in_words(hours))
        for name, title, hours in zip(WEEKDAYS, titles, calendar.week, strict=True)
    ]


def hours_in_words(hours: Hours) -> str:
    """Hours as they are read and typed: 09:00-12:00, 13:30-18:00; empty for a closed day."""
    return ", ".join(f"{first // 60:02}:{first % 60:02}-{last // 60:02}:{last % 60:02}" for first, last in hours)


def known(calendar: Calendar, year: int) -> str:
    """Whether the year's holidays are announced: `announced`, `computed`, or empty where nobody announces any."""
    if calendar.announced is None:
        return ""
    return "announced" if year in calendar.announced else "computed"


def with_days(calendar: Calendar, sent: Mapping[str, str]) -> dict[str, object]:
    """The calendar's mapping with the days `first` to `last` otherwise: `what` is closed, standard, hours or week.

    Raises CalendarError (`shape`, `hours`) for days or hours that can't be.
    """
    first, last = _date(sent, "first"), _date(sent, "last", sent.get("first", ""))
    if not first <= last < first + LONGEST * _DAY:
        raise CalendarError("shape", key="last", given=str(last))
    said = to_mapping(calendar)
    days = dict(said["days"])  # type: ignore[call-overload]  # a mapping of our own making
    what = sent.get("what", "")
    hours: object = {"closed": [], "standard": STANDARD}.get(what)
    if what == "hours":
        hours = _intervals(sent.get("hours", ""))
        if not hours:
            raise CalendarError("shape", key="hours", given="")
    while first <= last:
        if what == "week":
            days.pop(first.isoformat(), None)
        elif hours is not None:
            days[first.isoformat()] = hours
        first += _DAY
    return {**said, "days": days}


def with_week(calendar: Calendar, sent: Mapping[str, str]) -> dict[str, object]:
    """The calendar's mapping with other weekly hours, another standard day, other announced years.

    Raises CalendarError for hours or years that can't be.
    """
    said = to_mapping(calendar)
    week = {name: hours for name in WEEKDAYS if (hours := _intervals(sent.get(f"week-{name}", "")))}
    made: dict[str, object] = {**said, "week": week, "standard_day": _intervals(sent.get("standard_day", ""))}
    years = sent.get("announced", "").replace("，", ",").replace(",", " ").split()
    if years or calendar.announced is not None:
        if not all(year.isdecimal() and FIRST_YEAR <= int(year) <= LAST_YEAR for year in years):
            raise CalendarError("shape", key="announced", given=sent.get("announced", ""))
        made["announced"] = sorted({int(year) for year in years})
    return made


def _intervals(text: str) -> list[str]:
    hours = parse_hours(text.replace("，", ",").replace("–", "-").replace("：", ":"))
    written = hours_in_words(hours)
    return written.split(", ") if written else []


def _date(sent: Mapping[str, str], name: str, otherwise: str = "") -> date:
    given = sent.get(name, "") or otherwise
    try:
        found = date.fromisoformat(given)
    except ValueError:
        raise CalendarError("shape", key=name, given=given) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CalendarError("out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
    return found


def _cell(calendar: Calendar, exceptional: Mapping[date, Hours], names: Mapping[date, Text], day: date) -> DayCell:
    usual, hours = calendar.week[day.weekday()], calendar.hours(day)
    if day not in exceptional or hours == usual:
        sort, mark = ("open", "") if hours else ("closed", "")
    elif not hours:
        sort, mark = "holiday", _("休")
    elif not usual:
        sort, mark = "worked", _("班")
    else:
        sort, mark = "other", _("时")
    says = [day.isoformat(), hours_in_words(hours) or _("不上班")]
    if sort == "holiday" and day in names:
        says.append(names[day].in_language(language()))
    elif sort == "worked":
        says.append(_("调休上班"))
    return DayCell(day.day, day.isoformat(), sort, mark, " · ".join(says))


def holidays(calendar: Calendar, year: int) -> list[Holiday]:
    """The public holidays of the year that the calendar observes, with their names, the earliest first."""
    found: list[tuple[Text, date, date]] = []
    for day, name in holidays_observed(calendar).items():
        if day.year != year:
            continue
        if found and found[-1][0] == name and found[-1][2] == day - _DAY:
            found[-1] = (name, found[-1][1], day)
        else:
            found.append((name, day, day))
    return [Holiday(name.in_language(language()), _span(first, last)) for name, first, last in found]


def _span(first: date, last: date) -> str:
    return f"{first:%m-%d}" if first == last else f"{first:%m-%d} – {last:%m-%d}"
