"""例行 When the calendar opens a case: the slots of a routine, as moments that anybody can compute again.

Minutes and hours are counted from the day's beginning, working time (and what stands `in: shift`) from the day's
opening, so that a check every half hour falls at 9:00, 9:30, … wherever the pack was activated. What is longer than a
day is counted from the day on which the routine began.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from gendan.core.amount import Amount, Resolve, Unit, add_months, interval, length
from gendan.core.due import Closed, DayOfMonth, EndOfWorkday, TimeOfWorkday
from gendan.core.pack import Routine
from gendan.core.worktime import Calendar

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


def last_slot(routine: Routine, calendar: Calendar, since: datetime, at: datetime, resolve: Resolve) -> datetime | None:
    """The routine's last slot that is not after `at`, in UTC; None where none has come since `since`.

    `resolve` gives the value of a setting that `every` names; less than a minute is a minute. In a shift there is no
    slot outside working time: what was missed while it lasted is not made up for after it.
    """
    if routine.every is not None:
        every = routine.every.settled(resolve)
        slot = None if every is None else _every(interval(every, calendar), routine.shift, calendar, since, at)
    else:
        slot = _on(routine, calendar, at)
    return slot if slot is not None and since <= slot <= at else None


def _every(every: Amount, shift: bool, calendar: Calendar, since: datetime, at: datetime) -> datetime | None:
    today, first = calendar.local(at).date(), calendar.local(since).date()
    value = every.value
    if value is None or every.unit is None:
        return None
    if every.unit in (Unit.MONTH, Unit.YEAR):
        months = int(value) * (12 if every.unit is Unit.YEAR else 1)
        passed = (today.year - first.year) * 12 + today.month - first.month
        return calendar.at(add_months(first.replace(day=1), passed // months * months), 0)
    if every.unit is Unit.WORKDAY and value >= 1:
        return _workdays(int(value), calendar, first, at)
    if shift or every.is_working:
        return _working(length(every, calendar), calendar, at)
    step = length(every, calendar)
    if step <= _DAY:
        midnight = calendar.at(today, 0)
        return midnight + (at.astimezone(UTC) - midnight) // step * step
    days = max(1, step // _DAY)
    return calendar.at(first + (today - first).days // days * days * _DAY, 0)


def _working(step: timedelta, calendar: Calendar, at: datetime) -> datetime | None:
    """The last slot of today's working time, where `at` lies in it."""
    if not calendar.is_open(at):
        return None
    opening = calendar.opening(calendar.local(at).date())
    count = calendar.measure(opening, at) // step
    slot = calendar.next_opening(calendar.add(opening, count * step))
    return slot if slot <= at else calendar.next_opening(calendar.add(opening, (count - 1) * step))


def _workdays(step: int, calendar: Calendar, first: date, at: datetime) -> datetime:
    """The opening of the last working day that lies a multiple of `step` working days after the first."""
    day = calendar.working_day(first)
    while calendar.opening(following := calendar.working_day(day, step)) <= at:
        day = following
    return calendar.opening(day)


def _on(routine: Routine, calendar: Calendar, at: datetime) -> datetime | None:
    match routine.on:
        case DayOfMonth() as on:
            this = calendar.local(at).date().replace(day=1)
            months = (add_months(this, 1), this, add_months(this, -1))
            return next((slot for month in months if (slot := _day(on, month, calendar)) <= at), None)
        case EndOfWorkday():
            day = calendar.working_day_before(calendar.local(at).date())
            closing = calendar.closing(day)
            return closing if closing <= at else calendar.closing(calendar.working_day_before(day - _DAY))
        case TimeOfWorkday(time):
            day = calendar.working_day_before(calendar.local(at).date())
            slot = calendar.at(day, time.hour * 60 + time.minute)
            if slot > at:
                slot = calendar.at(calendar.working_day_before(day - _DAY), time.hour * 60 + time.minute)
            return slot
    return None


def _day(on: DayOfMonth, month: date, calendar: Calendar) -> datetime:
    """The opening of the day of that month, moved to a working day as it says; of a closed day midnight."""
    last = add_months(month, 1) - _DAY
    named = min(month + (on.day - 1) * _DAY, last)
    if on.closed is Closed.BEFORE:
        named = calendar.working_day_before(named)
    elif on.closed is Closed.NEXT:
        named = calendar.working_day(named)
    return calendar.opening(named) if calendar.is_working_day(named) else calendar.at(named, 0)
