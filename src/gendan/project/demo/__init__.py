"""演示公司 The demo company: what a first `make run` shows. People with posts, and orders that they are at work on.

Everything is made by the project itself and comes in through the one door, as it would in a real week. The same moment
gives the same company.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from gendan.cases import exchanges, indexes, library
from gendan.packs.reader import SHIPPED
from gendan.project.demo.matters import matters
from gendan.project.demo.people import COMMON, WayIn, hire, ways_in
from gendan.project.demo.work import work

__all__ = ["PACK", "WayIn", "is_empty", "seed", "ways_in"]

PACK = "shop_review"


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return not get_user_model()._default_manager.exists()


def seed(now: datetime | None = None) -> None:
    """Set up the demo company, whole or not at all, as it stands at `now`."""
    moment = now or timezone.now()
    with transaction.atomic():
        library.activate(SHIPPED / PACK, by=0, at=moment)
        library.activate(SHIPPED / COMMON, by=0, at=moment)
        exchanges.install(moment)
        staff = hire(PACK, at=moment)
        work(staff, moment)
        matters(staff, moment)
    # The planner has to know that the tables have grown.
    indexes.analyze()
