"""A manager changes a paper in the browser with its print beside, and papers come together in one go."""

import pytest

from gendan.cases import batches, library, printing
from gendan.cases.documents import templates
from gendan.cases.outbox import drain
from tests.cases.company import FRIDAY, act, do
from tests.cases.documents.test_papers import PACK, REPORT, open_lab, take
from tests.web.conftest import PASSWORD

PATH = "documents/report.typ"
GRANTED = PACK.replace(b"1.0.0", b"1.3.0") + b"needs: [papers]\nacts: {chief: [papers.change]}\n"


@pytest.fixture
def lab(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path
    lab = open_lab()
    library.activate({**library.files(lab.definition), "pack.yaml": GRANTED}, by=0, at=FRIDAY)
    return lab


def entered(client, lab, name):
    from gendan.people import actions

    actions.set_password(lab.people[name], PASSWORD, actor=0, at=FRIDAY)
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def test_who_may_changes_a_template_and_hears_what_is_wrong(client, lab):
    entered(client, lab, "chief")
    assert "检验报告" in client.get("/papers/").content.decode()
    address = f"/papers/of/lab/?file={PATH}"
    page = client.get(address).content.decode()
    assert page.count('src="data:image/png;base64,') == 1
    sent = {"path": PATH, "text": REPORT + "\n#nobody", "seen": "0", "reason": "试"}
    looked = client.post("/papers/of/lab/look/", sent).content.decode()
    assert 'data-line="6"' in looked
    assert "没有叫 nobody 的名字" in looked
    refused = client.post("/papers/of/lab/", sent)
    assert (refused.status_code, "#nobody" in refused.content.decode()) == (422, True)
    saved = client.post("/papers/of/lab/", {**sent, "text": REPORT + "公章"}, follow=True).content.decode()
    assert "试" in saved
    assert "本站改过" in saved
    # Somebody who opened it before hears who was quicker; his text stays before him.
    late = client.post("/papers/of/lab/", {**sent, "text": REPORT + "签名"})
    assert (late.status_code, "签名</textarea>" in late.content.decode()) == (422, True)
    assert "公章</pre>" in late.content.decode()
    assert "可以印" in late.content.decode()
    back = client.post("/papers/of/lab/", {"path": PATH, "text": "", "shipped": "1"}, follow=True).content.decode()
    assert "公章" not in back.split("<textarea")[1].split("</textarea>")[0]


def test_what_no_text_holds_is_left_out_and_what_is_too_long_is_not_tried(client, lab):
    entered(client, lab, "chief")
    sent = {"path": PATH, "text": REPORT + "\x00公章", "seen": "0", "case": "\x00"}
    assert "可以印" in client.post("/papers/of/lab/look/", sent).content.decode()
    assert client.post("/papers/of/lab/", sent).status_code == 302
    assert templates.template("lab", PATH).text == REPORT + " 公章"
    long = client.post("/papers/of/lab/look/", {**sent, "text": "x" * 100_001}).content.decode()
    assert "最多 100000 个字" in long
    assert client.get("/lists/lab/sample/?q=%00").status_code == 200
    assert client.get("/papers/of/lab%00/").status_code == 404


def test_who_may_not_finds_no_such_page(client, lab):
    entered(client, lab, "ann")
    for address in ("/papers/", "/papers/letterhead/", "/papers/of/lab/"):
        assert client.get(address).status_code == 404
    assert client.post("/papers/of/lab/look/", {"path": PATH, "text": "x"}).status_code == 404


def test_papers_of_a_list_come_together(client, lab):
    case = take(lab)
    do(act(case, "tell"), lab.ann)
    other = take(lab, name="土样")
    drain(FRIDAY)
    entered(client, lab, "ann")
    rows = batches.chosen([case, other], procedure="lab.sample", person=lab.ann, at=FRIDAY)
    listed = client.get("/lists/lab/sample/").content.decode()
    assert 'value="print.report"' in listed
    made = client.post("/batches/of/lab/sample/", {"action": "print.report", "case": [str(each.uid) for each in rows]})
    address = made["Location"]
    assert "进行中" in client.get("/batches/").content.decode()
    client.post(f"{address}step/")
    page = client.get(address).content.decode()
    assert "已做完" in page
    assert "还没有打印过这张单据" in page
    part = client.get(f"{address}part-1.pdf")
    assert b"".join(part.streaming_content)[:5] == b"%PDF-"
    assert client.get(f"{address}part-2.pdf").status_code == 404
    assert (
        client.post("/batches/of/lab/sample/", {"action": "print.nothing", "case": str(rows[0].uid)}).status_code == 404
    )
    run = printing.runs_of(lab.ann)[0]
    assert (run.printed, run.missing) == (1, 1)


def test_a_run_that_waits_for_papers_says_how_many(client, lab):
    cases = [take(lab), take(lab, name="土样")]
    do(act(cases[0], "tell"), lab.ann)
    entered(client, lab, "ann")
    rows = batches.chosen(cases, procedure="lab.sample", person=lab.ann, at=FRIDAY)
    made = client.post("/batches/of/lab/sample/", {"action": "print.report", "case": [str(each.uid) for each in rows]})
    page = client.get(made["Location"]).content.decode()
    assert "还有 1 张单据正在打印" in page
    assert "1 / 2</b><span>已打印" in page
    # A form ends a paragraph, and would stand outside of what is for browsers without scripts.
    assert "<p" not in page.split("<noscript>")[0].rpartition("<progress")[2]
    drain(FRIDAY)
    page = client.get(made["Location"]).content.decode()
    assert ("正在合并" in page, "已打印" in page) == (True, False)
