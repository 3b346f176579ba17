"""关注 Cases that a person keeps an eye on: his own matter, no part of the case's history and never told to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from gendan.cases import queries
from gendan.cases.models import Watch
from gendan.cases.queries.chosen import rows_of
from gendan.cases.queries.rows import Row
from gendan.cases.store import cursor

MOST: Final = 500
"""Cases that one person watches at most: the oldest gives way to a new one."""


@dataclass(frozen=True, slots=True)
class News:
    """A watched case to which something happened since its watcher was told: after event `told`, up to `seq`."""

    case: int
    person: int
    told: int
    seq: int


def watch(case: int | str, *, person: int, at: datetime) -> bool:
    """Hear from now on what happens to the case (by id, uid or number); False where the person does not see it."""
    seen = queries.case_page(case, person=person, at=at)
    if seen is None:
        return False
    with transaction.atomic():
        Watch.objects.get_or_create(case_id=seen.case.id, person=person, defaults={"since": at, "told": seen.case.seq})
        beyond = Watch.objects.filter(person=person).order_by("-since", "-case_id").values_list("case_id", flat=True)
        Watch.objects.filter(person=person, case_id__in=list(beyond[MOST:])).delete()
    return True


def unwatch(case: int, *, person: int) -> bool:
    """Hear no more of the case; False where the person did not watch it."""
    return Watch.objects.filter(case_id=case, person=person).delete()[0] > 0


def watches(case: int, *, person: int) -> bool:
    """Whether the person watches the case."""
    return Watch.objects.filter(case_id=case, person=person).exists()


def watched(*, person: int, at: datetime) -> tuple[Row, ...]:
    """The cases that the person watches and still sees, the last one first."""
    ids = list(Watch.objects.filter(person=person).order_by("-since", "-case_id").values_list("case_id", flat=True))
    place = {case: number for number, case in enumerate(ids)}
    return tuple(sorted(rows_of(ids, person=person, at=at), key=lambda row: place[row.id]))


def news(most: int) -> list[News]:
    """Watched cases that have moved on, at most so many."""
    with cursor() as on:
        on.execute(
            "select w.case_id, w.person, w.told, c.seq from cases_watch w join cases_case c on c.id = w.case_id"
            " where c.seq > w.told order by w.case_id, w.person limit $1::integer",
            [str(most)],
            prepare=True,
        )
        return [News(*row) for row in on.fetchall()]


def told(some: Sequence[News]) -> None:
    """Remember that their watchers have been told so far."""
    with cursor() as on:
        on.execute(
            "update cases_watch w set told = n.seq"
            " from unnest($1::bigint[], $2::bigint[], $3::integer[]) as n(case_id, person, seq)"
            " where w.case_id = n.case_id and w.person = n.person and w.told < n.seq",
            [[each.case for each in some], [each.person for each in some], [each.seq for each in some]],
            prepare=True,
        )
