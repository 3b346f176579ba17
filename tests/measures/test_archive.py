"""The archive as files: what is written, passed over, read and refused. That it has the same figures and grounds,
`test_grounds` shows."""

import json
import sys
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest

from gendan.cases.models import Case, Event
from gendan.measures import queries
from gendan.measures.archive import archived, source_of, touched
from gendan.measures.archiving import archive_months
from gendan.measures.errors import ArchiveMissing
from gendan.measures.periods import parse
from gendan.project import jobs
from gendan.project.command import main
from tests.measures.walk import MEASURED, Walk

LATER = datetime(2026, 10, 20, tzinfo=UTC)


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


def archive_command(monkeypatch, *given):
    monkeypatch.setattr("gendan.project.environment.ready", nullcontext)
    return main(["archive", *given])


def test_the_command_archives_the_months_that_are_asked_and_the_job_what_is_new(db, archive, monkeypatch, capsys):
    walked = Walk(MEASURED["hotline"])
    walked.walk(20)
    nightly = jobs.archive.func.__wrapped__
    nightly()
    assert not archive.exists(), "the first archive is made by hand"
    assert archive_command(monkeypatch, "--json", "--until", "2026-08") == 0
    assert json.loads(capsys.readouterr().out) == {"folder": str(archive), "months": []}
    assert archive_command(monkeypatch, "--json") == 0
    told = json.loads(capsys.readouterr().out)["months"]
    assert sum(each["cases"] for each in told) == Case.objects.count()
    assert sum(each["events"] for each in told) == Event.objects.count()
    assert {(each["procedure"], each["month"]) for each in told} == set(archived(archive))
    walked.walk(10)
    nightly()
    assert sum(each["events"] for each in archived(archive).values()) == Event.objects.count()
    assert archive_command(monkeypatch) == 0
    assert str(archive) in capsys.readouterr().out


def test_the_command_says_what_is_missing(db, archive, monkeypatch, capsys):
    Walk(MEASURED["hotline"]).walk(3)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert archive_command(monkeypatch) == 1
    assert "gendan[analytics]" in capsys.readouterr().err


def test_only_months_in_which_something_can_have_happened_are_read(db, archive):
    Walk(MEASURED["hotline"]).walk(30)
    list(archive_months(archive, at=LATER))
    known = archived(archive)
    (procedure, month), said = next(iter(known.items()))
    second = 1_000_000
    assert touched(known, {procedure}, said["first"] - second, said["first"]) == []
    assert (procedure, month) in touched(known, {procedure}, said["first"], said["first"] + 1)
    assert (procedure, month) in touched(known, {procedure}, said["last"], said["last"] + second)
    later = touched(known, {procedure}, said["last"] + 1, said["last"] + second)
    assert (procedure, month) not in later
    assert touched(known, {"hotline.other"}, 0, said["last"]) == []
    long_ago = queries.figure(
        "hotline", "received", parse("2019"), viewer=0, at=LATER, source="archive", compared=False
    )
    assert (long_ago.total.value, long_ago.total.base) == (0, 0)


def test_files_of_another_layout_are_not_read_but_written_anew(db, archive):
    Walk(MEASURED["hotline"]).walk(5)
    list(archive_months(archive, at=LATER))
    (path, *_) = (archive / "months").glob("*/*.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 2}))
    with pytest.raises(ArchiveMissing) as caught:
        source_of("archive")
    assert caught.value.parameters["month"] == f"{path.parent.name} {path.stem}"
    (again,) = archive_months(archive, at=LATER)
    assert (again.procedure, str(again.month)) == (path.parent.name, path.stem)
    assert source_of("archive").name == "archive"


def test_without_an_archive_it_is_said(db, archive):
    with pytest.raises(ArchiveMissing) as caught:
        source_of("archive")
    assert caught.value.code == "not_archived"
