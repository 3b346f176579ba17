"""Opening a case: judged on the new case, as it will be."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from gendan.core.case import Case
from gendan.core.command import Actor, Command, Decision, Refusal
from gendan.core.engine import acting, given, judging
from gendan.core.engine.draft import Draft
from gendan.core.events import Kind
from gendan.core.facts import Facts
from gendan.core.plan import OPEN, Plan
from gendan.core.ways import Way, way


def blank(plan: Plan, command: Command, facts: Facts) -> Case:
    """The case before it is anything: its procedure, version and kind."""
    return _blank(plan.full_name, facts.definition, _kind(plan, command))


@lru_cache(maxsize=256)
def _blank(procedure: str, definition: str, kind: str | None) -> Case:
    """A case is never changed in place, so that all of a kind begin as the same one."""
    return Case(procedure=procedure, definition=definition, kind=kind)


def open_case(draft: Draft) -> Decision | Refusal:
    """Opens a case, or refuses it for all reasons."""
    each = draft.plan.actions.get(OPEN)
    if each is None:
        return draft.refused("missing")
    child = _parent(draft.command, draft.actor)
    asks = {**{name: (field, False) for name, field in draft.plan.fields.items()}, **each.asks} if child else each.asks
    given.take(draft, asks, besides=("kind",), party_may_see=draft.actor.party is not None or draft.actor.system)
    acting.opened_by_party(draft, each)
    found = way(each.action.by, draft.record, entered_by=each.action.entered_by)
    if found is None and not child:
        draft.reasons.clear()
        return draft.refused("access")
    found = Way(party=found.party if found is not None else None, stands_for=found.stands_for if found else None)
    _judge_kind(draft)
    judging.moment(draft, each)
    given.sets(draft, each.action.sets)
    acting.judge(draft, each, found)
    to = acting.target(draft, each)
    changed = given.changes(draft)
    acting.conclude(draft, each, to, changed)
    if draft.reasons:
        return draft.refusal
    draft.begin(do=OPEN, **{"for": found.stands_for, "by": found.party or None})
    _said(draft, child)
    acting.perform(draft, each, found, to, changed, kind=Kind.OPENED)
    return draft.decision()


def _said(draft: Draft, child: tuple[int, str] | None) -> None:
    case = draft.case
    draft.body.update(procedure=case.procedure, definition=case.definition)
    if case.kind is not None:
        draft.body["kind"] = case.kind
    if child is not None:
        draft.body.update(parent=child[0], parent_name=child[1])


def _kind(plan: Plan, command: Command) -> str | None:
    kind = command.kind
    if kind is None and plan.procedure.kinds and "kind" not in plan.fields:
        raw = command.given.get("kind")
        kind = raw if isinstance(raw, str) and raw else None
    return kind


def _judge_kind(draft: Draft) -> None:
    kinds, kind = draft.plan.procedure.kinds, draft.case.kind
    if not kinds and kind is None:
        return
    if kind is None:
        draft.refuse("needs.kind")
    elif kind not in kinds:
        draft.refuse("value.kind", given=kind, expected={"type": "choice", "options": list(kinds)})


def _parent(command: Command, actor: Actor) -> tuple[int, str] | None:
    """The parent that the system opens the case for, and the parent's name for it."""
    extra: Mapping[str, object] = command.extra if actor.system else {}
    parent, name = extra.get("parent"), extra.get("parent_name")
    return (parent, name) if isinstance(parent, int) and isinstance(name, str) else None
