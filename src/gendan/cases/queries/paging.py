"""Pages by key: each goes on from the last row of the one before, and costs the same wherever it lies."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from gendan.cases.queries.rows import Row

COUNT_MOST: Final = 1000
"""Counts go so far; beyond they say "more than"."""


class NoSuchPage(ValueError):
    """The place in a list that was asked for was never given out by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of a list. `next` is where the following page begins (None: this is the last one).

    `count` is of the whole list, at most COUNT_MOST; `capped` says that there are more.
    """

    rows: tuple[Row, ...]
    next: str | None = None
    count: int = 0
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an order: SQL that is never null, its type, and whether it falls. The last key must be unique."""

    sql: str
    type: str
    falling: bool = False


class Parameters:
    """Collects parameters and names their slots: `$1::text`, `$2::text`, ..."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def add(self, value: Any, type_name: str) -> str:
        """A slot for `value`."""
        self.values.append(value)
        return f"${len(self.values)}::{type_name}"


def order(keys: Sequence[Key]) -> str:
    """ORDER BY."""
    return ", ".join(f"{key.sql}{' desc' if key.falling else ''}" for key in keys)


def merged(scans: Sequence[str], keys: Sequence[Key], limit: int) -> str:
    """The scans, each in the order of the keys, as one list in that order."""
    if len(scans) == 1:
        return scans[0]
    by_place = ", ".join(f"k{at}{' desc' if key.falling else ''}" for at, key in enumerate(keys))
    return f"{' union all '.join(scans)} order by {by_place} limit {limit:d}"


def selected(keys: Sequence[Key]) -> str:
    """The keys as columns k0, k1, …, as text beside for the place."""
    return ", ".join(f"{key.sql} as k{at}" for at, key in enumerate(keys))


def beyond(keys: Sequence[Key], place: Sequence[str], parameters: Parameters) -> str:
    """The condition for rows that come after `place` in the order of `keys`.

    The first key bounds the scan of the index; the rest decides among its equals.
    """
    slots = [parameters.add(value, key.type) for key, value in zip(keys, place, strict=True)]
    if not any(key.falling for key in keys):
        return f"({', '.join(key.sql for key in keys)}) > ({', '.join(slots)})"
    condition = ""
    for key, slot in reversed(list(zip(keys, slots, strict=True))):
        further = f"{key.sql} {'<' if key.falling else '>'} {slot}"
        condition = f"({further} or ({key.sql} = {slot} and {condition}))" if condition else f"({further})"
    first = f"{keys[0].sql} {'<=' if keys[0].falling else '>='} {slots[0]}"
    return f"({first} and {condition})"


def pack_place(values: Sequence[object]) -> str:
    """A row's keys as a short text for an address."""
    return base64.urlsafe_b64encode(orjson.dumps([str(value) for value in values])).decode().rstrip("=")


def unpack_place(said: str, count: int) -> list[str]:
    """The keys in a place. Raises NoSuchPage."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
    except ValueError:
        raise NoSuchPage(said) from None
    if not isinstance(values, list) or len(values) != count or not all(isinstance(each, str) for each in values):
        raise NoSuchPage(said)
    return values
