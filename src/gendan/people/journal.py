"""What stands in the access log and in the record of acts, asked by person, kind, days and text. Both only grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from gendan.people.models import Access, AccessLog, Act

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to a log; None and empty: whatever. `until` is the last day, in the site's zone. `before` is the line
    before which a page begins.
    """

    person: int | None = None
    kind: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    before: int | None = None


def accesses(asked: Asked, *, limit: int = PAGE) -> tuple[AccessLog, ...]:
    """Lines of the access log, the newest first. `text` is looked for in what was looked at, username and address."""
    return tuple(_accesses(asked).order_by("-id")[:limit])


def all_accesses(asked: Asked, *, most: int) -> Iterator[AccessLog]:
    """The same without pages, at most `most` lines, for a file."""
    yield from _accesses(asked).order_by("-id")[:most].iterator(2000)


def acts(asked: Asked, *, limit: int = PAGE) -> tuple[Act, ...]:
    """Changes of people, rights and the like, the newest first; `person` is who did it or to whom it was done, `kind`
    the act's name, and `text` is not asked.
    """
    found = _within(Act.objects.select_related("by", "whom"), asked)
    if asked.person is not None:
        found = found.filter(Q(by=asked.person) | Q(whom=asked.person))
    if asked.kind:
        found = found.filter(what=asked.kind)
    return tuple(found.order_by("-id")[:limit])


def kinds_of_acts() -> tuple[str, ...]:
    """The names of all acts that were ever recorded."""
    return tuple(Act.objects.order_by("what").values_list("what", flat=True).distinct())


def _accesses(asked: Asked) -> QuerySet[AccessLog]:
    found = _within(AccessLog.objects.select_related("person"), asked)
    if asked.person is not None:
        found = found.filter(person=asked.person)
    if asked.kind in Access.values:
        found = found.filter(kind=asked.kind)
    if asked.text:
        said = asked.text
        found = found.filter(Q(about__icontains=said) | Q(username__icontains=said) | Q(address__startswith=said))
    return found


def _within(rows: QuerySet, asked: Asked) -> QuerySet:  # type: ignore[type-arg]  # of any of the logs
    if asked.since is not None:
        rows = rows.filter(at__gte=_begin(asked.since))
    if asked.until is not None:
        rows = rows.filter(at__lt=_begin(asked.until + timedelta(days=1)))
    if asked.before is not None:
        rows = rows.filter(id__lt=asked.before)
    return rows


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))
