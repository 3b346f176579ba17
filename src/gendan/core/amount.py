"""An amount of time as packs write it: `30 minutes`, `0.5 workday`, `3 months`, `setting.limit`.

Minutes, hours and days elapse (a day is 24 hours). Months and years keep the day and hour of the wall clock, and
where the month has no such day, take its last: 31 January and one month is 28 February. Work minutes, work hours and
workdays are counted in the calendar's open time; a workday is its standard day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from gendan.core.worktime import Calendar

Resolve = Callable[[str], object]
"""Gives the value of a name that a rule reads: a field, or a dotted name such as `setting.limit`. None: not filled."""


class DueError(ValueError):
    """A text of the language of time that can't be read, or a value that a rule can't use.

    `code` is one of `amount.syntax`, `amount.unit`, `amount.whole`, `amount.not_positive`, `amount.too_large`,
    `by.syntax`, `by.time`, `by.day`, `by.plus`, `closed`, `before`, `warn.syntax`, `remind.most`, `due.empty`,
    `due.both`, `relative.syntax`, `relative.clock`, `value`; `parameters` hold the text and what would be right.
    """

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(f"{code} {parameters}")
        self.code = code
        self.parameters = parameters


class Unit(StrEnum):
    """What an amount counts, in the singular; packs may write the plural too."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    WORK_MINUTE = "work minute"
    WORK_HOUR = "work hour"
    WORKDAY = "workday"

    @property
    def is_working(self) -> bool:
        """Whether it is counted in a calendar's open time."""
        return self in _WORKING


_WORKING = frozenset({Unit.WORK_MINUTE, Unit.WORK_HOUR, Unit.WORKDAY})
_WHOLE = frozenset({Unit.MONTH, Unit.YEAR})
_LENGTHS = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WORK_MINUTE: timedelta(minutes=1),
    Unit.WORK_HOUR: timedelta(hours=1),
}
_LIMITS = {
    Unit.MINUTE: 50_000_000,
    Unit.HOUR: 900_000,
    Unit.DAY: 36_600,
    Unit.MONTH: 1_200,
    Unit.YEAR: 100,
    Unit.WORK_MINUTE: 10_000_000,
    Unit.WORK_HOUR: 200_000,
    Unit.WORKDAY: 25_000,
}
"""No amount is longer than about a hundred years."""

LEAST_INTERVAL = timedelta(minutes=1)
"""How far apart are, at least, the ends of a clock's intervals, its reminders, and a routine's cases."""

UNITS = tuple(unit.value for unit in Unit)

NAME = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
"""A field, or a dotted name, in any script."""

_AMOUNT = re.compile(
    rf"(?P<value>[0-9]{{1,9}}(?:\.[0-9]{{1,6}})?|(?P<name>{NAME}))(?:\s+(?P<unit>[a-z]+(?:\s+[a-z]+)?))?"
)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of time: `value` units; or the value of `setting`, a dotted name.

    A setting with a unit behind it (`setting.limit workdays`) is a number; one without (`setting.limit`) is itself an
    amount, such as the text `2 workdays`, and `unit` is None.
    """

    value: Decimal | None = None
    setting: str | None = None
    unit: Unit | None = None

    def __str__(self) -> str:
        said = self.setting or f"{self.value:f}"
        return f"{said} {self.unit.value}{'' if self.value == 1 else 's'}" if self.unit else said

    @property
    def is_working(self) -> bool:
        """Whether it is counted in a calendar's open time; False where the setting alone will say."""
        return self.unit is not None and self.unit.is_working

    def settled(self, resolve: Resolve) -> Amount | None:
        """The amount with its setting's value in place of the name; None where that is not filled.

        Raises DueError where the setting's value is no number, or no amount.
        """
        if self.setting is None:
            return self
        found = resolve(self.setting)
        if found is None or found == "":
            return None
        if self.unit is None:
            settled = found if isinstance(found, Amount) else parse_amount(found) if isinstance(found, str) else None
            if settled is None or settled.setting is not None:
                raise DueError("value", name=self.setting, given=found, expected="amount")
            return settled
        if isinstance(found, bool) or not isinstance(found, int | Decimal):
            raise DueError("value", name=self.setting, given=found, expected="number")
        return _checked(replace(self, value=Decimal(found), setting=None), str(self))


def parse_amount(text: str) -> Amount:
    """Reads `30 minutes`, `0.5 workday`, `2 work hours`, `setting.limit`, `setting.limit workdays`. Raises DueError."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise DueError("amount.syntax", text=text, example="30 minutes")
    unit = _unit(found["unit"], text)
    if found["name"] is not None:
        if "." not in found["name"]:
            raise DueError("amount.syntax", text=text, example="setting.limit")
        return Amount(setting=found["name"], unit=unit)
    if unit is None:
        raise DueError("amount.unit", text=text, units=UNITS)
    return _checked(Amount(value=Decimal(found["value"]), unit=unit), text)


def _unit(said: str | None, text: str) -> Unit | None:
    if said is None:
        return None
    name = " ".join(said.split())
    for unit in Unit:
        if name in (unit.value, unit.value + "s"):
            return unit
    raise DueError("amount.unit", text=text, unit=name, units=UNITS)


def _checked(amount: Amount, text: str) -> Amount:
    value, unit = amount.value, amount.unit
    if value is None or unit is None or not value.is_finite() or value <= 0:
        raise DueError("amount.not_positive", text=text)
    if value > _LIMITS[unit]:
        raise DueError("amount.too_large", text=text, most=_LIMITS[unit])
    if unit in _WHOLE and value != value.to_integral_value():
        raise DueError("amount.whole", text=text, unit=unit.value)
    return amount


def longest(amount: Amount) -> timedelta | None:
    """What a settled amount is at most, in whatever calendar: a workday is no longer than a day.

    None for months and years, and for what is not settled.
    """
    if amount.value is None or amount.unit is None or amount.unit in _WHOLE:
        return None
    return _times(amount.value, _LENGTHS[Unit.DAY if amount.unit is Unit.WORKDAY else amount.unit])


def interval(amount: Amount, calendar: Calendar) -> Amount:
    """A settled amount as the time between two looks: one shorter than `LEAST_INTERVAL` is that long."""
    if amount.unit is None or amount.unit in _WHOLE or length(amount, calendar) >= LEAST_INTERVAL:
        return amount
    return Amount(value=Decimal(1), unit=Unit.WORK_MINUTE if amount.is_working else Unit.MINUTE)


def length(amount: Amount, calendar: Calendar) -> timedelta:
    """How long a settled amount is, of working time where it is counted so. Not for months and years."""
    if amount.value is None or amount.unit is None or amount.unit in _WHOLE:
        raise DueError("value", given=str(amount), expected="length")
    return _times(amount.value, calendar.workday if amount.unit is Unit.WORKDAY else _LENGTHS[amount.unit])


@lru_cache(maxsize=1024)
def _times(value: Decimal, one: timedelta) -> timedelta:
    return int(value * (one // _MICROSECOND)) * _MICROSECOND


def add_amount(moment: datetime, amount: Amount, calendar: Calendar) -> datetime:
    """The UTC moment that lies a settled amount after `moment`."""
    if amount.unit in _WHOLE:
        return _add_months(moment, _months(amount), calendar)
    if amount.is_working:
        return calendar.add(moment, length(amount, calendar))
    return moment.astimezone(UTC) + length(amount, calendar)


def subtract_amount(moment: datetime, amount: Amount, calendar: Calendar) -> datetime:
    """The UTC moment that lies a settled amount before `moment`."""
    if amount.unit in _WHOLE:
        return _add_months(moment, -_months(amount), calendar)
    if amount.is_working:
        return calendar.subtract(moment, length(amount, calendar))
    return moment.astimezone(UTC) - length(amount, calendar)


def add_months(day: date, months: int) -> date:
    """`day` so many months later (earlier where negative); the month's last day where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months(amount: Amount) -> int:
    return int(amount.value or 0) * (12 if amount.unit is Unit.YEAR else 1)


def _add_months(moment: datetime, months: int, calendar: Calendar) -> datetime:
    local = calendar.local(moment)
    return datetime.combine(add_months(local.date(), months), local.time(), tzinfo=local.tzinfo).astimezone(UTC)
