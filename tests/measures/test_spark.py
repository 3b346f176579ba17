"""The archive asked by Spark: the same figures and the same grounds as the database gives."""

from datetime import UTC, date, datetime

import pytest

from gendan.measures import queries
from gendan.measures.archiving import archive_months
from gendan.measures.dimensions import groupable
from gendan.measures.periods import span
from gendan.measures.planning import scope_of
from tests.measures.walk import MEASURED, Walk

LATER = datetime(2026, 10, 20, tzinfo=UTC)
PERIOD = span(date(2026, 9, 1), date(2026, 12, 31))


@pytest.fixture
def session(monkeypatch):
    """Spark on this machine, with one thread."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'gendan[spark]'")
    from pyspark.sql import SparkSession

    monkeypatch.setenv("GENDAN_SPARK", "local[1]")
    yield SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    SparkSession.getActiveSession().stop()


def test_figures_and_grounds_by_spark_are_those_of_the_database(session, db, archive):
    walked = Walk(MEASURED["hotline"])
    walked.walk(120)
    list(archive_months(archive, at=LATER))
    compared = 0
    for name, measure in walked.pack.measures.items():
        field = next(iter(groupable(scope_of(measure, walked.under))))
        asked = {"viewer": 0, "at": LATER, "by": ("person", "post", "state@end", f"field.{field}")}
        kept, live = (
            queries.figure("hotline", name, PERIOD, source=each, compared=False, **asked) for each in ("spark", "live")
        )
        assert kept.source == "spark"
        assert (kept.total, kept.groups, kept.digest) == (live.total, live.groups, live.digest), name
        pages = [
            queries.grounds("hotline", name, PERIOD, source=each, limit=500, **asked) for each in ("spark", "live")
        ]
        assert pages[0] == pages[1], name
        compared += len(pages[0].grounds)
    assert compared > 20
