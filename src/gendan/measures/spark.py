"""The archive read by Spark: the same statement, on one machine or on a cluster (GENDAN_SPARK names its master)."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from gendan.core.events import Event, Kind, moment
from gendan.measures.archive import files, readable
from gendan.measures.dialect import Dialect, Files
from gendan.measures.errors import ArchiveMissing
from gendan.measures.sources import Source


def cluster(root: Path) -> Source:
    """The archive in `root`, read by Spark. Raises ArchiveMissing."""
    return Cluster(root)


class Cluster:
    """A Spark session with the archive's files as views."""

    name = "spark"

    def __init__(self, root: Path) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise ArchiveMissing("no_engine", extra="spark") from None
        master = os.environ.get("GENDAN_SPARK", "local[*]")
        session = SparkSession.builder.master(master).appName("gendan").config("spark.ui.enabled", "false")
        self._session: Any = session.config("spark.sql.session.timeZone", "UTC").getOrCreate()
        known = readable(root)
        for view, part in (("archived_events", "events"), ("ended_cases", "cases")):
            read = self._session.read.option("mergeSchema", "true").parquet(*files(root, part, known))
            read.createOrReplaceTempView(view)
        columns = frozenset(name for said in known.values() for name in said["columns"])
        self.dialect: Dialect = Files("spark", columns, events="archived_events", cases="ended_cases")

    def narrowed(self, procedures: Collection[str], begin: int, end: int) -> Source:
        """Spark reads what it needs of the files by itself."""
        return self

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return [tuple(row) for row in self._session.sql(statement.replace('"', "`")).collect()]

    def histories(self, cases: Sequence[int]) -> dict[int, Sequence[Event]]:
        """All events of the cases, as they were written."""
        found: dict[int, list[Event]] = {}
        listed = ", ".join(str(int(case)) for case in cases) or "null"
        statement = (
            "select case_id, seq, event, actor, took, body from archived_events"
            f" where case_id in ({listed}) order by case_id, seq"
        )
        for case, seq, kind, actor, took, body in self.rows(statement):
            event = Event(case=case, seq=seq, kind=Kind(kind), actor=actor, at=moment(took), body=body.encode())
            found.setdefault(case, []).append(event)
        return dict(found)
