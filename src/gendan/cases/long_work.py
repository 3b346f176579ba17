"""长活 Work on the rows of many cases, a part at a time: one person's own, stopped, gone on with, taken up again.

How far it is stands in a row of its own, which is locked while a part is done. What a part does and that it is done are
one transaction: whatever is killed in the middle, no row is done twice and none is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db import transaction

from gendan.cases.deferring import defer
from gendan.cases.models import Batch, PrintRun

Work = TypeVar("Work", Batch, PrintRun)

RUNNING = "running"
STOPPED = "stopped"
DONE = "done"
"""The stages that all such work has; `at_row` is its first row without an outcome, of `count`, counted from 1."""


class NotYours(Exception):
    """There is no such work, or it is another person's."""


@dataclass(frozen=True, slots=True)
class LongWork(Generic[Work]):
    """One kind of such work: where it is kept, and the job that does it, which is told the work's id as `known_as`."""

    kept: type[Work]
    job: str
    known_as: str

    def own(self, key: UUID, *, person: int) -> Work:
        """A person's own work. Raises NotYours."""
        found = self.kept.objects.filter(id=key, person=person).first()
        if found is None:
            raise NotYours
        return found

    def locked(self, key: UUID, *, person: int) -> Work:
        """A person's own work, until the transaction ends nobody else's to change. Raises NotYours."""
        found = self.kept.objects.select_for_update().filter(id=key, person=person).first()
        if found is None:
            raise NotYours
        return found

    def defer(self, key: UUID, *, once: bool = False) -> None:
        """Have the job runner do it, when the transaction is committed; `once`: where it is not about to already."""
        defer(self.job, once=once, **{self.known_as: str(key)})

    def turn(self, key: UUID, *, person: int, at: datetime, before: str, after: str) -> Work:
        """Bring work that is in one stage into another; in any other stage it stays as it is. Raises NotYours."""
        with transaction.atomic():
            found = self.locked(key, person=person)
            if found.stage == before:
                found.stage, found.changed_at = after, at
                found.save()
        return found

    def stop(self, key: UUID, *, person: int, at: datetime) -> Work:
        """Stop running work between two parts. What is done stays done. Raises NotYours."""
        return self.turn(key, person=person, at=at, before=RUNNING, after=STOPPED)

    def go_on(self, key: UUID, *, person: int, at: datetime) -> Work:
        """Have stopped work go on where it stood. Raises NotYours."""
        with transaction.atomic():
            if self.locked(key, person=person).stage == STOPPED:
                self.defer(key, once=True)
            return self.turn(key, person=person, at=at, before=STOPPED, after=RUNNING)

    def advance(self, key: UUID, at: datetime, part: Callable[[Work], int]) -> bool:
        """Do the next part of running work; whether there is more to do.

        `part` does it and tells of how many rows; what it changes of the work itself is kept. Work that another
        process is at is left to it: then True comes back at once and nothing is done here.
        """
        with transaction.atomic():
            found = self.kept.objects.select_for_update(skip_locked=True).filter(id=key).first()
            if found is None:
                return self.kept.objects.filter(id=key, stage=RUNNING).exists()
            if found.stage != RUNNING:
                return False
            found.at_row += part(found)
            found.changed_at = at
            if found.at_row > found.count:
                found.stage = DONE
            found.save()
        return found.stage == RUNNING

    def standing_still(self, since: datetime) -> list[UUID]:
        """Running work that has not moved since a moment: its job is gone."""
        found = self.kept.objects.filter(stage=RUNNING, changed_at__lt=since)
        return list(found.order_by("id").values_list("id", flat=True))
