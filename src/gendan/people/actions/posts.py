"""Posts are held and given up, people stand in for each other, regions are given to holders.

Nothing of it is erased.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from gendan.people.access import day_of
from gendan.people.actions.authority import active, change, demand, filled, is_administrator, is_self, is_superior
from gendan.people.errors import ActRefused
from gendan.people.log import write_act
from gendan.people.models import Deputy, Holding, RegionAssignment
from gendan.people.regions import city_named, province_named

Spanned = TypeVar("Spanned", Holding, RegionAssignment)

_POST: Final = re.compile(r"[a-z][a-z0-9_]{0,59}\.[a-z][a-z0-9_]{0,59}")


def hold(
    person: int, post: str, *, actor: int, at: datetime, since: date | None = None, until: date | None = None
) -> int:
    """Give a post (`pack.post`) to a person from `since` (today) up to but not including `until`; gives the holding's
    id.

    Administrators only. Raises ActRefused: access, missing, inactive, outsider, post, span, overlap.
    """
    first = since or day_of(at)
    if not _POST.fullmatch(post):
        raise ActRefused("post", given=post)
    _demand_span(first, until)
    with change():
        demand(is_administrator(actor))
        if active(person).party:
            raise ActRefused("outsider")
        if _standing(Holding.objects.filter(person=person, post=post), first, until).exists():
            raise ActRefused("overlap", since=first, until=until)
        holding = Holding.objects.create(person_id=person, post=post, since=first, until=until)
        write_act("hold", actor=actor, at=at, whom=person, post=post, since=first, until=until)
    return holding.pk


def release(person: int, post: str, *, actor: int, at: datetime, until: date | None = None) -> None:
    """Let a person hold a post no more from `until` (today: at once) on. What is his in regions of the post ends with
    it.

    Raises ActRefused: access, not_held.
    """
    end = until or day_of(at)
    with change():
        demand(is_administrator(actor))
        ended = _end(Holding.objects.filter(person=person, post=post), end)
        if not ended:
            raise ActRefused("not_held", post=post)
        _end(RegionAssignment.objects.filter(person=person, post=post), end)
        write_act("release", actor=actor, at=at, whom=person, post=post, until=end)


def deputize(
    absent: int,
    deputy: int,
    *,
    actor: int,
    at: datetime,
    until: date,
    reason: str,
    since: date | None = None,
    posts: Collection[str] = (),
) -> int:
    """Let `deputy` stand in for `absent` from `since` (today) up to but not including `until`; gives the stand-in's id.

    `posts` (`pack.post`) are those that he takes over; none named means all. The absent person himself may do it, his
    superiors, and administrators; nobody takes over another's posts by naming himself.
    Raises ActRefused: access, missing, inactive, outsider, self, span, empty, post, not_held.
    """
    first = since or day_of(at)
    if absent == deputy:
        raise ActRefused("self")
    _demand_span(first, until)
    if first == until or until <= day_of(at):
        raise ActRefused("span", since=first, until=until)
    with change():
        demand(actor != deputy and (is_administrator(actor) or is_self(actor, absent) or is_superior(actor, absent)))
        if active(absent).party or active(deputy).party:
            raise ActRefused("outsider")
        held = _standing(Holding.objects.filter(person=absent), first, until)
        of_absent = set(held.values_list("post", flat=True))
        for post in posts:
            if post not in of_absent:
                raise ActRefused("not_held", post=post)
        said = filled("reason", reason, 200)
        row = Deputy.objects.create(
            absent_id=absent, deputy_id=deputy, posts=sorted(set(posts)), since=first, until=until, reason=said
        )
        write_act(
            "deputize",
            actor=actor,
            at=at,
            whom=absent,
            deputy=deputy,
            posts=set(posts),
            since=first,
            until=until,
            reason=said,
        )
    return row.pk


def end_deputy(stand_in: int, *, actor: int, at: datetime) -> None:
    """End a stand-in at once. The absent, the deputy, the absent's superiors and administrators may."""
    with change():
        row = Deputy.objects.select_for_update().filter(pk=stand_in).first()
        if row is None:
            raise ActRefused("missing", what="stand_in")
        demand(
            is_administrator(actor)
            or is_self(actor, row.absent_id)
            or is_self(actor, row.deputy_id)
            or is_superior(actor, row.absent_id)
        )
        today = day_of(at)
        if row.until <= today:
            raise ActRefused("span", since=row.since, until=row.until)
        row.until = max(row.since, today)
        row.save(update_fields=["until"])
        write_act("end_deputy", actor=actor, at=at, whom=row.absent_id, deputy=row.deputy_id)


def assign_region(
    person: int,
    post: str,
    province: str,
    city: str = "",
    *,
    actor: int,
    at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Give a province, or one of its cities, to a holder of a post; gives the assignment's id. Any usual spelling
    will do.

    Whoever had the same place for the same post has it no more from `since` on. Administrators only.
    Raises ActRefused: access, missing, inactive, province, city, span, not_held.
    """
    first = since or day_of(at)
    _demand_span(first, until)
    named = province_named(province)
    if named is None:
        raise ActRefused("province", given=province)
    below = city_named(named, city) if city else ""
    if below is None:
        raise ActRefused("city", province=named, given=city)
    with change():
        demand(is_administrator(actor))
        active(person)
        if not _standing(Holding.objects.filter(person=person, post=post), first, until).exists():
            raise ActRefused("not_held", post=post)
        _end(RegionAssignment.objects.filter(post=post, province=named, city=below), first)
        row = RegionAssignment.objects.create(
            person_id=person, post=post, province=named, city=below, since=first, until=until
        )
        write_act(
            "assign_region",
            actor=actor,
            at=at,
            whom=person,
            post=post,
            province=named,
            city=below,
            since=first,
            until=until,
        )
    return row.pk


def withdraw_region(assignment: int, *, actor: int, at: datetime, until: date | None = None) -> None:
    """Let an assignment of a region hold no more from `until` (today) on. Raises ActRefused: access, missing."""
    end = until or day_of(at)
    with change():
        demand(is_administrator(actor))
        row = RegionAssignment.objects.filter(pk=assignment).first()
        if row is None or not _end(RegionAssignment.objects.filter(pk=assignment), end):
            raise ActRefused("missing", what="assignment")
        write_act(
            "withdraw_region",
            actor=actor,
            at=at,
            whom=row.person_id,
            post=row.post,
            province=row.province,
            city=row.city,
            until=end,
        )


def _demand_span(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise ActRefused("span", since=since, until=until)


def _standing(rows: QuerySet[Spanned], since: date, until: date | None) -> QuerySet[Spanned]:
    """Those of `rows` that hold on some day from `since` up to `until`. A span that ended as it began holds on none."""
    found = rows.exclude(until=F("since")).filter(Q(until=None) | Q(until__gt=since))
    return found if until is None else found.filter(since__lt=max(until, since + timedelta(days=1)))


def _end(rows: QuerySet[Spanned], end: date) -> int:
    """Let spans that reach beyond `end` end there; those that begin later never begin. Gives how many."""
    return int(rows.filter(Q(until=None) | Q(until__gt=end)).update(until=Greatest(F("since"), end)))
