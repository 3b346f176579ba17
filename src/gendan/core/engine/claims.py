"""领单 Who has a case: claim, release, take over, hand over; and what is written to it without changing it."""

from __future__ import annotations

from gendan.core.amount import add_amount
from gendan.core.command import Decision, Refusal
from gendan.core.engine import acting, aftermath, given, judging, timing
from gendan.core.engine.draft import Draft
from gendan.core.events import Json, Kind
from gendan.core.field import Field
from gendan.core.text import Text
from gendan.core.ways import superior, way

_FILE = Field(name="file", title=Text("附件", "File"), type="file")
_TEXT = Field(name="text", title=Text("备注", "Comment"), type="text")
_REASON = Field(name="reason", title=Text("原因", "Reason"), type="text")


def claim(draft: Draft) -> Decision | Refusal:
    """Takes an unclaimed case out of its post's queue. What is one's own already is no event."""
    case, actor = draft.case, draft.actor
    stands_for = next((person for person, posts in actor.stands_in.items() if case.post in posts), None)
    if case.post is None or (case.post not in actor.posts and stands_for is None):
        return draft.refused("access" if case.final is None else "state", state=case.state, action="claim")
    if case.holder is not None and case.holder != actor.person:
        draft.refuse("claimed", holder=case.holder)
    judging.stale(draft)
    if draft.reasons:
        return draft.refusal
    if case.holder == actor.person:
        return draft.decision()
    if case.post in actor.posts:
        stands_for = None
    draft.begin(**{"for": stands_for})
    draft.body["claim"] = stands_for or actor.person
    draft.append(Kind.CLAIMED)
    return draft.decision()


def release(draft: Draft) -> Decision | Refusal:
    """Puts the case back into its post's queue: by its holder, his deputy, or his superior."""
    case, actor = draft.case, draft.actor
    if case.holder is None:
        allowed = case.post is not None and (case.post in actor.posts or superior(case, actor))
        return draft.refused("state" if allowed else "access", state=case.state, action="release")
    stands_for = _holding(draft)
    if stands_for is None and not superior(case, actor):
        if case.post in actor.posts:
            return draft.refused("claimed", holder=case.holder)
        return draft.refused("access")
    judging.stale(draft)
    if draft.reasons:
        return draft.refusal
    draft.begin(**{"for": stands_for or None, "reason": draft.command.reason})
    draft.body["claim"] = 0
    draft.append(Kind.RELEASED)
    return draft.decision()


def take_over(draft: Draft) -> Decision | Refusal:
    """A superior or deputy takes the case from its holder, by name."""
    case, actor = draft.case, draft.actor
    deputy = case.holder is not None and case.holder in actor.stands_in
    if not actor.person or not (deputy or superior(case, actor)):
        return draft.refused("access")
    if case.final is not None or case.post is None:
        draft.refuse("state", state=case.state, action="take_over")
    judging.stale(draft)
    if draft.reasons:
        return draft.refusal
    if case.holder == actor.person:
        return draft.decision()
    draft.begin(**{"from_person": case.holder, "reason": draft.command.reason})
    draft.body["claim"] = actor.person
    draft.append(Kind.TAKEN_OVER)
    return draft.decision()


def hand_over(draft: Draft) -> Decision | Refusal:
    """The holder, his deputy or his superior gives the case to another holder of its post."""
    case, actor, person = draft.case, draft.actor, draft.command.person
    stands_for = _holding(draft)
    unclaimed = case.holder is None and case.post is not None and case.post in actor.posts
    if stands_for is None and not unclaimed and not superior(case, actor):
        if case.holder is not None and case.post in actor.posts:
            return draft.refused("claimed", holder=case.holder)
        return draft.refused("access")
    if case.final is not None or case.post is None:
        draft.refuse("state", state=case.state, action="hand_over")
    judging.stale(draft)
    if person is None:
        draft.refuse("needs.person")
    elif case.post is not None and case.post not in draft.facts.holders.get(person, ()):
        draft.refuse("value.person", given=person, expected={"type": "person", "post": case.post})
    if draft.reasons or person is None:
        return draft.refusal
    if person == case.holder:
        return draft.decision()
    draft.begin(**{"for": stands_for or None, "reason": draft.command.reason})
    draft.body["claim"] = person
    draft.append(Kind.HANDED_OVER)
    return draft.decision()


def _holding(draft: Draft) -> int | None:
    """0 where the actor has the case himself, the holder where he is his deputy, None where neither."""
    holder = draft.case.holder
    if holder is not None and holder == draft.actor.person:
        return 0
    return holder if holder is not None and holder in draft.actor.stands_in else None


def comment(draft: Draft) -> Decision | Refusal:
    """Writes a remark to the case. Who may see the case may remark on it; `cases` asks that first."""
    text = given.read(draft, _TEXT, draft.command.given.get("text", draft.command.reason))
    if not isinstance(text, str):
        return draft.refused("needs.text" if text is None else "value.text", expected={"type": "text"})
    draft.begin(text=text)
    draft.append(Kind.COMMENTED)
    return draft.decision()


def attach(draft: Draft) -> Decision | Refusal:
    """Attaches a file to the case.

    Of a paper that the system printed, `extra` names the `document`, the fields it `tells` that not everybody sees, and
    the event `of` which it is: the paper tells the case as it stood then.
    """
    file = given.read(draft, _FILE, draft.command.given.get("file"))
    if not isinstance(file, dict):
        return draft.refused("needs.file" if file is None else "value.file", expected={"type": "file"})
    draft.begin(file=file)
    extra = draft.command.extra
    if draft.actor.system and isinstance(document := extra.get("document"), str):
        tells = extra.get("tells")
        draft.body["document"] = document
        draft.body["tells"] = [str(name) for name in tells] if isinstance(tells, list | tuple) else []
        if isinstance(of := extra.get("of"), int):
            draft.body["of"] = of
    draft.append(Kind.ATTACHED)
    return draft.decision()


def reason_of(draft: Draft) -> str | None:
    """The reason that the command gives; needs.reason where there is none."""
    text = given.read(draft, _REASON, draft.command.reason or draft.command.given.get("reason"))
    if isinstance(text, str):
        return text
    draft.refuse("needs.reason")
    return None


def correct(draft: Draft) -> Decision | Refusal:
    """Corrects what an action recorded, with a reason; both stand."""
    command, plan, record = draft.command, draft.plan, draft.record
    each = plan.actions.get(command.action or "")
    if each is None:
        return draft.refused("missing")
    corrects = each.action.corrects
    known = record.memory(each.name)
    may = None if corrects is None else way(corrects.by, record)
    if corrects is None or may is None:
        return draft.refused("access" if corrects is not None else "corrects", action=each.name)
    if not known or too_late(draft, each.name):
        draft.refuse("corrects", action=each.name)
    judging.stale(draft)
    for name in command.given:
        if name not in each.asks:
            draft.refuse("corrects", action=each.name, field=name)
    given.take(draft, each.asks, besides=command.given)
    reason = reason_of(draft)
    if not command.given:
        draft.refuse("needs.given")
    for name in command.given:
        if name in each.action.needs and name in each.asks:
            given.needs(draft, (name,), {name: each.asks[name]})
    changed = given.changes(draft)
    given.uniques(draft, changed)
    if draft.reasons:
        return draft.refusal
    draft.begin(do=each.name, reason=reason, of=known.get("seq"), **{"for": may.stands_for})
    if changed:
        draft.body["set"] = dict(changed)
    own: dict[str, Json] = given.own_values(draft, each.asks)
    if own:
        draft.body["fix"] = own
    acting.cover(draft, "", changed)
    acting.follow_owner(draft, changed)
    timing.move(draft, (), None, None, changed=changed.keys())
    acting.prioritize(draft)
    draft.append(Kind.CORRECTED)
    aftermath.follow(draft, moved=False, changed=bool(changed))
    return draft.decision()


def too_late(draft: Draft, action: str) -> bool:
    """Whether what the action recorded last may not be corrected any more, or there is nothing to correct."""
    corrects = draft.plan.actions[action].action.corrects
    within = corrects.within.settled(draft.resolve) if corrects is not None and corrects.within is not None else None
    at = draft.record.when(action)
    if within is None or at is None:
        return at is None
    return draft.now > add_amount(at, within, draft.calendar)
