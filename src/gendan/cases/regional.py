"""地区日历 By which calendar each department runs: its manual's, or one that the site chose for where it stands.

Provinces keep days of their own, and a branch may have hours of its own: its department then runs by a calendar of that
name. A choice is a version like a setting's, every event names what it was judged under, and the clocks that run are
computed anew; both due times stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gendan.cases import foresight, library, site
from gendan.cases.basis import CALENDAR, calendar_name
from gendan.cases.foresight import Foreseen, Supposed
from gendan.cases.models import SettingValue
from gendan.cases.site import Change
from gendan.core.pack import Pack
from gendan.core.refusals import Reason, Refused
from gendan.people.access import current_epoch
from gendan.people.calendars import calendar, calendar_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """An active pack and the name of the calendar by which it runs; `own` is its manual's, `last` the site's last
    choice (None: none was ever made).
    """

    pack: Pack
    calendar: str
    own: str
    last: Change | None


def departments() -> tuple[Department, ...]:
    """Every active pack with the calendar by which it runs."""
    return tuple(_department(pack) for _, pack in library.active_packs())


def department(pack: str) -> tuple[Department, tuple[Change, ...]]:
    """An active pack, and every choice of its calendar, the newest first. Raises Refused (`missing`)."""
    return _department(_active(pack)), site.setting_history(pack, CALENDAR)


def choose(pack: str, name: str | None, *, by: int, at: datetime, reason: str = "") -> None:
    """Let a department run by the calendar `name`, None for its manual's. What it runs by already changes nothing.

    Raises Refused (`missing`) for a pack or a calendar that is not here.
    """
    active, wanted = _active(pack), _known(name)
    with transaction.atomic():
        if (wanted or active.calendar) == calendar_name(active):
            return
        row = SettingValue.objects.create(pack=pack, name=CALENDAR, value=wanted, at=at, by=by, reason=reason)
        site.recompute(pack, why=f"department's calendar {row.id}", at=at)


def foresee(pack: str, name: str | None, *, at: datetime) -> Foreseen:
    """What would become of the deadlines that run in a department if it ran by this calendar. Raises as `choose`."""
    active, wanted = _active(pack), _known(name)
    return foresight.deadlines([pack], Supposed(calendar=calendar(wanted or active.calendar), instead=True), at=at)


def _department(pack: Pack) -> Department:
    history = site.setting_history(pack.name, CALENDAR)
    return Department(pack=pack, calendar=calendar_name(pack), own=pack.calendar, last=history[0] if history else None)


def _active(pack: str) -> Pack:
    definition = library.active(pack, current_epoch())
    if definition is None:
        raise Refused((Reason("missing"),))
    return library.pack(definition)


def _known(name: str | None) -> str | None:
    if name is not None and name not in calendar_names():
        raise Refused((Reason("missing"),))
    return name
