"""Who somebody is to a pack at a moment: the posts he holds, for whom he stands in, whom he oversees and leads.

The organization is loaded once per epoch and process; then all questions are answered in memory, for one or for many.
Every function takes `epoch` where the caller has read it already, and reads it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from gendan.core.command import SYSTEM, Actor
from gendan.core.pack import Pack
from gendan.core.refusals import Reason, Refused
from gendan.people.epoch import ByEpoch, current_epoch
from gendan.people.models import Deputy, Holding, PartyName, Person, RegionAssignment
from gendan.people.organization import Held, Member, Organization, Place, Span, StandIn, Territory

__all__ = [
    "actor",
    "current_epoch",
    "day_of",
    "deputies_of",
    "holders",
    "holders_of",
    "names_of",
    "organization",
    "region_holder",
    "region_holders",
    "superior_of",
    "superiors_of",
]


def actor(person: int, pack: Pack, at: datetime, *, epoch: int | None = None) -> Actor:
    """Who acts, as `pack` sees him at `at`. 0 is the system.

    Raises Refused with the reason `access` for a person who is not there or not active any more: he may do nothing,
    not even what a field of a case names him for.
    """
    if person == 0:
        return SYSTEM
    standing = current_epoch() if epoch is None else epoch
    day = day_of(at)
    key = (person, pack.name, pack.hash, day)
    kept = _ACTORS.at(standing)
    # A pack without a hash is not yet what it will be: it is never taken from the cache.
    if pack.hash and (found := kept.get(key)) is not None:
        return found
    made = _actor(_ORGANIZATION.at(standing), person, pack, day)
    if pack.hash:
        kept[key] = made
    return made


def organization(epoch: int | None = None) -> Organization:
    """Everybody and what they hold, as it stands."""
    return _ORGANIZATION.at(current_epoch() if epoch is None else epoch)


def day_of(at: datetime) -> date:
    """The day of `at` in the site's zone: posts, stand-ins and regions are given by days."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def holders(post: str, at: datetime, *, epoch: int | None = None) -> tuple[int, ...]:
    """The persons who hold `post` (`pack.post`) at `at`, by id."""
    return organization(epoch).holders(post, day_of(at))


def holders_of(posts: Iterable[str], at: datetime, *, epoch: int | None = None) -> dict[str, tuple[int, ...]]:
    """The holders of many posts."""
    standing, day = organization(epoch), day_of(at)
    return {post: standing.holders(post, day) for post in posts}


def superior_of(person: int, *, epoch: int | None = None) -> int | None:
    """The nearest active superior of `person`, None where there is none."""
    return organization(epoch).superior(person)


def superiors_of(persons: Iterable[int], *, epoch: int | None = None) -> dict[int, int | None]:
    """The superiors of many persons."""
    standing = organization(epoch)
    return {person: standing.superior(person) for person in persons}


def deputies_of(person: int, at: datetime, *, epoch: int | None = None) -> tuple[int, ...]:
    """The persons who stand in for `person` at `at`, by id."""
    return organization(epoch).deputies(person, day_of(at))


def region_holder(post: str, province: str, city: str | None, at: datetime, *, epoch: int | None = None) -> int | None:
    """The holder of `post` to whom an address belongs, by canonical names; None where it is unassigned (register id
    C22).
    """
    return organization(epoch).region_holders(post, [(province, city)], day_of(at))[0]


def region_holders(
    post: str, places: Iterable[Place], at: datetime, *, epoch: int | None = None
) -> tuple[int | None, ...]:
    """The holders to whom many addresses belong, in the order of `places`."""
    return organization(epoch).region_holders(post, places, day_of(at))


def names_of(persons: Iterable[int], *, epoch: int | None = None) -> dict[int, str]:
    """The names of persons, of those who have left too. Who is not there is left out."""
    members = organization(epoch).members
    return {person: members[person].name for person in persons if person in members}


def _actor(standing: Organization, person: int, pack: Pack, day: date) -> Actor:
    if not standing.active(person):
        raise Refused((Reason("access"),))
    member = standing.members[person]
    absent = standing.absent(person, day)
    stands_in = {
        each: _in_pack(posts, pack) for each, (posts, whole) in absent.items() if whole or _in_pack(posts, pack)
    }
    own = _in_pack(standing.posts(person, day), pack)
    leads = standing.leads(person).union(*(standing.leads(each) for each, (_, whole) in absent.items() if whole))
    return Actor(
        person=person,
        name=member.name,
        posts=own,
        stands_in=stands_in,
        oversees=_below(own.union(*stands_in.values()), pack),
        # Whoever stands in for his own superior does not thereby stand above himself.
        leads=leads - {person},
        party=standing.party_names.get(member.party, member.party) if member.party is not None else None,
        parties=standing.parties(member.party),
    )


def _in_pack(posts: Iterable[str], pack: Pack) -> frozenset[str]:
    """The bare names of those posts that are this pack's, and that it has."""
    pairs = (post.partition(".")[::2] for post in posts)
    return frozenset(name for of, name in pairs if of == pack.name and name in pack.posts)


def _below(posts: frozenset[str], pack: Pack) -> frozenset[str]:
    """The posts that report to one of `posts`, at any height."""
    below: set[str] = set()
    for post in pack.posts.values():
        above = post.reports_to
        passed = {post.name}
        while above is not None and above not in passed:
            if above in posts:
                below.add(post.name)
                break
            passed.add(above)
            above = pack.posts[above].reports_to if above in pack.posts else None
    return frozenset(below)


def _load() -> Organization:
    members = Person.objects.values_list("id", "name", "superior_id", "party", "is_active", "is_administrator")
    held = Holding.objects.order_by("id").values_list("person_id", "post", "since", "until")
    stand_ins = Deputy.objects.order_by("id").values_list("absent_id", "deputy_id", "posts", "since", "until")
    regions = RegionAssignment.objects.order_by("id").values_list(
        "person_id", "post", "province", "city", "since", "until"
    )
    return Organization(
        members={
            key: Member(id=key, name=name, superior=superior, party=party or None, active=active, administrator=admin)
            for key, name, superior, party, active, admin in members
        },
        held=tuple(Held(person=p, post=post, span=Span(since=s, until=u)) for p, post, s, u in held),
        stand_ins=tuple(
            StandIn(absent=a, deputy=d, posts=frozenset(posts), span=Span(since=s, until=u))
            for a, d, posts, s, u in stand_ins
        ),
        party_names=dict(PartyName.objects.values_list("name", "party")),
        territories=tuple(
            Territory(person=p, post=post, province=province, city=city, span=Span(since=s, until=u))
            for p, post, province, city, s, u in regions
        ),
    )


def _no_actors() -> dict[tuple[int, str, str, date], Actor]:
    return {}


_ORGANIZATION: ByEpoch[Organization] = ByEpoch(_load)
_ACTORS: ByEpoch[dict[tuple[int, str, str, date], Actor]] = ByEpoch(_no_actors)
