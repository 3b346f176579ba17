"""The texts of the language of time, read into rules. Each refusal is a DueError that says what would be right."""

from __future__ import annotations

import re
from datetime import time

from gendan.core.amount import NAME, DueError, parse_amount
from gendan.core.due_rules import (
    AtField,
    By,
    Closed,
    DayOfMonth,
    Due,
    EndOfField,
    EndOfWorkday,
    FromField,
    Remind,
    TimeOfWorkday,
    Warn,
)

_PLUS = r"(?:\s*\+\s*(?P<plus>[0-9]+))?"
_END_OF_WORKDAY = re.compile(rf"end of workday{_PLUS}")
_TIME_OF_WORKDAY = re.compile(rf"(?P<time>[0-9]{{1,2}}:[0-9]{{2}})\s+workday{_PLUS}")
_DAY_OF_MONTH = re.compile(r"day\s+(?P<day>[0-9]+)\s+of\s+month")
_END_OF_FIELD = re.compile(rf"end\s+of\s+(?P<field>{NAME})")
_FROM_FIELD = re.compile(rf"(?P<amount>.+?)\s+(?P<side>before|after)\s+(?P<field>{NAME})")
_AT_FIELD = re.compile(NAME)
_WARN = re.compile(r"(?P<amount>.+?)\s+before")
_TIME = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})")
_MOST_PLUS = 366
_FORMS = (
    "end of workday +1",
    "10:00 workday +1",
    "2 workdays before FIELD",
    "30 days after FIELD",
    "end of FIELD",
    "day 3 of month",
)


def parse_by(text: str, closed: str | None = None) -> By:
    """Reads what stands behind `by:` (and its `closed:`). Raises DueError."""
    said = " ".join(text.split())
    if found := _DAY_OF_MONTH.fullmatch(said):
        day = int(found["day"])
        if not 1 <= day <= 31:
            raise DueError("by.day", text=text, first=1, last=31)
        if closed is not None and closed not in tuple(Closed):
            raise DueError("closed", text=closed, choices=tuple(each.value for each in Closed))
        return DayOfMonth(day, Closed(closed) if closed is not None else Closed.NEXT)
    if closed is not None:
        raise DueError("closed", text=text, example="day 3 of month")
    if found := _END_OF_WORKDAY.fullmatch(said):
        return EndOfWorkday(_plus(found["plus"], text))
    if found := _TIME_OF_WORKDAY.fullmatch(said):
        return TimeOfWorkday(parse_time(found["time"]), _plus(found["plus"], text))
    if found := _END_OF_FIELD.fullmatch(said):
        return EndOfField(found["field"])
    if found := _FROM_FIELD.fullmatch(said):
        return FromField(parse_amount(found["amount"]), found["field"], found["side"] == "after")
    if _AT_FIELD.fullmatch(said):
        return AtField(said)
    raise DueError("by.syntax", text=text, forms=_FORMS)


def parse_due(
    *,
    within: str | None = None,
    by: str | None = None,
    before: str | None = None,
    closed: str | None = None,
    when: object | None = None,
) -> Due:
    """Reads one rule; `within` is what stands behind `in:`. Raises DueError."""
    if within is not None and by is not None:
        raise DueError("due.both")
    if within is None and by is None:
        raise DueError("due.empty")
    if by is None and closed is not None:
        raise DueError("closed", text=closed, example="day 3 of month")
    return Due(
        amount=None if within is None else parse_amount(within),
        by=None if by is None else parse_by(by, closed),
        before=None if before is None else parse_time(before, code="before"),
        when=when,
    )


def parse_warn(text: str) -> Warn:
    """Reads `30 minutes before`. Raises DueError."""
    found = _WARN.fullmatch(" ".join(text.split()))
    if found is None:
        raise DueError("warn.syntax", text=text, example="30 minutes before")
    return Warn(parse_amount(found["amount"]))


def parse_remind(every: str, most: int | None = None) -> Remind:
    """Reads `{every: 1 workday, most: 5}`. Raises DueError."""
    if most is not None and most < 1:
        raise DueError("remind.most", given=most)
    return Remind(parse_amount(every), most)


def parse_time(text: str, *, code: str = "by.time") -> time:
    """Reads a time of day, `9:00` to `23:59`. Raises DueError with `code`."""
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise DueError(code, text=text, example="16:00")
    return time(int(found["hour"]), int(found["minute"]))


def _plus(said: str | None, text: str) -> int:
    if said is None:
        return 0
    if len(said) > 3 or int(said) > _MOST_PLUS:
        raise DueError("by.plus", text=text, most=_MOST_PLUS)
    return int(said)
