"""计时 One clock of a case as a value. How it runs, says `core.deadlines`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from gendan.core.due_rules import Counts
from gendan.core.events import Json, microseconds, moment
from gendan.core.worktime import Calendar


class ClockState(StrEnum):
    """Where a clock stands. A running clock may be late already: then `breached_at` says which due moment it missed."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    LATE = "late"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class EarlierDue:
    """A due moment that stood until it was computed anew: what (None: none yet), under which versions, until when."""

    due_at: datetime | None
    under: tuple[str, ...]
    replaced_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One run of a deadline. All moments are UTC.

    - `name`: the deadline's. `run` counts from 1. `counts`: what it counts in, and so what a pause moves it by.
    - `due_at` is None while the rule lacks a value. `rule`: the index of the rule that counts. `under`: the versions of
      rule and calendar that it was computed under, as the caller names them. `computed`: it hangs on a year whose
      holidays are not announced. `earlier`: the due moments that stood before, oldest first.
    - `pauses`: ended pauses, from and to; `paused_at`: since when it is paused now.
    - `warns`: warnings still to come, sorted. `remind_at`: the next reminder, once late; `reminded`: how many there
      were.
    - `breached_at`: the due moment that passed without an end; kept when the clock is computed anew.
    - `repeats`: it judges interval after interval; `due_at` is the end of the present one, `kept` and `missed` count
      them.
    - `overruled`: someone decided otherwise than the clock.
    """

    name: str
    run: int = 1
    state: ClockState = ClockState.RUNNING
    started_at: datetime
    due_at: datetime | None = None
    counts: Counts = Counts.ELAPSED
    computed: bool = False
    rule: int | None = None
    under: tuple[str, ...] = ()
    earlier: tuple[EarlierDue, ...] = ()
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    paused_at: datetime | None = None
    warns: tuple[datetime, ...] = ()
    remind_at: datetime | None = None
    reminded: int = 0
    breached_at: datetime | None = None
    ended_at: datetime | None = None
    repeats: bool = False
    kept: int = 0
    missed: int = 0
    overruled: bool = False

    @property
    def has_ended(self) -> bool:
        """Whether this run is over, judged or not."""
        return self.state not in (ClockState.RUNNING, ClockState.PAUSED)

    @property
    def next_at(self) -> datetime | None:
        """The next moment at which `tick` has something to do; None where only an act can change the clock."""
        if self.state is not ClockState.RUNNING:
            return None
        due = self.due_at if self.breached_at is None or self.repeats else None
        return min((each for each in (due, *self.warns[:1], self.remind_at) if each is not None), default=None)

    def is_late_at(self, at: datetime) -> bool:
        """Whether the clock is late at the moment `at`, or ended late."""
        if self.has_ended:
            return self.state is ClockState.LATE
        if self.breached_at is not None:
            return True
        seen = self.paused_at if self.paused_at is not None else at
        return self.due_at is not None and seen > self.due_at

    def paused_for(self, calendar: Calendar) -> timedelta:
        """How long its ended pauses were, in its own unit."""
        return sum((pause_length(self.counts, pause, calendar) for pause in self.pauses), timedelta(0))

    def remaining(self, at: datetime, calendar: Calendar) -> timedelta | None:
        """The time left at the moment `at` in its own unit, negative once late; None where nothing is due."""
        if self.due_at is None or self.has_ended:
            return None
        seen = self.paused_at if self.paused_at is not None else at
        return calendar.measure(seen, self.due_at) if self.counts is Counts.WORK else self.due_at - seen


def pause_length(counts: Counts, pause: tuple[datetime, datetime], calendar: Calendar) -> timedelta:
    """How long a pause is for a clock that counts so."""
    return calendar.measure(*pause) if counts is Counts.WORK else pause[1] - pause[0]


def to_json(clock: Clock) -> dict[str, Json]:
    """The clock as plain JSON, moments as integer microseconds. Its name is left out, and what is as it is at first."""
    said: dict[str, Json] = {"run": clock.run, "state": clock.state.value, "at": microseconds(clock.started_at)}
    moments = {
        "due": clock.due_at,
        "paused": clock.paused_at,
        "remind": clock.remind_at,
        "breached": clock.breached_at,
        "ended": clock.ended_at,
    }
    said.update((key, microseconds(at)) for key, at in moments.items() if at is not None)
    if clock.counts is not Counts.ELAPSED:
        said["counts"] = clock.counts.value
    if clock.rule is not None:
        said["rule"] = clock.rule
    if clock.under:
        said["under"] = list(clock.under)
    if clock.earlier:
        said["earlier"] = [
            [
                None if each.due_at is None else microseconds(each.due_at),
                microseconds(each.replaced_at),
                list(each.under),
            ]
            for each in clock.earlier
        ]
    if clock.pauses:
        said["pauses"] = [[microseconds(begin), microseconds(end)] for begin, end in clock.pauses]
    if clock.warns:
        said["warns"] = [microseconds(at) for at in clock.warns]
    for key, count in (("reminded", clock.reminded), ("kept", clock.kept), ("missed", clock.missed)):
        if count:
            said[key] = count
    for key, holds in (("computed", clock.computed), ("repeats", clock.repeats), ("overruled", clock.overruled)):
        if holds:
            said[key] = True
    return said


def from_json(name: str, said: Mapping[str, Json]) -> Clock:
    """The clock that `to_json` wrote. Raises KeyError, TypeError or ValueError where it did not."""
    read: dict[str, Any] = {}
    for key, value in said.items():
        field, reading = _READ[key]
        read[field] = reading(value)
    return Clock(name=name, **read)


def _earlier(said: list[Json]) -> EarlierDue:
    due, replaced, under = said
    return EarlierDue(None if due is None else _moment(due), _texts(under), _moment(replaced))


def _pause(said: list[Json]) -> tuple[datetime, datetime]:
    begin, end = said
    return _moment(begin), _moment(end)


def _moment(said: Json) -> datetime:
    return moment(_whole(said))


def _whole(said: Json) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise TypeError(f"a whole number was expected, not {said!r}")
    return said


def _text(said: Json) -> str:
    if not isinstance(said, str):
        raise TypeError(f"a text was expected, not {said!r}")
    return said


def _list(said: Json) -> list[Json]:
    if not isinstance(said, list):
        raise TypeError(f"a list was expected, not {said!r}")
    return said


def _texts(said: Json) -> tuple[str, ...]:
    return tuple(_text(each) for each in _list(said))


_READ: Final[Mapping[str, tuple[str, Callable[[Any], object]]]] = {
    "run": ("run", _whole),
    "state": ("state", lambda said: ClockState(_text(said))),
    "at": ("started_at", _moment),
    "due": ("due_at", _moment),
    "paused": ("paused_at", _moment),
    "remind": ("remind_at", _moment),
    "breached": ("breached_at", _moment),
    "ended": ("ended_at", _moment),
    "counts": ("counts", lambda said: Counts(_text(said))),
    "rule": ("rule", _whole),
    "under": ("under", _texts),
    "earlier": ("earlier", lambda said: tuple(_earlier(_list(each)) for each in _list(said))),
    "pauses": ("pauses", lambda said: tuple(_pause(_list(each)) for each in _list(said))),
    "warns": ("warns", lambda said: tuple(_moment(each) for each in _list(said))),
    "reminded": ("reminded", _whole),
    "kept": ("kept", _whole),
    "missed": ("missed", _whole),
    "computed": ("computed", bool),
    "repeats": ("repeats", bool),
    "overruled": ("overruled", bool),
}
"""The keys of a clock's JSON: what each is in a Clock, and how it is read. What is left out is as it is at first."""
