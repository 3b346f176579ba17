"""时限 How clocks run: start, pause, resume, stop, drop, recompute, tick. Each takes a clock and gives the clock after
it.

Nothing here reads the clock on the wall: every function is given the moment. What must be told or recorded when time
passes comes out of `tick` as happenings.

- A start while the clock runs does nothing; after an end it begins a new run.
- A stop judges: met up to and with the due moment, late after it. A drop, and a final state reached otherwise, ends
  the run unjudged; so does a stop where nothing was ever due.
- A pause moves the due moment by the time paused, in the clock's own unit. A clock that was late before the pause
  stays so.
- Computed anew, a clock keeps the due moments that stood before, and what it had missed stays missed, unless someone
  decides otherwise (`overrule`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from gendan.core.amount import Amount, Resolve, add_amount, interval, subtract_amount
from gendan.core.clock import Clock, ClockState, EarlierDue, from_json, pause_length, to_json
from gendan.core.due_rules import Counts, DueMoment, Remind, Warn
from gendan.core.worktime import Calendar

__all__ = [
    "Clock",
    "ClockState",
    "EarlierDue",
    "Happening",
    "Happens",
    "Terms",
    "Ticked",
    "drop",
    "from_json",
    "overrule",
    "pause",
    "recompute",
    "resume",
    "start",
    "stop",
    "terms",
    "tick",
    "to_json",
]

MOST_INTERVALS = 1000
"""How many intervals one tick judges at most; a clock that is further behind is due again at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a clock runs under besides its due rules: settled amounts, and the calendar that they are counted in.

    `warn`: how long before it is due the owner is told. `remind`, `most`: how often, once late, they are told again.
    `every`: the length of the intervals that it judges; such a clock is due at the end of each and needs no due rule.
    """

    calendar: Calendar
    warn: tuple[Amount, ...] = ()
    remind: Amount | None = None
    most: int | None = None
    every: Amount | None = None


class Happens(StrEnum):
    """What a tick finds."""

    WARNED = "warned"
    BREACHED = "breached"
    REMINDED = "reminded"
    KEPT = "kept"  # an interval was met
    MISSED = "missed"  # an interval was not


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that time alone brought about, and the moment it was due to."""

    kind: Happens
    at: datetime


@dataclass(frozen=True, slots=True)
class Ticked:
    """The clock after a tick, and what happened, in order."""

    clock: Clock
    happenings: tuple[Happening, ...] = ()


def terms(
    calendar: Calendar,
    *,
    warn: Iterable[Warn] = (),
    remind: Remind | None = None,
    every: Amount | None = None,
    resolve: Resolve,
) -> Terms:
    """Terms with every setting's value in its place, without what is not filled. Raises DueError on a wrong value.

    What comes again does so after a minute at the earliest, whatever a site has set.
    """
    warned = (each.amount.settled(resolve) for each in warn)
    return Terms(
        calendar=calendar,
        warn=tuple(amount for amount in warned if amount is not None),
        remind=None if remind is None else _interval(remind.every.settled(resolve), calendar),
        most=None if remind is None else remind.most,
        every=None if every is None else _interval(every.settled(resolve), calendar),
    )


def _interval(amount: Amount | None, calendar: Calendar) -> Amount | None:
    return None if amount is None else interval(amount, calendar)


def start(
    previous: Clock | None, name: str, moment: datetime, due: DueMoment, terms: Terms, *, under: tuple[str, ...] = ()
) -> Clock:
    """A new run, or `previous` as it stands where that is not over. `due` is not looked at for a clock of intervals."""
    if previous is not None and not previous.has_ended:
        return previous
    repeats = terms.every is not None
    at, counts, computed, rule = due.at, due.counts, due.computed, due.index
    if terms.every is not None:
        at = add_amount(moment, terms.every, terms.calendar)
        counts = Counts.WORK if terms.every.is_working else Counts.ELAPSED
        computed, rule = counts is Counts.WORK and terms.calendar.is_computed(moment, at), None
    return Clock(
        name=name,
        run=1 if previous is None else previous.run + 1,
        started_at=moment,
        due_at=at,
        counts=counts,
        computed=computed,
        rule=rule,
        under=under,
        warns=_warns(at, moment, terms),
        repeats=repeats,
    )


def pause(clock: Clock, moment: datetime) -> Clock:
    """The clock stands still from `moment` on. One that is paused or over stays as it is."""
    if clock.state is not ClockState.RUNNING:
        return clock
    return replace(clock, state=ClockState.PAUSED, paused_at=moment)


def resume(clock: Clock, moment: datetime, terms: Terms) -> Clock:
    """The clock goes on, due later by the time it was paused. One that is not paused stays as it is."""
    if clock.paused_at is None:
        return clock
    running = replace(clock, state=ClockState.RUNNING, paused_at=None)
    if moment <= clock.paused_at:
        return running
    taken = (clock.paused_at, moment)
    due = _moved(clock.due_at, clock.counts, taken, terms.calendar)
    return replace(
        running,
        due_at=due,
        pauses=(*clock.pauses, taken),
        computed=clock.computed
        or (clock.counts is Counts.WORK and due is not None and terms.calendar.is_computed(moment, due)),
        warns=_warns(due, clock.started_at, terms)[-len(clock.warns) :] if clock.warns else (),
    )


def stop(clock: Clock, moment: datetime, terms: Terms) -> Clock:
    """Ends the run and judges it by `moment`, which may lie before the moment at which the stop is recorded.

    A clock of intervals is met where every interval was; `tick` it up to `moment` first.
    """
    if clock.has_ended:
        return clock
    clock = resume(clock, moment, terms)
    if clock.due_at is None and clock.breached_at is None:
        return drop(clock, moment)
    missed = [at for at in (clock.breached_at, None if clock.repeats else clock.due_at) if at is not None]
    late = any(moment > at for at in missed)
    return _ended(clock, ClockState.LATE if late else ClockState.MET, moment)


def drop(clock: Clock, moment: datetime) -> Clock:
    """Ends the run unjudged."""
    return clock if clock.has_ended else _ended(clock, ClockState.DROPPED, moment)


def recompute(clock: Clock, moment: datetime, due: DueMoment, terms: Terms, *, under: tuple[str, ...] = ()) -> Clock:
    """The clock under a changed rule, calendar or field: `due` as computed anew from the start, and moved by its
    pauses.

    What stood before is kept in `earlier`. A clock that is over, judges intervals, or comes out the same stays as it
    is, with the versions that it was computed under.
    """
    if clock.has_ended or clock.repeats:
        return clock
    at = due.at
    for each in clock.pauses:
        at = _moved(at, due.counts, each, terms.calendar)
    if (at, due.counts, due.computed, due.index) == (clock.due_at, clock.counts, clock.computed, clock.rule):
        return clock
    moved = at != clock.due_at
    return replace(
        clock,
        due_at=at,
        counts=due.counts,
        computed=due.computed,
        rule=due.index,
        under=under,
        earlier=(*clock.earlier, EarlierDue(clock.due_at, clock.under, moment)),
        warns=clock.warns if not moved else _warns(at, moment, terms) if clock.breached_at is None else (),
    )


def overrule(clock: Clock, moment: datetime, *, met: bool, terms: Terms) -> Clock:
    """Someone decides otherwise than the clock judged: a run that ended late counts as met, or the other way round.

    A running clock that was late before it was computed anew may be given its new due moment (`met` true). A clock that
    is as decided, or was dropped, stays as it is.
    """
    decided = ClockState.MET if met else ClockState.LATE
    if clock.state in (ClockState.MET, ClockState.LATE):
        return clock if clock.state is decided else replace(clock, state=decided, overruled=True)
    if clock.has_ended or not met or clock.breached_at is None:
        return clock
    return replace(clock, breached_at=None, remind_at=None, overruled=True, warns=_warns(clock.due_at, moment, terms))


def tick(clock: Clock, moment: datetime, terms: Terms, met: Callable[[datetime], bool] | None = None) -> Ticked:
    """What time has brought by `moment`: warnings, the breach, reminders, intervals judged by `met` at their ends.

    Several warnings or reminders that were slept through are one. Nothing warns of what is late already.
    """
    happened: list[Happening] = []
    while (at := clock.next_at) is not None and at <= moment and len(happened) < MOST_INTERVALS:
        if clock.due_at is not None and clock.due_at <= moment and (clock.repeats or clock.breached_at is None):
            clock, found = _due(clock, clock.due_at, terms, met)
        elif clock.warns and clock.warns[0] <= moment:
            found = Happening(Happens.WARNED, clock.warns[0])
            clock = replace(clock, warns=tuple(each for each in clock.warns if each > moment))
        else:
            found = Happening(Happens.REMINDED, at)
            clock = _reminded(clock, at, moment, terms)
        happened.append(found)
    return Ticked(clock, tuple(happened))


def _due(clock: Clock, at: datetime, terms: Terms, met: Callable[[datetime], bool] | None) -> tuple[Clock, Happening]:
    """The clock after its due moment, or after the end of its interval."""
    if terms.every is None:
        remind = None if terms.remind is None else add_amount(at, terms.remind, terms.calendar)
        return replace(clock, breached_at=at, warns=(), remind_at=remind), Happening(Happens.BREACHED, at)
    kept = met is None or met(at)
    due = add_amount(at, terms.every, terms.calendar)
    judged = replace(
        clock,
        due_at=due,
        kept=clock.kept + kept,
        missed=clock.missed + (not kept),
        breached_at=clock.breached_at if kept or clock.breached_at is not None else at,
        warns=_warns(due, at, terms),
    )
    return judged, Happening(Happens.KEPT if kept else Happens.MISSED, at)


def _reminded(clock: Clock, at: datetime, moment: datetime, terms: Terms) -> Clock:
    count = clock.reminded + 1
    again = None
    if terms.remind is not None and (terms.most is None or count < terms.most):
        again = add_amount(at, terms.remind, terms.calendar)
        if again <= moment:
            again = add_amount(moment, terms.remind, terms.calendar)
    return replace(clock, reminded=count, remind_at=again)


def _ended(clock: Clock, state: ClockState, moment: datetime) -> Clock:
    return replace(clock, state=state, ended_at=moment, paused_at=None, warns=(), remind_at=None)


def _warns(due: datetime | None, floor: datetime, terms: Terms) -> tuple[datetime, ...]:
    """The warnings before `due`, sorted; one that would lie before `floor` is given at `floor`."""
    if due is None or due <= floor:
        return ()
    return tuple(sorted(max(subtract_amount(due, amount, terms.calendar), floor) for amount in terms.warn))


def _moved(
    due: datetime | None, counts: Counts, taken: tuple[datetime, datetime], calendar: Calendar
) -> datetime | None:
    """`due` moved by a pause; one that had passed when the pause began is not moved."""
    if due is None or due < taken[0]:
        return due
    time = pause_length(counts, taken, calendar)
    if not time:
        return due
    return calendar.add(due, time) if counts is Counts.WORK else due + time
