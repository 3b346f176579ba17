"""What an act does to the clocks: stops, drops, starts, pauses, and what is computed anew."""

from __future__ import annotations

from collections.abc import Collection

from gendan.core import deadlines, values
from gendan.core.deadlines import Clock, ClockState, Terms
from gendan.core.due import Due, DueMoment, FromField, due_moment
from gendan.core.engine.draft import Draft
from gendan.core.expression import Expression
from gendan.core.procedure import Action, Deadline, Moment, Trigger

AFTER = "after."
"""What the clock of an action that happens by itself, some time since a moment, is called: `after.expire`."""
KEEP = "keep."
"""What the clock of a field that is kept for some time after the end is called: `keep.phone`."""


def move(
    draft: Draft,
    acts: Collection[str],
    left: str | None,
    entered: str | None,
    *,
    final: bool = False,
    changed: Collection[str] = (),
    keep_running: bool = False,
) -> None:
    """Moves the clocks by the acts (an action, its part), the states left and entered, and the fields that changed.

    `keep_running`: stops and drops don't count (a split or merge keeps what runs).
    """
    plan, stands = draft.plan, draft.case.clocks
    names: dict[str, None] = {}
    for act in acts:
        names.update(dict.fromkeys(plan.by_act.get(act, ())))
    if left is not None:
        names.update(dict.fromkeys(plan.by_leave.get(left, ())))
    if entered is not None:
        names.update(dict.fromkeys(plan.by_enter.get(entered, ())))
    for name in names:
        _moved(draft, plan.procedure.deadlines[name], acts, left, entered, keep_running=keep_running)
    state = entered if entered is not None else draft.case.state
    if changed:
        _recomputed(draft, changed)
    by_time(draft, state, entered=entered is not None, final=final)
    if final:
        for name in {*stands, *draft.clocks}:
            clock = draft.clock(name)
            if clock is not None and not clock.has_ended:
                draft.set_clock(name, deadlines.drop(clock, draft.at))
        _kept(draft)
    else:
        _paused(draft, state)
        for field in plan.kept if entered is not None else ():
            clock = draft.clock(KEEP + field.name)
            if clock is not None and not clock.has_ended:
                draft.set_clock(clock.name, deadlines.drop(clock, draft.at))


def _moved(
    draft: Draft,
    deadline: Deadline,
    acts: Collection[str],
    left: str | None,
    entered: str | None,
    *,
    keep_running: bool,
) -> None:
    def came(triggers: tuple[Trigger, ...]) -> bool:
        for trigger in triggers:  # noqa: SIM110 - a generator would cost more than what it asks
            if hit(trigger, acts, left, entered):
                return True
        return False

    name, at = deadline.name, draft.at
    clock = draft.clock(name)
    if clock is not None and not clock.has_ended and not keep_running:
        if came(deadline.stops):
            clock = _stopped(draft, deadline, clock)
            draft.set_clock(name, clock)
        elif came(deadline.drops):
            clock = deadlines.drop(clock, at)
            draft.set_clock(name, clock)
    if came(deadline.starts) and (clock is None or clock.has_ended):
        if deadline.when is not None and not deadline.when.holds(draft.record):
            return
        draft.set_clock(name, begin(draft, deadline, clock))


def hit(trigger: Trigger, acts: Collection[str], left: str | None, entered: str | None) -> bool:
    """Whether what happened is what the trigger names."""
    if trigger.moment is Moment.ENTER:
        return trigger.name == entered
    if trigger.moment is Moment.LEAVE:
        return trigger.name == left
    return trigger.name in acts


def begin(draft: Draft, deadline: Deadline, previous: Clock | None) -> Clock:
    """A new run of the deadline's clock, from the moment at which the act happened."""
    if previous is None:
        known = draft.plan.started(deadline, draft.calendar, draft.at, draft.facts.under)
        if known is not None:
            return known
    due = DueMoment() if deadline.every is not None else due_of(draft, deadline.due, draft)
    clock = deadlines.start(previous, deadline.name, draft.at, due, terms_of(draft, deadline), under=_under(draft))
    if previous is None:
        draft.plan.keep_started(deadline, draft.calendar, draft.at, draft.facts.under, clock)
    return clock


def due_of(draft: Draft, rules: tuple[Due, ...], start: Draft | Clock) -> DueMoment:
    """When it is due by the rules, from the draft's moment or a clock's start."""
    return due_moment(
        rules,
        start=start.at if isinstance(start, Draft) else start.started_at,
        calendar=draft.calendar,
        resolve=draft.resolve,
        holds=lambda when: isinstance(when, Expression) and when.holds(draft.record),
    )


def terms_of(draft: Draft, deadline: Deadline) -> Terms:
    """What the deadline's clock runs under besides its due rules."""
    known = draft.plan.static_terms(deadline, draft.calendar)
    if known is not None:
        return known
    terms = deadlines.terms(
        draft.calendar, warn=deadline.warn, remind=deadline.remind, every=deadline.every, resolve=draft.resolve
    )
    draft.plan.keep_terms(deadline, draft.calendar, terms)
    return terms


def _under(draft: Draft) -> tuple[str, ...]:
    return (draft.facts.under,) if draft.facts.under else ()


def _stopped(draft: Draft, deadline: Deadline, clock: Clock) -> Clock:
    terms = terms_of(draft, deadline)
    if clock.repeats:
        clock = deadlines.tick(clock, draft.at, terms, lambda _: met(draft, deadline)).clock
    return deadlines.stop(clock, draft.at, terms)


def met(draft: Draft, deadline: Deadline) -> bool:
    """Whether an interval of the deadline is met by what stands."""
    return deadline.met is None or deadline.met.holds(draft.record)


def _recomputed(draft: Draft, changed: Collection[str]) -> None:
    for name, deadline in draft.plan.procedure.deadlines.items():
        clock = draft.case.clocks.get(name)
        if clock is None or clock.has_ended or name in draft.clocks:
            continue
        if not draft.plan.due_reads(name).isdisjoint(changed):
            draft.set_clock(name, recomputed(draft, deadline, clock))


def recomputed(draft: Draft, deadline: Deadline, clock: Clock) -> Clock:
    """The running clock by the rules and values of now, from its start."""
    if clock.repeats:
        return clock
    terms = terms_of(draft, deadline)
    return deadlines.recompute(clock, draft.at, due_of(draft, deadline.due, clock), terms, under=_under(draft))


def rest(draft: Draft) -> None:
    """Pauses and resumes the clocks by what holds now, where the case stands."""
    _paused(draft, draft.case.state)


def all_recomputed(draft: Draft) -> None:
    """Every running clock by the rules and values of now, from its start."""
    now = draft.at
    for name, clock in draft.case.clocks.items():
        deadline = draft.plan.procedure.deadlines.get(name)
        if deadline is not None and not clock.has_ended:
            draft.set_clock(name, recomputed(draft, deadline, clock))
    for action in draft.plan.by_time:
        running = draft.case.clocks.get(AFTER + action.name)
        if running is None or running.has_ended:
            continue
        draft.at = running.started_at
        due = _since(draft, action)
        draft.at = now
        if due.at != running.due_at:
            draft.set_clock(running.name, deadlines.recompute(running, now, due, Terms(calendar=draft.calendar)))


def _paused(draft: Draft, state: str) -> None:
    for deadline in draft.plan.pausing:
        clock = draft.clock(deadline.name)
        if clock is None or clock.has_ended:
            continue
        rests = state in deadline.pauses_in or (
            deadline.pauses_while is not None and deadline.pauses_while.holds(draft.record)
        )
        if rests and clock.state is ClockState.RUNNING:
            draft.set_clock(deadline.name, deadlines.pause(clock, draft.at))
        elif not rests and clock.state is ClockState.PAUSED:
            draft.set_clock(deadline.name, deadlines.resume(clock, draft.at, terms_of(draft, deadline)))


def by_time(draft: Draft, state: str, *, entered: bool, final: bool) -> None:
    """The clocks of actions that happen by themselves some time since a moment: they run where the action may start."""
    for action in draft.plan.by_time:
        name = AFTER + action.name
        clock = draft.clock(name)
        if final or state not in action.sources:
            if clock is not None and not clock.has_ended:
                draft.set_clock(name, deadlines.drop(clock, draft.at))
            continue
        terms = Terms(calendar=draft.calendar)
        due = _since(draft, action)
        if clock is None or (clock.has_ended and entered):
            draft.set_clock(name, deadlines.start(clock, name, draft.at, due, terms))
        elif not clock.has_ended and due.at != clock.due_at and _reads_field(action):
            draft.set_clock(name, deadlines.recompute(clock, draft.at, due, terms))


def _kept(draft: Draft) -> None:
    """With the case's end the time begins for which its fields are kept."""
    for field in draft.plan.kept:
        if field.keep is not None and values.filled(draft.record.name(field.name)):
            name = KEEP + field.name
            due = due_of(draft, (Due(amount=field.keep),), draft)
            draft.set_clock(
                name, deadlines.start(draft.clock(name), name, draft.at, due, Terms(calendar=draft.calendar))
            )


def _reads_field(action: Action) -> bool:
    return action.after is not None and action.after.since is not None


def _since(draft: Draft, action: Action) -> DueMoment:
    after = action.after
    assert after is not None  # chosen by the plan: an amount since a moment
    assert after.amount is not None
    if after.since is None:
        return due_of(draft, (Due(amount=after.amount),), draft)
    return due_of(draft, (Due(by=FromField(after.amount, after.since, after=True)),), draft)


def too_early(draft: Draft, clocks: tuple[Deadline, ...]) -> None:
    """Reasons earliest.D: what would stop a clock that may not be stopped yet."""
    for deadline in clocks:
        clock = draft.clock(deadline.name)
        if clock is None or clock.has_ended:
            continue
        earliest = due_of(draft, deadline.earliest, clock).at
        if earliest is not None and draft.at < earliest:
            draft.refuse(f"earliest.{deadline.name}", at=earliest)
