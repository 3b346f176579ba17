"""Papers are printed after the commit, attached once, and shown to those alone who may see all that stands on them."""

from datetime import timedelta

import orjson
import pytest

from gendan.cases import attachments, library, queries
from gendan.cases.models import Outbox
from gendan.cases.outbox import TRIES, drain
from gendan.cases.prose import history
from gendan.cases.prose.speaker import Speaker
from gendan.cases.store import events_of
from gendan.cases.verifying import verify
from gendan.core.command import Command, Verb
from tests.cases.company import FRIDAY, Company, act, do

pytestmark = pytest.mark.django_db

PACK = b"""
pack: lab
version: 1.0.0
title: {zh: \xe6\xa3\x80\xe9\xaa\x8c\xe5\xae\xa4, en: Laboratory}
posts:
  chief: {title: {zh: \xe4\xb8\xbb\xe4\xbb\xbb, en: Chief}}
  clerk: {title: {zh: \xe5\x8a\x9e\xe4\xba\x8b\xe5\x91\x98, en: Clerk}, reports_to: chief}
"""
DOCUMENTS = "documents:\n  report: {title: {zh: 检验报告, en: Report}}\n  offer: {title: {zh: 报价单, en: Offer}}\n"
PROCEDURE = """
procedure: sample
title: {zh: 样品, en: Sample}
number: "{opened:%Y}/{seq:03}"
sees: {chief: all, clerk: all}
fields:
  name:  {title: {zh: 品名, en: Name}, type: text}
  card:  {title: {zh: 证件, en: ID card}, type: id_number}
  price: {title: {zh: 价格, en: Price}, type: money, seen_by: [chief]}
  parts: {title: {zh: 项目, en: Items}, type: rows, of: {item: {title: {zh: 项, en: Item}, type: text}, figure: {title: {zh: 值, en: Figure}, type: decimal}}}
states:
  taken:  {title: {zh: 已收样, en: Taken}, owner: clerk}
  closed: {title: {zh: 已结, en: Closed}, final: done}
actions:
  open:  {title: {zh: 收样, en: Take}, by: [clerk, chief], to: taken, asks: [name, card, price, parts], needs: [name]}
  name:  {title: {zh: 改名, en: Rename}, from: taken, by: clerk, asks: [name]}
  tell:  {title: {zh: 出报告, en: Report}, from: taken, by: clerk, then: [{document.report: {remark: name}}]}
  offer: {title: {zh: 报价, en: Offer}, from: taken, by: chief, then: [document.offer]}
  close: {title: {zh: 结, en: Close}, from: taken, to: closed, by: clerk, then: [document.report]}
deadlines:
  test: {title: {zh: 检验, en: Test}, starts: open, stops: close, due: [{in: 3 days}]}
"""  # noqa: E501
REPORT = """#let data = json("/data.json")
= #data.document #data.number
#metadata(data) <data>
#data.fields.name #data.fields.parts.map(row => row.item).join("、") #data.at("given").at("remark", default: "")
"""
OFFER = '#let data = json("/data.json")\n#data.fields.price'


@pytest.fixture
def lab(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path
    return open_lab()


def open_lab(**changed):
    files = {
        "pack.yaml": PACK,
        "documents.yaml": DOCUMENTS.encode(),
        "procedures/sample.yaml": PROCEDURE.encode(),
        "documents/report.typ": REPORT.encode(),
        "documents/offer.typ": OFFER.encode(),
        **changed,
    }
    company = Company(library.activate(files, by=0, at=FRIDAY).definition)
    company.hire("chief", "chief", pack="lab")
    company.hire("ann", "clerk", pack="lab")
    return company


def take(lab, **given):
    values = {"name": "甲醛", "parts": [{"item": "游离", "figure": "0.50"}, {"item": "总量", "figure": "2"}], **given}
    return do(Command(verb=Verb.OPEN, procedure="lab.sample", given=values), lab.chief).case


def files_of(case, person):
    page = queries.case_page(case, person=person, at=FRIDAY)
    assert page is not None
    return [(each.name, each.type, each.by) for each in page.attachments]


@pytest.fixture
def seen(monkeypatch):
    """What templates were given."""
    from gendan.cases.documents import making

    given = []
    real = making.printed

    def watched(files, template, data, at):
        given.append(data)
        return real(files, template, data, at)

    monkeypatch.setattr(making, "printed", watched)
    return given


def test_a_paper_is_attached_once_by_the_system(lab):
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    drain(FRIDAY)
    assert files_of(case, lab.ann) == [("检验报告-2026_001.pdf", "application/pdf", 0)]
    Outbox.objects.filter(word="document.report").update(next_at=FRIDAY, done_at=None)
    drain(FRIDAY + timedelta(minutes=1))
    assert len(files_of(case, lab.ann)) == 1
    assert Outbox.objects.get(word="document.report").done_at is not None
    assert verify().faults == ()


def test_the_paper_says_what_stood_when_it_was_asked_for(lab, seen):
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    do(act(case, "name", given={"name": "乙醛"}), lab.ann)
    drain(FRIDAY)
    (data,) = seen
    assert (data["fields"]["name"], data["given"], data["number"]) == ("甲醛", {"remark": "甲醛"}, "2026/001")
    assert data["fields"]["parts"] == [{"item": "游离", "figure": "0.5"}, {"item": "总量", "figure": "2"}]
    assert data["values"]["parts"] == [{"item": "游离", "figure": "0.5"}, {"item": "总量", "figure": "2"}]
    assert (data["state"], data["actor"], data["printed"]) == ("已收样", "ann", "2026-10-09 09:30")


def test_a_paper_of_an_act_that_ends_the_case_is_made_too(lab):
    case = take(lab)
    do(act(case, "close"), lab.ann)
    drain(FRIDAY)
    assert len(files_of(case, lab.ann)) == 1


def test_hidden_and_unnamed_fields_stay_off_the_paper(lab, seen):
    case = take(lab, card="11010519491231002X", price="80.00")
    do(act(case, "tell"), lab.ann)
    drain(FRIDAY)
    (data,) = seen
    # That another paper of the pack tells the price changes nothing for this one.
    for name in ("card", "price"):
        assert (data["fields"][name], data["values"][name]) == ("", None)


def test_who_may_not_see_a_field_is_not_shown_the_paper_that_tells_it(lab):
    case = take(lab, price="80.00")
    do(act(case, "offer"), lab.chief)
    drain(FRIDAY)
    assert files_of(case, lab.chief) == [("报价单-2026_001.pdf", "application/pdf", 0)]
    assert files_of(case, lab.ann) == []
    for person, expected in ((lab.chief, 1), (lab.ann, 0)):
        page = queries.case_page(case, person=person, at=FRIDAY)
        speaker = Speaker(language="zh", procedure=page.procedure, pack=page.pack)
        assert sum(line.file is not None for line in history(page.events, speaker, page.sees)) == expected


def test_nobody_can_pass_a_file_off_as_a_paper(lab):
    case = take(lab)
    file = attachments.store([b"%PDF-1.7 mine"], name="mine.pdf", by=lab.ann, at=FRIDAY)
    extra = {"document": "offer", "tells": ["price"]}
    do(Command(verb=Verb.ATTACH, case=case, given={"file": file}, extra=extra), lab.ann)
    body = orjson.loads(next(event for event, _ in events_of(case) if event.kind == "attached").body)
    assert sorted(body) == ["file", "under"]
    assert files_of(case, lab.ann) == [("mine.pdf", "application/pdf", lab.ann)]


def test_a_paper_that_can_not_be_printed_is_tried_again_and_told(lab, monkeypatch):
    from gendan.cases.documents import making
    from gendan.packs.printing import TemplateFault

    def broken(*_):
        raise TemplateFault("out of paper", "documents/report.typ", 3)

    monkeypatch.setattr(making, "printed", broken)
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    at = FRIDAY
    for _ in range(TRIES):
        drain(at)
        at += timedelta(hours=2)
    row = Outbox.objects.get(word="document.report")
    assert (row.dead, row.error) == (True, "effect.document.report")
    assert files_of(case, lab.ann) == []


def test_a_pack_that_takes_a_paper_prints_it_with_the_other_packs_template(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path
    from gendan.cases.documents.reach import papers_of
    from gendan.core.pack import Document
    from gendan.core.text import Text

    document = Document(name="sheet", title=Text("单"), template="documents/sheet.typ")
    files = {
        ".uses/shop/documents/sheet.typ": b"theirs",
        ".uses/shop/documents/parts/a.typ": b"a",
        "pack.yaml": b"ours",
    }
    assert papers_of(files, document) == {"documents/sheet.typ": b"theirs", "documents/parts/a.typ": b"a"}
    assert papers_of({**files, "documents/sheet.typ": b"ours"}, document)["documents/sheet.typ"] == b"ours"
