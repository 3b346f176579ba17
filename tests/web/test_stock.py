"""The pages of stock: a code is scanned and picked, a list comes in, labels are drawn, tables are told and exported."""

import json
import re

import pytest
from django.urls import reverse

from gendan.cases import library
from gendan.cases.models import Case
from gendan.cases.sheets import write_xlsx
from gendan.core.command import Command, Verb
from gendan.packs.reader import SHIPPED
from gendan.stock import facts, labels, queries
from gendan.stock.actions import moving
from gendan.stock.models import CodeLoad
from tests.api.client import Caller, told
from tests.cases.company import FRIDAY, Company, act, do
from tests.stock import yard
from tests.web.test_packs import signed_in
from tests.web.test_records import page

CHECKED = dict.fromkeys(("customer", "goods", "quantity", "date", "payment"), True)
REPAIRS = {
    "pack.yaml": """
pack: repairs
version: 1.0.0
title: 修理部
needs: [stock]
posts: {storeman: {title: 备件员}}
acts: {storeman: [stock.read, stock.pick]}
""".encode(),
    "procedures/repair.yaml": """
procedure: repair
title: 修理
number: "R{seq:04}"
fields: {unit: {title: 单件, type: unit}}
states: {taken: {title: 已收, owner: storeman, rests: true}, done: {title: 修好, final: done}}
actions:
  open: {title: 收修, by: storeman, to: taken, asks: [unit]}
  part: {title: 领件, from: taken, by: storeman, then: [{stock.reserve: {codes: unit}}]}
  end:  {title: 修好, from: taken, to: done, by: storeman}
""".encode(),
}
"""Another department that has goods held."""


@pytest.fixture
def store(db, settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    company = Company(library.activate(SHIPPED / "warehouse", by=0, at=FRIDAY).definition)
    company.hire("liu", "statistician", pack="warehouse")
    company.hire("gao", "keeper", pack="warehouse")
    company.hire("stranger")
    yard.build()
    yard.receive(product="机", codes="SN1 SN2 SN3")
    return company


@pytest.fixture
def noted(store):
    """A delivery note over two units, to be picked."""
    lines = [{"product": "机", "quantity": "2"}]
    opening = {"pick_up_no": "T1", "customer": "王记", "lines": lines}
    case = do(Command(verb=Verb.OPEN, procedure="warehouse.pick_up", given=opening), store.liu).case
    do(act(case, "check", given={"checked": CHECKED}), store.liu)
    do(act(case, "note", given={"paper_no": "1"}), store.liu)
    return case


def test_a_scanned_code_tells_where_its_unit_is(store):
    keeper, address = signed_in(store.gao), reverse("web:stock_scan")
    assert "扫描或输入编码" in page(keeper.get(address))
    seen = page(keeper.post(address, {"code": "SN1 ZZ9"}))
    assert "机 · 成品库" in seen
    assert "没有这个编码。" in seen
    fragment = keeper.post(address, {"code": "SN2"}, headers={"X-Scan": "1"}).content.decode()
    assert ("<html" in fragment, "SN2" in fragment) == (False, True)
    assert signed_in(store.stranger).get(address).status_code == 404
    trail = f"{reverse('web:ledger', args=['stock.trail'])}?f-code=SN2"
    assert keeper.get(reverse("web:find"), {"q": "SN2"}).headers["Location"] == trail
    assert trail in page(keeper.get(reverse("web:typed"), {"q": "SN2"}))
    assert ">供方<" in page(keeper.get(trail))
    assert "SN2" not in page(signed_in(store.stranger).get(reverse("web:typed"), {"q": "SN2"})).split("?q=")[0]


def test_units_are_picked_for_a_case_by_scanning(store, noted):
    keeper, address = signed_in(store.gao), reverse("web:stock_scan")
    number = queries.find("SN1")[0].held_by
    assert number == "F2610-0001"
    seen = page(keeper.post(address, {"code": "SN3", "for": number}))
    assert "已为 F2610-0001 拣出。" in seen
    assert (facts.reserved([noted]), facts.picked([noted])) == ({noted: 2}, {noted: 1})
    assert "没有编码“X”" in page(keeper.post(address, {"code": "X", "for": number}))
    # A statistician is not granted the picking, and no number is told of a case that is not there.
    assert "data-bad" in page(signed_in(store.liu).post(address, {"code": "SN1", "for": number}))
    assert "没有找到" in page(keeper.post(address, {"code": "SN1", "for": "F9"}))


def test_what_waits_to_be_scanned_is_told_to_who_sees_its_case(store, noted, monkeypatch):
    library.activate(REPAIRS, by=0, at=FRIDAY)
    store.hire("he", "storeman", pack="repairs")
    table, scan = reverse("web:ledger", args=["stock.to_scan"]), reverse("web:stock_scan")
    monkeypatch.setattr("gendan.web.views.stock.WAITING_MOST", 1)

    def told(person, number):
        seen = signed_in(person)
        files = [b"".join(seen.get(reverse("web:ledger_export", args=["stock.to_scan", "csv"]))).decode()]
        files.append(json.dumps(Caller(person).get("/ledgers/stock.to_scan").json()))
        return [number in shown for shown in (page(seen.get(table)), page(seen.get(scan)), *files)]

    theirs = do(Command(verb=Verb.OPEN, procedure="repairs.repair", given={"unit": "SN3"}), store.he)
    do(act(theirs.case, "part"), store.he)
    assert [each.number for each in queries.to_scan()] == ["F2610-0001", theirs.number]
    assert told(store.gao, "F2610-0001") == [True] * 4
    assert told(store.gao, theirs.number) == [False] * 4
    assert told(store.he, "F2610-0001") == [False] * 4
    # Though a case of another department stands before it, and one row is all that the page offers.
    assert told(store.he, theirs.number) == [True] * 4


def test_a_case_is_named_beside_goods_to_who_sees_it(store, noted):
    """Units, movements and the scanned code stay as they are; whose they are is told to who sees the case."""
    library.activate(REPAIRS, by=0, at=FRIDAY)
    store.hire("he", "storeman", pack="repairs")
    theirs = do(Command(verb=Verb.OPEN, procedure="repairs.repair", given={"unit": "SN3"}), store.he)
    do(act(theirs.case, "part"), store.he)
    held = theirs.number
    moving.dispatch([yard.job(theirs.case, codes="SN3", order="D77", customer="王记")])
    yard.receive(product=queries.find("SN1")[0].product, codes="SN9")
    kept = do(Command(verb=Verb.OPEN, procedure="repairs.repair", given={"unit": "SN9"}), store.he)
    do(act(kept.case, "part"), store.he)
    other = kept.number

    def told(person, *numbers):
        seen, pages = signed_in(person), []
        for word, asked in (("found_units", {"code": "SN9"}), ("movements", {})):
            pages.append(page(seen.get(reverse("web:ledger", args=[f"stock.{word}"]), asked)))
            pages.append(
                b"".join(seen.get(reverse("web:ledger_export", args=[f"stock.{word}", "csv"]), asked)).decode()
            )
            query = "".join(f"?filter={name}:{value}" for name, value in asked.items())
            pages.append(json.dumps(Caller(person).get(f"/ledgers/stock.{word}{query}").json(), ensure_ascii=False))
        pages.append(page(seen.post(reverse("web:stock_scan"), {"code": "SN9"})))
        return [any(number in text for number in numbers) for text in pages], pages

    named, pages = told(store.gao, held, other, "D77")
    assert named == [False] * 7
    assert all("王记" in text for text in pages[3:6])
    assert "，已占用" in pages[6]
    named, pages = told(store.he, held, other)
    assert named == [True] * 7
    assert all("D77" in text for text in pages[3:6])
    assert f'{reverse("web:find")}?q={held}"' in pages[3]
    # Who asks for an order that is not his learns nothing by asking.
    asked = reverse("web:ledger", args=["stock.movements"])
    assert "没有找到。" in page(signed_in(store.gao).get(asked, {"order": "D77"}))
    assert "王记" in page(signed_in(store.he).get(asked, {"order": "D77"}))
    # Nor does who wants what another has.
    refused = do_refused(store.gao, noted, "SN9")
    assert refused == "编码“SN9”已被 您看不到的单 占用。"


def do_refused(person, case, code):
    """What picking a code for a case is refused with."""
    number = Case.objects.get(id=case).number
    said = page(signed_in(person).post(reverse("web:stock_scan"), {"code": code, "for": number}))
    return re.search("编码“[^<]*", said).group().strip()


@pytest.mark.parametrize(
    ("written", "says"), [("", "“清单文件”不能是"), ("序列号,产品型号\n", "清单只有表头，下面没有货。")]
)
def test_a_list_of_nothing_says_so(store, tmp_path, written, says):
    clerk, path = signed_in(store.liu), tmp_path / "清单.csv"
    path.write_text(written, "utf-8")
    with path.open("rb") as file:
        answer = clerk.post(reverse("web:stock_codes"), {"file": file, "target": "分库"})
    assert says in page(answer, 422)


def test_a_list_is_looked_at_then_comes_in_and_tells_its_faults(store, tmp_path):
    clerk, address = signed_in(store.liu), reverse("web:stock_codes")
    path = tmp_path / "清单.xlsx"
    write_xlsx(path, ("序列号", "SIM卡号"), [("SN3", ""), ("SN8", "S8"), ("SN9", "S8"), ("SN7", "S7")])
    with path.open("rb") as file:
        seen = page(clerk.post(address, {"file": file, "target": "分库", "product": "机"}))
    assert [text in seen for text in ("新 2", "已有 1", "有错 1", "S8", "序列号")] == [True] * 5
    sha256 = seen.split('name="sha256" value="')[1][:64]
    given = {"sha256": sha256, "name": "清单.xlsx", "target": "分库", "product": "机", "start": "good", "key": "k1"}
    answer = clerk.post(address, given)
    load = CodeLoad.objects.get()
    assert answer.headers["Location"] == reverse("web:stock_load", args=[load.id])
    step = reverse("web:stock_load_step", args=[load.id])
    assert clerk.post(step, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    done = page(clerk.get(reverse("web:stock_load", args=[load.id])))
    assert "编码“S8”重复" in done
    assert [each.codes[0] for each in queries.at_place(product="机", place="分库")] == ["SN8", "SN7"]
    assert clerk.post(address, given).headers["Location"] == reverse("web:stock_load", args=[load.id])
    assert page(clerk.post(address, {"start": "", "product": "机"}), 422)
    keeper = signed_in(store.gao)
    assert "清单.xlsx" in page(keeper.get(address))
    assert keeper.post(address, given).status_code == 404
    assert keeper.post(step).status_code == 404


def test_labels_carry_bars_that_scanners_read(store):
    seen = page(signed_in(store.gao).get(reverse("web:stock_labels"), {"codes": "SN1\nSN2\nZZ"}))
    assert [f'aria-label="{code}"' in seen for code in ("SN1", "SN2", "ZZ")] == [True, True, False]
    # Start B, P, J, J, 1, 2, 3, C, the check and the stop, as printed in descriptions of Code 128.
    drawn = labels.bars("PJJ123C")
    assert drawn[:3] == ((10, 2), (13, 1), (16, 1))
    assert labels.width("PJJ123C") == 11 * 9 + 13 + 20
    with pytest.raises(ValueError, match="门"):
        labels.bars("门")


def test_tables_of_stock_are_pages(store):
    keeper = signed_in(store.gao)
    shown = (
        ("goods", {"f-place": "成品库"}, ">成品库<"),
        ("found_units", {}, "填编码或产品来查"),
        ("trail", {}, "填任一编码"),
        ("found_units", {"f-code": "SN2"}, ">SN2<"),
        ("found_units", {"f-product": "机"}, ">SN3<"),
        ("trail", {"f-code": "SN2"}, ">供方<"),
        ("movements", {"f-product": "机"}, ">入库<"),
        ("turnover", {"f-since": "2026-10-09", "f-until": "2026-10-09"}, ">成品库<"),
        ("usage", {}, "用料与损耗"),
        ("loads", {}, "编码清单记录"),
    )
    for word, query, says in shown:
        assert says in page(keeper.get(reverse("web:ledger", args=[f"stock.{word}"]), query)), word
    before = page(keeper.get(reverse("web:ledger", args=["stock.goods"]), {"f-moment": "2026-10-09 11:00"}))
    assert ">机<" not in before
    exported = keeper.get(reverse("web:ledger_export", args=["stock.movements", "csv"]))
    assert "入库" in b"".join(exported).decode()


def test_goods_come_in_and_are_told_over_the_api(store):
    clerk = Caller(store.liu)
    given = {"product": "门", "quantity": "5", "target": "分库"}
    told(clerk.post("/areas/stock.receive", {"given": given}, idempotency_key="r1"))
    told(clerk.post("/areas/stock.receive", {"given": given}, idempotency_key="r1"))
    assert yard.stands(product="门") == {("门", "分库"): 5}
    found = told(clerk.get("/references/unit?q=SN1"))
    assert found["found"][0]["value"] == "SN1"


def test_a_scanner_writes_code_after_code_into_a_form(store):
    opening = Command(verb=Verb.OPEN, procedure="warehouse.stock_count", kind="random", given={"place": "成品库"})
    case = do(opening, store.liu).case
    seen = page(signed_in(store.gao).get(f"/cases/{Case.objects.get(id=case).uid}/"))
    # Enter sends a form from its other texts; a scanner ends each code with one.
    sends = dict(re.findall(r'<textarea[^>]* name="([^"]*)"([^>]*)>', seen))
    assert "data-enter" not in sends.pop("f-codes")
    assert any("data-enter" in each for each in sends.values())
    do(act(case, "count", given={"place": "成品库", "codes": "SN1\r\nSN2\r\nSN3\r\n"}), store.gao)
    assert facts.differing([case]) == {case: 0}
    assert Case.objects.get(id=case).data["codes"] == "SN1 SN2 SN3"


def test_signs_that_no_keyboard_has_are_passed_over(store):
    keeper = signed_in(store.gao)
    seen = page(keeper.post(reverse("web:stock_scan"), {"code": "SN1\x00SN2\x1d", "for": "\x00"}))
    assert seen.count("机 · 成品库") == 2
    assert "SN3" in page(keeper.get(reverse("web:stock_labels"), {"codes": "\x00SN3"}))
    assert keeper.get(reverse("web:find"), {"q": "\x00"}).status_code == 200
