"""期间 Periods that figures are made for: days, weeks, months, quarters, half-years, years of a calendar's zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

PERIODS: Final = ("day", "week", "month", "quarter", "half_year", "year")
"""What a period may be. A week begins on Monday (ISO 8601)."""
SPAN: Final = "span"
"""A period that is none of these: from a day to a day."""

FIRST: Final = 1970
LAST: Final = 2199
"""The years that periods may be asked for."""

_MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_NAMES: Final = (
    ("day", re.compile(r"(\d{4})-(\d\d)-(\d\d)")),
    ("week", re.compile(r"(\d{4})-W(\d\d)")),
    ("month", re.compile(r"(\d{4})-(\d\d)")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("half_year", re.compile(r"(\d{4})-H([12])")),
    ("year", re.compile(r"(\d{4})")),
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `first` up to but not including `until`, both days of the calendar's zone. `every` is one of PERIODS, or
    SPAN."""

    first: date
    until: date
    every: str = SPAN

    @property
    def name(self) -> str:
        """How it is written: `2026-02-03`, `2026-W06`, `2026-02`, `2026-Q1`, `2026-H1`, `2026`,
        `2026-02-03..2026-02-05` (the last day included)."""
        day = self.first
        match self.every:
            case "day":
                return day.isoformat()
            case "week":
                year, week, _ = day.isocalendar()
                return f"{year:04}-W{week:02}"
            case "month":
                return f"{day:%Y-%m}"
            case "quarter":
                return f"{day.year:04}-Q{(day.month + 2) // 3}"
            case "half_year":
                return f"{day.year:04}-H{1 if day.month < 7 else 2}"
            case "year":
                return f"{day.year:04}"
            case _:
                return f"{day.isoformat()}..{(self.until - timedelta(days=1)).isoformat()}"

    def before(self, count: int = 1) -> Period:
        """The period `count` before this one; a span's is as long as it is."""
        if self.every == SPAN:
            length = (self.until - self.first) * count
            return Period(self.first - length, self.until - length)
        found = self
        for _ in range(count):
            found = containing(self.every, found.first - timedelta(days=1))
        return found

    def after(self) -> Period:
        """The period right after this one."""
        if self.every == SPAN:
            return Period(self.until, self.until + (self.until - self.first))
        return containing(self.every, self.until)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Its beginning and its end (not included), in UTC."""
        begin, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (self.first, self.until))
        return begin, end


def containing(every: str, day: date) -> Period:
    """The day, week, month, … that `day` lies in. Raises ValueError for what is no period."""
    if every == "day":
        return Period(day, day + timedelta(days=1), every)
    if every == "week":
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=7), every)
    if every not in _MONTHS:
        raise ValueError(every)
    months = _MONTHS[every]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    last = first.month + months
    until = first.replace(year=first.year + (last > 12), month=last - 12 if last > 12 else last)
    return Period(first, until, every)


def at(every: str, moment: datetime, zone: ZoneInfo) -> Period:
    """The period that a moment lies in."""
    return containing(every, moment.astimezone(zone).date())


def span(first: date, last: date) -> Period:
    """From a day to a day, both included."""
    return Period(first, last + timedelta(days=1))


def parse(text: str) -> Period:
    """The period that its `name` writes. Raises ValueError, also for what lies outside the years of FIRST to LAST."""
    found = _parsed(text)
    if not FIRST <= found.first.year <= LAST or found.until.year > LAST + 1 or found.until <= found.first:
        raise ValueError(text)
    return found


def _parsed(text: str) -> Period:
    first, dots, last = text.partition("..")
    if dots:
        return span(date.fromisoformat(first), date.fromisoformat(last))
    for every, pattern in _NAMES:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        year, *rest = (int(each) for each in found.groups())
        match every:
            case "day":
                return containing(every, date(year, rest[0], rest[1]))
            case "week":
                return containing(every, date.fromisocalendar(year, rest[0], 1))
            case "month":
                return containing(every, date(year, rest[0], 1))
            case "quarter":
                return containing(every, date(year, 3 * rest[0] - 2, 1))
            case "half_year":
                return containing(every, date(year, 6 * rest[0] - 5, 1))
            case _:
                return containing(every, date(year, 1, 1))
    raise ValueError(text)


def last(every: str, count: int, until: Period) -> tuple[Period, ...]:
    """`count` periods of that length, oldest first, the last of them the one in which `until` begins."""
    found = [containing(every, until.first)]
    while len(found) < count:
        found.append(found[-1].before())
    return tuple(reversed(found))
