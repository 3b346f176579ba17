"""Lists that people keep: a filter and an order under a name, for oneself or for all who see the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db.models import Q

from gendan.cases.models import SavedList
from gendan.cases.queries.lists import ListQuery
from gendan.core.listing import Filter, Test


def save(query: ListQuery, name: str, *, person: int, at: datetime, shared: bool = False) -> None:
    """Keep a list under a name of the person's, in the place of one that had it."""
    SavedList.objects.update_or_create(
        person=person,
        procedure=query.procedure,
        name=name.strip()[:80],
        defaults={"query": _said(query), "shared": shared, "changed_at": at},
    )


def drop(procedure: str, name: str, *, person: int) -> bool:
    """Forget a list of the person's own; False where he has none of that name."""
    return SavedList.objects.filter(person=person, procedure=procedure, name=name).delete()[0] > 0


def lists_of(procedure: str, *, person: int) -> tuple[tuple[str, ListQuery, bool], ...]:
    """The lists of a procedure that the person kept, and those that others share: name, query, and whether it is his
    own."""
    found = SavedList.objects.filter(Q(person=person) | Q(shared=True), procedure=procedure).order_by("name", "id")
    return tuple((row.name, _query(row.procedure, row.query), row.person == person) for row in found)


def _said(query: ListQuery) -> dict[str, object]:
    said = asdict(query)
    del said["procedure"], said["definition"]
    return said


def _query(procedure: str, said: Mapping[str, object]) -> ListQuery:
    filters = tuple(
        Filter(field=each["field"], test=Test(each["test"]), values=tuple(each["values"]))
        for each in said["filters"]  # type: ignore[attr-defined]
    )
    return ListQuery(
        procedure=procedure,
        states=tuple(said["states"]),  # type: ignore[arg-type]
        filters=filters,
        holder=str(said["holder"]),
        sort=tuple(said["sort"]),  # type: ignore[arg-type]
        number=str(said["number"]),
        text=str(said.get("text", "")),
        late=bool(said.get("late")),
    )
