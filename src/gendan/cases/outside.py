"""外部单位所见 What an outside party is told of its own case.

Remarks and reasons are the house's own unless somebody of the party wrote them, and so are attachments. What is meant
for the party stands in a field that it may see, goes to it by a notice, or is a paper that goes to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

import orjson

from gendan.core.case import Case
from gendan.core.command import Actor
from gendan.core.events import Event, Kind
from gendan.core.pack import Pack
from gendan.people import access

Resolve = Callable[[str], str | None]
_PEOPLE: Final = frozenset({"party", "contact"})
_WRITTEN: Final = frozenset({Kind.COMMENTED, Kind.ATTACHED})
"""Events that are nothing but what somebody wrote or sent."""
_REMARKS: Final = ("reason", "text")
"""Members of an event's body that hold what somebody wrote beside the fields."""


def told(events: Iterable[Event], actor: Actor, epoch: int, papers: frozenset[str] = frozenset()) -> tuple[Event, ...]:
    """Those of a case's events that `actor`, who sees the case, may know, each with no more than he may read of it.

    `papers` are the documents that go to him (`papers_for`).
    """
    if actor.party is None:
        return tuple(events)
    return tuple(_without_remarks(event, actor, epoch) for event in events if _may_know(event, actor, epoch, papers))


def papers_for(actor: Actor, case: Case, pack: Pack) -> frozenset[str]:
    """The documents of the pack that go to an outside party whom the case names; none for who is of the house."""
    if actor.party is None:
        return frozenset()
    named = {name for name, value in case.data.items() if isinstance(value, str) and actor.is_party(value)}
    return frozenset(each.name for each in pack.documents.values() if not named.isdisjoint(each.goes_to))


def narrowed(references: Mapping[str, Resolve], actor: Actor) -> Mapping[str, Resolve]:
    """How an outside party names other parties and their people: as they are called now, and not by a phone or a former
    name, which would tell it who that is.
    """
    return {kind: _exactly(resolve, actor) if kind in _PEOPLE else resolve for kind, resolve in references.items()}


def _exactly(resolve: Resolve, actor: Actor) -> Resolve:
    def resolved(text: str) -> str | None:
        found = resolve(text)
        return found if found == text.strip() or actor.is_party(found) else None

    return resolved


def is_of(person: int, party: str, epoch: int) -> bool:
    """Whether the person acts for the party."""
    standing = access.organization(epoch)
    member = standing.members.get(person)
    return member is not None and party in standing.parties(member.party)


def _may_know(event: Event, actor: Actor, epoch: int, papers: frozenset[str]) -> bool:
    if event.kind not in _WRITTEN or is_of(event.actor, actor.party or "", epoch):
        return True
    return event.kind is Kind.ATTACHED and bool(papers) and orjson.loads(event.body).get("document") in papers


def _without_remarks(event: Event, actor: Actor, epoch: int) -> Event:
    if is_of(event.actor, actor.party or "", epoch):
        return event
    body = orjson.loads(event.body)
    if not any(name in body for name in _REMARKS):
        return event
    return replace(event, body=orjson.dumps({name: value for name, value in body.items() if name not in _REMARKS}))
