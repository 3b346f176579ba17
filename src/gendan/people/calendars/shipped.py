"""标准日历 The calendars that Gendan ships. A site's own are kept as data, in the shape of `core.calendar_mapping`."""

from __future__ import annotations

from functools import cache

from gendan.core.timeline import Hours
from gendan.core.worktime import Calendar
from gendan.people.calendars.china import china_days

OFFICE_HOURS: Hours = ((9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60))
"""9:00-12:00 and 13:30-18:00 (decision U6): a workday of 7.5 hours, a half day of 3.75."""

CLOSED: Hours = ()

MONDAY_TO_FRIDAY: tuple[Hours, ...] = (OFFICE_HOURS,) * 5 + (CLOSED,) * 2


def chinese_calendar(
    name: str, week: tuple[Hours, ...] = MONDAY_TO_FRIDAY, standard_day: Hours = OFFICE_HOURS
) -> Calendar:
    """A calendar in China with any weekly hours: public holidays closed, working weekends as the standard day."""
    days = china_days()
    exceptions = dict.fromkeys(days.holidays, CLOSED) | dict.fromkeys(days.worked, standard_day)
    return Calendar(name, "Asia/Shanghai", week, tuple(exceptions.items()), standard_day, days.announced)


@cache
def standard_calendar() -> Calendar:
    """`standard`: Monday to Friday 9:00-12:00 and 13:30-18:00, Asia/Shanghai, China's holidays and working weekends."""
    return chinese_calendar("standard")
