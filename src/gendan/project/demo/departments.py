"""The departments of the demo company: each is set up whole or not at all, and those that are there are left alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from gendan.cases import demonstration, indexes, library
from gendan.packs.findings import Finding
from gendan.packs.reader import SHIPPED, read_pack
from gendan.packs.reading.demo import read_demo
from gendan.packs.wording import line
from gendan.people.access import current_epoch
from gendan.project.demo.company import FIRST, SYSTEM, company, demos, files_of, found, set_up, with_people

_LOCK: Final = (0x6765, 0x6D6F)
"""What stands locked in the database as long as departments are being set up."""

log = logging.getLogger(__name__)


class Unreadable(Exception):
    """A pack's demo can't be read: `findings` say what is wrong with it."""

    def __init__(self, pack: str, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(line(each, "en") for each in findings) or f"{pack} has no demo")
        self.findings = findings


def missing(wanted: Iterable[str] = ()) -> tuple[str, ...]:
    """Which departments that may be shown (or which of those `wanted`) the company does not have."""
    there = set_up()
    chosen = set(wanted) or set(demos())
    return tuple(pack for pack in demos() if pack in chosen and pack not in there and pack != FIRST)


def add(pack: str, *, at: datetime) -> demonstration.Shown:
    """Set up the department of a pack as it stands at `at`, whole or not at all.

    Raises Unreadable where its demo can't be read; ActRefused where one of its usernames is taken.
    """
    with transaction.atomic():
        # A version that is in force already stays so.
        definition = library.active(pack, current_epoch())
        if definition is None:
            definition = library.activate(SHIPPED / pack, by=SYSTEM, at=at, with_indexes=False).definition
        shown = _shown(pack, definition, at)
    # Outside the transaction, so that nobody's work waits for them.
    library.see_to_indexes(library.pack(definition))
    for left in shown.left:
        log.warning("demo %s: %s", pack, left.said("en"))
    return shown


def rehearsed(pack: str, *, at: datetime) -> demonstration.Shown:
    """Set up the department of a pack to see what its demo comes to, in the caller's transaction, which is to be
    rolled back. Raises as `add`."""
    if company() is None:
        found(at)
    reading = read_pack(SHIPPED / pack)
    if reading.pack is None:
        raise Unreadable(pack, reading.findings)
    return _shown(pack, library.try_out(reading.pack, reading.files, at=at), at)


def _shown(pack: str, definition: int, at: datetime) -> demonstration.Shown:
    """What the demo of a pack comes to under a version of it. In the caller's transaction."""
    files = files_of(pack)
    demo, findings = read_demo(files)
    wrong = [finding for finding in findings if finding.is_error]
    if demo is None or wrong:
        raise Unreadable(pack, wrong)
    staff = with_people(demo, pack, definition, at=at)
    return demonstration.show(demo, files, definition, staff=staff, at=at)


def furnish(wanted: Iterable[str] = (), *, now: Callable[[], datetime]) -> Iterator[tuple[str, Exception | None]]:
    """Set up the departments that are missing, one after the other; gives each with what went wrong, if anything.

    Nothing is done where somebody else is at it already.
    """
    with _alone() as alone:
        packs = missing(wanted) if alone else ()
        for pack in packs:
            try:
                add(pack, at=now())
            except Exception as error:  # one department that fails must not keep the others away
                log.exception("demo %s was not set up", pack)
                yield pack, error
            else:
                yield pack, None
        if packs:
            # The planner has to know that the tables have grown.
            indexes.analyze()


def under_way() -> bool:
    """Whether departments are being set up, by whatever process."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_locks l join pg_database d on d.oid = l.database"
            " where d.datname = current_database() and l.locktype = 'advisory' and l.granted"
            " and (l.classid, l.objid) = (%s::oid, %s::oid))",
            _LOCK,
        )
        (found,) = cursor.fetchone()
    return bool(found)


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", _LOCK)
        (alone,) = cursor.fetchone()
    try:
        yield bool(alone)
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", _LOCK)
