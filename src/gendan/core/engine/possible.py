"""What may be done with a case now, by one person: every action, open or with the reasons why it is closed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from gendan.core.action_plan import ActionPlan
from gendan.core.amount import DueError
from gendan.core.case import Case
from gendan.core.chain import is_open
from gendan.core.command import Actor, Available, Command, Verb
from gendan.core.engine import acting, claims, given, judging, signing, timing
from gendan.core.engine.apart import OTHERS, ROWS
from gendan.core.engine.draft import Draft
from gendan.core.expression import EvaluationError
from gendan.core.facts import Facts
from gendan.core.plan import OPEN, Plan
from gendan.core.refusals import Reason
from gendan.core.ways import superior, way
from gendan.core.worktime import Calendar

REASON: Final = "reason"
"""What a correction asks besides the fields of the action."""


def possible(
    plan: Plan, case: Case, facts: Facts, actor: Actor, calendar: Calendar, now: datetime
) -> tuple[Available, ...]:
    """See `gendan.core.engine.available`."""

    def draft(verb: Verb, action: str | None = None) -> Draft:
        command = Command(verb=verb, case=case.id, action=action)
        return Draft.of(plan, case, command, facts, actor, calendar, now)

    found = [_guarded(draft(Verb.ACT, each.name), each) for each in plan.actions.values() if each.name != OPEN]
    found += _of_signers(draft, plan)
    found += _of_owner(draft(Verb.CLAIM))
    found += _corrections(draft, plan)
    return tuple(found)


def asked(plan: Plan, action: str) -> tuple[str, ...] | None:
    """See `gendan.core.engine.asked`."""
    each = plan.actions.get(action)
    return None if each is None or each.name == OPEN or each.ring is not None else _asks(each)


def _guarded(draft: Draft, each: ActionPlan) -> Available:
    try:
        return _signed(draft, each) if each.ring is not None else _plain(draft, each)
    except EvaluationError as fault:
        return Available(action=each.name, reasons=(Reason("basis", {"what": str(fault)}),))
    except DueError as fault:
        return Available(action=each.name, reasons=(Reason("basis", {"what": fault.code}),))


def _plain(draft: Draft, each: ActionPlan) -> Available:
    asks = _asks(each)
    needs = (*_needed(draft, each.action.needs, each.asks), *asks[len(each.asks) :])
    found = way(each.action.by, draft.record, entered_by=each.action.entered_by)
    if found is None:
        draft.refuse("access")
    else:
        if not acting.reopened(draft, each):
            judging.stands(draft, each)
        judging.claimed(draft, found)
        _needs_unasked(draft, each.action.needs, each.asks)
        judging.gates(draft, each.gates, _open_questions(each.asks, each))
        timing.too_early(draft, each.earliest)
        judging.unlike(draft, each, found)
        judging.open_children(
            draft, [opening.name for opening in each.action.opens if not opening.many and opening.when is None]
        )
        if each.action.split is not None or each.action.merge is not None:
            judging.open_children(draft, draft.plan.procedure.openings)
        judging.seals(draft, each.name)
        if not each.asks and each.action.to:
            to = acting.target(draft, each)
            if to is not None and draft.plan.procedure.states[to].final is not None:
                judging.open_children(draft, draft.plan.procedure.openings)
    return Available(action=each.name, reasons=draft.refusal.reasons, asks=asks, needs=needs)


def _asks(each: ActionPlan) -> tuple[str, ...]:
    """What an action without signatures asks: its fields, then the cases that it links, the rows and cases that it
    takes."""
    return (
        *each.asks,
        *(link.procedure for link in each.action.links),
        *((ROWS,) if each.action.split is not None else ()),
        *((OTHERS,) if each.action.merge is not None else ()),
    )


def _signed(draft: Draft, each: ActionPlan) -> Available:
    chain = signing.chain_of(draft, each)
    place = signing.place_of(draft, chain)
    if place is None:
        draft.refuse("access")
        return Available(action=each.name, reasons=draft.refusal.reasons, asks=tuple(each.asks), signs=True)
    part = place.slot.part
    asks = signing.asks_of(each, place.slot)
    needs = (*each.action.needs, *(part.needs if part is not None else ()))
    if not chain.again:
        judging.stands(draft, each)
    _needs_unasked(draft, needs, asks)
    signing.judge(draft, chain, place, spared=_open_questions(asks, each), needs=False)
    return Available(
        action=each.name,
        reasons=draft.refusal.reasons,
        asks=tuple(asks),
        needs=_needed(draft, needs, asks),
        signs=True,
        part=part.name if part is not None else None,
    )


def _open_questions(asks: given.Asks, each: ActionPlan) -> frozenset[str]:
    """The names whose values the act will still change."""
    return frozenset((*asks, *(name for name, _ in each.action.sets)))


def _needed(draft: Draft, needs: tuple[str, ...], asks: given.Asks) -> tuple[str, ...]:
    """The asked fields that must be filled: those in `needs`, and those that `required` wants as the case stands."""
    required = [
        name
        for name, (field, _) in asks.items()
        if name not in needs and field.required is not None and field.required.holds(draft.record)
    ]
    return (*(name for name in needs if name in asks), *required)


def _needs_unasked(draft: Draft, needs: tuple[str, ...], asks: given.Asks) -> None:
    """Reasons needs.F for what the action needs and does not ask itself."""
    given.needs(draft, [name for name in needs if name not in asks], {})


def _of_signers(draft: Callable[[Verb, str], Draft], plan: Plan) -> list[Available]:
    found: list[Available] = []
    for each in plan.signed:
        for verb in (Verb.REJECT, Verb.WITHDRAW, Verb.HAND_SIGNATURE, Verb.ADD_SIGNER, Verb.DEPUTE):
            one = draft(verb, each.name)
            _signer_may(one, each, verb)
            if any(reason.code == "access" for reason in one.reasons):
                continue
            needs = {Verb.REJECT: ("reason",), Verb.WITHDRAW: ()}.get(verb, ("person",))
            asks = ("reason",) if verb in (Verb.REJECT, Verb.WITHDRAW) else ("person", "reason")
            found.append(
                Available(action=f"{verb.value}:{each.name}", reasons=one.refusal.reasons, asks=asks, needs=needs)
            )
    return found


def _corrections(draft: Callable[[Verb, str], Draft], plan: Plan) -> list[Available]:
    """What was recorded and may still be corrected, by whom it is his to correct."""
    found: list[Available] = []
    for each in plan.actions.values():
        corrects = each.action.corrects
        if corrects is None or not each.asks:
            continue
        one = draft(Verb.CORRECT, each.name)
        with suppress(EvaluationError, DueError):
            if way(corrects.by, one.record) is not None and not claims.too_late(one, each.name):
                asks = (*each.asks, *(() if REASON in each.asks else (REASON,)))
                found.append(Available(action=f"{Verb.CORRECT.value}:{each.name}", asks=asks, needs=(REASON,)))
    return found


def _signer_may(draft: Draft, each: ActionPlan, verb: Verb) -> None:
    chain = signing.chain_of(draft, each)
    if verb is Verb.WITHDRAW:
        if chain.signing.mine(draft.actor) is None or not is_open(chain.entry):
            draft.refuse("access")
        return
    place = signing.place_of(draft, chain)
    if place is None or draft.case.state not in each.sources:
        draft.refuse("access")
    elif place.key in chain.signing.standing or chain.signing.has_signed(draft.actor, place.way):
        draft.refuse("signed", slot=place.key)
    elif verb is Verb.REJECT and not place.unsigned and not chain.signing.open_to(place):
        draft.refuse("turn", waits_for=[waited for waited in chain.signing.waits_for() if waited != place.key])


def _of_owner(draft: Draft) -> list[Available]:
    """Claiming and what goes with it, and the remark that whoever sees the case may make."""
    case, actor = draft.case, draft.actor
    found: list[Available] = []
    if case.final is None and case.post is not None and actor.person:
        mine = case.holder == actor.person
        in_post = case.post in actor.posts or any(case.post in posts for posts in actor.stands_in.values())
        over = superior(case, actor) or (case.holder is not None and case.holder in actor.stands_in)
        if in_post and not mine:
            reasons = () if case.holder is None else (Reason("claimed", {"holder": case.holder}),)
            found.append(Available(action=Verb.CLAIM.value, reasons=reasons))
        if case.holder is not None and (mine or over):
            found.append(Available(action=Verb.RELEASE.value, asks=("reason",)))
        if over and not mine:
            found.append(Available(action=Verb.TAKE_OVER.value, asks=("reason",)))
        if mine or over or (in_post and case.holder is None):
            found.append(Available(action=Verb.HAND_OVER.value, asks=("person", "reason"), needs=("person",)))
    if actor.person:
        found.append(Available(action=Verb.COMMENT.value, asks=("text",), needs=("text",)))
        found.append(Available(action=Verb.ATTACH.value, asks=("file",), needs=("file",)))
    return found
