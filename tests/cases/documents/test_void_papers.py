"""Papers that count no more bear a mark wherever they are opened; the kept file stays what was printed."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest

from gendan.cases import printing
from gendan.cases.outbox import drain
from gendan.cases.queries import case_page
from gendan.cases.queries.files import file_of
from gendan.core.command import Command, Verb
from tests.cases.company import FRIDAY, act, do
from tests.cases.documents.test_papers import DOCUMENTS, PROCEDURE, open_lab, take
from tests.cases.documents.test_prints import begin, text_of

pytestmark = pytest.mark.django_db
VOIDED = DOCUMENTS.replace("en: Report}", "en: Report}, voided_by: [name, tell]")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lab(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path
    return open_lab(**{"documents.yaml": VOIDED.encode()})


def opened(lab, case):
    """The case's papers: what each is called and what stands on it."""
    page = case_page(case, person=lab.ann, at=FRIDAY)
    found = [file_of(case, each.sha256, person=lab.ann, at=FRIDAY) for each in page.attachments]
    return [(each.name, words(each.opened())) for each in found]


def words(file):
    with file, pypdfium2.PdfDocument(BytesIO(file.read())) as paper:
        return " ".join(page.get_textpage().get_text_bounded() for page in paper)


def test_a_paper_is_void_after_what_the_pack_says(lab):
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    drain(FRIDAY)
    ((name, text),) = opened(lab, case)
    assert not name.startswith("作废")
    assert "作废" not in text
    do(act(case, "offer"), lab.chief)
    do(act(case, "name", given={"name": "改过"}), lab.ann, at=FRIDAY + MINUTE)
    drain(FRIDAY + MINUTE)
    (attached, _) = case_page(case, person=lab.chief, at=FRIDAY).attachments
    assert (attached.void.action, attached.void.at) == ("name", FRIDAY + MINUTE)
    ((name, text),) = opened(lab, case)
    assert name.startswith("作废-检验报告")
    assert ("作废" in text, "改名 2026-" in text, "甲醛" in text) == (True, True, True)


def test_a_paper_that_is_printed_after_what_voids_it_is_void(lab):
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    do(act(case, "name", given={"name": "改过"}), lab.ann)
    drain(FRIDAY)
    assert ["作废" in text for _, text in opened(lab, case)] == [True]


def test_a_new_one_voids_the_one_before_and_is_printed_without_a_mark(lab):
    case = take(lab)
    for minutes in range(2):
        at = FRIDAY + minutes * MINUTE
        do(act(case, "tell"), lab.ann, at=at)
        do(act(case, "offer"), lab.chief, at=at)
        drain(at)
    assert ["作废" in text for _, text in opened(lab, case)] == [True, False]
    run = begin(lab, [case])
    printing.advance(run, FRIDAY)
    assert ["作废" in text for text in text_of(printing.part_of(run, 1))] == [False]
    do(act(case, "name", given={"name": "改过"}), lab.ann)
    run = begin(lab, [case])
    printing.advance(run, FRIDAY)
    assert ["作废" in text for text in text_of(printing.part_of(run, 1))] == [True]


@pytest.mark.parametrize(("back", "void"), [("taken", [True]), ("kept", [False])])
def test_a_paper_sent_back_to_where_it_is_made_anew_is_void(db, settings, tmp_path, back, void):
    settings.GENDAN_ATTACHMENTS = tmp_path
    steps = f"""
  approve: {{title: {{zh: 审批, en: Approve}}, from: taken, to: closed, signs: [chief], reject: {back}, unlike: [open]}}
  keep:    {{title: {{zh: 搁置, en: Keep}}, from: taken, to: kept, by: clerk}}
  drop:    {{title: {{zh: 不做了, en: Drop}}, from: kept, to: closed, by: clerk}}
"""
    kept = "  kept: {title: {zh: 搁置着, en: Kept}, owner: clerk}\n  closed:"
    text = PROCEDURE.replace("  closed:", kept, 1).replace("\ndeadlines:", f"{steps}deadlines:", 1)
    lab = open_lab(**{"documents.yaml": VOIDED.encode(), "procedures/sample.yaml": text.encode()})
    case = do(Command(verb=Verb.OPEN, procedure="lab.sample", given={"name": "甲醛"}), lab.ann).case
    do(act(case, "tell"), lab.ann)
    drain(FRIDAY)
    do(Command(verb=Verb.REJECT, case=case, action="approve", reason="数不对"), lab.chief)
    ((name, said),) = opened(lab, case)
    assert [name.startswith("作废")] == ["作废" in said] == ["驳回：审批" in said] == void
