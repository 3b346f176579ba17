"""Working time by walking minute after minute: slow, plain, and made without anything that the fast way is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from gendan.core.worktime import Calendar

MINUTE = timedelta(minutes=1)


class Walk:
    """Answers of a calendar for whole minutes, found by looking at each minute on the wall's clock."""

    def __init__(self, calendar: Calendar) -> None:
        self.zone = ZoneInfo(calendar.zone)
        self.week = calendar.week
        self.days: Mapping[date, tuple[tuple[int, int], ...]] = dict(calendar.exceptions)

        self.looked_at: dict[datetime, bool] = {}

    def is_open(self, moment: datetime) -> bool:
        if moment not in self.looked_at:
            self.looked_at[moment] = self._look(moment)
        return self.looked_at[moment]

    def _look(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        day = local.date()
        hours = self.days[day] if day in self.days else self.week[day.weekday()]
        now = local.hour * 60 + local.minute
        return any(first <= now < last for first, last in hours)

    def add(self, moment: datetime, minutes: int) -> datetime:
        """After so many open minutes, just as the last of them is over."""
        while minutes:
            minutes -= self.is_open(moment)
            moment += MINUTE
        return moment

    def subtract(self, moment: datetime, minutes: int) -> datetime:
        """Back over so many open minutes; from a closed moment then back to the closing before."""
        to_closing = not self.is_open(moment)
        while minutes:
            moment -= MINUTE
            minutes -= self.is_open(moment)
        return self.back_to(moment, lambda at: self.is_open(at - MINUTE)) if to_closing else moment

    def back_to(self, moment: datetime, holds: Callable[[datetime], bool]) -> datetime:
        while not holds(moment):
            moment -= MINUTE
        return moment

    def measure(self, start: datetime, end: datetime) -> int:
        found = 0
        while start < end:
            found += self.is_open(start)
            start += MINUTE
        return found

    def next_opening(self, moment: datetime) -> datetime:
        while not self.is_open(moment):
            moment += MINUTE
        return moment

    def end_of_workday(self, moment: datetime, plus: int) -> datetime:
        """The last closing of the first day that still has an open minute, `plus` days with open minutes later."""
        opening = self.next_opening(moment)
        while True:
            day = opening.astimezone(self.zone).date()
            last = opening
            while opening.astimezone(self.zone).date() == day:
                last = opening + MINUTE if self.is_open(opening) else last
                opening += MINUTE
            if plus == 0:
                return last.astimezone(UTC)
            plus -= 1
            opening = self.next_opening(opening)
