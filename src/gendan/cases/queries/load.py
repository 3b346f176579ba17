"""负荷 Who is loaded how: by post and person, what is open, late, due today, and was done today.

Whoever is above a post sees its load, as he sees its cases. What is counted is listed by the same conditions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from gendan.cases import indexes, library
from gendan.cases.queries.paging import Key, Page, Parameters
from gendan.cases.queries.work import page_of
from gendan.cases.store import cursor
from gendan.core.refusals import Refused
from gendan.people import access

NOBODY: Final = 0
"""In the place of a holder: the unclaimed cases of a post's queue."""
_DUE_FIRST: Final = (Key(indexes.DUE, "timestamptz"), Key("id", "bigint"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one holder of a post has, or (`person` NOBODY) what lies unclaimed in its queue.

    `due_today` are those not late that are due until the end of the day in the site's zone; `oldest` is when the first
    of them came to its state; `holds`: he holds the post today.
    """

    post: str
    person: int
    name: str
    open: int = 0
    late: int = 0
    due_today: int = 0
    oldest: datetime | None = None
    holds: bool = True


def overseen(person: int, at: datetime) -> tuple[str, ...]:
    """The posts (`pack.post`) that stand below the person's own, at any height, in the order of packs."""
    epoch = access.current_epoch()
    posts: list[str] = []
    for _, pack in library.active_packs():
        try:
            actor = access.actor(person, pack, at, epoch=epoch)
        except Refused:
            return ()
        posts += [f"{pack.name}.{post}" for post in pack.posts if post in actor.oversees]
    return tuple(posts)


def loads(posts: Sequence[str], at: datetime) -> tuple[Load, ...]:
    """The load of these posts: first what nobody has claimed, then by person in the order of names. Nobody's rights
    are asked."""
    epoch = access.current_epoch()
    found: dict[tuple[str, int], tuple[int, int, int, datetime | None]] = {}
    with cursor() as on:
        on.execute(
            " union all ".join(
                "select queue, coalesce(holder, 0), count(*), count(*) filter (where late),"
                " count(*) filter (where not late and due <= $2::timestamptz), min(entered_at)"
                f" from cases_case where final is null and {holder} and queue = any($1::text[]) group by 1, 2"
                for holder in ("holder is null", "holder is not null")
            ),
            [list(posts), end_of_day(at).isoformat()],
        )
        for queue, holder, count, late, today, oldest in on:
            found[queue, holder] = (count, late, today, oldest)
    holders = access.holders_of(posts, at, epoch=epoch)
    names = access.names_of(
        {person for _, person in found} | {p for each in holders.values() for p in each}, epoch=epoch
    )
    lines = []
    for post in posts:
        people = {person for queue, person in found if queue == post and person} | set(holders[post])
        for person in (NOBODY, *sorted(people, key=lambda each: (names.get(each, ""), each))):
            count, late, today, oldest = found.get((post, person), (0, 0, 0, None))
            lines.append(
                Load(
                    post=post,
                    person=person,
                    name=names.get(person, ""),
                    open=count,
                    late=late,
                    due_today=today,
                    oldest=oldest,
                    holds=person in holders[post],
                )
            )
    return tuple(lines)


def done_today(people: Sequence[int], at: datetime) -> Mapping[int, int]:
    """How many acts (opened, done, signed, rejected) each person did since the day began in the site's zone."""
    with cursor() as on:
        on.execute(
            "select actor, count(*) from cases_event where at >= $2::timestamptz and at <= $3::timestamptz"
            " and actor = any($1::bigint[]) and kind in ('opened', 'acted', 'signed', 'rejected') group by actor",
            [list(people), start_of_day(at).isoformat(), at.isoformat()],
        )
        return dict(on.fetchall())


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQuery:
    """Which open cases of some posts: anyone's (`person` None), one person's, or (NOBODY) unclaimed ones.

    `until`: only what is late or due until then.
    """

    posts: tuple[str, ...]
    person: int | None = None
    until: datetime | None = None


def work_of(query: WorkQuery, *, reader: int, at: datetime, after: str | None = None, limit: int = 50) -> Page:
    """A page of the open cases that a load counts, due first. The posts must be the reader's to oversee."""
    if not query.posts:
        return Page(rows=())
    parameters = Parameters()
    branches = _branches(query, parameters)
    return page_of(branches, _DUE_FIRST, parameters, reader, at, access.current_epoch(), after, limit)


@dataclass(frozen=True, slots=True)
class Held:
    """A case that a person holds: its number inside and outside, the version that was seen, and its post's queue."""

    id: int
    uid: str
    number: str
    version: int
    queue: str


def held_by(person: int, posts: Sequence[str]) -> list[Held]:
    """The open cases that a person holds in some posts, due first. Nobody's rights are asked."""
    with cursor() as on:
        on.execute(
            "select id, uid::text, number, version, queue from cases_case where final is null"
            f" and holder = $1::bigint and queue = any($2::text[]) order by {indexes.DUE}, id",
            [str(person), list(posts)],
        )
        return [Held(*line) for line in on.fetchall()]


def _branches(query: WorkQuery, parameters: Parameters) -> list[str]:
    """What lies unclaimed and what is held have an index each."""
    common = ["final is null", f"queue = any({parameters.add(list(query.posts), 'text[]')})"]
    if query.until is not None:
        common.append(f"(late or due <= {parameters.add(query.until.isoformat(), 'timestamptz')})")
    holders = []
    if query.person in (None, NOBODY):
        holders.append("holder is null")
    if query.person is None:
        holders.append("holder is not null")
    elif query.person != NOBODY:
        holders.append(f"holder = {parameters.add(str(query.person), 'bigint')}")
    return [" and ".join((*common, holder)) for holder in holders]


def start_of_day(at: datetime) -> datetime:
    """When the day of `at` began in the site's zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(at.astimezone(zone).date(), time(), zone)


def end_of_day(at: datetime) -> datetime:
    """The last second of the day of `at` in the site's zone: what is due on it is due by then."""
    zone = ZoneInfo(settings.TIME_ZONE)
    following = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(following, time(), zone) - timedelta(seconds=1)
