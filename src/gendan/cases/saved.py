"""Lists that people keep: a filter, an order and columns under a name, for oneself, for a post, or for all who see the
procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from gendan.cases.models import SavedList
from gendan.cases.queries.lists import ListQuery
from gendan.core.command import Actor
from gendan.core.listing import Filter, Test
from gendan.core.refusals import Reason, Refused

NAME_MOST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A list that was kept. `own`: it is the reader's, who alone changes it.

    `columns` are fields in their order, none: those of the list itself. `shared`: others use it too, those who hold
    `post` (bare name), or where that is empty all who see the procedure. `default`: its person sees it first.
    """

    name: str
    query: ListQuery
    own: bool = True
    columns: tuple[str, ...] = ()
    shared: bool = False
    post: str = ""
    default: bool = False


def save(kept: Saved, *, actor: Actor, at: datetime) -> None:
    """Keep a list of the actor's under its name, in the place of one that had it. Another that was his default for
    this is it no longer. Raises `Refused` where an outside party would share one: the house's lists are the house's.
    """
    if kept.shared and actor.party is not None:
        raise Refused((Reason("access"),))
    with transaction.atomic():
        if kept.default:
            _own(kept.query.procedure, actor.person).update(default=False)
        SavedList.objects.update_or_create(
            person=actor.person,
            procedure=kept.query.procedure,
            name=kept.name.strip()[:NAME_MOST],
            defaults={
                "query": _said(kept.query),
                "columns": list(kept.columns),
                "shared": kept.shared,
                "post": kept.post if kept.shared else "",
                "default": kept.default,
                "changed_at": at,
            },
        )


def rename(procedure: str, name: str, new: str, *, person: int, at: datetime) -> bool:
    """Give a list of the person's another name; False where he has another list of that name already, or none of the
    first."""
    new = new.strip()[:NAME_MOST]
    own = _own(procedure, person)
    with transaction.atomic():
        # Of two windows that rename at the same time the second finds the first's name.
        standing = {row.name for row in own.select_for_update()}
        if name not in standing or not new or (new != name and new in standing):
            return False
        return own.filter(name=name).update(name=new, changed_at=at) > 0


def drop(procedure: str, name: str, *, person: int) -> bool:
    """Forget a list of the person's own; False where he has none of that name."""
    return _own(procedure, person).filter(name=name).delete()[0] > 0


def lists_of(procedure: str, actor: Actor) -> tuple[Saved, ...]:
    """The lists of a procedure that the actor kept, and those that others share with him: with an outside party none,
    for what a list filters by tells of others."""
    posts = actor.posts.union(*actor.stands_in.values())
    mine = Q(person=actor.person)
    if actor.party is None:
        mine |= Q(shared=True, post="") | Q(shared=True, post__in=sorted(posts))
    found = SavedList.objects.filter(mine, procedure=procedure).order_by("name", "id")
    return tuple(_kept(row, own=row.person == actor.person) for row in found)


def _own(procedure: str, person: int) -> QuerySet[SavedList]:
    return SavedList.objects.filter(person=person, procedure=procedure)


def _kept(row: SavedList, *, own: bool) -> Saved:
    columns: Sequence[str] = row.columns
    return Saved(
        name=row.name,
        query=_query(row.procedure, row.query),
        own=own,
        columns=tuple(columns),
        shared=row.shared,
        post=row.post,
        default=own and row.default,
    )


def _said(query: ListQuery) -> dict[str, object]:
    said = asdict(query)
    del said["procedure"], said["definition"]
    return said


def _query(procedure: str, said: Mapping[str, Any]) -> ListQuery:
    filters = tuple(
        Filter(field=each["field"], test=Test(each["test"]), values=tuple(each["values"])) for each in said["filters"]
    )
    return ListQuery(
        procedure=procedure,
        states=tuple(said["states"]),
        filters=filters,
        holder=str(said["holder"]),
        sort=tuple(said["sort"]),
        number=str(said["number"]),
        text=str(said.get("text", "")),
        late=bool(said.get("late")),
    )
