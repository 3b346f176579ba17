"""演示公司 The demo company: what a first `make run` shows. People with posts, and what they are at work on.

Everything is made by the project itself and comes in through the one door, as it would in a real week. The same moment
gives the same company. It begins with the department of web shop orders, so that the site is there at once; the others
follow, each from the demo beside its pack.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from gendan.cases import exchanges, indexes, library
from gendan.packs.reader import SHIPPED
from gendan.project.demo.company import COMMON, DIRECTOR, FIRST, company, demos, director, found, with_people
from gendan.project.demo.departments import Unreadable, add, furnish, missing, rehearsed
from gendan.project.demo.matters import matters
from gendan.project.demo.ways_in import ways_in
from gendan.project.demo.work import work

__all__ = [
    "FIRST",
    "Unreadable",
    "add",
    "begin",
    "company",
    "demos",
    "furnish",
    "is_empty",
    "missing",
    "rehearsed",
    "seed",
    "ways_in",
]


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return not get_user_model()._default_manager.exists()


def begin(now: datetime | None = None) -> None:
    """Make the company without any department, whole or not at all."""
    moment = now or timezone.now()
    with transaction.atomic():
        library.activate(SHIPPED / COMMON, by=0, at=moment)
        exchanges.install(moment)
        found(moment)


def seed(now: datetime | None = None) -> None:
    """Set up the demo company with its first department, whole or not at all, as it stands at `now`."""
    moment = now or timezone.now()
    with transaction.atomic():
        definition = library.activate(SHIPPED / FIRST, by=0, at=moment).definition
        begin(moment)
        hired = with_people(demos()[FIRST], FIRST, definition, at=moment)
        staff = {**hired, DIRECTOR: director()}
        work(staff, moment)
        matters(staff, moment)
    indexes.analyze()
