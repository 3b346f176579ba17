"""The working calendars of the site: those it has made itself, and the shipped one as long as it has not changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import orjson

from gendan.core.calendar_mapping import calendar_from_mapping
from gendan.core.worktime import Calendar
from gendan.people.calendars.shipped import standard_calendar


def calendar(name: str, number: int | None = None) -> Calendar:
    """The calendar of that name: its newest version, or version `number`. Raises KeyError where there is none.

    Number 0 is the shipped one. Equal versions are one object, so that what it has laid out of its years is kept.
    """
    from gendan.people.models import WorkingCalendar

    rows = WorkingCalendar.objects.filter(name=name).order_by("-number")
    if number is not None:
        rows = rows.filter(number=number)
    body = rows.values_list("body", flat=True).first()
    if body is not None:
        return _read(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))
    shipped = standard_calendar()
    if name == shipped.name and not number:
        return shipped
    raise KeyError(name)


@lru_cache(maxsize=256)
def _read(body: bytes) -> Calendar:
    return calendar_from_mapping(orjson.loads(body))


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVersion:
    """One version of a calendar: its number (0: the shipped one), and who put it in force when (None: it came so)."""

    number: int
    version: str
    by: int | None
    at: datetime | None


def calendar_names() -> list[str]:
    """The names of the calendars that are here: the shipped one, and those that the site has made."""
    from gendan.people.models import WorkingCalendar

    made = WorkingCalendar.objects.order_by("name").values_list("name", flat=True).distinct()
    return sorted({standard_calendar().name, *made})


def calendar_versions(name: str) -> list[CalendarVersion]:
    """The versions of a calendar, the newest first; none where there is no such calendar."""
    from gendan.people.models import WorkingCalendar

    rows = WorkingCalendar.objects.filter(name=name).order_by("-number")
    found = [CalendarVersion(number=row.number, version=row.version, by=row.by_id, at=row.at) for row in rows]
    shipped = standard_calendar()
    if name == shipped.name:
        found.append(CalendarVersion(number=0, version=shipped.version, by=None, at=None))
    return found
