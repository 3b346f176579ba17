"""换版 A running case comes to another version of its procedure: its names, its clocks, its signatures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from gendan.core import deadlines
from gendan.core.chain import is_open, without
from gendan.core.command import Decision, Refusal, Verb
from gendan.core.engine import acting, timing
from gendan.core.engine.draft import Draft
from gendan.core.events import Json, Kind
from gendan.core.pack import renamed
from gendan.core.past import Passed
from gendan.core.procedure import Deadline


def move(draft: Draft) -> Decision | Refusal:
    """Moves the case to this version of its procedure: `extra` has the mappings `states` and `fields`, old to new, as
    `migrates` has them; and `clocks`, the deadlines of each procedure that the version before has not.

    A clock that is new here runs from when it would have been started, had it been there, unless what stops or drops it
    has come since: whether its `when` holds is asked of the case as it stands.
    """
    if not draft.actor.system:
        return draft.refused("access")
    case, plan, extra = draft.case, draft.plan, draft.command.extra
    states, fields = _names(extra.get("states")), _names(extra.get("fields"))
    procedure = plan.procedure.name
    state = renamed(states, procedure, case.state)
    back = renamed(states, procedure, case.back) if case.back else case.back
    stands = plan.procedure.states.get(state)
    if stands is None or (stands.final is None) != (case.final is None):
        return draft.refused("state", state=case.state, action=Verb.MOVE.value)
    kinds = plan.procedure.kinds
    if kinds and case.kind is None:
        return draft.refused("needs.kind")
    if kinds and case.kind not in kinds:
        # Its conditions, clocks and required fields would all read a kind that is not there.
        return draft.refused("value.kind", given=case.kind, expected={"type": "choice", "options": list(kinds)})
    draft.begin(by_person=draft.command.person, definition=draft.facts.definition)
    if plan.full_name != case.procedure:
        draft.body["procedure"] = plan.full_name
    if state != case.state:
        draft.body["state"] = state
    if back != case.back:
        draft.body["back"] = back
    patch: dict[str, Json] = {}
    for old, value in case.data.items():
        new = renamed(fields, procedure, old)
        if new != old:
            patch.setdefault(old, None)
            if new in plan.fields:
                patch[new] = value
    if patch:
        draft.body["set"] = patch
    if case.final is None:
        _post(draft, state)
        _signatures(draft)
        runs = {*plan.procedure.deadlines, *(timing.AFTER + each.name for each in plan.by_time)}
        for name, clock in case.clocks.items():
            if name not in runs and not clock.has_ended:
                draft.set_clock(name, deadlines.drop(clock, draft.now))
    draft.append(Kind.MOVED)
    if case.final is None:
        _start(draft, _added(extra.get("clocks"), procedure), states)
    return draft.decision()


def _post(draft: Draft, state: str) -> None:
    owner = draft.plan.procedure.states[state].owner
    post = owner.post if owner is not None else None
    if post != draft.case.post:
        draft.body["post"] = post
        if draft.case.holder is not None:
            draft.body["claim"] = 0


def _signatures(draft: Draft) -> None:
    """Open signatures of slots that are gone are void, and with them what was handed over or added there."""
    for name in draft.case.chain:
        entry = draft.entry(name)
        if not is_open(entry):
            continue
        each = draft.plan.actions.get(name)
        left, gone = without(entry, each.slots if each is not None and each.ring is not None else ())
        if left != entry:
            draft.set_entry(name, left, gone)


def _start(draft: Draft, added: Collection[str], states: Mapping[str, str]) -> None:
    """Starts the clocks that this version adds, by what has happened to the case: an event of its own, since conditions
    and due rules are asked of the case as it is called now."""
    plan, case, now = draft.plan, draft.case, draft.at
    past = [_known(each, states, plan.procedure.name) for each in draft.facts.past()] if added else []
    for name in added:
        deadline, clock = plan.procedure.deadlines.get(name), case.clocks.get(name)
        if deadline is None or (clock is not None and not clock.has_ended):
            continue
        begun = _begun(deadline, past)
        if begun is not None and (deadline.when is None or deadline.when.holds(draft.record)):
            draft.at = begun.at
            draft.set_clock(name, timing.begin(draft, deadline, clock))
    draft.at = case.entered_at or now
    timing.by_time(draft, case.state, entered=False, final=False)
    draft.at = now
    if draft.clocks:
        timing.rest(draft)
        acting.prioritize(draft)
        draft.append(Kind.RECOMPUTED)


def _begun(deadline: Deadline, past: Iterable[Passed]) -> Passed | None:
    """What last started the deadline's clock and was followed by nothing that stops or drops it."""
    begun: Passed | None = None
    for each in past:
        if any(timing.hit(on, each.acts, each.left, each.entered) for on in (*deadline.stops, *deadline.drops)):
            begun = None
        if begun is None and any(timing.hit(on, each.acts, each.left, each.entered) for on in deadline.starts):
            begun = each
    return begun


def _known(each: Passed, states: Mapping[str, str], procedure: str) -> Passed:
    """What happened, with the states as this version calls them."""
    left, entered = (renamed(states, procedure, name) if name else None for name in (each.left, each.entered))
    return Passed(at=each.at, acts=each.acts, left=left, entered=entered)


def _added(clocks: object, procedure: str) -> tuple[str, ...]:
    named = clocks.get(procedure) if isinstance(clocks, Mapping) else None
    return tuple(str(each) for each in named) if isinstance(named, list | tuple) else ()


def _names(names: object) -> dict[str, str]:
    """A mapping of names, as a command has it."""
    said = names if isinstance(names, Mapping) else {}
    return {old: new for old, new in said.items() if isinstance(new, str)}
