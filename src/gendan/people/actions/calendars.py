"""Working calendars of the site change by versions; what was judged under an earlier one stays under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gendan.core.calendar_mapping import calendar_from_mapping, to_mapping
from gendan.core.worktime import Calendar, CalendarError
from gendan.people.actions.authority import change, demand, is_administrator
from gendan.people.errors import ActRefused
from gendan.people.log import write_act
from gendan.people.models import WorkingCalendar


def change_calendar(said: Mapping[str, object], *, actor: int, at: datetime) -> int:
    """Put a new version of the calendar that `said` names in force (see `core.calendar_mapping`); gives its number.

    What is in force already changes nothing. Clocks that run are recomputed by whoever calls. Administrators only.
    Raises ActRefused: access, calendar.
    """
    calendar = read_calendar(said)
    with change():
        demand(is_administrator(actor))
        newest = WorkingCalendar.objects.filter(name=calendar.name).order_by("-number").first()
        if newest is not None and newest.version == calendar.version:
            return newest.number
        number = newest.number + 1 if newest is not None else 1
        WorkingCalendar.objects.create(
            name=calendar.name,
            number=number,
            version=calendar.version,
            body=to_mapping(calendar),
            by_id=actor or None,
            at=at,
        )
        write_act("change_calendar", actor=actor, at=at, calendar=calendar.name, number=number)
    return number


def read_calendar(said: Mapping[str, object]) -> Calendar:
    """The calendar that `said` describes. Raises ActRefused (`calendar`)."""
    try:
        return calendar_from_mapping(said)
    except CalendarError as error:
        raise ActRefused("calendar", **{**error.parameters, "problem": error.code}) from error
