"""Deadlines per second: the working calendar against the same prefix sums and bisections written out in plain Python.

Both are asked for the moment at which some working time is over, from and to aware UTC datetimes, for the same starts
and lengths over the announced years, and must agree on every one.

    python bench/worktime.py
"""

from __future__ import annotations

import random
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median

from gendan.core.worktime import Calendar
from gendan.people.calendars import standard_calendar

PAIRS = 11
QUESTIONS = 20_000
FIRST, LAST = date(2020, 1, 1), date(2027, 12, 31)

Question = tuple[datetime, timedelta]


def raw_twin(calendar: Calendar) -> Callable[[datetime, timedelta], datetime]:
    """Prefix sums of open seconds since 1970, and two bisections: no zones, no checks, no years to grow by."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    opens: list[float] = []
    before: list[float] = []
    after: list[float] = []
    total = 0.0
    day = FIRST
    while day <= LAST:
        for first, last in calendar.hours(day):
            opens.append((calendar.at(day, first) - epoch).total_seconds())
            before.append(total)
            total += (last - first) * 60
            after.append(total)
        day += timedelta(days=1)

    def add(moment: datetime, length: timedelta) -> datetime:
        at = moment.timestamp()
        index = bisect_right(opens, at) - 1
        target = min(before[index] + at - opens[index], after[index]) + length.total_seconds()
        index = bisect_left(after, target)
        return datetime.fromtimestamp(opens[index] + target - before[index], UTC)

    return add


def questions(count: int) -> list[Question]:
    """Starts on any second of 2020 to 2026, lengths of a minute to ten workdays."""
    chosen = random.Random(20)  # noqa: S311 - the same questions every time, not a secret
    begin = datetime(2020, 1, 3, tzinfo=UTC)
    return [
        (begin + timedelta(seconds=chosen.randrange(7 * 365 * 86_400)), timedelta(minutes=chosen.randrange(1, 4500)))
        for _ in range(count)
    ]


def seconds(add: Callable[[datetime, timedelta], datetime], asked: list[Question]) -> float:
    """How long it takes to answer all of them."""
    begun = time.perf_counter()
    for moment, length in asked:
        add(moment, length)
    return time.perf_counter() - begun


def run() -> dict[str, float]:
    """`ratio`: our rate to the raw twin's, median of interleaved pairs; `rate`, `raw_rate`: deadlines per second."""
    calendar = standard_calendar()
    raw = raw_twin(calendar)
    asked = questions(QUESTIONS)
    for moment, length in asked:
        if calendar.add(moment, length) != raw(moment, length):
            raise AssertionError(f"the twins disagree about {length} from {moment}")
    pairs = []
    for turn in range(PAIRS):
        if turn % 2:
            ours, theirs = seconds(calendar.add, asked), seconds(raw, asked)
        else:
            theirs, ours = seconds(raw, asked), seconds(calendar.add, asked)
        pairs.append((ours, theirs))
    return {
        "ratio": median(theirs / ours for ours, theirs in pairs),
        "rate": QUESTIONS / median(ours for ours, _ in pairs),
        "raw_rate": QUESTIONS / median(theirs for _, theirs in pairs),
    }


if __name__ == "__main__":
    found = run()
    print(f"worktime: {found['rate']:,.0f} deadlines/s, raw {found['raw_rate']:,.0f}/s, ratio {found['ratio']:.2f}")
