"""相对时刻 A moment told from another one: `+15 days`, `-12 workdays 09:10`, `workday 09:10`, `today`, `now`.

Stories count from the step before; a demo counts its scenes from the moment at which it is set up, and the dates inside
them from the step in which they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from gendan.core.amount import Amount, DueError, Unit, add_amount, parse_amount, subtract_amount
from gendan.core.due_text import parse_time
from gendan.core.worktime import Calendar

_EXAMPLE = "-12 workdays 09:10"
_RELATIVE = re.compile(r"(?P<way>[+-]\s*(?P<amount>.+?)|today|workday|now)(?:\s+(?P<clock>[0-9]{1,2}:[0-9]{2}))?")
_DAYS = frozenset({Unit.DAY, Unit.WORKDAY, Unit.MONTH, Unit.YEAR})


@dataclass(frozen=True, slots=True)
class Relative:
    """A way from one moment to another.

    `amount` None: none at all. `clock`: minutes after midnight at which the day that is reached is entered. `open`: the
    day is a working day, the last one where it would be closed.
    """

    amount: Amount | None = None
    back: bool = False
    clock: int | None = None
    open: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it says a day alone, and no time of it."""
        return self.clock is None and (self.amount is None or self.amount.unit in _DAYS)

    def of(self, moment: datetime, calendar: Calendar) -> datetime:
        """The UTC moment that is meant, told from `moment`."""
        if self.clock is not None:
            return calendar.at(self.day(moment, calendar), self.clock)
        return self._moved(moment, calendar)

    def day(self, moment: datetime, calendar: Calendar) -> date:
        """The day that is meant, told from the day of `moment`: working days are counted whole."""
        day = calendar.local(moment).date()
        if self.amount is not None and self.amount.unit is Unit.WORKDAY:
            for _ in range(int(self.amount.value or 0)):
                day += timedelta(days=-1 if self.back else 1)
                day = calendar.working_day_before(day) if self.back else calendar.working_day(day)
            return day
        day = calendar.local(self._moved(moment, calendar)).date()
        return calendar.working_day_before(day) if self.open else day

    def _moved(self, moment: datetime, calendar: Calendar) -> datetime:
        if self.amount is None:
            return moment.astimezone(UTC)
        move = subtract_amount if self.back else add_amount
        return move(moment, self.amount, calendar)


def parse_relative(text: str) -> Relative:
    """Reads `+40 minutes`, `+1 workday 09:30`, `-3 days`, `workday 09:10` (today, or the last working day), `today`,
    `now`. Raises DueError."""
    found = _RELATIVE.fullmatch(text.strip())
    if found is None:
        raise DueError("relative.syntax", text=text, example=_EXAMPLE)
    said = None if found["clock"] is None else parse_time(found["clock"])
    clock = None if said is None else said.hour * 60 + said.minute
    if found["amount"] is None:
        return Relative(clock=clock, open=found["way"] == "workday")
    amount = parse_amount(found["amount"])
    if amount.unit is None or amount.setting is not None:
        raise DueError("relative.syntax", text=text, example=_EXAMPLE)
    whole = amount.value is not None and amount.value == amount.value.to_integral_value()
    if clock is not None and not (amount.unit in _DAYS and whole):
        raise DueError("relative.clock", text=text, example=_EXAMPLE)
    return Relative(amount=amount, back=text.strip().startswith("-"), clock=clock)
