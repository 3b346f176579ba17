"""A manager changes what papers are made by: checked, kept with who and when, put back; earlier papers stay."""

import base64

import pytest

from gendan.cases import library
from gendan.cases.documents import PaperRefused, letterhead, paper_refused, templates, trial
from gendan.cases.documents.letterhead import set_letterhead
from gendan.cases.documents.templates import set_template
from gendan.cases.documents.words import words_of
from gendan.cases.effects import Call
from gendan.cases.models import TemplateVersion
from gendan.cases.outbox import drain
from gendan.cases.store import glimpse
from gendan.people import access, actions
from tests.cases.company import FRIDAY, act, do
from tests.cases.documents.test_papers import OFFER, PACK, REPORT, files_of, open_lab, take

pytestmark = pytest.mark.django_db
PATH = "documents/report.typ"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def lab(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path
    return open_lab()


@pytest.fixture
def printed(monkeypatch):
    """The templates by which papers were made, and what they were given."""
    from gendan.cases.documents import making

    made = []
    real = making.printed

    def watched(files, template, data, at):
        made.append((files[template].decode(), data))
        return real(files, template, data, at)

    monkeypatch.setattr(making, "printed", watched)
    return made


def change(text, lab, **more):
    return set_template("lab", PATH, text, by=lab.chief, at=FRIDAY, reason="客户要求", **more)


def test_papers_are_made_by_the_changed_template_from_then_on(lab, printed):
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    drain(FRIDAY)
    before = files_of(case, lab.ann)
    changed = change(REPORT + "加盖公章有效", lab)
    assert (changed.changed, changed.stale, changed.own) == (True, False, REPORT)
    (told,) = changed.history
    assert (told.by, told.at, told.reason, told.text) == (lab.chief, FRIDAY, "客户要求", REPORT + "加盖公章有效")
    assert files_of(case, lab.ann) == before
    do(act(case, "tell"), lab.ann)
    drain(FRIDAY)
    assert [text.endswith("加盖公章有效") for text, _ in printed] == [False, True]
    assert len(files_of(case, lab.ann)) == 2
    back = change(None, lab)
    assert (back.changed, back.text, len(back.history)) == (False, REPORT, 2)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        (REPORT + "\n#nobody", "fault", (PATH, 6, 2)),
        (REPORT + "\n#data.fields.price2", "fault", (PATH, 6, 14)),
        (REPORT + "\n#data.fields.parts.at(0)", "fault", (PATH, 6, 2)),  # breaks where nothing is filled
        (" \n", "empty", None),
        ("x" * 100_001, "too_long", None),
    ],
)
def test_what_no_paper_can_be_printed_with_is_refused_with_its_place(lab, text, code, place):
    with pytest.raises(PaperRefused) as raised:
        change(text, lab)
    refused = raised.value
    assert refused.code == code
    if place is not None:
        assert tuple(refused.parameters[name] for name in ("file", "line", "column")) == place
        said = paper_refused(refused, "zh", {})
        assert f"第 {place[1]} 行第 {place[2]} 列" in said
        assert paper_refused(refused, "en", {}) != said
    assert not TemplateVersion.objects.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('#read("/etc/passwd")', "找不到文件（file not found (searched at etc/passwd)）"),
        (
            '#read("../../etc/passwd")',
            '只能用手册自己的文件（path `"../../etc/passwd"` would escape the project root）',
        ),
        ("#{ while true { 1 } }", "没完没了的循环（condition is always true）"),
        ("#set page(width: 9999cm, height: 9999cm)", "排版要用的内存超过 2048 MB"),
    ],
)
def test_what_reaches_too_far_is_told_in_the_managers_words_and_no_place_of_the_server(lab, text, says):
    files = {**library.files(lab.definition), PATH: text.encode()}
    with pytest.raises(PaperRefused) as raised:
        trial.shown(lab.definition, files, PATH, "png")
    assert says in paper_refused(raised.value, "zh", {})
    assert "gendan-paper" not in paper_refused(raised.value, "en", {})


def test_two_who_change_the_same_one_hear_of_each_other(lab):
    first = change(REPORT + "甲", lab, seen=0)
    with pytest.raises(PaperRefused) as raised:
        change(REPORT + "乙", lab, seen=0)
    assert (raised.value.code, raised.value.parameters["by"]) == ("stale", lab.chief)
    assert change(REPORT + "乙", lab, seen=first.history[0].number).text.endswith("乙")


def test_the_database_keeps_every_version(lab):
    from django.db import DatabaseError, transaction

    change(REPORT + "甲", lab)
    with pytest.raises(DatabaseError), transaction.atomic():
        TemplateVersion.objects.update(text="")
    with pytest.raises(DatabaseError), transaction.atomic():
        TemplateVersion.objects.all().delete()


def test_what_is_shared_by_papers_is_tried_with_each_of_them(lab):
    files = {**library.files(lab.definition), "pack.yaml": PACK.replace(b"1.0.0", b"1.1.0")}
    shared = REPORT.replace('"/data.json")', '"/data.json")\n#import "parts/head.typ": head\n#head', 1)
    files |= {PATH: shared.encode(), "documents/parts/head.typ": b"#let head = [A]"}
    library.activate(files, by=0, at=FRIDAY)
    with pytest.raises(PaperRefused) as raised:
        set_template("lab", "documents/parts/head.typ", "#let hat = [A]", by=lab.chief, at=FRIDAY)
    assert raised.value.parameters["file"] == PATH
    set_template("lab", "documents/parts/head.typ", "#let head = [B]", by=lab.chief, at=FRIDAY)
    assert templates.template("lab", "documents/parts/head.typ").changed


def test_a_new_version_of_the_pack_says_where_the_sites_stands_over_it(lab, printed):
    old = take(lab)
    change(REPORT + "甲", lab)
    newer = {
        **library.files(lab.definition),
        "pack.yaml": PACK.replace(b"1.0.0", b"1.1.0"),
        PATH: (REPORT + "新").encode(),
    }
    assert templates.stale("lab") == ()
    assert templates.stale("lab", newer) == (PATH,)
    library.activate(newer, by=0, at=FRIDAY)
    found = templates.template("lab", PATH)
    assert (found.stale, found.text, found.before, found.own) == (True, REPORT + "甲", REPORT, REPORT + "新")
    assert templates.stale("lab") == (PATH,)
    # What was written over the new text is for cases under it; the old case keeps the text made for its own.
    change(REPORT + "新乙", lab)
    assert templates.stale("lab") == ()
    for case in (old, take(lab)):
        do(act(case, "tell"), lab.ann)
    drain(FRIDAY)
    assert [text.removeprefix(REPORT) for text, _ in printed] == ["甲", "新乙"]


def test_stories_are_held_to_the_packs_own_paper(lab):
    change(REPORT + "甲", lab)
    set_letterhead({"name": "宏达检验"}, by=lab.chief, at=FRIDAY, logo=PIXEL)
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    stored = glimpse(case)
    call = Call(
        case=case, seq=stored.case.seq, uid="", number="", procedure="lab.sample", definition=lab.definition,
        word="document.report", arguments={}, to=(), person=lab.ann, at=FRIDAY, key="",
    )  # fmt: skip
    said = words_of(call)
    assert "甲醛" in said
    assert "宏达检验" not in said
    assert not said.endswith("甲")


def test_a_preview_tells_nobody_what_he_may_not_see(lab):
    case = take(lab, price="80.00")
    stored = glimpse(case)
    files = {**library.files(lab.definition), PATH: (REPORT + OFFER.replace("#let", "\n#let")).encode()}
    pack = library.pack(lab.definition)
    for person, allowed in ((lab.chief, True), (lab.ann, False)):
        actor = access.actor(person, pack, FRIDAY)
        if allowed:
            assert (
                trial.shown_of_case(lab.definition, files, PATH, stored.case, actor, "pdf", at=FRIDAY)[0][:4] == b"%PDF"
            )
        else:
            with pytest.raises(PaperRefused, match="access"):
                trial.shown_of_case(lab.definition, files, PATH, stored.case, actor, "pdf", at=FRIDAY)
    assert trial.shown(lab.definition, files, PATH, "png")[0][:4] == b"\x89PNG"


def test_who_may_change_templates(lab):
    chief = actions.create_person(actor=0, at=FRIDAY, username="boss", name="boss", administrator=True)
    assert templates.changeable(person=lab.chief, at=FRIDAY) == ()
    assert templates.changeable(person=chief, at=FRIDAY) == ("lab",)
    granting = PACK.replace(b"1.0.0", b"1.2.0") + b"needs: [papers]\nacts: {chief: [papers.change]}\n"
    library.activate({**library.files(lab.definition), "pack.yaml": granting}, by=0, at=FRIDAY)
    assert templates.may_change("lab", person=lab.chief, at=FRIDAY)
    assert not templates.may_change("lab", person=lab.ann, at=FRIDAY)


def test_the_letterhead_stands_on_papers_that_show_it(lab, printed):
    change('#import "/gendan.typ": letterhead, letterfoot\n#letterhead\n' + REPORT + "#letterfoot", lab)
    stands = set_letterhead({"name": "宏达检验", "footer": "本报告涂改无效"}, by=lab.chief, at=FRIDAY, logo=PIXEL)
    assert stands.texts()["logo"] == "/letterhead/logo.png"
    # What is not said stays, the logo too.
    assert set_letterhead({"phone": "0571-1"}, by=lab.chief, at=FRIDAY).logo == PIXEL
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    drain(FRIDAY)
    ((_, data),) = printed
    assert data["company"] == {
        "name": "宏达检验", "address": "",
        "phone": "0571-1", "footer": "本报告涂改无效", "logo": "/letterhead/logo.png",
    }  # fmt: skip
    assert len(files_of(case, lab.ann)) == 1
    assert set_letterhead({}, by=lab.chief, at=FRIDAY, without_logo=True).logo is None
    assert [each.name for each in letterhead.history()] == ["宏达检验"] * 3


@pytest.mark.parametrize(("logo", "code"), [(b"<svg/>", "logo"), (PIXEL + b"0" * (1 << 20), "logo")])
def test_a_logo_is_a_picture_of_some_size(lab, logo, code):
    with pytest.raises(PaperRefused, match=code):
        set_letterhead({}, by=lab.chief, at=FRIDAY, logo=logo)
