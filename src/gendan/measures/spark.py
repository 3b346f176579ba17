"""The archive read by Spark: the same statement, on one machine or on a cluster (GENDAN_SPARK names its master)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from gendan.core.events import Event, Kind, moment
from gendan.measures.archive import Month, Said, files, readable, touched
from gendan.measures.dialect import Dialect, Files
from gendan.measures.errors import ArchiveMissing
from gendan.measures.sources import Source

_SET: Final = {
    "spark.sql.session.timeZone": "UTC",
    # Names stand in double quotes and texts are what they are, as in the other two places.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.parser.escapedStringLiterals": "true",
}


def cluster(root: Path) -> Source:
    """The archive in `root`, read by Spark. Raises ArchiveMissing."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ArchiveMissing("no_engine", extra="spark") from None
    master = os.environ.get("GENDAN_SPARK", "local[*]")
    built = SparkSession.builder.master(master).appName("gendan").config("spark.ui.enabled", "false")
    # Spark makes the folder of its own tables, of which there are none, where it was started.
    built = built.config("spark.sql.warehouse.dir", str(Path(tempfile.gettempdir()) / "gendan-spark"))
    session = built.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    for name, value in _SET.items():
        session.conf.set(name, value)
    if master.startswith("local"):
        # Two hundred parts, as on a cluster, would each be a task of its own for a handful of rows.
        session.conf.set("spark.sql.shuffle.partitions", str(os.cpu_count() or 1))
    known = readable(root)
    return Cluster(session, root, known, list(known))


class Cluster:
    """A Spark session with the files of some months as views."""

    name = "spark"

    def __init__(self, session: Any, root: Path, known: Said, months: Sequence[Month]) -> None:
        self._session = session
        self._root = root
        self._known = known
        self._months = months

    @cached_property
    def dialect(self) -> Dialect:
        """Spark's, with the columns that these files have."""
        columns = frozenset(name for month in self._months for name in self._known[month]["columns"])
        return Files("spark", columns, events=self._view("events"), cases=self._view("cases"))

    def _view(self, part: str) -> str:
        """The name of the view on the files. It hangs on what they are, so that others' views are not in its way, and
        the ends of many files are not read anew for every figure."""
        listed = files(self._root, part, self._months)
        said = sorted((month, self._known[month]["until"]) for month in self._months)
        name = f"{part}_{hashlib.sha256(repr((listed, said)).encode()).hexdigest()[:16]}"
        if not self._session.catalog.tableExists(name):
            self._session.read.option("mergeSchema", "true").parquet(*listed).createOrReplaceTempView(name)
        return name

    def narrowed(self, procedures: Collection[str], begin: int, end: int) -> Source:
        """Only the files in which something may have happened then. All events of a case lie in one of them."""
        months = touched(self._known, procedures, begin, end) or [min(self._known)]
        return Cluster(self._session, self._root, self._known, months)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return [tuple(row) for row in self._session.sql(statement).collect()]

    def histories(self, cases: Sequence[int]) -> dict[int, Sequence[Event]]:
        """All events of the cases, as they were written."""
        found: dict[int, list[Event]] = {}
        listed = ", ".join(str(int(case)) for case in cases) or "null"
        statement = (
            f"select case_id, seq, event, actor, took, body from {self.dialect.events('e', with_case=False)}"
            f" where case_id in ({listed}) order by case_id, seq"
        )
        for case, seq, kind, actor, took, body in self.rows(statement):
            event = Event(case=case, seq=seq, kind=Kind(kind), actor=actor, at=moment(took), body=body.encode())
            found.setdefault(case, []).append(event)
        return dict(found)
