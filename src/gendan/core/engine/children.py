"""子单 Children that an action opens, cases that it joins, and what a case is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gendan.core import values
from gendan.core.action_plan import ActionPlan
from gendan.core.command import ChildOpening, Command, Verb
from gendan.core.engine import judging
from gendan.core.engine.draft import Draft
from gendan.core.events import Json
from gendan.core.expression.scope import RowScope, Scope
from gendan.core.facts import Identity, Other
from gendan.core.procedure import Link, Opening

LINKS = "~links"
"""Among the children: the cases that joined this one, and are told what becomes of it."""
PARTS = "~parts"
"""Among the children: the cases that were split from this one."""
HOLDER = "holder"
"""What `with` and `when` call the person for whom a child is opened."""
MERGED = "~merged"
"""Among the children: the cases that ended in this one, or the one that this case ended in."""


def judge(draft: Draft, each: ActionPlan) -> None:
    """Reasons children.X where a child that there may be but one of still runs; needs.X and value.X for links."""
    judging.open_children(
        draft, (opening.name for opening in each.action.opens if not opening.many and _wanted(opening, draft.record))
    )
    for link in each.action.links:
        raw = draft.command.given.get(link.procedure)
        if not values.filled(raw):
            draft.refuse(f"needs.{link.procedure}")
        elif linked(draft, link) is None:
            draft.refuse(f"value.{link.procedure}", given=str(raw)[:100], expected={"type": link.procedure})


def linked(draft: Draft, link: Link) -> Other | None:
    """The running case that the command joins to; None where there is none in the state that the link wants."""
    other = draft.facts.other(link.procedure, draft.command.given.get(link.procedure))
    return other if other is not None and other.state == link.state and other.id != draft.case.id else None


def _wanted(opening: Opening, scope: Scope) -> bool:
    return opening.when is None or opening.when.holds(scope)


def open_all(draft: Draft, each: ActionPlan) -> None:
    """Opens the action's children: one, or of all its rows or all holders of its posts those for which `when` holds."""
    for opening in each.action.opens:
        for scope in _scopes(draft, opening):
            if _wanted(opening, scope):
                _open(draft, opening, scope)


def _scopes(draft: Draft, opening: Opening) -> Iterator[Scope]:
    """What a child's fields are read from: the case, with one of its rows or one person in front."""
    if opening.for_each is not None:
        for row in draft.record.rows(opening.for_each) or ():
            yield RowScope(draft.record, opening.for_each, row)
    elif opening.for_holders:
        for person in draft.facts.holding(tuple(who.name for who in opening.for_holders)):
            yield RowScope(draft.record, "", {HOLDER: person})
    else:
        yield draft.record


def _open(draft: Draft, opening: Opening, scope: Scope) -> None:
    given: dict[str, object] = {}
    for name in opening.takes:
        value = draft.record.name(name)
        if values.filled(value):
            given[name] = value
    for name, expression in opening.with_:
        value = expression.evaluate(scope)
        if values.filled(value):
            given[name] = value
    procedure = full_name(draft, opening.procedure)
    identity = draft.facts.identity(procedure)
    draft.opens.append(
        ChildOpening(
            name=opening.name,
            procedure=procedure,
            given=given,
            parent=draft.case.id,
            id=identity.id,
            uid=identity.uid,
            number=identity.number,
            label=identity.label,
        )
    )
    know(draft, opening.name, {"id": identity.id, "number": identity.number})


def full_name(draft: Draft, procedure: str) -> str:
    """The name of a procedure with its pack's: our own pack where it names none."""
    pack = draft.plan.procedure.pack
    return procedure if "." in procedure or not pack else f"{pack}.{procedure}"


def know(draft: Draft, name: str, child: Mapping[str, Json]) -> None:
    """Notes in the event what is known of a child now."""
    told = draft.body.setdefault("child", {})
    assert isinstance(told, dict)  # made here alone
    known = told.setdefault(name, [])
    assert isinstance(known, list)  # made here alone
    known.append(dict(child))


def link_all(draft: Draft, each: ActionPlan) -> None:
    """Joins the case to those that the command names; each is told of it."""
    for link in each.action.links:
        other = linked(draft, link)
        if other is None:
            continue
        know(
            draft,
            link.procedure,
            {"id": other.id, "number": other.number, "state": other.state, "final": other.final, "linked": True},
        )
        draft.follow.append(
            Command(
                verb=Verb.LINK,
                case=other.id,
                key=f"link:{draft.case.uid}:{other.id}",
                extra={"id": draft.case.id, "number": draft.case.number, "name": link.procedure},
            )
        )


def identity_of(draft: Draft) -> Identity:
    """What the new case is called: as its parent drew it, or drawn now, at the end of a permitted opening."""
    drawn = draft.command.extra.get("identity") if draft.actor.system else None
    if isinstance(drawn, Mapping) and isinstance(drawn.get("id"), int):
        return Identity(
            id=int(drawn["id"]),
            uid=str(drawn.get("uid", "")),
            number=str(drawn.get("number", "")),
            label=str(drawn.get("label", "")),
        )
    return draft.facts.identity(draft.plan.full_name)


def name_parent(draft: Draft) -> None:
    """Tells children and linked cases that were opened before the case had its own id who their parent is."""
    if draft.case.seq != 1:
        return
    draft.opens = [
        each
        if each.parent
        else ChildOpening(
            name=each.name,
            procedure=each.procedure,
            given=each.given,
            parent=draft.case.id,
            id=each.id,
            uid=each.uid,
            number=each.number,
            label=each.label,
        )
        for each in draft.opens
    ]
    draft.follow = [
        Command(
            verb=each.verb,
            case=each.case,
            key=f"link:{draft.case.uid}:{each.case}",
            extra={**each.extra, "id": draft.case.id, "number": draft.case.number},
        )
        if each.verb is Verb.LINK
        else each
        for each in draft.follow
    ]
