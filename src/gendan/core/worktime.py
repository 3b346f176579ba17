"""工作时间 A working calendar as a value: add working time, count it back, measure it, find openings and closings.

Moments go in and come out as aware datetimes, out always in UTC; what a day is, the calendar's zone says. Nothing here
reads the clock. All arithmetic is exact to the microsecond.

Where an answer could be either side of closed time (Friday's closing or Monday's opening), working time that is added
ends at the closing, and working time counted back begins at the opening if it was counted from an open moment, at the
closing if from a closed one: so from Friday 17:00 one workday ends at 17:00 of the next, and back again.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gendan.core.timeline import Hours, Timeline, midnight, open_spans

FIRST_YEAR, LAST_YEAR = 1971, 2199
"""The years that working time is counted in."""

LONGEST_CLOSURE = 366
"""A calendar is never closed for more days than this in a row, so that a search for the next opening always ends."""

DAY_MINUTES = 24 * 60
_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


class CalendarError(ValueError):
    """A calendar that can't be right, or a question that it can't answer.

    `code` is one of `zone`, `week`, `hours`, `standard_day`, `no_working_day`, `closed_too_long`, `out_of_range`,
    `naive`, `shape`; `parameters` say where and what.
    """

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(f"calendar.{code} {parameters}" if parameters else f"calendar.{code}")
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True)
class Calendar:
    """工作日历 Hours by weekday, days that differ, and how long a workday is.

    - `zone`: an IANA name. `week`: the hours of Monday to Sunday.
    - `exceptions`: days that differ, sorted: a holiday has no hours, a working weekend (调休) has its own.
    - `standard_day`: the hours that a *workday* stands for, and that a working weekend has where none are given.
    - `announced`: the local years whose holidays are known. Others are computed from the week and from such
      exceptions as are given, and answers about them say so. None: the calendar observes no holidays that anybody
      announces.

    Raises CalendarError where hours overlap or leave the day, the zone is unknown, no day is open, or the calendar is
    closed for longer than LONGEST_CLOSURE days.
    """

    name: str
    zone: str
    week: tuple[Hours, ...]
    exceptions: tuple[tuple[date, Hours], ...] = ()
    standard_day: Hours = ()
    announced: frozenset[int] | None = None
    _exceptional: Mapping[date, Hours] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        exceptional = dict(self.exceptions)
        object.__setattr__(self, "exceptions", tuple(sorted(exceptional.items())))
        object.__setattr__(self, "_exceptional", exceptional)
        if len(self.week) != 7:
            raise CalendarError("week", days=len(self.week))
        for hours in (*self.week, *exceptional.values(), self.standard_day):
            _check_hours(hours)
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise CalendarError("zone", zone=self.zone) from error
        if not any(self.week):
            raise CalendarError("no_working_day", calendar=self.name)
        if not self.standard_day:
            object.__setattr__(self, "standard_day", next(hours for hours in self.week if hours))
        self._check_closures()

    def _check_closures(self) -> None:
        """Refuses a run of closed days that is too long. Only days that are closed by an exception can make one."""
        first = last = None
        for day, hours in self.exceptions:
            if hours or not self.week[day.weekday()]:
                continue
            gap = (day - last).days if last is not None else 8
            if last is None or gap > 7 or any(self.hours(last + step * _DAY) for step in range(1, gap)):
                first = day
            last = day
            if first is not None and (day - first).days >= LONGEST_CLOSURE:
                raise CalendarError("closed_too_long", calendar=self.name, since=first, days=LONGEST_CLOSURE)

    # What the calendar says of days

    def hours(self, day: date) -> Hours:
        """The wall-clock hours of `day`; empty where it is not a working day."""
        found = self._exceptional.get(day)
        return self.week[day.weekday()] if found is None else found

    def is_working_day(self, day: date) -> bool:
        """Whether there are hours on `day`."""
        return bool(self.hours(day))

    def working_day(self, day: date, plus: int = 0) -> date:
        """`day`, or the first working day after it where it is closed; then `plus` working days on."""
        while True:
            _check_year(day.year)
            if self.hours(day):
                if plus <= 0:
                    return day
                plus -= 1
            day += _DAY

    def working_day_before(self, day: date) -> date:
        """`day`, or the last working day before it where it is closed."""
        while not self.hours(day):
            _check_year(day.year)
            day -= _DAY
        return day

    def local(self, moment: datetime) -> datetime:
        """`moment` in the calendar's zone."""
        if moment.tzinfo is None:
            raise CalendarError("naive", moment=moment)
        return moment.astimezone(self.timezone)

    def at(self, day: date, minute: int) -> datetime:
        """The UTC moment `minute` minutes of wall clock after the midnight of `day` (1440: the day's end)."""
        if minute >= DAY_MINUTES:
            return midnight(day + _DAY, self.timezone)
        return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=self.timezone).astimezone(UTC)

    def end_of_day(self, day: date) -> datetime:
        """The last second of `day`, 23:59:59: when what is due on that date, and at no hour of it, is due."""
        return midnight(day + _DAY, self.timezone) - timedelta(seconds=1)

    def opening(self, day: date) -> datetime:
        """When the working day `day` opens."""
        return self._span(day)[0]

    def closing(self, day: date) -> datetime:
        """When the working day `day` closes, for the last time."""
        return self._span(day)[1]

    def _span(self, day: date) -> tuple[datetime, datetime]:
        """From the first opening of `day` to its last closing; looked up once for each day that is asked for."""
        found = self._spans.get(day)
        if found is None:
            found = self._spans[day] = self._found_span(day)
        return found

    def _found_span(self, day: date) -> tuple[datetime, datetime]:
        spans = open_spans(day, self.timezone, self.hours)
        if not spans:  # closed; or its only hours are skipped by a change of the clocks
            ends = midnight(day + _DAY, self.timezone)
            return ends, ends
        return spans[0][0], spans[-1][1]

    def end_of_workday(self, moment: datetime, plus: int = 0) -> datetime:
        """The closing of the working day of `moment`, or of the next if closed or over; `plus` working days on."""
        day = self.working_day(self.local(moment).date())
        while self.closing(day) <= moment:
            day = self.working_day(day, 1)
        return self.closing(self.working_day(day, plus))

    def time_of_workday(self, moment: datetime, minute: int, plus: int = 0) -> datetime:
        """`minute` of wall clock on the working day of `moment`, `plus` working days on.

        Where the day is closed, the next working day is meant. With `plus` 0 and that time of the day gone by, the
        next working day's.
        """
        day = self.working_day(self.local(moment).date())
        if plus == 0 and self.at(day, minute) <= moment:
            plus = 1
        return self.at(self.working_day(day, plus), minute)

    # Working time

    @cached_property
    def workday(self) -> timedelta:
        """The working time of one workday: that of the standard day."""
        return timedelta(minutes=sum(last - first for first, last in self.standard_day))

    def add(self, moment: datetime, time: timedelta) -> datetime:
        """The moment at which `time` of working time since `moment` is over. Time 0: `moment`, or the next opening."""
        if moment.tzinfo is not UTC:
            moment = _utc(moment)
        line = self._timeline
        if moment < line.begins or moment >= line.ends:
            line = self._covering(moment)
        if time <= _NOTHING:
            return self.subtract(moment, -time) if time else self.next_opening(moment)
        opens = line.opens
        index = bisect_right(opens, moment) - 1
        if index < 0:
            target = (line.before[0] if line.before else _NOTHING) + time
        else:
            passed = line.before[index] + (moment - opens[index])
            closed = line.after[index]
            target = (passed if passed < closed else closed) + time
        index = bisect_left(line.after, target)
        if index == len(line.after):
            line = self._grown(lambda line: bool(line.after) and line.after[-1] >= target, forward=True)
            index = bisect_left(line.after, target)
        return line.opens[index] + (target - line.before[index])

    def subtract(self, moment: datetime, time: timedelta) -> datetime:
        """The moment from which `time` of working time passes until `moment`. Time 0: `moment`, or the last closing."""
        moment = _utc(moment)
        if time < _NOTHING:
            return self.add(moment, -time)
        line = self._covering(moment)
        target, is_open = self._passed(line, moment)
        if is_open and not time:
            return moment
        target -= time
        if not line.before or line.before[0] >= target:
            line = self._grown(lambda line: bool(line.before) and line.before[0] < target, forward=False)
        if is_open:  # the latest moment with so much working time before it
            index = bisect_right(line.before, target) - 1
            return line.opens[index] + (target - line.before[index])
        index = bisect_left(line.after, target)  # the earliest
        return line.opens[index] + (target - line.before[index])

    def measure(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`, negative where `end` is before `start`."""
        line = self._covering(_utc(start), _utc(end))
        return self._passed(line, _utc(end))[0] - self._passed(line, _utc(start))[0]

    def is_open(self, moment: datetime) -> bool:
        """Whether `moment` is working time. The moment of closing is not."""
        moment = _utc(moment)
        return self._passed(self._covering(moment), moment)[1]

    def next_opening(self, moment: datetime) -> datetime:
        """`moment` where it is open, else the next opening."""
        moment = _utc(moment)
        line = self._covering(moment)
        if self._passed(line, moment)[1]:
            return moment
        if not line.opens or line.opens[-1] < moment:
            line = self._grown(lambda line: bool(line.opens) and line.opens[-1] >= moment, forward=True)
        return line.opens[bisect_left(line.opens, moment)]

    def is_computed(self, start: datetime, end: datetime) -> bool:
        """Whether the time between the two touches a local year whose holidays nobody has announced yet."""
        if self.announced is None:
            return False
        if end < start:
            start, end = end, start
        return not any(begins <= start and end <= ends for begins, ends in self._known)

    @property
    def version(self) -> str:
        """A fingerprint of the content: two calendars that answer alike because they say the same share it."""
        return self._version

    # What is kept once made. A frozen value may keep what follows from it.

    @cached_property
    def timezone(self) -> ZoneInfo:
        """The zone, ready for use."""
        return ZoneInfo(self.zone)

    @cached_property
    def _spans(self) -> dict[date, tuple[datetime, datetime]]:
        return {}

    @cached_property
    def _version(self) -> str:
        years = None if self.announced is None else sorted(self.announced)
        said = repr(
            (
                self.zone,
                self.week,
                [(day.isoformat(), hours) for day, hours in self.exceptions],
                self.standard_day,
                years,
            )
        )
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @cached_property
    def _known(self) -> tuple[tuple[datetime, datetime], ...]:
        """The announced years as spans of UTC, adjoining years as one."""
        spans: list[tuple[datetime, datetime]] = []
        for year in sorted(self.announced or ()):
            begins, ends = midnight(date(year, 1, 1), self.timezone), midnight(date(year + 1, 1, 1), self.timezone)
            if spans and spans[-1][1] == begins:
                begins = spans.pop()[0]
            spans.append((begins, ends))
        return tuple(spans)

    @cached_property
    def _timeline(self) -> Timeline:
        """Open time, so far. It grows by being replaced whole, so that threads never see half of it."""
        year = min(self.announced) if self.announced else 2026
        year = min(max(year, FIRST_YEAR), LAST_YEAR)
        return Timeline.of_years(year, year, self.timezone, self.hours)

    def _passed(self, line: Timeline, moment: datetime) -> tuple[timedelta, bool]:
        """The open time on `line` before `moment`, and whether `moment` is open."""
        index = bisect_right(line.opens, moment) - 1
        if index < 0:
            return (line.before[0] if line.before else _NOTHING), False
        passed = line.before[index] + (moment - line.opens[index])
        closed = line.after[index]
        return (passed, True) if passed < closed else (closed, False)

    def _covering(self, *moments: datetime) -> Timeline:
        line = self._timeline
        for moment in moments:
            if moment < line.begins:
                line = self._since(moment)
            elif moment >= line.ends:
                line = self._until(moment)
        return line

    def _since(self, moment: datetime) -> Timeline:
        return self._grown(lambda line: line.begins <= moment, forward=False)

    def _until(self, moment: datetime) -> Timeline:
        return self._grown(lambda line: moment < line.ends, forward=True)

    def _grown(self, enough: Callable[[Timeline], bool], *, forward: bool) -> Timeline:
        """The timeline, doubled until it is enough; CalendarError `out_of_range` beyond the last year."""
        line = self._timeline
        while not enough(line):
            span = max(line.last - line.first, 1)
            if forward and line.last < LAST_YEAR:
                line = line.until(min(line.last + span, LAST_YEAR), self.timezone, self.hours)
            elif not forward and line.first > FIRST_YEAR:
                line = line.since(max(line.first - span, FIRST_YEAR), self.timezone, self.hours)
            else:
                raise CalendarError("out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
            self.__dict__["_timeline"] = line
        return line


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        raise CalendarError("naive", moment=moment)
    return moment.astimezone(UTC)


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarError("out_of_range", first=FIRST_YEAR, last=LAST_YEAR)


def _check_hours(hours: Hours) -> None:
    """Intervals lie in the day, in order, and may touch but not overlap."""
    free_from = 0
    for first, last in hours:
        if not free_from <= first < last <= DAY_MINUTES:
            raise CalendarError("hours", hours=hours)
        free_from = last
