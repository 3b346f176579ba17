"""What the system does to a case: time passes, a child tells, another case joins, rules change."""

from __future__ import annotations

from collections.abc import Mapping

from gendan.core import deadlines
from gendan.core.command import Decision, EffectCall, Refusal
from gendan.core.deadlines import Happens
from gendan.core.engine import acting, aftermath, children, claims, given, timing
from gendan.core.engine.draft import Draft
from gendan.core.events import Json, Kind, microseconds
from gendan.core.procedure import Deadline
from gendan.core.ways import superior

EFFECT_WARNED = "deadline.warned"
EFFECT_LATE = "deadline.late"
EFFECT_REMINDED = "deadline.reminded"
EFFECT_MISSED = "deadline.missed"
"""The effects that tell people of a clock: arguments `deadline` and `due`, to whom the deadline notifies."""

_TELLS = {
    Happens.WARNED: EFFECT_WARNED,
    Happens.BREACHED: EFFECT_LATE,
    Happens.REMINDED: EFFECT_REMINDED,
    Happens.MISSED: EFFECT_MISSED,
}


def tick(draft: Draft) -> Decision | Refusal:
    """Looks at every clock of the case; at what areas know of it by now; at what hangs on the day; and at what may
    happen by itself. Without news there is no event."""
    if not draft.actor.system:
        return draft.refused("access")
    ticks: list[Json] = []
    late: list[str] = []
    expired: list[str] = []
    for name, clock in draft.case.clocks.items():
        if clock.has_ended or clock.next_at is None or clock.next_at > draft.now:
            continue
        deadline = draft.plan.procedure.deadlines.get(name)
        if name.startswith(timing.KEEP):
            expired.append(name)
        elif deadline is None:
            _by_time(draft, name, ticks)
        else:
            _tick(draft, deadline, ticks, late)
    if ticks:
        draft.body["ticks"] = ticks
    if news := given.news(draft):
        draft.body["set"] = dict(news)
    if draft.case.final is None:
        timing.rest(draft)
        acting.prioritize(draft)
    if draft.body or draft.clocks:
        draft.append(Kind.TICKED)
    if expired:
        _expire(draft, expired)
    for name in late:
        for action in draft.plan.by_late[name]:
            if draft.case.state in action.sources:
                aftermath.queue(draft, action)
    aftermath.by_itself(draft)
    return draft.decision()


def _tick(draft: Draft, deadline: Deadline, ticks: list[Json], late: list[str]) -> None:
    clock = draft.case.clocks[deadline.name]
    ticked = deadlines.tick(clock, draft.now, timing.terms_of(draft, deadline), lambda _: timing.met(draft, deadline))
    draft.set_clock(deadline.name, ticked.clock)
    for happening in ticked.happenings:
        ticks.append([deadline.name, happening.kind.value, microseconds(happening.at)])
        if (word := _TELLS.get(happening.kind)) is not None:
            to = ("owner",) if happening.kind is Happens.WARNED else deadline.notify
            arguments = {"deadline": deadline.name, "due": clock.due_at}
            draft.effects.append(EffectCall(word=word, arguments=arguments, to=to))
        if happening.kind in (Happens.BREACHED, Happens.MISSED) and deadline.name not in late:
            late.append(deadline.name)


def _by_time(draft: Draft, name: str, ticks: list[Json]) -> None:
    """The time of an action that happens by itself has come. Its clock ends unjudged: nobody was late."""
    clock = draft.case.clocks[name]
    each = draft.plan.actions.get(name.removeprefix(timing.AFTER))
    draft.set_clock(name, deadlines.drop(clock, draft.now))
    ticks.append([name, "came", microseconds(clock.due_at or draft.now)])
    if each is not None and draft.case.state in each.sources:
        aftermath.queue(draft, each.action)


def _expire(draft: Draft, clocks: list[str]) -> None:
    """Fields whose time has ended are emptied. That they were filled, and until when, stays."""
    for name in clocks:
        draft.set_clock(name, deadlines.drop(draft.case.clocks[name], draft.now))
    draft.body["set"] = {name.removeprefix(timing.KEEP): None for name in clocks}
    draft.append(Kind.EXPIRED)


def tell(draft: Draft) -> Decision | Refusal:
    """Hears from a child, or from a case that was joined: where it stands, and its figures; what its end sets going.

    Heard late, an older word than what is known already changes nothing.
    """
    extra, plan = draft.command.extra, draft.plan
    name, child = extra.get("name"), extra.get("child")
    if not draft.actor.system:
        return draft.refused("access")
    if not isinstance(name, str) or not isinstance(child, int):
        return draft.refused("missing")
    known = next((each for each in draft.record.children(name) if each.get("id") == child), None)
    if known is None:
        return draft.refused("missing")
    final, seq = extra.get("final"), extra.get("seq")
    if isinstance(seq, int) and isinstance(heard := known.get("seq"), int) and heard >= seq:
        return draft.decision()
    if final is None and name not in plan.reads_children:
        return draft.decision()
    opening = plan.procedure.openings.get(name)
    gives = opening.gives if opening is not None else tuple((each, each) for each in _mapping(extra.get("data")))
    data, types = _mapping(extra.get("data")), _mapping(extra.get("types"))
    told: dict[str, Json] = {**known, "state": _text(extra.get("state")), "final": _text(final) or None}
    if isinstance(seq, int):
        told["seq"] = seq
    figures = {ours: data[theirs] for ours, theirs in gives if theirs in data}
    typed = {ours: types[theirs] for ours, theirs in gives if theirs in data and theirs in types}
    if figures:
        told["gives"] = figures
    if typed:
        told["types"] = typed
    if told == {"seq": seq, **known}:
        return draft.decision()
    children.know(draft, name, told)
    timing.move(draft, (), None, None)
    acting.prioritize(draft)
    draft.append(Kind.TOLD)
    then = dict(opening.then).get(str(extra.get("state"))) if opening is not None and final is not None else None
    if then is not None and known.get("final") is None:
        aftermath.queue(draft, plan.actions[then].action)
    aftermath.by_itself(draft)
    return draft.decision()


def link(draft: Draft) -> Decision | Refusal:
    """Another case has joined this one: it will be told what becomes of it, at once where it has ended already."""
    extra = draft.command.extra
    other, name = extra.get("id"), extra.get("name")
    if not draft.actor.system:
        return draft.refused("access")
    if not isinstance(other, int) or not isinstance(name, str):
        return draft.refused("missing")
    if any(each.get("id") == other for each in draft.record.children(children.LINKS)):
        return draft.decision()
    number = extra.get("number")
    children.know(
        draft,
        children.LINKS,
        {"id": other, "name": name, "number": number if isinstance(number, str) else "", "linked": True},
    )
    draft.append(Kind.LINKED)
    aftermath.tell(draft)
    return draft.decision()


def recompute(draft: Draft) -> Decision | Refusal:
    """Computes running clocks anew by the rules of now; or, by a superior and with his reason, decides otherwise.

    `extra["overrule"]` names clocks and whether each counts as met.
    """
    overrule = draft.command.extra.get("overrule")
    if isinstance(overrule, Mapping):
        return _overrule(draft, overrule)
    if not draft.actor.system:
        return draft.refused("access")
    timing.all_recomputed(draft)
    if draft.clocks:
        draft.begin(reason=draft.command.reason)
        draft.append(Kind.RECOMPUTED)
    return draft.decision()


def _overrule(draft: Draft, overrule: Mapping[object, object]) -> Decision | Refusal:
    owners = {state.owner.post for state in draft.plan.procedure.states.values() if state.owner is not None}
    if not superior(draft.case, draft.actor) and (draft.case.final is None or not owners & draft.actor.oversees):
        return draft.refused("access")
    reason = claims.reason_of(draft)
    decided: dict[str, Json] = {}
    for name, met in overrule.items():
        clock = draft.case.clocks.get(str(name))
        deadline = draft.plan.procedure.deadlines.get(str(name))
        if clock is None or deadline is None or not isinstance(met, bool):
            draft.refuse("missing", what=str(name))
            continue
        terms = timing.terms_of(draft, deadline)
        draft.set_clock(str(name), deadlines.overrule(clock, draft.now, met=met, terms=terms))
        decided[str(name)] = met
    if draft.reasons:
        return draft.refusal
    if not draft.clocks:
        return draft.decision()
    draft.begin(reason=reason, overrule=decided)
    draft.append(Kind.RECOMPUTED)
    return draft.decision()


def pend(draft: Draft, refusal: Refusal) -> Decision | Refusal:
    """An action by itself that meets closed gates waits for them, and is shown waiting; other refusals stand.

    What a child's end starts waits too where the case stands elsewhere just now: the child does not end twice.
    """
    action = draft.command.action or ""
    codes = [reason.code for reason in refusal.reasons]
    families = {reason.family for reason in refusal.reasons}
    if action in draft.plan.heard:
        families.discard("state")
    if not families.isdisjoint(_NOT_WAITING) or draft.case.final is not None:
        return refusal
    known = draft.case.pending.get(action)
    if known == codes:
        return draft.decision()  # it waits already, and for the same
    draft.body, draft.clocks = {}, {}
    draft.at = draft.now
    draft.begin(do=action)
    draft.body["pend"] = {action: list[Json](codes)}
    draft.append(Kind.PENDED)
    return draft.decision()


_NOT_WAITING = frozenset({"access", "missing", "state", "stale", "value", "unasked", "happened", "basis"})


def _mapping(value: object) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
