"""How clocks run: started, paused, met, missed, computed anew, and told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.core.amount import parse_amount
from gendan.core.deadlines import (
    Clock,
    ClockState,
    EarlierDue,
    Happening,
    Happens,
    Terms,
    drop,
    from_json,
    overrule,
    pause,
    recompute,
    resume,
    start,
    stop,
    terms,
    tick,
    to_json,
)
from gendan.core.due import Counts, DueMoment, due_moment, parse_due, parse_remind, parse_warn
from gendan.core.worktime import Calendar

OFFICE = ((540, 720), (810, 1080))
SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar("standard", "Asia/Shanghai", (OFFICE,) * 5 + ((), ()), announced=frozenset({2026}))
PLAIN = Terms(calendar=CALENDAR)


def at(text: str) -> datetime:
    return datetime.fromisoformat("2026-" + text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def due(begin: str, **rule: str) -> DueMoment:
    fields = {"on": date(2026, 10, 23)}
    return due_moment([parse_due(**rule)], start=at(begin), calendar=CALENDAR, resolve=fields.get, holds=bool)  # type: ignore[arg-type]


def begun(begin: str, under: Terms = PLAIN, **rule: str) -> Clock:
    return start(None, "offer", at(begin), due(begin, **rule), under)


def told(*warn: str, remind: tuple[str, int | None] | None = None, every: str | None = None) -> Terms:
    return terms(
        CALENDAR,
        warn=[parse_warn(text) for text in warn],
        remind=None if remind is None else parse_remind(*remind),
        every=None if every is None else parse_amount(every),
        resolve=lambda _: None,
    )


def test_a_stop_judges_by_the_due_moment() -> None:
    clock = begun("10-16 17:00", within="1 workday")
    assert clock.due_at == at("10-19 17:00")
    in_time = stop(clock, at("10-19 17:00"), PLAIN)
    assert (in_time.state, in_time.ended_at) == (ClockState.MET, at("10-19 17:00"))
    assert stop(clock, at("10-19 17:00") + timedelta(microseconds=1), PLAIN).state is ClockState.LATE


def test_a_start_while_running_does_nothing_and_after_an_end_is_a_new_run() -> None:
    clock = begun("10-16 17:00", within="1 workday")
    again = due("10-19 09:00", within="1 workday")
    assert start(clock, "offer", at("10-19 09:00"), again, PLAIN) is clock
    paused = pause(clock, at("10-19 09:00"))
    assert start(paused, "offer", at("10-19 09:00"), again, PLAIN) is paused
    for over in (stop(clock, at("10-19 08:00"), PLAIN), drop(clock, at("10-19 08:00"))):
        second = start(over, "offer", at("10-19 09:00"), again, PLAIN)
        assert (second.run, second.state, second.due_at) == (2, ClockState.RUNNING, at("10-19 18:00"))


def test_a_drop_ends_unjudged_and_an_end_is_final() -> None:
    dropped = drop(begun("10-16 17:00", within="1 workday"), at("10-30 17:00"))
    assert (dropped.state, dropped.next_at) == (ClockState.DROPPED, None)
    assert stop(dropped, at("10-30 18:00"), PLAIN) is dropped
    assert drop(dropped, at("10-30 18:00")) is dropped
    assert pause(dropped, at("10-30 18:00")) is dropped
    assert resume(dropped, at("10-30 18:00"), PLAIN) is dropped
    assert recompute(dropped, at("10-30 18:00"), due("10-16 17:00", within="2 days"), PLAIN) is dropped
    assert tick(dropped, at("12-30 18:00"), PLAIN).happenings == ()


def test_a_pause_moves_working_time_by_working_time() -> None:
    clock = pause(begun("10-16 16:00", by="end of workday"), at("10-16 17:00"))
    assert clock.next_at is None
    resumed = resume(clock, at("10-19 09:30"), PLAIN)  # 1.5 hours of work later
    assert resumed.due_at == at("10-19 10:30")
    assert resumed.paused_for(CALENDAR) == timedelta(hours=1.5)
    over_night = resume(pause(resumed, at("10-19 10:00")), at("10-19 10:00"), PLAIN)
    assert over_night == resumed


def test_a_pause_moves_elapsed_time_by_elapsed_time() -> None:
    clock = resume(pause(begun("10-16 16:00", within="7 days"), at("10-16 17:00")), at("10-19 09:30"), PLAIN)
    assert clock.due_at == at("10-23 16:00") + timedelta(days=2, hours=16.5)
    assert clock.paused_for(CALENDAR) == timedelta(days=2, hours=16.5)


def test_a_pause_outside_working_hours_costs_a_working_clock_nothing() -> None:
    clock = begun("10-16 16:00", by="end of workday")
    resumed = resume(pause(clock, at("10-16 18:30")), at("10-17 18:30"), PLAIN)
    assert resumed.due_at == clock.due_at


def test_a_clock_stopped_while_paused_is_judged_as_of_its_pause() -> None:
    clock = pause(begun("10-16 16:00", within="1 day"), at("10-17 15:00"))
    assert stop(clock, at("10-30 15:00"), PLAIN).state is ClockState.MET
    late = pause(begun("10-16 16:00", within="1 day"), at("10-17 17:00"))
    assert stop(late, at("10-30 15:00"), PLAIN).state is ClockState.LATE


def test_what_was_late_before_its_pause_stays_late() -> None:
    clock = tick(begun("10-16 16:00", within="1 day"), at("10-17 16:30"), PLAIN).clock
    resumed = resume(pause(clock, at("10-17 17:00")), at("10-20 17:00"), PLAIN)
    assert (resumed.due_at, resumed.breached_at) == (at("10-17 16:00"), at("10-17 16:00"))
    assert stop(resumed, at("10-20 17:00"), PLAIN).state is ClockState.LATE


def test_a_breach_is_of_the_due_moment_and_happens_once() -> None:
    clock = begun("10-16 16:00", within="1 day")
    assert tick(clock, at("10-17 15:59"), PLAIN).happenings == ()
    ticked = tick(clock, at("10-18 09:00"), PLAIN)
    assert ticked.happenings == (Happening(Happens.BREACHED, at("10-17 16:00")),)
    assert (ticked.clock.breached_at, ticked.clock.next_at, ticked.clock.state) == (
        at("10-17 16:00"),
        None,
        ClockState.RUNNING,
    )
    assert tick(ticked.clock, at("10-19 09:00"), PLAIN).happenings == ()


def test_what_happened_in_time_is_met_even_if_it_is_told_late() -> None:
    clock = tick(begun("10-16 16:00", within="1 day"), at("10-18 09:00"), PLAIN).clock
    assert stop(clock, at("10-17 15:00"), PLAIN).state is ClockState.MET
    assert stop(clock, at("10-18 09:00"), PLAIN).state is ClockState.LATE


def test_warnings_come_before_it_is_due_and_each_once() -> None:
    under = told("2 days before", "30 minutes before")
    clock = begun("10-16 16:00", under, within="7 days")
    assert clock.warns == (at("10-21 16:00"), at("10-23 15:30"))
    assert clock.next_at == at("10-21 16:00")
    first = tick(clock, at("10-21 16:05"), under)
    assert first.happenings == (Happening(Happens.WARNED, at("10-21 16:00")),)
    second = tick(first.clock, at("10-23 15:30"), under)
    assert second.happenings == (Happening(Happens.WARNED, at("10-23 15:30")),)
    assert second.clock.next_at == at("10-23 16:00")


def test_warnings_that_were_slept_through_are_one_and_none_is_given_late() -> None:
    under = told("2 days before", "30 minutes before")
    clock = begun("10-16 16:00", under, within="7 days")
    assert [each.kind for each in tick(clock, at("10-23 15:45"), under).happenings] == [Happens.WARNED]
    assert [each.kind for each in tick(clock, at("10-24 15:45"), under).happenings] == [Happens.BREACHED]


def test_a_warning_that_would_lie_before_the_start_is_given_at_it() -> None:
    assert begun("10-16 16:00", told("2 days before"), within="1 day").warns == (at("10-16 16:00"),)


def test_warnings_move_with_a_pause() -> None:
    under = told("2 days before", "30 minutes before")
    clock = tick(begun("10-16 16:00", under, within="7 days"), at("10-22 08:00"), under).clock
    resumed = resume(pause(clock, at("10-22 09:00")), at("10-24 09:00"), under)
    assert resumed.warns == (at("10-25 15:30"),)


def test_reminders_follow_the_breach_so_many_times() -> None:
    under = told(remind=("1 workday", 2))
    ticked = tick(begun("10-16 10:00", under, within="2 work hours"), at("10-16 12:00"), under)
    assert [each.kind for each in ticked.happenings] == [Happens.BREACHED]
    assert ticked.clock.next_at == at("10-19 12:00")
    first = tick(ticked.clock, at("10-19 12:00"), under)
    second = tick(first.clock, at("10-20 12:00"), under)
    assert [each.kind for each in (*first.happenings, *second.happenings)] == [Happens.REMINDED] * 2
    assert (second.clock.reminded, second.clock.next_at) == (2, None)


def test_reminders_that_were_slept_through_are_one() -> None:
    under = told(remind=("1 workday", None))
    late = tick(begun("10-16 10:00", under, within="2 work hours"), at("10-16 12:00"), under).clock
    ticked = tick(late, at("10-22 10:00"), under)
    assert [each.kind for each in ticked.happenings] == [Happens.REMINDED]
    assert ticked.clock.next_at == at("10-23 10:00")


def test_computed_anew_both_due_moments_stand() -> None:
    clock = start(
        None, "deliver", at("10-16 16:00"), due("10-16 16:00", within="15 days"), PLAIN, under=("pack 1", "calendar 1")
    )
    moved = recompute(
        clock, at("10-17 09:00"), due("10-16 16:00", within="7 days"), PLAIN, under=("pack 1", "calendar 2")
    )
    assert moved.due_at == at("10-23 16:00")
    assert moved.earlier == (EarlierDue(at("10-31 16:00"), ("pack 1", "calendar 1"), at("10-17 09:00")),)
    assert moved.under == ("pack 1", "calendar 2")
    assert (
        recompute(moved, at("10-18 09:00"), due("10-16 16:00", within="7 days"), PLAIN, under=("pack 1", "calendar 2"))
        is moved
    )


def test_computed_anew_pauses_still_count() -> None:
    paused = resume(pause(begun("10-16 16:00", within="7 days"), at("10-17 00:00")), at("10-18 00:00"), PLAIN)
    assert recompute(paused, at("10-18 09:00"), due("10-16 16:00", within="8 days"), PLAIN).due_at == at("10-25 16:00")
    working = recompute(paused, at("10-18 09:00"), due("10-16 16:00", within="1 workday"), PLAIN)
    assert working.due_at == at("10-19 16:00")  # no working time was lost on that Saturday
    assert resume(pause(working, at("10-19 09:00")), at("10-19 10:00"), PLAIN).due_at == at("10-19 17:00")


def test_a_clock_waits_for_the_value_it_lacks() -> None:
    waiting = start(None, "deliver", at("10-16 16:00"), DueMoment(index=0, lacks="on"), told("1 day before"))
    assert (waiting.due_at, waiting.next_at, waiting.warns) == (None, None, ())
    known = recompute(waiting, at("10-17 09:00"), due("10-16 16:00", by="end of on"), told("1 day before"))
    assert (known.due_at, known.next_at) == (at("10-23 23:59:59"), at("10-22 23:59:59"))
    assert recompute(known, at("10-18 09:00"), DueMoment(index=0, lacks="on"), PLAIN).next_at is None
    assert stop(waiting, at("10-17 09:00"), PLAIN).state is ClockState.DROPPED


def test_what_was_missed_stays_missed_unless_someone_decides_otherwise() -> None:
    late = tick(begun("10-16 16:00", within="1 day"), at("10-18 09:00"), PLAIN).clock
    moved = recompute(late, at("10-18 09:00"), due("10-16 16:00", within="15 days"), PLAIN)
    assert moved.breached_at == at("10-17 16:00")
    assert stop(moved, at("10-19 09:00"), PLAIN).state is ClockState.LATE
    forgiven = overrule(moved, at("10-18 10:00"), met=True, terms=told("1 day before"))
    assert (forgiven.breached_at, forgiven.overruled, forgiven.warns) == (None, True, (at("10-30 16:00"),))
    assert stop(forgiven, at("10-19 09:00"), PLAIN).state is ClockState.MET


def test_a_judgment_can_be_overruled_both_ways() -> None:
    met = stop(begun("10-16 16:00", within="1 day"), at("10-16 17:00"), PLAIN)
    late = overrule(met, at("10-20 09:00"), met=False, terms=PLAIN)
    assert (late.state, late.overruled) == (ClockState.LATE, True)
    assert overrule(late, at("10-20 09:00"), met=True, terms=PLAIN).state is ClockState.MET
    assert overrule(met, at("10-20 09:00"), met=True, terms=PLAIN) is met
    dropped = drop(begun("10-16 16:00", within="1 day"), at("10-16 17:00"))
    assert overrule(dropped, at("10-20 09:00"), met=True, terms=PLAIN) is dropped


def test_intervals_are_judged_one_after_the_other() -> None:
    under = told(every="30 minutes")
    clock = start(None, "tools", at("10-16 09:00"), DueMoment(), under)
    assert (clock.repeats, clock.due_at, clock.next_at) == (True, at("10-16 09:30"), at("10-16 09:30"))
    ticked = tick(clock, at("10-16 10:40"), under, met=lambda moment: moment != at("10-16 10:00"))
    assert ticked.happenings == (
        Happening(Happens.KEPT, at("10-16 09:30")),
        Happening(Happens.MISSED, at("10-16 10:00")),
        Happening(Happens.KEPT, at("10-16 10:30")),
    )
    assert (ticked.clock.kept, ticked.clock.missed, ticked.clock.due_at) == (2, 1, at("10-16 11:00"))
    assert stop(ticked.clock, at("10-16 10:45"), under).state is ClockState.LATE
    assert (
        stop(tick(clock, at("10-16 10:40"), under, met=lambda _: True).clock, at("10-16 10:45"), under).state
        is ClockState.MET
    )


def test_intervals_of_working_time_skip_the_night() -> None:
    under = told(every="2 work hours")
    clock = start(None, "tools", at("10-16 17:00"), DueMoment(), under)
    assert (clock.due_at, clock.counts) == (at("10-19 10:00"), Counts.WORK)
    assert resume(pause(clock, at("10-16 17:30")), at("10-19 09:30"), under).due_at == at("10-19 11:00")


def test_a_tick_that_is_far_behind_ends() -> None:
    under = told(every="1 minute")
    clock = start(None, "tools", at("01-01 00:00"), DueMoment(), under)
    first = tick(clock, at("01-02 00:00"), under)
    second = tick(first.clock, at("01-02 00:00"), under)
    assert (len(first.happenings), len(second.happenings)) == (1000, 440)


def test_late_and_remaining_are_told_in_the_clocks_own_unit() -> None:
    clock = begun("10-16 17:00", within="1 workday")
    assert clock.remaining(at("10-17 12:00"), CALENDAR) == timedelta(hours=6.5)
    assert clock.remaining(at("10-19 18:00"), CALENDAR) == timedelta(hours=-1)
    assert (clock.is_late_at(at("10-19 17:00")), clock.is_late_at(at("10-19 17:01"))) == (False, True)
    paused = pause(clock, at("10-19 09:00"))
    assert paused.remaining(at("10-30 12:00"), CALENDAR) == timedelta(hours=6.5)
    assert not paused.is_late_at(at("10-30 12:00"))
    assert stop(clock, at("10-19 09:00"), PLAIN).remaining(at("10-19 09:00"), CALENDAR) is None


def test_settings_are_settled_when_terms_are_made() -> None:
    given: dict[str, object] = {"setting.ahead": 2, "setting.again": "1 workday"}
    made = terms(
        CALENDAR,
        warn=[parse_warn("setting.ahead hours before"), parse_warn("setting.none before")],
        remind=parse_remind("setting.again", 3),
        resolve=given.get,
    )
    assert made == Terms(calendar=CALENDAR, warn=(parse_amount("2 hours"),), remind=parse_amount("1 workday"), most=3)


MOMENTS = st.integers(0, 2_000_000_000_000_000).map(
    lambda count: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=count)
)
MAYBE = st.none() | MOMENTS
NAMES = st.lists(st.text(max_size=8), max_size=3).map(tuple)
CLOCKS = st.builds(
    Clock,
    name=st.just("offer"),
    run=st.integers(1, 9),
    state=st.sampled_from(ClockState),
    started_at=MOMENTS,
    due_at=MAYBE,
    counts=st.sampled_from(Counts),
    computed=st.booleans(),
    rule=st.none() | st.integers(0, 5),
    under=NAMES,
    earlier=st.lists(st.builds(EarlierDue, MAYBE, NAMES, MOMENTS), max_size=2).map(tuple),
    pauses=st.lists(st.tuples(MOMENTS, MOMENTS), max_size=2).map(tuple),
    paused_at=MAYBE,
    warns=st.lists(MOMENTS, max_size=2).map(tuple),
    remind_at=MAYBE,
    reminded=st.integers(0, 5),
    breached_at=MAYBE,
    ended_at=MAYBE,
    repeats=st.booleans(),
    kept=st.integers(0, 5),
    missed=st.integers(0, 5),
    overruled=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(CLOCKS)
def test_a_clock_comes_back_from_json_as_it_was(clock: Clock) -> None:
    assert from_json("offer", orjson.loads(orjson.dumps(to_json(clock)))) == clock


def test_json_is_compact_and_holds_whole_numbers() -> None:
    clock = begun("10-16 17:00", within="1 day")
    assert to_json(clock) == {
        "run": 1,
        "state": "running",
        "at": 1_792_141_200_000_000,
        "due": 1_792_227_600_000_000,
        "rule": 0,
    }


@pytest.mark.parametrize("broken", [{"run": "1"}, {"state": 3}, {"at": True}, {"warns": 5}, {"due": 1.5}])
def test_json_that_is_no_clock_is_refused(broken: dict[str, object]) -> None:
    said = to_json(begun("10-16 17:00", within="1 day")) | broken
    with pytest.raises(TypeError):
        from_json("offer", said)  # type: ignore[arg-type]


STEPS = st.lists(st.tuples(st.sampled_from(("pause", "resume", "tick")), st.integers(1, 4000)), max_size=12)


@settings(max_examples=150, deadline=None)
@given(STEPS, st.sampled_from(("3 days", "2 workdays", "90 minutes")))
def test_paused_time_is_never_charged(steps: list[tuple[str, int]], within: str) -> None:
    """Time left is what it was at first, less the time that ran: whatever was paused, and whenever it was looked at."""
    under = told("1 hour before")
    clock = begun("10-16 16:00", under, within=within)
    left = clock.remaining(clock.started_at, CALENDAR)
    assert left is not None
    now, ran = clock.started_at, timedelta(0)
    for step, minutes in steps:
        then, now = now, now + timedelta(minutes=minutes)
        if clock.state is ClockState.RUNNING:
            ran += CALENDAR.measure(then, now) if clock.counts is Counts.WORK else now - then
        if step == "tick":
            clock = tick(clock, now, under).clock
        else:
            clock = pause(clock, now) if step == "pause" else resume(clock, now, under)
        if left <= ran:
            return  # late: a pause moves it no more
        assert clock.remaining(now, CALENDAR) == left - ran
        assert not clock.is_late_at(now)
    assert replace(clock, warns=()).next_at == (clock.due_at if clock.state is ClockState.RUNNING else None)
