"""The organization as one frozen value: who holds what on a day, who stands in for whom, who is above whom.

Pure: it knows no database and no clock. `access` loads it once per epoch. All answers about persons leave out those
who are not active any more, so that nobody acts, owns or is asked through somebody who has left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person, as much of him as rights need."""

    id: int
    name: str
    superior: int | None = None
    party: str | None = None
    active: bool = True
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `since` on, up to but not including `until` (None: no end)."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A post (`pack.post`) held by a person."""

    person: int
    post: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """`deputy` stands in for `absent`, in all posts or in those of `posts`."""

    absent: int
    deputy: int
    posts: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A province (`city` empty) or one of its cities, given to a holder of a post."""

    person: int
    post: str
    province: str
    city: str
    span: Span


Place = tuple[str, str | None]
"""A province and a city of it, by their canonical names; the city None where it is not known."""


@dataclass(frozen=True, kw_only=True)
class Organization:
    """Everybody, and what they hold. The methods answer for a day of the site's zone."""

    members: Mapping[int, Member]
    held: tuple[Held, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    territories: tuple[Territory, ...] = ()
    party_names: Mapping[str, str] = field(default_factory=dict)

    def parties(self, party: str | None) -> frozenset[str]:
        """Every name of an outside party, by any of them; nothing for nobody."""
        if party is None:
            return frozenset()
        called = self.party_names.get(party, party)
        return frozenset((party, called, *self._names_by_party.get(called, ())))

    @cached_property
    def _names_by_party(self) -> Mapping[str, tuple[str, ...]]:
        found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for name, party in self.party_names.items():
            found[party] += (name,)
        return found

    def active(self, person: int) -> bool:
        """Whether there is such a person, who may still act."""
        member = self.members.get(person)
        return member is not None and member.active

    def posts(self, person: int, day: date) -> frozenset[str]:
        """The posts (`pack.post`) that an active person holds on `day`."""
        if not self.active(person):
            return frozenset()
        return frozenset(each.post for each in self._held_by_person.get(person, ()) if each.span.covers(day))

    def departments(self, person: int, day: date) -> tuple[str, ...]:
        """The packs in which an active person holds a post on `day`, the one first in which he has held one longest."""
        standing = self.posts(person, day)
        held = sorted(self._held_by_person.get(person, ()), key=lambda each: each.span.since)
        return tuple(dict.fromkeys(each.post.partition(".")[0] for each in held if each.post in standing))

    def holders(self, post: str, day: date) -> tuple[int, ...]:
        """The active persons who hold `post` on `day`, by id."""
        found = {each.person for each in self._held_by_post.get(post, ()) if each.span.covers(day)}
        return tuple(sorted(person for person in found if self.active(person)))

    def absent(self, deputy: int, day: date) -> Mapping[int, tuple[frozenset[str], bool]]:
        """For whom `deputy` stands in on `day`: the posts that he takes over, and whether these are all.

        Standing in does not pass on: who stands in for a deputy does not stand in for the deputy's absent.
        """
        if not self.active(deputy):
            return {}
        found: dict[int, tuple[frozenset[str], bool]] = {}
        for each in self._stand_ins_by_deputy.get(deputy, ()):
            if not each.span.covers(day) or not self.active(each.absent):
                continue
            posts, whole = found.get(each.absent, (frozenset(), False))
            of_absent = self.posts(each.absent, day)
            more = of_absent & each.posts if each.posts else of_absent
            found[each.absent] = (posts | more, whole or not each.posts)
        return found

    def deputies(self, absent: int, day: date) -> tuple[int, ...]:
        """The active persons who stand in for `absent` on `day`, in whatever posts, by id."""
        found = {each.deputy for each in self.stand_ins if each.absent == absent and each.span.covers(day)}
        return tuple(sorted(person for person in found if self.active(person))) if self.active(absent) else ()

    def superior(self, person: int) -> int | None:
        """The nearest active person above `person`: where the superior has left, the one above him."""
        passed = {person}
        member = self.members.get(person)
        while member is not None and member.superior is not None and member.superior not in passed:
            if self.active(member.superior):
                return member.superior
            passed.add(member.superior)
            member = self.members.get(member.superior)
        return None

    def leads(self, person: int) -> frozenset[int]:
        """The active persons whose superior `person` is."""
        return self._reports.get(person, frozenset()) if self.active(person) else frozenset()

    def region_holders(self, post: str, places: Iterable[Place], day: date) -> tuple[int | None, ...]:
        """For each place the holder of `post` to whom it belongs on `day`, None where it is nobody's.

        A city goes before its province; of two persons for one place the later assignment holds. An assignment counts
        only while its person holds the post.
        """
        territory: dict[Place, int] = {}
        now = [each for each in self._territories_by_post.get(post, ()) if each.span.covers(day)]
        standing = set(self.holders(post, day))
        for each in sorted(now, key=lambda each: each.span.since):
            if each.person in standing:
                territory[each.province, each.city or None] = each.person
        return tuple(territory.get(place, territory.get((place[0], None))) for place in places)

    @cached_property
    def _held_by_person(self) -> Mapping[int, list[Held]]:
        found: defaultdict[int, list[Held]] = defaultdict(list)
        for each in self.held:
            found[each.person].append(each)
        return found

    @cached_property
    def _held_by_post(self) -> Mapping[str, list[Held]]:
        found: defaultdict[str, list[Held]] = defaultdict(list)
        for each in self.held:
            found[each.post].append(each)
        return found

    @cached_property
    def _stand_ins_by_deputy(self) -> Mapping[int, list[StandIn]]:
        found: defaultdict[int, list[StandIn]] = defaultdict(list)
        for each in self.stand_ins:
            found[each.deputy].append(each)
        return found

    @cached_property
    def _territories_by_post(self) -> Mapping[str, list[Territory]]:
        found: defaultdict[str, list[Territory]] = defaultdict(list)
        for each in self.territories:
            found[each.post].append(each)
        return found

    @cached_property
    def _reports(self) -> Mapping[int, frozenset[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for person in self.members:
            superior = self.superior(person)
            if superior is not None and self.active(person):
                found[superior].add(person)
        return {superior: frozenset(persons) for superior, persons in found.items()}
