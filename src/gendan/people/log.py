"""Writes the access log and the record of acts. Both only grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from gendan.people.models import Access, AccessLog, Act
from gendan.people.trying import tried_by

MOST_TEXT = 300


def log_access(
    kind: Access,
    *,
    at: datetime,
    person: int | None = None,
    username: str = "",
    address: str = "",
    about: str = "",
    details: Mapping[str, object] | None = None,
) -> None:
    """Write one row of the access log, in the caller's transaction.

    `person` 0 or None: nobody is known. `about` names what was looked at, as `case 42` or `field id_number of case 42`.
    Where an administrator looks with the person's eyes, the line is his.
    """
    seen_by, details = _looker(person, details)
    AccessLog.objects.create(
        kind=kind,
        at=at,
        person_id=seen_by,
        username=username[:150],
        address=address[:64],
        about=about[:MOST_TEXT],
        details=dict(details or {}),
    )


def log_accesses(
    kind: Access, abouts: Iterable[str], *, at: datetime, person: int | None = None, address: str = ""
) -> None:
    """Write a row of the access log for each of `abouts`, with one statement."""
    seen_by, details = _looker(person, None)
    AccessLog.objects.bulk_create(
        AccessLog(
            kind=kind,
            at=at,
            person_id=seen_by,
            details=dict(details or {}),
            address=address[:64],
            about=about[:MOST_TEXT],
        )
        for about in abouts
    )


def write_act(what: str, *, actor: int, at: datetime, whom: int | None = None, **details: object) -> None:
    """Record a change of people or rights, in the transaction that makes it. Dates and the like are written as text."""
    Act.objects.create(at=at, by_id=actor or None, what=what, whom_id=whom, details=_plain(details))


def _looker(person: int | None, details: Mapping[str, object] | None) -> tuple[int | None, Mapping[str, object] | None]:
    administrator = tried_by()
    if administrator is None or administrator == person:
        return person or None, details
    return administrator, {**(details or {}), "as": person or None}


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return str(value)
