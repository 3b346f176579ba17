"""时限规则 When something is due: the language of time of packs, read into values and evaluated.

A rule is `in: AMOUNT` from the start, or `by:` one of

- `end of workday [+n]`: the closing of the start's working day, n working days on. A start on a closed day counts as
  the opening of the next working day; after closing, the next working day's end is meant.
- `10:00 workday [+n]`: that time of the working day of the start, n working days on. (Without n, where that time has
  gone by, the next working day's.)
- `AMOUNT before FIELD`, `AMOUNT after FIELD`, `end of FIELD`, `FIELD`: from a date or moment of the case. A date
  stands for its end: `2 workdays before` a Friday is Wednesday's closing, `30 days after` a date is the end of the
  thirtieth day.
- `day 3 of month`: the end of that day, the month's last where it is shorter; where it is closed the next working
  day's, or with `closed: before` the working day's before it, or with `closed: keep` its own. It is the first that is
  neither before the start nor before the end of the period it reports on.

The end of a date is 23:59:59 of it, so that what is due on a date is listed under it. `before: "16:00"` makes a rule
count only for starts before that time of day, as the clock on the wall showed it, working day or not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from gendan.core.amount import Amount, DueError, Resolve, Unit, add_amount, add_months, parse_amount, subtract_amount
from gendan.core.due_rules import (
    AtField,
    By,
    Closed,
    Counts,
    DayOfMonth,
    Due,
    DueMoment,
    EndOfField,
    EndOfWorkday,
    FromField,
    Reading,
    Remind,
    TimeOfWorkday,
    Warn,
    reads,
)
from gendan.core.due_text import parse_by, parse_due, parse_remind, parse_time, parse_warn
from gendan.core.worktime import Calendar

__all__ = [
    "Amount",
    "AtField",
    "By",
    "Closed",
    "Counts",
    "DayOfMonth",
    "Due",
    "DueError",
    "DueMoment",
    "EndOfField",
    "EndOfWorkday",
    "FromField",
    "Reading",
    "Remind",
    "Resolve",
    "TimeOfWorkday",
    "Unit",
    "Warn",
    "due_moment",
    "next_day_of_month",
    "parse_amount",
    "parse_by",
    "parse_due",
    "parse_remind",
    "parse_time",
    "parse_warn",
    "reads",
]


def due_moment(
    rules: Sequence[Due],
    *,
    start: datetime,
    calendar: Calendar,
    resolve: Resolve,
    holds: Callable[[object], bool],
    period_end: datetime | None = None,
) -> DueMoment:
    """When something that starts at `start` (aware) is due: by the first rule that counts.

    `resolve` gives the value of a field (date, aware datetime, or None) or of a setting; `holds` judges a rule's
    `when`. `period_end` is the end of the period that is reported on, before which a day of the month does not fall.
    Raises DueError (`value`) where a value is not of a type that the rule can use.
    """
    for index, rule in enumerate(rules):
        if rule.before is not None and calendar.local(start).time() >= rule.before:
            continue
        if rule.when is not None and not holds(rule.when):
            continue
        return _evaluated(rule, index, start=start, calendar=calendar, resolve=resolve, period_end=period_end)
    return DueMoment()


def _evaluated(
    rule: Due, index: int, *, start: datetime, calendar: Calendar, resolve: Resolve, period_end: datetime | None
) -> DueMoment:
    amount = rule.by.amount if isinstance(rule.by, FromField) else rule.amount
    settled = None
    if amount is not None:
        settled = amount.settled(resolve)
        if settled is None:
            return DueMoment(index=index, counts=rule.counts, lacks=amount.setting)
    origin = start
    working = rule.counts is Counts.WORK or (settled is not None and settled.is_working)
    counts = Counts.WORK if working else Counts.ELAPSED
    match rule.by:
        case None:
            assert settled is not None  # a rule has an amount or a `by`
            at = add_amount(start, settled, calendar)
        case EndOfWorkday(plus):
            at = calendar.end_of_workday(start, plus)
        case TimeOfWorkday(wall, plus):
            at = calendar.time_of_workday(start, wall.hour * 60 + wall.minute, plus)
        case DayOfMonth():
            floor = start if period_end is None else max(start, period_end)
            at = calendar.end_of_day(next_day_of_month(rule.by, floor, calendar))
            working = rule.by.closed is not Closed.KEEP
        case FromField(_, field, after):
            found = _date_or_moment(field, resolve)
            if found is None:
                return DueMoment(index=index, counts=counts, lacks=field)
            assert settled is not None  # a FromField has an amount
            origin, at = _from(found, settled, after, calendar)
        case EndOfField(field) | AtField(field):
            found = _date_or_moment(field, resolve)
            if found is None:
                return DueMoment(index=index, counts=counts, lacks=field)
            if not isinstance(found, datetime):
                at = calendar.end_of_day(found)
            elif isinstance(rule.by, AtField):
                at = found.astimezone(UTC)
            else:
                at = calendar.end_of_day(calendar.local(found).date())
    return DueMoment(at=at, index=index, counts=counts, computed=working and calendar.is_computed(origin, at))


def _date_or_moment(field: str, resolve: Resolve) -> date | datetime | None:
    found = resolve(field)
    if found is None or found == "":
        return None
    if not isinstance(found, date) or (isinstance(found, datetime) and found.tzinfo is None):
        raise DueError("value", name=field, given=found, expected="date or moment")
    return found


def _from(found: date | datetime, amount: Amount, after: bool, calendar: Calendar) -> tuple[datetime, datetime]:
    """The moment that `found` stands for, and the one that lies `amount` after or before it."""
    if not isinstance(found, datetime):
        origin = calendar.end_of_day(found)
        if amount.unit in (Unit.MONTH, Unit.YEAR):
            # By the date and not by the moment: the end of 30 November is a month before the end of 31 December.
            months = int(amount.value or 0) * (12 if amount.unit is Unit.YEAR else 1)
            return origin, calendar.end_of_day(add_months(found, months if after else -months))
    else:
        origin = found.astimezone(UTC)
    return origin, (add_amount if after else subtract_amount)(origin, amount, calendar)


def next_day_of_month(by: DayOfMonth, floor: datetime, calendar: Calendar) -> date:
    """The first such day that has not ended before `floor`, moved to a working day as it says.

    `closed: before` does not move it to before `floor`: then it is moved forward.
    """
    month = calendar.local(floor).date().replace(day=1)
    while True:
        day = min(add_months(month.replace(day=1), 1).toordinal() - 1, month.toordinal() + by.day - 1)
        named = date.fromordinal(day)
        if calendar.end_of_day(named) >= floor:
            break
        month = add_months(month, 1)
    if by.closed is Closed.KEEP:
        return named
    if by.closed is Closed.BEFORE:
        moved = calendar.working_day_before(named)
        if calendar.end_of_day(moved) >= floor:
            return moved
    return calendar.working_day(named)
