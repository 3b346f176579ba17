"""Drafts of packs, archives, stories that are played, and activation with what stands against it."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from gendan.cases import studio
from gendan.cases.models import Activation, DraftFile, PackVersion, StoryRun
from gendan.cases.store import glimpse
from gendan.cases.studio import StudioRefused
from gendan.core.command import Command, Verb
from gendan.people import actions
from tests.cases.company import FRIDAY, do
from tests.cases.desk import PROCEDURE, files

STORY = """
story: 核了就到复核
at: 2026-10-09 09:30
steps:
  - {as: clerk, open: ticket, with: {name: 甲}, call: t}
  - {as: clerk, do: check}
  - expect: {state: checked}
---
story: 未核不能结
at: 2026-10-09 09:30
steps:
  - {as: clerk, open: ticket, with: {name: 乙}}
  - {as: second, do: close, refused: [state]}
"""
RENAMED = (
    PROCEDURE.replace("  new:     {", "  fresh:   {")
    .replace("to: new", "to: fresh")
    .replace("from: new", "from: fresh")
    .replace("{enter: new}", "{enter: fresh}")
    .replace("in: [new]", "in: [fresh]")
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(desk):
    return actions.create_person(actor=0, at=FRIDAY, username="boss", name="何管", administrator=True)


def refused(call):
    with pytest.raises(StudioRefused) as caught:
        call()
    return caught.value.code


def drafted(desk, admin):
    """A draft of the desk with two stories."""
    number = studio.draft_of_version(desk.definition, by=admin, at=FRIDAY)
    studio.save(number, "stories/desk.yaml", STORY.encode(), seen=0, by=admin, at=FRIDAY)
    return studio.source("desk", f"d{number}")


def played(of, admin):
    run = studio.play(of, by=admin, at=FRIDAY)
    while studio.continue_(run, FRIDAY):
        pass
    return studio.run_told(run)


def test_a_draft_is_the_versions_files_one_version_on(desk, admin):
    number = studio.draft_of_version(desk.definition, by=admin, at=FRIDAY, note="试改")
    told = {file.path: file.content for file in studio.files(number)}
    assert told == {**files(), "pack.yaml": files(version="1.0.1")["pack.yaml"]}
    assert [(each.note, each.based_on) for each in studio.open_drafts("desk")] == [("试改", desk.definition)]
    assert refused(lambda: studio.draft_of_version(desk.definition, by=desk.ann, at=FRIDAY)) == "access"
    assert refused(lambda: studio.draft_of_version(10**9, by=admin, at=FRIDAY)) == "missing"


def test_who_saves_over_a_text_that_he_has_not_seen_is_told_and_nothing_is_lost(desk, admin):
    number = studio.draft_of_version(desk.definition, by=admin, at=FRIDAY)
    path = "procedures/ticket.yaml"
    first = studio.save(number, path, b"one", seen=1, by=admin, at=FRIDAY)
    with pytest.raises(StudioRefused) as caught:
        studio.save(number, path, b"two", seen=1, by=admin, at=FRIDAY)
    assert (caught.value.code, caught.value.parameters["stands"]) == ("stale", "one")
    assert caught.value.parameters["revision"] == first.revision
    studio.save(number, path, b"two", seen=first.revision, by=admin, at=FRIDAY)
    assert [each.content for each in studio.history(number, path)] == [b"two", b"one", PROCEDURE.encode()]
    with pytest.raises(DatabaseError), transaction.atomic():
        DraftFile.objects.filter(path=path).update(content=b"")
    studio.save(number, path, None, seen=3, by=admin, at=FRIDAY)
    assert [each.path for each in studio.files(number)] == ["pack.yaml", "tables/fee.csv"]
    assert len(studio.history(number, path)) == 4


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("../secret.yaml", b"x", "path"),
        ("/etc/passwd", b"x", "path"),
        ("a\\b.yaml", b"x", "path"),
        (".uses/x/pack.yaml", b"x", "path"),
        ("a/b/c/d/e/f/g.yaml", b"x", "path"),
        ("procedures/ticket.yaml", b"\xff\xfe", "text"),
        ("pack.yaml", b"pack: other\n", "other_pack"),
        ("pack.yaml", None, "no_pack"),
        ("more.yaml", b"x" * 2_000_001, "too_large"),
        ("tables/fee.csv", b"y", "exists"),
    ],
)
def test_what_a_draft_may_not_hold_is_refused(desk, admin, path, content, code):
    number = studio.draft_of_version(desk.definition, by=admin, at=FRIDAY)
    seen = 0 if code == "exists" else 1
    assert refused(lambda: studio.save(number, path, content, seen=seen, by=admin, at=FRIDAY)) == code


def archive(entries, **how):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content, **how)
    into.seek(0)
    return into


def test_an_archive_comes_back_as_it_went_and_its_folder_is_taken_off(desk, admin):
    assert studio.unpacked(io.BytesIO(studio.packed(files()))) == files()
    assert studio.packed(files()) == studio.packed(dict(reversed(files().items())))
    wrapped = [(f"desk/{path}", content) for path, content in files().items()]
    found = studio.unpacked(archive([*wrapped, ("desk/.DS_Store", b"x"), ("__MACOSX/desk/._pack.yaml", b"x")]))
    assert found == files()
    number = studio.draft_of_files(found, by=admin, at=FRIDAY)
    assert studio.draft(number).pack == "desk"
    assert refused(lambda: studio.draft_of_files({"a.yaml": b""}, by=admin, at=FRIDAY)) == "no_pack"


def test_archives_that_would_do_harm_are_refused():
    def problem(content):
        with pytest.raises(StudioRefused) as caught:
            studio.unpacked(content)
        assert caught.value.code == "archive"
        return caught.value.parameters["problem"]

    assert problem(io.BytesIO(b"not a zip")) == "format"
    assert problem(archive([])) == "empty"
    assert problem(archive([("../pack.yaml", b"x")])) == "path"
    assert problem(archive([("a/../../pack.yaml", b"x")])) == "path"
    assert problem(archive([("C:/pack.yaml", b"x")])) == "path"
    assert problem(archive([("pack.yaml", b"\0" * 20_000_001)])) == "too_large"
    assert problem(archive([(f"f{number}.yaml", b"") for number in range(2001)])) == "too_many"
    link = zipfile.ZipInfo("pack.yaml")
    link.external_attr = 0o120777 << 16
    assert problem(archive([(link, b"/etc/passwd")])) == "link"
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = archive([("pack.yaml", b"a"), ("pack.yaml", b"b")])
    assert problem(twice) == "twice"
    cut = archive([("pack.yaml", b"pack: a\n" * 4000)]).getvalue()
    assert problem(io.BytesIO(cut[:60] + b"\0" * 8 + cut[68:])) == "broken"


def test_a_draft_goes_in_force_when_it_is_sound_and_its_stories_held(desk, admin):
    of = drafted(desk, admin)
    assert [each.code for each in studio.trial(of, at=FRIDAY).reasons] == ["stories_missing"]
    assert refused(lambda: studio.activate(of, by=admin, at=FRIDAY)) == "stories_missing"
    told = played(of, admin)
    assert (told.passed, [each.name for each in told.stories]) == (True, ["核了就到复核", "未核不能结"])
    assert studio.trial(of, at=FRIDAY).reasons == ()
    assert refused(lambda: studio.activate(of, by=desk.ann, at=FRIDAY)) == "access"
    made = studio.activate(of, by=admin, at=FRIDAY)
    assert (made.pack.version, made.replaced) == ("1.0.1", desk.definition)
    assert studio.draft(of.number).became == made.definition
    assert refused(lambda: studio.save(of.number, "a.yaml", b"", seen=0, by=admin, at=FRIDAY)) == "ended"
    # What the stories did is gone, and what was in force before can be put in force again.
    assert do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "丙"}), desk.ann).number == "2026-001"
    versions = studio.versions("desk")
    assert [(each.version, each.in_force, each.cases) for each in versions] == [("1.0.1", True, 1), ("1.0.0", False, 0)]
    old = studio.source("desk", f"v{desk.definition}")
    assert studio.trial(old, at=FRIDAY).reasons == ()
    assert studio.activate(old, by=admin, at=FRIDAY).definition == desk.definition
    assert Activation.objects.count() == 3


def test_a_story_that_does_not_hold_says_where_and_stands_against_it(desk, admin):
    of = drafted(desk, admin)
    studio.save(
        of.number,
        "stories/desk.yaml",
        STORY.replace("state: checked", "state: new").encode(),
        seen=2,
        by=admin,
        at=FRIDAY,
    )
    told = played(of, admin)
    (failed,) = told.failed
    assert (failed.name, failed.code, failed.file, failed.line, failed.steps) == (
        "核了就到复核",
        "differs",
        "stories/desk.yaml",
        7,
        2,
    )
    assert refused(lambda: studio.activate(of, by=admin, at=FRIDAY)) == "stories_failed"
    # Another text: what was played does not count for it.
    studio.save(of.number, "stories/desk.yaml", STORY.encode(), seen=3, by=admin, at=FRIDAY)
    assert [each.code for each in studio.trial(of, at=FRIDAY).reasons] == ["stories_missing"]


def test_a_run_ends_where_its_draft_is_changed_meanwhile(desk, admin):
    of = drafted(desk, admin)
    run = studio.play(of, by=admin, at=FRIDAY)
    assert studio.continue_(run, FRIDAY)
    assert refused(lambda: studio.play(of, by=admin, at=FRIDAY)) == "running"
    studio.save(of.number, "stories/desk.yaml", b"", seen=2, by=admin, at=FRIDAY)
    assert not studio.continue_(run, FRIDAY)
    assert StoryRun.objects.get().stage == StoryRun.Stage.STALE
    assert refused(lambda: studio.play(of, by=admin, at=FRIDAY)) in ("no_stories", "unsound")


def test_a_version_number_is_given_once_and_errors_are_no_version(desk, admin):
    of = drafted(desk, admin)
    manifest = studio.file(of.number, "pack.yaml")
    same = files(version="1.0.0")["pack.yaml"]
    studio.save(of.number, "pack.yaml", same, seen=manifest.revision, by=admin, at=FRIDAY)
    assert [each.code for each in studio.trial(of, at=FRIDAY).reasons] == ["version_taken", "stories_missing"]
    now = studio.file(of.number, "procedures/ticket.yaml")
    broken = PROCEDURE.replace("by: second", "by: nobody").encode()
    studio.save(of.number, "procedures/ticket.yaml", broken, seen=now.revision, by=admin, at=FRIDAY)
    assert [each.code for each in studio.trial(of, at=FRIDAY).reasons] == ["unsound"]
    assert refused(lambda: studio.play(of, by=admin, at=FRIDAY)) == "unsound"
    assert PackVersion.objects.count() == 1


def test_moving_is_told_before_and_done_after(desk, admin):
    one = do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "甲"}), desk.ann).case
    number = studio.draft_of_files(
        {**files(version="2.0.0", more="migrates: {from: 1.0.0, states: {new: fresh}}\n", procedure=RENAMED)},
        by=admin,
        at=FRIDAY,
    )
    of = studio.source("desk", f"d{number}")
    trial = studio.trial(of, at=FRIDAY)
    assert trial.reasons == ()
    assert (trial.moving.cases, trial.moving.moved, trial.moving.staying) == (1, 1, [])
    assert trial.breaks == ()
    assert glimpse(one).definition == desk.definition
    made = studio.activate(of, by=admin, at=FRIDAY)
    assert studio.move_cases(made.definition, FRIDAY + timedelta(minutes=1)) == 0
    moved = glimpse(one)
    assert (moved.definition, moved.case.state) == (made.definition, "fresh")


def test_what_open_cases_would_miss_is_told(desk, admin):
    do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "甲"}), desk.ann)
    number = studio.draft_of_files(
        files(version="2.0.0", more="migrates: {from: 1.0.0}\n", procedure=RENAMED), by=admin, at=FRIDAY
    )
    trial = studio.trial(studio.source("desk", f"d{number}"), at=FRIDAY)
    assert [(each.missed.value, each.name, each.cases) for each in trial.breaks] == [("state", "new", 1)]
    assert [(each.number, each.reasons[0].code) for each in trial.moving.staying] == [("2026-001", "state")]
