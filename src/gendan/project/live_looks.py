"""What streams ask the database: who listens, whether he may, and, once a second for all of them, how things stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

BENCH: Final = "bench"
"""What a page watches that shows work of all kinds."""
RECENT: Final = 15
"""Seconds of events that are looked at again each time: an event is seen only once its transaction has ended."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a stream: his session, himself, the case (0: none) and the procedures whose cases his page shows."""

    session: UUID
    person: int
    uid: UUID | None = None
    case: int = 0
    procedures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stands:
    """How things stand: the last events of cases, the epoch, the last unread message of each person who has one, and
    in which procedures somebody has done something since the look before, each with who."""

    cases: dict[int, int]
    epoch: int
    told: dict[int, int] = field(default_factory=dict)
    moved: frozenset[tuple[str, int]] = frozenset()


class Looks:
    """Looks at the database again and again, and knows what it has seen before."""

    def __init__(self) -> None:
        self._seen: frozenset[tuple[int, int]] | None = None
        self._last = 0

    def look(self, readers: Sequence[Reader]) -> Stands | None:
        """How things stand for the readers; None where the database does not answer."""
        from django.db import Error
        from psycopg import Error as DriverError

        with _connection_given_back(), suppress(Error, DriverError):
            cases = sorted({each.case for each in readers if each.case})
            people = sorted({each.person for each in readers})
            procedures = sorted(frozenset[str]().union(*(each.procedures for each in readers)))
            stands, newest = _stands(cases, people)
            moved = self._moved(procedures, newest) if procedures else frozenset()
            return Stands(stands.cases, stands.epoch, stands.told, moved)
        return None

    def _moved(self, procedures: Collection[str], newest: int) -> frozenset[tuple[str, int]]:
        """What was done in the procedures since the look before.

        At the first it is what was done lately: a page that was made before may not show it.
        """
        from gendan.cases.store import cursor

        with cursor() as on:
            on.execute(_RECENT, [list(procedures), f"{RECENT} seconds"], prepare=True)
            recent = on.fetchall()
            seen = frozenset((case, seq) for _, _, case, seq in recent)
            known = self._seen or frozenset()
            moved = {(procedure, actor) for procedure, actor, *event in recent if tuple(event) not in known}
            if self._seen is not None and newest > self._last:
                # What one long transaction opens is older than recent when it is seen.
                on.execute(_OPENED, [list(procedures), str(self._last)], prepare=True)
                moved |= {(procedure, actor) for procedure, actor in on}
            self._seen, self._last = seen, newest
        return frozenset(moved)


_RECENT: Final = """
select c.procedure, e.actor, e.case_id, e.seq from cases_event e join cases_case c on c.id = e.case_id
where e.at > now() - $2::interval and c.procedure = any($1::text[])
"""
_OPENED: Final = """
select distinct procedure, opened_by from cases_case where id > $2::bigint and procedure = any($1::text[])
"""
_STANDS: Final = """
select {epoch}, (select max(id) from cases_case),
    (select array_agg(array[id, seq]) from cases_case where id = any($1::bigint[])),
    (select array_agg(array[person_id, last]) from (
        select person_id, max(id) as last from notices_message
        where person_id = any($2::bigint[]) and state = 'sent' and channel = any($3::text[]) group by person_id) m)
"""


def _stands(cases: list[int], people: list[int]) -> tuple[Stands, int]:
    """How cases and messages stand, and the newest case."""
    from gendan.cases.store import cursor
    from gendan.notices.channels import INSIDE
    from gendan.people.epoch import EPOCH_SQL

    with cursor() as on:
        on.execute(_STANDS.format(epoch=EPOCH_SQL), [cases, people, sorted(INSIDE)], prepare=True)
        row = on.fetchone()
        assert row is not None
        return Stands(dict(row[2] or ()), row[0], dict(row[3] or ())), row[1] or 0


def reader_of(cookie: str, uid: UUID | None, watch: str, address: str) -> Reader | None:
    """Who holds this cookie, where his session stands, no app has to be enrolled first, and he sees the case (None: no
    case is asked for); the look that finds nothing is logged."""
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    from django.utils import timezone

    from gendan.cases import queries
    from gendan.people import sessions

    with _connection_given_back():
        said = SessionStore(cookie).get(sessions.KEY) if cookie else None
        try:
            session = UUID(hex=said) if isinstance(said, str) else None
        except ValueError:
            session = None
        at = timezone.now()
        person = _let_in(session, at) if session is not None else None
        if person is None or session is None:
            return None
        if uid is None:
            return Reader(session, person, procedures=_watched(watch, person))
        seen = queries.seen_case(uid, person=person, at=at)
        return Reader(session, person, uid, seen.case.id) if seen is not None else None


def _let_in(session: UUID, at: datetime) -> int | None:
    """Whose session it is, None where it stands no more or its person must enrol an app before all else."""
    from gendan.people import sessions
    from gendan.people.second_factor import must_enrol

    standing = sessions.standing(session, at=at)
    person = standing.person() if standing is not None else None
    return person.pk if person is not None and not must_enrol(person) else None


def _watched(watch: str, person: int) -> frozenset[str]:
    """The procedures that a page watches, of those with which the person works."""
    from django.utils import timezone

    from gendan.cases import library
    from gendan.cases.sight import works_with
    from gendan.core.refusals import Refused
    from gendan.people import access

    found = set()
    for _, pack in library.active_packs() if watch else ():
        try:
            actor = access.actor(person, pack, timezone.now())
        except Refused:
            return frozenset()
        named = {f"{pack.name}.{each.name}" for each in pack.procedures.values() if works_with(each, actor)}
        found |= named if watch == BENCH else named & {watch}
    return frozenset(found)


def verdict(reader: Reader) -> str | None:
    """Why a stream must end: `ended` with its session, `gone` with the right to see the case; None where it goes on."""
    from django.utils import timezone

    from gendan.cases import queries

    with _connection_given_back():
        at = timezone.now()
        if _let_in(reader.session, at) is None:
            return "ended"
        if reader.uid is None:
            return None
        return None if queries.seen_case(reader.uid, person=reader.person, at=at) is not None else "gone"


@contextmanager
def _connection_given_back() -> Iterator[None]:
    """What a thread of the loop asked the database with goes back to the pool."""
    from django.db import connection

    try:
        yield
    finally:
        connection.close()
