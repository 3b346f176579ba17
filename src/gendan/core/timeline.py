"""The open time of a calendar, laid out over UTC as prefix sums: what makes working time a matter of two bisections.

A minute is open where its wall-clock time, in the calendar's zone, lies in one of the hours of its local date. So an
hour that daylight saving repeats counts twice, and one that it skips counts not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Hours = tuple[tuple[int, int], ...]
"""The open intervals of one day, as minutes after local midnight: `((540, 720), (810, 1080))`. None open: `()`."""

Span = tuple[datetime, datetime]
"""From one UTC moment to another, the second not included."""

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta(0)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The UTC moment at which `day` begins in `zone`; where midnight is skipped, the first moment after it."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def open_spans(day: date, zone: ZoneInfo, hours: Callable[[date], Hours]) -> list[Span]:
    """The open time between the midnights of `day` and of the next, as spans in order, touching ones joined."""
    return _between(midnight(day, zone), midnight(day + _DAY, zone), day, zone, hours)


def _between(begins: datetime, ends: datetime, day: date, zone: ZoneInfo, hours: Callable[[date], Hours]) -> list[Span]:
    if ends - begins == _DAY:
        return _joined([(begins + _minutes(first), begins + _minutes(last)) for first, last in hours(day)])
    return _joined(_walked(begins, ends, zone, hours))


@lru_cache(maxsize=1441)
def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _walked(begins: datetime, ends: datetime, zone: ZoneInfo, hours: Callable[[date], Hours]) -> Iterator[Span]:
    """Each open minute of a day on which the zone's clocks change."""
    instant = begins
    while instant < ends:
        local = instant.astimezone(zone)
        minute = local.hour * 60 + local.minute
        if any(first <= minute < last for first, last in hours(local.date())):
            yield instant, min(instant + _MINUTE, ends)
        instant += _MINUTE


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for begins, ends in spans:
        if joined and joined[-1][1] == begins:
            joined[-1] = (joined[-1][0], ends)
        else:
            joined.append((begins, ends))
    return joined


@dataclass(frozen=True, slots=True)
class Timeline:
    """The open spans of the whole years `first` to `last`: the UTC moments from `begins` to before `ends`.

    Span `i` runs from `opens[i]` to `closes[i]`. `before[i]` and `after[i]` are the open time up to its opening and
    up to its closing, counted from where the timeline first began: they are negative for years that were added in
    front.
    """

    first: int
    last: int
    begins: datetime
    ends: datetime
    opens: list[datetime]
    closes: list[datetime]
    before: list[timedelta]
    after: list[timedelta]

    @classmethod
    def of_years(
        cls, first: int, last: int, zone: ZoneInfo, hours: Callable[[date], Hours], *, base: timedelta = _NOTHING
    ) -> Timeline:
        """The timeline of some years; `base` is the open time that lies before them."""
        opens: list[datetime] = []
        closes: list[datetime] = []
        before: list[timedelta] = []
        after: list[timedelta] = []
        total = base
        day = date(first, 1, 1)
        begins = start = midnight(day, zone)
        while day.year <= last:
            ends = midnight(day + _DAY, zone)
            for opening, closing in _between(begins, ends, day, zone, hours):
                opens.append(opening)
                closes.append(closing)
                before.append(total)
                total += closing - opening
                after.append(total)
            day, begins = day + _DAY, ends
        return cls(first, last, start, begins, opens, closes, before, after)

    def until(self, year: int, zone: ZoneInfo, hours: Callable[[date], Hours]) -> Timeline:
        """This timeline and the years after it, to `year`."""
        base = self.after[-1] if self.after else _NOTHING
        return self._with(Timeline.of_years(self.last + 1, year, zone, hours, base=base), self)

    def since(self, year: int, zone: ZoneInfo, hours: Callable[[date], Hours]) -> Timeline:
        """This timeline and the years before it, from `year`."""
        front = Timeline.of_years(year, self.first - 1, zone, hours)
        shift = (self.before[0] if self.before else _NOTHING) - (front.after[-1] if front.after else _NOTHING)
        moved = Timeline(
            front.first,
            front.last,
            front.begins,
            front.ends,
            front.opens,
            front.closes,
            [total + shift for total in front.before],
            [total + shift for total in front.after],
        )
        return self._with(self, moved)

    @staticmethod
    def _with(later: Timeline, earlier: Timeline) -> Timeline:
        return Timeline(
            earlier.first,
            later.last,
            earlier.begins,
            later.ends,
            earlier.opens + later.opens,
            earlier.closes + later.closes,
            earlier.before + later.before,
            earlier.after + later.after,
        )
