"""The reasons why an action may not be done: each rule adds its own, none hides another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gendan.core import values
from gendan.core.action_plan import ActionPlan
from gendan.core.amount import subtract_amount
from gendan.core.engine.draft import Draft
from gendan.core.events import Json
from gendan.core.expression import EvaluationError
from gendan.core.procedure import Gate
from gendan.core.ways import Way


def stands(draft: Draft, each: ActionPlan) -> bool:
    """Whether the action starts from where the case stands; the reason `state` where it does not."""
    case = draft.case
    if case.state in each.sources and (case.final is None or each.action.reopens):
        return True
    draft.refuse("state", state=case.state, action=each.name, final=case.final)
    return False


def claimed(draft: Draft, way: Way) -> None:
    """The reason `claimed`: it is the owner's to do, and somebody else has the case."""
    holder = draft.case.holder
    if way.owner and holder is not None and holder not in (draft.actor.person, way.stands_for):
        draft.refuse("claimed", holder=holder)


def stale(draft: Draft) -> None:
    """The reason `stale`: the case has changed since the version that the command saw."""
    seen = draft.command.seen
    if seen is not None and seen != draft.case.version:
        draft.refuse("stale", seen=seen, stands=draft.case.version)


def moment(draft: Draft, each: ActionPlan) -> None:
    """Takes the moment at which it happened; the reason `happened` where it is not allowed."""
    happened = draft.command.happened
    if happened is None or happened == draft.now:
        return
    allowed = each.action.happened
    settled = allowed.settled(draft.resolve) if allowed is not None else None
    opened = draft.case.opened_at
    floor = subtract_amount(draft.now, settled, draft.calendar) if settled is not None else draft.now
    if opened is not None:
        floor = max(floor, opened)
    if settled is None or not floor <= happened <= draft.now:
        draft.refuse("happened", given=happened, earliest=floor, latest=draft.now)
        return
    draft.at = happened
    draft.record.at = happened


def gates(draft: Draft, named: Iterable[tuple[str, Gate]], spared: frozenset[str] = frozenset()) -> None:
    """Reasons gate.X for closed gates, each with what it says and the comparisons that fail.

    A gate that reads a field in `spared` is not judged: it may open with what is still to be filled.
    """
    record = draft.record
    for code, gate in named:
        try:
            if gate.when.holds(record):
                continue
            if spared and not spared.isdisjoint(draft.plan.reads(gate.when)):
                continue
            comparisons = [
                {
                    "left": each.left,
                    "operator": each.operator,
                    "right": each.right,
                    "left_value": values.plain(each.left_value),
                    "right_value": values.plain(each.right_value),
                }
                for each in gate.when.explain(record)
            ]
        except EvaluationError as fault:
            # A value of a kind that the condition can't judge keeps the gate closed, and is told.
            comparisons = [{"left": gate.when.text, "operator": fault.code, "right": ""}]
        draft.refuse(code, says={"zh": gate.says.zh, "en": gate.says.en}, comparisons=comparisons)


def unlike(draft: Draft, each: ActionPlan, way: Way) -> None:
    """Reasons unlike.ACTION: the actor, or the one in whose place he acts, did what bars him from this."""
    persons = {person for person in (draft.actor.person, way.stands_for) if person}
    for action in each.action.unlike:
        by = draft.record.memory(action).get("by")
        if isinstance(by, list) and not persons.isdisjoint(each for each in by if isinstance(each, int)):
            draft.refuse(f"unlike.{action}", action=action)


def seals(draft: Draft, doing: str) -> None:
    """Reasons seal.WORD: what was sealed with a signed or covering act has changed, and is not signed anew yet."""
    for each in draft.plan.sealing:
        if each.name == doing:
            continue
        entry = draft.case.chain.get(each.name)
        if not isinstance(entry, dict):
            continue
        if entry.get("done"):
            broken: Mapping[str, tuple[Json, Json]] = draft.record.broken(each.name)
        else:
            again = entry.get("again")
            sealed = again if isinstance(again, dict) else {}
            broken = {word: (signed, values.plain(draft.record.word(word))) for word, signed in sealed.items()}
        for word, (signed, now) in broken.items():
            draft.refuse(f"seal.{word}", signed=signed, stands=now, action=each.name)


def open_children(draft: Draft, names: Iterable[str]) -> None:
    """Reasons children.X: children of these names have not ended."""
    for name in names:
        if any(child.get("final") is None and not child.get("linked") for child in draft.record.children(name)):
            draft.refuse(f"children.{name}")
