"""People as the pages show them: who holds what, who stands in for whom, and what may be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from gendan.cases import library
from gendan.core.pack import Pack
from gendan.people.models import Deputy, Holding, Person
from gendan.web.views.common import language
from gendan.web.views.list_page import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person in the list."""

    id: int
    name: str
    username: str
    posts: Sequence[str]
    superior: str
    active: bool
    administrator: bool
    address: str


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that a person holds, or will."""

    post: str
    title: str
    span: str


@dataclass(frozen=True, slots=True)
class StandIn:
    """A stand-in: of the person, or by him."""

    id: int
    says: str
    span: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """One person, with what the reader may change."""

    id: int
    name: str
    username: str
    unit: str
    superior: str
    phone: str
    mail: str
    active: bool
    administrator: bool
    is_self: bool
    may_administer: bool
    may_deputize: bool
    held: Sequence[HeldPost]
    deputies: Sequence[StandIn]
    stands_in: Sequence[StandIn]
    posts: Sequence[Option]
    people: Sequence[Option]
    superiors: Sequence[Option]


def titles() -> Mapping[str, str]:
    """Every post of the active packs by its full name, with its title."""
    return {
        f"{pack.name}.{post.name}": f"{_said(pack)} · {post.title.in_language(language())}"
        for _number, pack in library.active_packs()
        for post in pack.posts.values()
    }


def _said(pack: Pack) -> str:
    return pack.title.in_language(language())


def rows(day: date) -> list[PersonRow]:
    """Everybody, active ones first, with the posts that they hold on `day`."""
    known = titles()
    held: dict[int, list[str]] = {}
    for person, post in _standing(day).values_list("person_id", "post"):
        held.setdefault(person, []).append(known.get(post, post))
    people = Person.objects.select_related("superior").order_by("-is_active", "name", "id")
    return [
        PersonRow(
            id=each.pk,
            name=each.name,
            username=each.username,
            posts=sorted(held.get(each.pk, ())),
            superior=each.superior.name if each.superior is not None else "",
            active=each.is_active,
            administrator=each.is_administrator,
            address=reverse("web:person", args=[each.pk]),
        )
        for each in people
    ]


def person_view(person: Person, reader: Person, day: date, *, leads: bool) -> PersonView:
    """One person. `leads`: the reader is a superior of his."""
    known = titles()
    active = list(Person.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))
    is_self = person.pk == reader.pk
    admin = reader.is_administrator
    return PersonView(
        id=person.pk,
        name=person.name,
        username=person.username,
        unit=person.unit.name if person.unit is not None else "",
        superior=person.superior.name if person.superior is not None else "",
        phone=person.phone,
        mail=person.mail,
        active=person.is_active,
        administrator=person.is_administrator,
        is_self=is_self,
        may_administer=admin,
        may_deputize=admin or is_self or leads,
        held=[
            HeldPost(each.post, known.get(each.post, each.post), _span(each.since, each.until))
            for each in Holding.objects.filter(person=person).order_by("since", "id")
            if each.until is None or each.until > day
        ],
        deputies=[
            StandIn(each.pk, each.deputy.name, _span(each.since, each.until), each.reason)
            for each in Deputy.objects.filter(absent=person, until__gt=day).select_related("deputy").order_by("since")
        ],
        stands_in=[
            StandIn(each.pk, each.absent.name, _span(each.since, each.until), each.reason)
            for each in Deputy.objects.filter(deputy=person, until__gt=day).select_related("absent").order_by("since")
        ],
        posts=[Option(post, title) for post, title in known.items()],
        people=[Option(str(pk), name) for pk, name in active if pk != person.pk],
        superiors=[Option("", "—", person.superior_id is None)]
        + [Option(str(pk), name, pk == person.superior_id) for pk, name in active if pk != person.pk],
    )


def _standing(day: date) -> QuerySet[Holding]:
    return Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


def _span(since: date, until: date | None) -> str:
    return f"{since.isoformat()} – {until.isoformat() if until is not None else ''}"
