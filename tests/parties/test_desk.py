"""Parties as a department works with them: its story, its pages, its calls, its cases under every name."""

import csv
from datetime import date, timedelta
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gendan.cases import queries as cases
from gendan.cases.area_actions import act_on_site
from gendan.cases.attachments import store
from gendan.cases.commands import run
from gendan.cases.models import Case
from gendan.cases.rehearsal import rehearse
from gendan.core.command import Command, Verb
from gendan.packs.check import check_folder
from gendan.packs.reader import read_pack
from gendan.parties.actions import change, merge, register
from gendan.parties.models import Contract, Party
from gendan.project.vocabulary import declared
from tests.api.client import codes, downloaded, told
from tests.parties.desk import Desk, files

AT = timezone.now()


@pytest.fixture
def desk(db):
    return Desk()


def test_the_department_is_sound_and_its_story_holds(db):
    assert [each.code for each in check_folder(files(), vocabulary=declared())] == []
    assert [result.difference for result in rehearse(read_pack(files()))] == [None]
    assert Party.objects.count() == 0, "nothing stays"


def opened(desk, customer, who="chen", **given):
    command = Command(verb=Verb.OPEN, procedure="dealing.order", given={"customer": customer, **given})
    return run(command, person=desk.people[who], at=AT)


def test_a_case_goes_to_who_keeps_its_party(desk):
    register("深圳王记", actor=0, at=AT, keeper=desk.people["chen"])
    register("广州李记", actor=0, at=AT, keeper=desk.people["nobody"])
    assert Case.objects.get(pk=opened(desk, "深圳王记").case).holder == desk.people["chen"]
    assert Case.objects.get(pk=opened(desk, "广州李记").case).holder is None, "he does not hold the post"


def test_an_outside_party_sees_its_cases_under_every_name(desk):
    register("深圳王记", actor=0, at=AT)
    register("王记五金", actor=0, at=AT)
    register("广州李记", actor=0, at=AT)
    first, second, other = (opened(desk, name) for name in ("深圳王记", "王记五金", "广州李记"))
    wang = desk.people["wang"]

    def seen():
        return {case.case for case in (first, second, other) if cases.seen_case(case.uid, person=wang, at=AT)}

    assert seen() == {first.case}
    merge("王记五金", "深圳王记", actor=0, at=AT)
    assert seen() == {first.case, second.case}
    change("王记五金", actor=0, at=AT, name="王记集团")
    assert seen() == {first.case, second.case}
    listed = desk.callers["wang"].get("/packs/dealing/procedures/order/cases")
    assert {row["uid"] for row in told(listed)["rows"]} == {first.uid, second.uid}
    made = run(Command(verb=Verb.OPEN, procedure="dealing.order", given={}), person=wang, at=AT)
    assert Case.objects.get(pk=made.case).data["customer"] == "王记集团"
    assert opened(desk, "广州李记", who="wang").reasons[0].code == "access"


def test_who_may_look_finds_and_sees_all_of_a_party(desk):
    lin, chen, nobody, wang = (desk.callers[name] for name in ("lin", "chen", "nobody", "wang"))
    given = {
        "name": "深圳王记",
        "sorts": ["dealer"],
        "phones": [{"phone": "138 0000 0001"}],
        "contacts": [{"name": "王五", "phone": "13900000002"}],
        "addresses": [{"title": "收货", "address": "广东省深圳市南山区一路1号"}],
    }
    done = told(chen.post("/areas/parties.register", {"given": given}, Idempotency_Key="once"))
    assert told(chen.post("/areas/parties.register", {"given": given}, Idempotency_Key="once"))["replayed"]
    assert codes(chen.post("/areas/parties.register", {"given": given})) == ["parties.name"]
    number = done["told"]["id"]
    uid = opened(desk, "深圳王记").uid
    for caller in (lin, chen):
        for text in ("王记", "wangji", "szwj", "13800000001", "1390000"):
            assert [each["name"] for each in told(caller.get(f"/parties?q={text}"))["parties"]] == ["深圳王记"], text
        whole = told(caller.get(f"/parties/{number}"))
        assert (whole["sorts"], whole["phones"]) == (["dealer"], ["13800000001", "13900000002"])
        assert whole["addresses"][0]["city"] == "深圳市"
        assert [case["uid"] for case in whole["cases"]] == [uid]
    for caller in (nobody, wang):
        assert caller.get("/parties").status_code == 404
        assert caller.get(f"/parties/{number}").status_code == 404
        assert caller.post("/areas/parties.register", {"given": {"name": "偷"}}).status_code == 403
    assert told(wang.get("/references/party?q=李"))["found"] == [
        {"value": "深圳王记", "title": "深圳王记", "detail": "广东省深圳市"}
    ]
    assert nobody.get("/references/party?q=王").status_code == 404
    assert [area["name"] for area in told(chen.get("/areas"))["areas"]] == ["parties"]
    assert told(nobody.get("/areas"))["areas"] == []


def test_the_pages_show_it_and_write_it(desk):
    chen, lin, nobody = (desk.clients[name] for name in ("chen", "lin", "nobody"))
    assert "业务台账" in chen.get("/").content.decode()
    assert "业务台账" not in nobody.get("/").content.decode()
    form = chen.get("/areas/do/parties.register/")
    assert form.status_code == 200
    sent = {"f-name": "深圳王记", "f-phones-there": "1", "f-phones-0-phone": "13800000001", "key": "k1"}
    assert chen.post("/areas/do/parties.register/", sent).status_code == 302
    assert chen.post("/areas/do/parties.register/", sent).status_code == 302, "the same form twice is once"
    again = chen.post("/areas/do/parties.register/", {**sent, "key": "k2"})
    assert again.status_code == 422
    assert "“深圳王记”已是 深圳王记 的名称" in again.content.decode()
    party = Party.objects.get()
    page = lin.get(f"/parties/{party.id}/")
    assert page.status_code == 200
    assert "13800000001" in page.content.decode()
    assert "/areas/do/parties.merge/?party=" in page.content.decode()
    assert "/areas/do/parties.merge/" not in chen.get(f"/parties/{party.id}/").content.decode()
    assert lin.get("/parties/999999/").status_code == 404
    for address in (f"/parties/{party.id}/", "/areas/parties/", "/areas/do/parties.register/"):
        assert nobody.get(address).status_code == 404, address
    assert nobody.get("/references/party/?q=szwj").json() == {"found": []}
    filled = lin.get("/areas/do/parties.merge/?party=深圳王记")
    assert 'value="深圳王记"' in filled.content.decode()
    assert [each["value"] for each in chen.get("/references/party/?q=szwj").json()["found"]] == ["深圳王记"]
    for ledger in ("all", "doubles", "contracts", "territories"):
        assert lin.get(f"/areas/tables/parties.{ledger}/").status_code == 200, ledger
        assert nobody.get(f"/areas/tables/parties.{ledger}/").status_code == 404
    hits = chen.get("/find/typed/?q=13800000001").content.decode()
    assert f"/parties/{party.id}/" in hits
    # Whoever presses Enter before anything is shown below the box finds the same.
    assert chen.get("/find/?q=138 0000 0001").headers["Location"] == f"/parties/{party.id}/"
    assert chen.get("/find/?q=szwj").headers["Location"] == f"/parties/{party.id}/"
    assert nobody.get("/find/?q=13800000001").status_code == 404
    register("深圳王记二店", actor=0, at=AT)
    listed = chen.get("/find/?q=王记")
    assert listed.status_code == 200
    assert all(each in listed.content.decode() for each in ("往来单位和单件", "深圳王记二店"))
    uid = opened(desk, "深圳王记").uid
    case = chen.get(f"/cases/{uid}/").content.decode()
    link = case.partition('href="/parties/named/?name=')[2].partition('"')[0]
    assert chen.get(f"/parties/named/?name={link}").headers["Location"] == f"/parties/{party.id}/"
    assert chen.get("/parties/named/?name=没有").headers["Location"] == f"/areas/tables/parties.all/?q={quote('没有')}"
    assert chen.get("/parties/named/?name=").status_code == 404
    assert nobody.get(f"/parties/named/?name={link}").status_code == 404
    gone = register("王记", actor=0, at=AT)
    merge("深圳王记", "王记", actor=0, at=AT)
    assert lin.get(f"/parties/{gone.id}/").headers["Location"] == f"/parties/{party.id}/"


def test_a_scan_is_for_who_may_look(desk):
    register("深圳王记", actor=0, at=AT)
    scan = SimpleUploadedFile("合同.pdf", b"%PDF-1.7 scan")
    sent = {"f-party": "深圳王记", "f-number": "HT-1", "f-signed_on": "2026-10-09", "f-scan": scan}
    assert desk.clients["chen"].post("/areas/do/parties.contract/", sent).status_code == 302
    sha256 = Contract.objects.get().scans[0]["sha256"]
    kept = desk.clients["lin"].get(f"/areas/files/parties/{sha256}/")
    assert b"".join(kept.streaming_content) == b"%PDF-1.7 scan"
    called = desk.callers["lin"].get(f"/areas/parties/files/{sha256}")
    assert b"".join(called.streaming_content) == b"%PDF-1.7 scan"
    for name in ("nobody", "wang"):
        assert desk.clients[name].get(f"/areas/files/parties/{sha256}/").status_code == 404
        assert desk.callers[name].get(f"/areas/parties/files/{sha256}").status_code == 404
    other = store([b"%PDF-1.7 another"], name="x.pdf", by=0, at=AT)["sha256"]
    assert desk.clients["lin"].get(f"/areas/files/parties/{other}/").status_code == 404, "it is no contract's"


def test_a_file_of_parties_comes_in_row_by_row(desk):
    text = (
        "名称,类别,等级,上级经销商,电话,联系人,联系人电话,地址,跟单人\n"
        "深圳王记,经销商、客户,A,,13800000001；0755-88886666,王五,13900000002,广东省深圳市南山区1号,chen\n"
        "宝安王记,经销商,,深圳王记,,,,,\n"
        ",客户,,,,,,,\n"
        "坏电话,客户,,,没有,,,,\n"
        "怪类别,朋友,,,,,,,\n"
    )
    file = store([text.encode()], name="parties.csv", by=desk.people["chen"], at=AT)
    done = act_on_site("parties.load", given={"file": file}, person=desk.people["chen"], at=AT)
    assert (done.told["registered"], done.told["changed"], done.told["faulty"]) == (2, 0, 3)
    assert done.told["faults"] == ["4: value.name", "5: parties.phone", "6: value.sorts"]
    party = Party.objects.get(name="深圳王记")
    assert (party.grade, party.keeper, party.sorts, party.phones.count()) == (
        "A",
        desk.people["chen"],
        ["dealer", "customer"],
        3,
    )
    assert Party.objects.get(name="宝安王记").upline == party
    again = act_on_site("parties.load", given={"file": file}, person=desk.people["chen"], at=AT)
    assert (again.told["registered"], again.told["changed"], Party.objects.count()) == (0, 2, 2)
    broken = store([b"%PDF-1.7 no table"], name="x.pdf", by=0, at=AT)
    refused = act_on_site("parties.load", given={"file": broken}, person=desk.people["chen"], at=AT)
    assert [reason.family for reason in refused.reasons] == ["sheet"]


def test_contracts_that_end_are_listed(desk):
    register("深圳王记", actor=0, at=AT)
    ends = AT.date() + timedelta(days=20)
    given = {"party": "深圳王记", "number": "HT-1", "signed_on": date(2026, 1, 1), "expires_on": ends}
    assert act_on_site("parties.contract", given=given, person=desk.people["chen"], at=AT).done
    listed = told(desk.callers["lin"].get("/ledgers/parties.contracts"))
    assert "HT-1" in str(listed)
    written = downloaded(desk.callers["lin"].get("/ledgers/parties.contracts/file?form=csv")).decode("utf-8-sig")
    (heads, row) = csv.reader(StringIO(written))
    assert heads == [each["title"] for each in listed["columns"]]
    assert ("HT-1" in row, ends.isoformat() in row) == (True, True)
    near = desk.callers["lin"].get("/ledgers/parties.contracts/file?form=csv&filter=within:5")
    assert len(downloaded(near).splitlines()) == 1
    paper = desk.callers["lin"].get("/ledgers/parties.contracts/file?form=pdf")
    assert paper.content[:5] == b"%PDF-"
    assert codes(desk.callers["lin"].get("/ledgers/parties.contracts/file?form=workbook"), 404) == ["missing"]
    assert codes(desk.callers["lin"].get("/ledgers/parties.contracts/file?filter=within:soon"), 409)
