"""Who may see which figures: whoever leads sees those of his people, everybody his own.

- An administrator, and Gendan itself, see everything.
- Who leads (his posts have others below them, or he is somebody's superior) sees whole figures of the procedures whose
  cases he sees all; by person only his people and himself, everybody else as one.
- Of other procedures he sees what is credited to his people and himself; who leads nobody, what is credited to him.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gendan.cases.sight import posts_of, seen_wholly
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.people import access
from gendan.people.actions.authority import is_administrator, is_superior

OTHERS: Final = 0
"""The person in whose place those stand whom the viewer may not see one by one."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees: `whole` figures, or only what is credited to `persons`; and one by one only these. `persons`
    None: everybody."""

    whole: bool
    persons: frozenset[int] | None

    def named(self, person: int | None) -> int | None:
        """The person as the viewer may know him."""
        if person is None or self.persons is None or person in self.persons:
            return person
        return OTHERS


def sight(viewer: int, pack: Pack, procedures: Iterable[Procedure], at: datetime) -> Sight:
    """What `viewer` sees of figures about the procedures. Raises Refused `access` for who has no business here."""
    if is_administrator(viewer):
        return Sight(True, None)
    people = people_of(viewer, pack, at)
    actor = access.actor(viewer, pack, at)
    posts = posts_of(actor)
    if not posts and people == {viewer}:
        raise Refused((Reason("access"),))
    leads = len(people) > 1 or bool(actor.oversees)
    whole = leads and all(not posts.isdisjoint(seen_wholly(each)) for each in procedures)
    return Sight(whole, people)


def people_of(viewer: int, pack: Pack, at: datetime) -> frozenset[int]:
    """The viewer, those who hold a post below his in the pack, and those in the pack whose superior he is, at any
    height. Raises Refused `access` for somebody who may do nothing."""
    actor = access.actor(viewer, pack, at)
    standing, day = access.organization(), access.day_of(at)
    below = {person for post in actor.oversees for person in standing.holders(f"{pack.name}.{post}", day)}
    members = {each.person for each in standing.held if each.post.partition(".")[0] == pack.name}
    led = {person for person in members if is_superior(viewer, person)}
    return frozenset({viewer} | below | led)
