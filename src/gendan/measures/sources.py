"""Where events are read from: the database, or the archive."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from django.db import connection

from gendan.cases import store
from gendan.cases.store import cursor
from gendan.core.events import Event
from gendan.measures.dialect import Dialect, Live


class Source(Protocol):
    """A place to read events from, and its dialect."""

    @property
    def dialect(self) -> Dialect:
        """How it is asked."""

    @property
    def name(self) -> str:
        """`live`, `archive` or `spark`."""

    def narrowed(self, procedures: Collection[str], begin: int, end: int) -> Source:
        """The same for statements about what happened in these procedures in [begin, end) (µs): it may read less."""

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""

    def histories(self, cases: Sequence[int]) -> dict[int, Sequence[Event]]:
        """All events of the cases, in order."""


class Database:
    """The database itself, in the caller's transaction."""

    name = "live"

    def __init__(self) -> None:
        self.dialect: Dialect = Live()

    def narrowed(self, procedures: Collection[str], begin: int, end: int) -> Source:
        """The indexes of the tables do it."""
        return self

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement; its text holds no parameters."""
        connection.ensure_connection()
        with cursor() as on:
            on.execute(statement.encode())
            return on.fetchall()

    def histories(self, cases: Sequence[int]) -> dict[int, Sequence[Event]]:
        """All events of the cases, one statement for all."""
        return dict(store.histories(cases))
