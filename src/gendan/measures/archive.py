"""事件归档 The archive: months of events as Parquet, in which each event has beside it what stood with it.

A month is that in which the cases were opened: so all events of a case lie together, and a month is archived again when
something has happened to its cases since. The database keeps everything; the archive is a copy that is laid out for
figures. `archive_months` writes it, `Archive` reads it by DuckDB, and `spark` by Spark.

    FOLDER/events/PACK.PROCEDURE/202002.parquet    one row an event
    FOLDER/cases/PACK.PROCEDURE/202002.parquet     one row a case, as it stood when it was archived
    FOLDER/months/PACK.PROCEDURE/202002.json       how many events and cases, from when to when, until which moment
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings

from gendan.core.events import Event, Kind, moment
from gendan.measures.dialect import Dialect, Files
from gendan.measures.errors import ArchiveMissing
from gendan.measures.sources import Database, Source

if TYPE_CHECKING:
    import duckdb


Month = tuple[str, int]
"""One archived month: the procedure, and the month (202002)."""


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


def files(root: Path, part: str, months: Iterable[Month] | None = None) -> list[str]:
    """The Parquet files of `events` or `cases`, of all months or of some. Raises ArchiveMissing `not_archived` where
    there is none."""
    if months is not None:
        return [str(root / part / procedure / f"{month}.parquet") for procedure, month in sorted(months)]
    found = sorted(str(path) for path in (root / part).glob("*/*.parquet"))
    if not found:
        raise ArchiveMissing("not_archived", folder=str(root))
    return found


def touched(root: Path, procedures: Collection[str], begin: int, end: int) -> list[Month]:
    """The months in whose files something of these procedures may have happened in [begin, end) (µs)."""
    return [
        (procedure, month)
        for (procedure, month), said in archived(root).items()
        if procedure in procedures and said["first"] < end and said["last"] >= begin
    ]


class Archive:
    """The archive, read by DuckDB on this machine. `months`: only of these."""

    name = "archive"

    def __init__(self, root: Path, months: Sequence[Month] | None = None) -> None:
        self._root = root
        self._months = months
        files(root, "events")

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        opened: duckdb.DuckDBPyConnection = engine().connect()
        for view, part in (("archived_events", "events"), ("ended_cases", "cases")):
            listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files(self._root, part, self._months))
            opened.execute(f"create view {view} as select * from read_parquet([{listed}], union_by_name=true)")
        return opened

    @cached_property
    def dialect(self) -> Dialect:
        """DuckDB's, with the columns that these files have."""
        described = self._connection.execute("describe archived_events").fetchall()
        return Files("duckdb", frozenset(row[0] for row in described))

    def narrowed(self, procedures: Collection[str], begin: int, end: int) -> Source:
        """Only the files in which something may have happened then. All events of a case lie in one of them."""
        months = touched(self._root, procedures, begin, end)
        # Where nothing happened, the statement is asked of one month, and finds nothing in it.
        return Archive(self._root, months or [min(archived(self._root))])

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return self._connection.execute(statement).fetchall()

    def histories(self, cases: Sequence[int]) -> dict[int, Sequence[Event]]:
        """All events of the cases, as they were written."""
        found: dict[int, list[Event]] = {}
        rows = self._connection.execute(
            "select case_id, seq, event, actor, took, body from archived_events"
            " where case_id in (select unnest(?::bigint[])) order by case_id, seq",
            [list(cases)],
        ).fetchall()
        for case, seq, kind, actor, took, body in rows:
            event = Event(case=case, seq=seq, kind=Kind(kind), actor=actor, at=moment(took), body=body.encode())
            found.setdefault(case, []).append(event)
        return dict(found)


def archived(root: Path) -> dict[tuple[str, int], dict[str, Any]]:
    """What is archived, by procedure and month: how many `events` and `cases`, when the `first` event happened and the
    `last` was recorded, and `until` which moment (µs)."""
    found = {}
    for path in (root / "months").glob("*/*.json"):
        found[path.parent.name, int(path.stem)] = orjson.loads(path.read_bytes())
    return found
