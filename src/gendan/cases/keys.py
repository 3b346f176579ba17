"""Keys: what makes a command happen once, and what tells one command from another."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

import orjson

from gendan.core.command import Command


def digest(command: Command, *, person: int, party: str | None) -> bytes:
    """A digest of who asks what: equal for the same command of the same actor, whatever its key."""
    said = [
        command.verb.value,
        command.procedure,
        command.case,
        command.action,
        dict(command.given),
        command.kind,
        command.seen,
        command.happened,
        command.reason,
        command.person,
        command.others,
        dict(command.extra),
        person,
        party,
    ]
    return digest_of(said)


def digest_of(said: object) -> bytes:
    """A digest of values as commands and area actions are given them."""
    return hashlib.sha256(orjson.dumps(said, default=_plain, option=orjson.OPT_SORT_KEYS)).digest()


def _plain(value: object) -> object:
    if isinstance(value, Decimal | UUID | date | datetime | time):
        return str(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, int):
        return str(value)
    raise TypeError(type(value).__name__)
