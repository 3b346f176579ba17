"""The epoch: a counter that every change of people, rights and packs moves, so that caches in a process know when
they are old.

The tables of this room move it by triggers of the database. A value is never given twice, not even after a rollback, so
what was cached inside a transaction that came to nothing can't be taken for what stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from django.db import connection

from gendan.people.prepared import answer

EPOCH_SQL: Final = "coalesce((select value from people_epoch where id = 1), 0)"
"""The epoch as a scalar of SQL, for statements that read it together with what they judge."""

KEPT: Final = 4
"""Epochs whose caches are kept: the one that stands, and those that running transactions have made for themselves."""

Kept = TypeVar("Kept")

_drops: Final[list[Callable[[], None]]] = []


def on_forget(drop: Callable[[], None]) -> None:
    """Have `drop` called where this process must forget what it has kept of the database."""
    _drops.append(drop)


def forget() -> None:
    """Drop everything that this process has kept of the database: where it turns to another one, a restored one too."""
    for drop in _drops:
        drop()


def current_epoch() -> int:
    """The epoch as this connection sees it, its own uncommitted changes included."""
    ((epoch,),) = answer(f"select {EPOCH_SQL}")
    return int(epoch)


def move_epoch() -> int:
    """Begin a new epoch, for a change that no table of this room shows (a pack was activated). In the caller's
    transaction.

    Whoever changes several things in one transaction calls it first: the epoch's row is locked before all others.
    """
    with connection.cursor() as cursor:
        cursor.execute("select people_next_epoch()")
        row = cursor.fetchone()
    return int(row[0])


class ByEpoch(Generic[Kept]):
    """What a process keeps for an epoch: made by `make` at the first asking, dropped when newer epochs come.

    Threads may ask at once: the worst is that two of them make the same value.
    """

    def __init__(self, make: Callable[[], Kept]) -> None:
        self._make = make
        self._kept: dict[int, Kept] = {}
        on_forget(self._kept_no_more)

    def at(self, epoch: int) -> Kept:
        """The value of `epoch`. `epoch` must have been read before what `make` loads, never after."""
        found = self._kept.get(epoch)
        if found is None:
            found = self._make()
            kept = dict(sorted(self._kept.items())[1 - KEPT :])
            self._kept = {**kept, epoch: found}
        return found

    def _kept_no_more(self) -> None:
        self._kept = {}
