"""The working calendars of the site: those it has made itself, and the shipped one as long as it has not changed it."""

from __future__ import annotations

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
