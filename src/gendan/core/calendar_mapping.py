"""A working calendar as plain data and back: what a database row, an import or a settings page holds.

{"name": "standard", "zone": "Asia/Shanghai",
 "week": {"monday": ["09:00-12:00", "13:30-18:00"], …},          a weekday left out is closed
 "days": {"2026-10-01": [], "2026-10-10": "standard"},           a holiday; a weekend worked the standard day's hours
 "standard_day": ["09:00-12:00", "13:30-18:00"],                 left out: the first working weekday's hours
 "announced": [2026]}                                            left out: no holidays are announced for it
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from gendan.core.timeline import Hours
from gendan.core.worktime import Calendar, CalendarError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
STANDARD = "standard"
"""What stands for the standard day's hours."""

_KEYS = frozenset({"name", "zone", "week", "days", "standard_day", "announced"})
_INTERVAL = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")


def calendar_from_mapping(said: Mapping[str, object]) -> Calendar:
    """The calendar that such a mapping describes. Raises CalendarError; `shape` names the key that is wrong."""
    if unknown := sorted(set(said) - _KEYS):
        raise CalendarError("shape", key=unknown[0], expected=sorted(_KEYS))
    week_said = _mapping(said.get("week"), "week")
    if unknown := sorted(set(week_said) - set(WEEKDAYS)):
        raise CalendarError("shape", key=f"week.{unknown[0]}", expected=list(WEEKDAYS))
    week = tuple(_hours(week_said.get(day, []), f"week.{day}") for day in WEEKDAYS)
    standard = _hours(said.get("standard_day") or [], "standard_day") or next((hours for hours in week if hours), ())
    days = _mapping(said.get("days") or {}, "days")
    announced = said.get("announced")
    return Calendar(
        name=_text(said.get("name"), "name"),
        zone=_text(said.get("zone"), "zone"),
        week=week,
        exceptions=tuple(
            (_date(day), standard if hours == STANDARD else _hours(hours, f"days.{day}")) for day, hours in days.items()
        ),
        standard_day=standard,
        announced=None if announced is None else frozenset(_year(year) for year in _items(announced, "announced")),
    )


def to_mapping(calendar: Calendar) -> dict[str, object]:
    """The mapping that `calendar_from_mapping` reads back to an equal calendar: JSON, in a fixed order."""
    said: dict[str, object] = {
        "name": calendar.name,
        "zone": calendar.zone,
        "week": {day: _written(hours) for day, hours in zip(WEEKDAYS, calendar.week, strict=True) if hours},
        "days": {
            day.isoformat(): STANDARD if hours == calendar.standard_day else _written(hours)
            for day, hours in calendar.exceptions
        },
        "standard_day": _written(calendar.standard_day),
    }
    if calendar.announced is not None:
        said["announced"] = sorted(calendar.announced)
    return said


def parse_hours(text: str) -> Hours:
    """Reads `09:00-12:00, 13:30-18:00`; the empty text is a closed day. Raises CalendarError `shape`."""
    return _hours([part.strip() for part in text.split(",") if part.strip()], "hours")


def _hours(said: object, key: str) -> Hours:
    found = []
    for interval in _items(said, key):
        match = _INTERVAL.fullmatch(interval) if isinstance(interval, str) else None
        if match is None:
            raise CalendarError("shape", key=key, given=interval, expected="09:00-12:00")
        first_hour, first_minute, last_hour, last_minute = (int(part) for part in match.groups())
        found.append((first_hour * 60 + first_minute, last_hour * 60 + last_minute))
    return tuple(found)


def _written(hours: Hours) -> list[str]:
    return [f"{first // 60:02}:{first % 60:02}-{last // 60:02}:{last % 60:02}" for first, last in hours]


def _mapping(said: object, key: str) -> Mapping[str, object]:
    if not isinstance(said, Mapping):
        raise CalendarError("shape", key=key, given=said, expected="mapping")
    return said


def _items(said: object, key: str) -> list[object]:
    if not isinstance(said, list | tuple):
        raise CalendarError("shape", key=key, given=said, expected="list")
    return list(said)


def _text(said: object, key: str) -> str:
    if not isinstance(said, str) or not said:
        raise CalendarError("shape", key=key, given=said, expected="text")
    return said


def _date(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise CalendarError("shape", key="days", given=said, expected="2026-10-01") from error


def _year(said: object) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise CalendarError("shape", key="announced", given=said, expected="2026")
    return said
