"""Papers of many cases in one go: as they were printed, each for who may see it, in files of a bounded size."""

from datetime import timedelta

import pypdfium2
import pytest

from gendan.cases import attachments, batches, printing
from gendan.cases.long_work import NotYours
from gendan.cases.models import Case, PrintRun
from gendan.cases.outbox import drain
from gendan.cases.printing import runs
from gendan.cases.queries import case_page
from tests.cases.company import FRIDAY, act, do
from tests.cases.documents.test_papers import open_lab, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path
    return open_lab()


def begin(lab, cases, *, document="report", person=None):
    person = person or lab.ann
    chosen = batches.chosen(cases, procedure="lab.sample", person=person, at=FRIDAY)
    return printing.create(chosen, procedure="lab.sample", document=document, person=person, at=FRIDAY).id


def told(run, lab, person=None):
    found = printing.own(run, person=person or lab.ann)
    return str(found.stage), found.printed, found.missing, found.parts, found.pages


def text_of(path):
    with pypdfium2.PdfDocument(str(path)) as paper:
        return [page.get_textpage().get_text_bounded() for page in paper]


@pytest.fixture
def five(lab):
    cases = [take(lab, name=name) for name in ("水样", "土样", "气样", "油样", "米样")]
    for case in cases[:4]:
        do(act(case, "tell"), lab.ann)
    drain(FRIDAY)
    return cases


def test_papers_come_together_in_their_order_in_parts(lab, five, monkeypatch):
    monkeypatch.setattr(runs, "PART", 2)
    run = begin(lab, five)
    assert told(run, lab) == ("running", 0, 0, 0, 0)
    assert printing.advance(run, FRIDAY)
    assert told(run, lab) == ("running", 2, 0, 1, 2)
    while printing.advance(run, FRIDAY):
        pass
    # The last case has no paper yet, and so its part has no file.
    assert told(run, lab) == ("done", 4, 1, 2, 4)
    first, second = (text_of(printing.part_of(run, part)) for part in (1, 2))
    assert ["水样" in first[0], "土样" in first[1], "气样" in second[0], "油样" in second[1]] == [True] * 4
    assert printing.part_of(run, 3) is None
    assert printing.reasons(run) == [("not_printed", 1)]
    rows = list(printing.own(run, person=lab.ann).rows.order_by("row").values_list("done", "part", "reason"))
    assert rows == [(True, 1, ""), (True, 1, ""), (True, 2, ""), (True, 2, ""), (False, 0, "not_printed")]
    assert not printing.advance(run, FRIDAY)


def test_the_newest_paper_counts(lab, five):
    do(act(five[0], "name", given={"name": "改过"}), lab.ann)
    do(act(five[0], "tell"), lab.ann)
    drain(FRIDAY)
    run = begin(lab, five[:1])
    printing.advance(run, FRIDAY)
    (page,) = text_of(printing.part_of(run, 1))
    assert "改过" in page


def test_papers_that_are_about_to_be_printed_are_waited_for(lab):
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    run = begin(lab, [case])
    assert printing.advance(run, FRIDAY)
    assert told(run, lab) == ("running", 0, 0, 0, 0)
    drain(FRIDAY)
    assert not printing.advance(run, FRIDAY)
    assert told(run, lab) == ("done", 1, 0, 1, 1)


def test_what_one_may_not_see_is_not_among_them(lab):
    case = take(lab, price="80.00")
    do(act(case, "offer"), lab.chief)
    drain(FRIDAY)
    for person, outcome in ((lab.ann, ("done", 0, 1, 0, 0)), (lab.chief, ("done", 1, 0, 1, 1))):
        run = begin(lab, [case], document="offer", person=person)
        printing.advance(run, FRIDAY)
        assert told(run, lab, person) == outcome
    assert printing.reasons(begin_of(lab, "offer")) == [("not_shown", 1)]


def begin_of(lab, document):
    return PrintRun.objects.get(person=lab.ann, document=document).id


def test_a_file_that_is_gone_is_told_and_stops_nothing(lab, five):
    page = text_path(five[1])
    page.unlink()
    run = begin(lab, five[:3])
    printing.advance(run, FRIDAY)
    assert told(run, lab) == ("done", 2, 1, 1, 2)
    assert printing.reasons(run) == [("broken", 1)]


def text_path(case):
    shown = case_page(case, person=Case.objects.get(id=case).opened_by, at=FRIDAY)
    return attachments.path_of(shown.attachments[0].sha256)


def test_it_is_stopped_and_goes_on_and_is_taken_up_again(lab, five, monkeypatch):
    monkeypatch.setattr(runs, "PART", 1)
    run = begin(lab, five[:3])
    printing.advance(run, FRIDAY)
    printing.stop(run, person=lab.ann, at=FRIDAY)
    assert not printing.advance(run, FRIDAY)
    assert told(run, lab)[:2] == ("stopped", 1)
    printing.go_on(run, person=lab.ann, at=FRIDAY)
    assert printing.standing_still(FRIDAY + timedelta(minutes=2)) == [run]
    while printing.advance(run, FRIDAY):
        pass
    assert told(run, lab) == ("done", 3, 0, 3, 3)
    assert printing.standing_still(FRIDAY + timedelta(minutes=2)) == []


def test_a_part_that_was_killed_in_the_middle_is_made_anew(lab, five, monkeypatch, settings):
    folder = settings.GENDAN_ATTACHMENTS
    run = begin(lab, five[:3])

    def killed(*_):
        raise RuntimeError("the machine is gone")

    monkeypatch.setattr(runs, "_keep", killed)
    with pytest.raises(RuntimeError):
        printing.advance(run, FRIDAY)
    assert told(run, lab) == ("running", 0, 0, 0, 0)
    monkeypatch.undo()
    settings.GENDAN_ATTACHMENTS = folder
    assert not printing.advance(run, FRIDAY)
    assert told(run, lab) == ("done", 3, 0, 1, 3)


def test_it_is_ones_own(lab, five):
    run = begin(lab, five)
    for ask in (printing.own, lambda run, person: printing.stop(run, person=person, at=FRIDAY)):
        with pytest.raises(NotYours):
            ask(run, person=lab.chief)


def test_files_are_let_go_after_a_week_and_the_papers_stay(lab, five):
    run = begin(lab, five)
    printing.advance(run, FRIDAY)
    assert printing.let_go(FRIDAY + timedelta(days=6)) == 0
    assert printing.let_go(FRIDAY + timedelta(days=8)) == 1
    assert printing.part_of(run, 1) is None
    assert printing.own(run, person=lab.ann).let_go
    assert text_path(five[0]).is_file()
    assert printing.go_on(run, person=lab.ann, at=FRIDAY).stage == PrintRun.Stage.DONE
