"""What a command leads to, and what may be done now. Pure: no clock, no database, no words in any language.

`decide` is the only judge. It answers with events that say all that changed, or with every reason why not: `access`
alone, all others together, judged on the record as it will be.
"""

from __future__ import annotations

from datetime import datetime

from gendan.core.action_plan import ActionPlan
from gendan.core.amount import DueError
from gendan.core.case import Case
from gendan.core.command import Actor, Available, Command, Decision, Refusal, Verb
from gendan.core.engine import acting, apart, claims, moving, opening, possible, signing, system
from gendan.core.engine.draft import Draft
from gendan.core.expression import EvaluationError
from gendan.core.facts import Facts
from gendan.core.plan import OPEN, plan_of
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason
from gendan.core.worktime import Calendar

__all__ = ["asked", "available", "decide", "words_needed", "words_needed_for_all"]

_SIGNERS = {
    Verb.REJECT: signing.reject,
    Verb.WITHDRAW: signing.withdraw,
    Verb.HAND_SIGNATURE: signing.hand_signature,
    Verb.ADD_SIGNER: signing.add_signer,
    Verb.DEPUTE: signing.depute,
}
_BUILT_IN = {
    Verb.CLAIM: claims.claim,
    Verb.RELEASE: claims.release,
    Verb.TAKE_OVER: claims.take_over,
    Verb.HAND_OVER: claims.hand_over,
    Verb.COMMENT: claims.comment,
    Verb.ATTACH: claims.attach,
    Verb.CORRECT: claims.correct,
    Verb.TICK: system.tick,
    Verb.TELL: system.tell,
    Verb.LINK: system.link,
    Verb.RECOMPUTE: system.recompute,
    Verb.MOVE: moving.move,
}


def decide(
    procedure: Procedure,
    case: Case | None,
    command: Command,
    facts: Facts,
    actor: Actor,
    calendar: Calendar,
    now: datetime,
) -> Decision | Refusal:
    """What `command` by `actor` does to `case` at the moment `now` (aware, UTC), or every reason why it may not.

    `case` is None for OPEN. For MOVE, `procedure` is the version that the case goes to. The new case is the fold of the
    decision's events. What values or settings make impossible to judge is refused with the reason `basis`.
    """
    plan = plan_of(procedure)
    if (case is None) != (command.verb is Verb.OPEN):
        return Refusal(reasons=(Reason("missing"),))
    stands = case if case is not None else opening.blank(plan, command, facts)
    draft = Draft.of(plan, stands, command, facts, actor, calendar, now)
    try:
        answer = _answer(draft)
    except EvaluationError as fault:
        return Refusal(reasons=(Reason("basis", {"what": str(fault)}),))
    except DueError as fault:
        return Refusal(reasons=(Reason("basis", {"what": str(fault.parameters.get("name", fault.code))}),))
    if isinstance(answer, Refusal) and actor.system and command.verb is Verb.ACT and command.action in plan.actions:
        return system.pend(Draft.of(plan, stands, command, facts, actor, calendar, now), answer)
    return answer


def _answer(draft: Draft) -> Decision | Refusal:
    command, plan = draft.command, draft.plan
    verb = command.verb
    if verb is Verb.OPEN:
        return opening.open_case(draft)
    if (built_in := _BUILT_IN.get(verb)) is not None:
        return built_in(draft)
    part = command.action if command.action in plan.part_of else None
    name = plan.part_of[part] if part is not None else command.action
    each = plan.actions.get(name or "")
    if each is None or each.name == OPEN:
        return draft.refused("missing", what=command.action)
    if verb is Verb.ACT:
        return _act(draft, each, part)
    if each.ring is None:
        return draft.refused("missing", what=command.action)
    return _SIGNERS[verb](draft, each)


def _act(draft: Draft, each: ActionPlan, part: str | None) -> Decision | Refusal:
    if each.ring is not None:
        return signing.sign(draft, each, part)
    if each.action.split is not None:
        return apart.split(draft, each)
    if each.action.merge is not None:
        return apart.merge(draft, each)
    return acting.act(draft, each)


def available(
    procedure: Procedure, case: Case, facts: Facts, actor: Actor, calendar: Calendar, now: datetime
) -> tuple[Available, ...]:
    """Every action of the procedure in its order, then the built-in verbs, each open or with all reasons why not.

    Fields that are still to be filled are no reason, nor is a gate that reads one of them: the act itself will judge.
    """
    return possible.possible(plan_of(procedure), case, facts, actor, calendar, now)


def asked(procedure: Procedure, action: str) -> tuple[str, ...] | None:
    """What an action asks, as `available` tells it, of whoever does it in whichever state.

    None where that is not certain: of an action that is signed, whose turn it is decides.
    """
    return possible.asked(plan_of(procedure), action)


def words_needed(procedure: Procedure, command: Command) -> frozenset[str]:
    """The facts by which `command` will be judged: areas' words, `parent`, `open_cases`. No other need be loaded."""
    plan = plan_of(procedure)
    verb = command.verb
    if verb is Verb.ACT or verb in _SIGNERS:
        return plan.needed(command.action)
    if verb is Verb.OPEN:
        return plan.needed(OPEN)
    if verb is Verb.TICK:
        return plan.needed_for_tick
    if verb in (Verb.RECOMPUTE, Verb.CORRECT, Verb.MOVE):
        return plan.needed_for_clocks
    if verb is Verb.TELL:
        return plan.needed(None)
    return frozenset()


def words_needed_for_all(procedure: Procedure) -> frozenset[str]:
    """The facts by which everything on a case's page is judged."""
    return plan_of(procedure).needed_for_all
