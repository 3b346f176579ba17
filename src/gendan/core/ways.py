"""By which way an actor may do something: his post, his being the one meant, his superiority, his absent one.

Small predicates without side effects; the engine composes them, and a page asks them before it shows anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gendan.core.action_plan import Slot
from gendan.core.case import Case
from gendan.core.command import Actor
from gendan.core.field import Field, Viewer
from gendan.core.procedure import Role, Who
from gendan.core.record import Record


@dataclass(frozen=True, slots=True)
class Way:
    """How an actor comes to do something.

    `owner`: as the one whose turn it is, so that a claim binds him. `stands_for`: the absent person whose deputy he is.
    `party`: the outside party that acts, or for which he enters what it did.
    """

    owner: bool = False
    stands_for: int | None = None
    party: str | None = None


SYSTEM_WAY = Way()


def way(whos: Iterable[Who], record: Record, *, entered_by: Iterable[Who] = ()) -> Way | None:
    """The best way in which the record's actor is one of `whos`; None where he is not.

    One that no claim binds is best, then one's own before a deputy's. `entered_by` may enter what a party among `whos`
    did.
    """
    found = ways(whos, record, entered_by=entered_by)
    if len(found) > 1:
        return min(found, key=lambda each: _rank(each, record))
    return found[0] if found else None


def _rank(found: Way, record: Record) -> tuple[bool, bool, bool]:
    holder = record.case.holder
    bound = found.owner and holder is not None and holder not in (record.actor.person, found.stands_for)
    return (bound, found.stands_for is not None, not found.owner)


def ways(whos: Iterable[Who], record: Record, *, entered_by: Iterable[Who] = ()) -> list[Way]:
    """All ways in which the record's actor is one of `whos`."""
    found: list[Way] = []
    parties: list[str] = []
    for who in whos:
        if who.role is Role.POST:
            found += _by_post(who.name, record)
        elif who.role is Role.FIELD:
            found += _by_field(who.name, record, parties)
        elif who.role is Role.SUPERIOR and superior(record.case, record.actor):
            found.append(Way())
        elif who.role is Role.SYSTEM and record.actor.system:
            found.append(SYSTEM_WAY)
    if record.actor.party is None and entered_by:
        party = parties[0] if parties else ""
        found += [
            Way(each.owner, each.stands_for, party)
            for who in entered_by
            if who.role is Role.POST
            for each in _by_post(who.name, record)
        ]
    return found


def _by_post(post: str, record: Record) -> list[Way]:
    actor, case = record.actor, record.case
    owner = post == case.post
    found: list[Way] = []
    if post in actor.posts or (owner and actor.person and case.holder == actor.person):
        found.append(Way(owner))
    for person, posts in actor.stands_in.items():
        if post in posts or (owner and case.holder == person):
            found.append(Way(owner, person))
    return found


def _by_field(name: str, record: Record, parties: list[str]) -> list[Way]:
    value, actor = record.name(name), record.actor
    if isinstance(value, str) and value:
        parties.append(value)
        return [Way(party=value)] if actor.is_party(value) else []
    if isinstance(value, int) and value:
        if value == actor.person:
            return [Way()]
        if value in actor.stands_in:
            return [Way(stands_for=value)]
    return []


def superior(case: Case, actor: Actor) -> bool:
    """Whether the actor is the superior of the case's owner: of the person who has it, or of its post."""
    if case.holder is not None and case.holder in actor.leads:
        return True
    return case.post is not None and case.post in actor.oversees


def owns(case: Case, actor: Actor) -> bool:
    """Whether it is the actor's turn: he has the case, or it lies unclaimed in his post's queue."""
    if case.holder is not None:
        return case.holder == actor.person or case.holder in actor.stands_in
    if case.party is not None and case.party == actor.party:
        return True
    return case.post is not None and holds(actor, case.post)


def holds(actor: Actor, post: str) -> bool:
    """Whether the actor holds the post, himself or as a deputy."""
    return post in actor.posts or any(post in posts for posts in actor.stands_in.values())


def whos_of(slot: Slot) -> tuple[Who, ...]:
    """The people of a signature's slot: of its part, where it is one."""
    return slot.part.by if slot.part is not None else (slot.who,)


def sees_field(field: Field, record: Record) -> bool:
    """Whether the actor may see a field of a case that he may see."""
    return field.seen_by is None or record.actor.system or any(_views(each, record) for each in field.seen_by)


def _views(viewer: Viewer, record: Record) -> bool:
    if viewer.after is not None and not record.memory(viewer.after):
        return False
    if viewer.owner:
        return owns(record.case, record.actor)
    return viewer.post is not None and holds(record.actor, viewer.post)
