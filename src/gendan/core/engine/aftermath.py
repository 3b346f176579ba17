"""What follows from an event by itself: actions by the system, and what parents are told. All of it is queued."""

from __future__ import annotations

from collections.abc import Mapping

from gendan.core.command import Command, Verb
from gendan.core.engine.draft import Draft
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.procedure import Action

_TYPED = frozenset({"decimal", "money", "date", "moment", "time_of_day"})
LINKS = "~links"


def follow(draft: Draft, *, moved: bool, changed: bool) -> None:
    """Queues what the case's new shape sets going."""
    if draft.plan.by_fact or draft.case.pending:
        by_itself(draft)
    if moved:
        wake(draft)
    if moved or changed:
        tell(draft)


def wake(draft: Draft) -> None:
    """Has the running children look again: what they do by themselves may hang on where their parent stands."""
    opened = {each.id for each in draft.opens}
    for name, children in draft.case.children.items():
        if name.startswith("~") or not isinstance(children, list):
            continue
        for child in children:
            if not isinstance(child, dict) or child.get("final") is not None or child.get("linked"):
                continue
            if isinstance(known := child.get("id"), int) and known not in opened:
                key = f"wake:{draft.case.uid}:{draft.case.seq}:{known}"
                draft.follow.append(Command(verb=Verb.TICK, case=known, key=key))


def by_itself(draft: Draft) -> None:
    """Queues actions whose condition has come true, and those whose gate was closed and is open now."""
    case = draft.case
    for action in draft.plan.by_fact:
        assert action.after is not None  # chosen by the plan
        assert action.after.fact is not None
        if case.state in action.sources and action.name not in case.pending and action.after.fact.holds(draft.record):
            queue(draft, action)
    for name in case.pending:
        each = draft.plan.actions.get(name)
        if each is None or case.state not in each.sources:
            continue
        if all(gate.when.holds(draft.record) for _, gate in each.gates):
            queue(draft, each.action)


def queue(draft: Draft, action: Action) -> None:
    """Queues an action by the system; the key makes it happen once for this event."""
    case = draft.case
    draft.follow.append(
        Command(verb=Verb.ACT, case=case.id, action=action.name, key=f"self:{case.uid}:{action.name}:{case.seq}")
    )


def tell(draft: Draft) -> None:
    """Queues what the parent, and the cases that joined this one, are told: where it stands, and its figures."""
    case = draft.case
    listeners: list[tuple[int, str]] = []
    if case.parent is not None and case.parent_name is not None:
        listeners.append((case.parent, case.parent_name))
    linked = case.children.get(LINKS)
    for each in linked if isinstance(linked, list) else ():
        if isinstance(each, dict) and isinstance(each.get("id"), int):
            listeners.append((int(str(each["id"])), str(each.get("name"))))
    if not listeners:
        return
    fields = draft.plan.fields
    told: dict[str, object] = {
        "child": case.id,
        "number": case.number,
        "state": case.state,
        "final": case.final,
        "seq": case.seq,
        "data": _figures(case.data, fields),
        "types": {name: field.type for name, field in fields.items() if field.type in _TYPED and name in case.data},
    }
    for listener, name in listeners:
        draft.follow.append(
            Command(
                verb=Verb.TELL,
                case=listener,
                key=f"tell:{case.uid}:{case.seq}:{listener}",
                extra={**told, "name": name},
            )
        )


def _figures(data: Mapping[str, Json], fields: Mapping[str, Field]) -> dict[str, Json]:
    """A child's values that its parent may be told: nothing hidden, no rows."""
    return {
        name: value
        for name, value in data.items()
        if (field := fields.get(name)) is not None and not field.hidden and field.type != "rows"
    }
