"""An action of the pack: judged, then made an event that says all that it changed."""

from __future__ import annotations

from collections.abc import Collection

from gendan.core import values
from gendan.core.action_plan import ActionPlan
from gendan.core.chain import is_open, voided
from gendan.core.command import Decision, EffectCall, Refusal, Verb
from gendan.core.engine import aftermath, children, given, judging, timing
from gendan.core.engine.draft import Draft
from gendan.core.events import Json, Kind
from gendan.core.plan import OPEN
from gendan.core.procedure import BACK, Role, Routing, State
from gendan.core.ways import Way, way


def act(draft: Draft, each: ActionPlan) -> Decision | Refusal:
    """Does an action that nobody signs, or refuses it for all reasons."""
    found = way(each.action.by, draft.record, entered_by=each.action.entered_by)
    if found is None:
        return draft.refused("access")
    again = reopened(draft, each)
    if not again:
        judging.stands(draft, each)
    judging.claimed(draft, found)
    judging.stale(draft)
    judging.moment(draft, each)
    take(draft, each, found)
    given.sets(draft, each.action.sets)
    judge(draft, each, found)
    to = None if again else target(draft, each)
    changed = given.changes(draft)
    conclude(draft, each, to, changed)
    if draft.reasons:
        return draft.refusal
    draft.begin(do=each.name, **{"for": found.stands_for, "by": found.party or None})
    perform(draft, each, found, to, changed, kind=Kind.ACTED, again=again)
    return draft.decision()


def take(draft: Draft, each: ActionPlan, found: Way) -> None:
    """Reads what is given with the action."""
    besides = {link.procedure for link in each.action.links}
    party = draft.actor.is_party(found.party)
    given.take(draft, each.asks, besides=besides, party_may_see=party or draft.actor.system)


def judge(draft: Draft, each: ActionPlan, found: Way) -> None:
    """Adds the reasons that the record, as it will be, gives against the action."""
    given.needs(draft, each.action.needs, each.asks)
    judging.gates(draft, each.gates)
    timing.too_early(draft, each.earliest)
    judging.unlike(draft, each, found)
    children.judge(draft, each)
    judging.seals(draft, each.name)


def conclude(draft: Draft, each: ActionPlan, to: str | None, changed: dict[str, Json]) -> None:
    """Adds the reasons against what the action leads to: unique values, children that would be left behind."""
    given.uniques(draft, changed, to)
    if to is not None and draft.plan.procedure.states[to].final is not None:
        judging.open_children(draft, draft.plan.procedure.openings)


def reopened(draft: Draft, each: ActionPlan) -> bool:
    """Whether the action is to be done again where the case stands, because what it sealed has changed."""
    return bool(each.covers_words) and each.ring is None and bool(draft.record.broken(each.name))


def target(draft: Draft, each: ActionPlan) -> str | None:
    """The state that the action leads to; None where the case stays."""
    draft.record.acting = each.name
    draft.record.forget()
    for option in each.action.to:
        if option.when is None or option.when.holds(draft.record):
            return (draft.case.back or draft.case.state) if option.state == BACK else option.state
    return None


def perform(
    draft: Draft,
    each: ActionPlan,
    found: Way,
    to: str | None,
    changed: dict[str, Json],
    *,
    kind: Kind,
    again: bool = False,
    signers: Collection[Json] = (),
    keep_running: bool = False,
) -> None:
    """Makes the event of a permitted action, and what follows from it."""
    body, case, plan = draft.body, draft.case, draft.plan
    opening = kind is Kind.OPENED
    own = given.own_values(draft, each.asks)
    if own:
        body["with"] = dict(own)
    if changed:
        body["set"] = dict(changed)
    cover(draft, each.name, changed)
    final = False
    if to is not None:
        final = enter(draft, to, each.name)
    else:
        follow_owner(draft, changed)
    if not final:
        claim(draft, found)
    if each.covers_words and each.ring is None:
        seal = {word: values.plain(draft.record.word(word)) for word in each.covers_words}
        draft.set_entry(each.name, {"done": 1, "seals": seal})
    left = case.state if to is not None and not opening else None
    timing.move(draft, (each.name,), left, to, final=final, changed=changed.keys(), keep_running=keep_running)
    members = plan.remembered.get(each.name)
    if members is not None:
        body["mem"] = dict(given.remembered(draft, members, each.asks))
        if signers:
            body["signers"] = list(signers)
    prioritize(draft)
    settle_pending(draft, each.name, to)
    if not again:
        children.open_all(draft, each)
        children.link_all(draft, each)
        if each.action.then:
            body["then"] = [effect.word for effect in each.action.then]
    identity = children.identity_of(draft) if opening else None
    if identity is not None:
        body.update(uid=identity.uid, number=identity.number, label=identity.label)
    draft.append(kind, case_id=identity.id if identity is not None else None)
    if not again:
        bring_about(draft, each)
    children.name_parent(draft)
    aftermath.follow(draft, moved=to is not None, changed=bool(changed))


def bring_about(draft: Draft, each: ActionPlan) -> None:
    """Adds what the action's `then` does, with its arguments as the draft's case stands."""
    draft.effects += [
        EffectCall(
            word=effect.word,
            arguments={name: expression.evaluate(draft.record) for name, expression in effect.arguments},
            to=effect.to,
        )
        for effect in each.action.then
    ]


def enter(draft: Draft, to: str, acting: str) -> bool:
    """Lets the case enter a state: whose turn it is, what it voids. Gives whether the state is final."""
    body, case = draft.body, draft.case
    state = draft.plan.procedure.states[to]
    draft.record.entering = to
    if case.state:
        body["from"] = case.state
    body["to"] = to
    if state.final is not None:
        body["final"] = state.final.value
    own(draft, state)
    for each in draft.plan.signed:
        if each.name == acting:
            continue
        entry = draft.entry(each.name)
        if is_open(entry):
            draft.set_entry(each.name, *voided(entry, "left"))
        elif entry.get("done") and to in each.sources:
            draft.set_entry(each.name, *voided(entry, "again"))
            draft.undo(each.name)
    return state.final is not None


def follow_owner(draft: Draft, changed: Collection[str]) -> None:
    """Where a field says whose turn it is, and another person or party stands in it now, the case is his; nothing is
    re-entered.
    """
    state = draft.plan.procedure.states.get(draft.case.state)
    owner = state.owner if state is not None else None
    if state is None or state.final is not None or owner is None:
        return
    if owner.by is Routing.PARTY and owner.of in changed:
        own(draft, state, anew=True)


def own(draft: Draft, state: State, *, anew: bool = False) -> None:
    """Whose turn it is in the state: its post's queue, a person in it, or an outside party. Who has it already keeps it
    where his post does, unless it is asked `anew`.
    """
    body, case, record = draft.body, draft.case, draft.record
    owner = state.owner if state.final is None else None
    post = owner.post if owner is not None else None
    holder: int | None = None
    party: str | None = None
    if owner is not None:
        chosen = draft.command.person if draft.command.verb is Verb.OPEN and draft.actor.system else None
        if post is not None and post == case.post and case.holder is not None and not anew:
            holder = case.holder
        elif chosen is not None and post in draft.facts.holders.get(chosen, ()):
            holder = chosen  # a routine opens it for him
        elif owner.by is Routing.ACTOR and owner.of is not None:
            holder = _last_actor(draft, owner.of)
        elif owner.by is Routing.PARTY and owner.of is not None:
            value = record.name(owner.of)
            holder = value if isinstance(value, int) and not isinstance(value, bool) else None
            party = value if isinstance(value, str) and value else None
        elif owner.by is not Routing.QUEUE:
            holder = draft.facts.route(owner.by, post, record.name(owner.of) if owner.of is not None else None)
    if state.final is None and state.waits is not None and state.waits in draft.plan.fields:
        value = record.name(state.waits)
        party = value if isinstance(value, str) and value else party
    if post != case.post:
        body["post"] = post
    if holder != case.holder:
        body["claim"] = holder or 0
    if party != case.party:
        body["party"] = party


def _last_actor(draft: Draft, action: str) -> int | None:
    if action == draft.record.acting:
        return draft.actor.person or None
    by = draft.record.memory(action).get("by")
    person = by[-1] if isinstance(by, list) and by else None
    return person if isinstance(person, int) else None


def claim(draft: Draft, found: Way) -> None:
    """An unclaimed act of the owner claims, unless the case goes to another post."""
    if not found.owner or draft.case.holder is not None or "post" in draft.body or draft.body.get("claim"):
        return
    person = found.stands_for or draft.actor.person
    if person:
        draft.body["claim"] = person


def cover(draft: Draft, acting: str, changed: Collection[str], *, but: str = "") -> None:
    """Voids what covers a field that changes: signatures, and acts done. The acting one itself is done with its change.

    `but` is a signed action whose own signing changes the field: the signature now given stands, those before do not.
    """
    if not changed:
        return
    for each in draft.plan.covering:
        if each.name == acting and each.name != but:
            continue
        if each.covers_fields.isdisjoint(changed):
            continue
        entry = draft.entry(each.name)
        if each.ring is not None:
            if entry.get("done") or is_open(entry):
                draft.set_entry(each.name, *voided(entry, "changed"))
        elif entry:
            draft.set_entry(each.name, None)
        draft.undo(each.name)


def prioritize(draft: Draft) -> None:
    """Computes the case's priority anew."""
    expression = draft.plan.procedure.priority
    if expression is None:
        return
    value = expression.evaluate(draft.record)
    # The checker lets a priority be a number, or yes or no.
    priority = int(value) if values.filled(value) and not isinstance(value, str) else 0  # type: ignore[call-overload]
    if priority != draft.case.priority:
        draft.body["priority"] = priority


def settle_pending(draft: Draft, action: str, to: str | None) -> None:
    """What waited for its gate waits no longer once it is done, or the case stands where it does not start."""
    gone = [
        name
        for name in draft.case.pending
        if name == action
        or (
            to is not None
            and name not in draft.plan.heard
            and (known := draft.plan.actions.get(name)) is not None
            and to not in known.sources
        )
    ]
    if gone:
        draft.body["pend"] = dict.fromkeys(gone)


def opened_by_party(draft: Draft, each: ActionPlan) -> None:
    """A party that opens a case under its own sign-in is the party that the opening names."""
    party = draft.actor.party
    if party is None:
        return
    for who in each.action.by:
        asked = each.asks.get(who.name)
        if who.role is Role.FIELD and asked is not None and not values.filled(draft.record.name(who.name)):
            draft.record.change(asked[0], party)


__all__ = ["OPEN", "act", "claim", "conclude", "cover", "enter", "judge", "perform", "take", "target"]
