"""The archive: the same figures, the same grounds, from files."""

from datetime import UTC, date, datetime

import pytest

from gendan.measures import queries
from gendan.measures.archive import source_of
from gendan.measures.archiving import archive_months
from gendan.measures.dimensions import groupable
from gendan.measures.errors import ArchiveMissing
from gendan.measures.periods import span
from gendan.measures.planning import scope_of
from tests.measures.walk import MEASURED, Walk

LATER = datetime(2026, 10, 20, tzinfo=UTC)
PERIOD = span(date(2026, 9, 1), date(2026, 12, 31))


def test_every_figure_from_the_archive_is_that_of_the_database(walked, archive):
    months = list(archive_months(archive, at=LATER))
    assert sum(each.cases for each in months) >= len(walked.cases)
    pack, under = walked.pack.name, walked.under
    compared = 0
    for name, measure in under.pack.measures.items():
        fields = [f"field.{each}" for each in groupable(scope_of(measure, under))][:2]
        for by in ((), ("person", "post"), ("state", "state@end", "kind"), tuple(fields), (f"{fields[0]}@end",)):
            asked = {"viewer": 0, "at": LATER, "by": by}
            live = queries.figure(pack, name, PERIOD, **asked)
            kept = queries.figure(pack, name, PERIOD, source="archive", **asked)
            assert (kept.source, live.source) == ("archive", "live")
            assert (kept.total, kept.groups, kept.digest, kept.previous) == (
                live.total, live.groups, live.digest, live.previous,
            ), (name, by)  # fmt: skip
            grounds = [
                queries.grounds(pack, name, PERIOD, source=each, limit=500, **asked) for each in ("live", "archive")
            ]
            assert grounds[0] == grounds[1], (name, by)
            compared += len(grounds[0].grounds)
    assert compared


def test_a_month_in_which_nothing_is_new_is_passed_over(db, archive):
    walked = Walk(MEASURED["hotline"])
    walked.walk(40)
    first = list(archive_months(archive, at=LATER))
    assert first
    assert list(archive_months(archive, at=LATER)) == []
    walked.walk(15)
    again = list(archive_months(archive, at=LATER))
    assert again
    assert len(list(archive_months(archive, at=LATER, anew=True))) >= len(first)


def test_without_an_archive_it_is_said(db, archive):
    with pytest.raises(ArchiveMissing) as caught:
        source_of("archive")
    assert caught.value.code == "not_archived"
