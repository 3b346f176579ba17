"""事件归档 The archive: months of events as Parquet, in which each event has beside it what stood with it.

A month is that in which the cases were opened: so all events of a case lie together, and a month is archived again when
something has happened to its cases since. The database keeps everything; the archive is a copy that is laid out for
figures. `archive_months` writes it, `Archive` reads it by DuckDB, and `spark` by Spark.

    FOLDER/events/PACK.PROCEDURE/202002.parquet    one row an event
    FOLDER/cases/PACK.PROCEDURE/202002.parquet     one row a case, as it stood when it was archived
    FOLDER/months/PACK.PROCEDURE/202002.json       how many events and cases, from when to when, with which columns
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.conf import settings

from gendan.core.events import Event, Kind, moment
from gendan.measures.dialect import Dialect, Files, quoted
from gendan.measures.errors import ArchiveMissing
from gendan.measures.sources import Database, Source

if TYPE_CHECKING:
    import duckdb


FORMAT: Final = 3
"""The version of the files' layout; a month of another one is archived anew."""
MEMORY: Final = "2GB"
"""How much DuckDB takes at most before it writes to disk."""
Month = tuple[str, int]
"""One archived month: the procedure, and the month (202002)."""
Said = Mapping[Month, Mapping[str, Any]]
"""What is said of each archived month: see `archived`."""


def folder() -> Path:
    """Where the archive lies: GENDAN_ARCHIVE, else `archive` in the data folder."""
    return Path(settings.GENDAN_ARCHIVE)


def engine() -> Any:
    """DuckDB. Raises ArchiveMissing `no_engine` where the extra `analytics` is not installed."""
    try:
        import duckdb
    except ImportError:
        raise ArchiveMissing("no_engine", extra="analytics") from None
    return duckdb


def source_of(name: str) -> Source:
    """The place to read from: `live`, `archive` or `spark`. Raises ArchiveMissing."""
    if name == "live":
        return Database()
    if name == "archive":
        return Archive(folder())
    if name == "spark":
        from gendan.measures.spark import cluster

        return cluster(folder())
    raise ArchiveMissing("not_archived", source=name)


def files(root: Path, part: str, months: Iterable[Month]) -> list[str]:
    """The Parquet files of `events` or `cases` of the months."""
    return [str(root / part / procedure / f"{month}.parquet") for procedure, month in sorted(months)]


def readable(root: Path) -> Said:
    """What is archived. Raises ArchiveMissing `not_archived` where there is nothing, or a month of another layout: from
    its files figures would be wrong without a sign of it."""
    known = archived(root)
    if not known:
        raise ArchiveMissing("not_archived", folder=str(root))
    for (procedure, month), said in known.items():
        if said.get("format") != FORMAT:
            raise ArchiveMissing("not_archived", folder=str(root), month=f"{procedure} {month}")
    return known


def touched(known: Said, procedures: Collection[str], begin: int, end: int) -> list[Month]:
    """The months in whose files something of these procedures may have happened in [begin, end) (µs)."""
    return [
        (procedure, month)
        for (procedure, month), said in known.items()
        if procedure in procedures and said["first"] < end and said["last"] >= begin
    ]


class Archive:
    """The archive, read by DuckDB on this machine. `months`: only of these."""

    name = "archive"

    def __init__(self, root: Path, known: Said | None = None, months: Sequence[Month] | None = None) -> None:
        self._root = root
        self._known = readable(root) if known is None else known
        self._months = list(self._known) if months is None else months

    @cached_property
    def dialect(self) -> Dialect:
        """DuckDB's, with the columns that these files have."""
        columns = frozenset(name for month in self._months for name in self._known[month]["columns"])
        return Files("duckdb", columns, events=self._read("events"), cases=self._read("cases"))

    def _read(self, part: str) -> str:
        listed = ", ".join(quoted(path) for path in files(self._root, part, self._months))
        return f"read_parquet([{listed}], union_by_name=true)"

    def narrowed(self, procedures: Collection[str], begin: int, end: int) -> Source:
        """Only the files in which something may have happened then. All events of a case lie in one of them."""
        months = touched(self._known, procedures, begin, end)
        # Where nothing happened, the statement is asked of one month, and finds nothing in it.
        return Archive(self._root, self._known, months or [min(self._known)])

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        with closing(_opened(os.getpid()).cursor()) as on:
            found: list[tuple[Any, ...]] = on.execute(statement).fetchall()
            return found

    def histories(self, cases: Sequence[int]) -> dict[int, Sequence[Event]]:
        """All events of the cases, as they were written."""
        found: dict[int, list[Event]] = {}
        listed = ", ".join(str(int(case)) for case in cases) or "null"
        rows = self.rows(
            f"select case_id, seq, event, actor, took, body from {self.dialect.events('e', with_case=False)}"
            f" where case_id in ({listed}) order by case_id, seq"
        )
        for case, seq, kind, actor, took, body in rows:
            event = Event(case=case, seq=seq, kind=Kind(kind), actor=actor, at=moment(took), body=body.encode())
            found.setdefault(case, []).append(event)
        return dict(found)


@lru_cache(maxsize=1)
def _opened(process: int) -> duckdb.DuckDBPyConnection:
    """One DuckDB for a process: opening it takes as long as a figure. Every statement has a cursor of its own, so
    threads may ask at once; a forked process opens its own."""
    opened: duckdb.DuckDBPyConnection = engine().connect(
        config={"memory_limit": MEMORY, "temp_directory": f"{tempfile.gettempdir()}/gendan-duckdb-{process}"}
    )
    return opened


def archived(root: Path) -> dict[Month, dict[str, Any]]:
    """What is archived, by procedure and month: how many `events` and `cases`, when the `first` event happened and the
    `last` was recorded, and `until` which moment (µs); in which `format`, and the `columns` of the events."""
    found = {}
    for path in (root / "months").glob("*/*.json"):
        found[path.parent.name, int(path.stem)] = orjson.loads(path.read_bytes())
    return found
