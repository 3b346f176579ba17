"""What the site sets, on pages: settings, tables and choices, each with its effect told before and history after."""

import io
import re

import pytest
from django.urls import reverse

from gendan.cases import library, site
from gendan.cases.basis import basis
from gendan.core.command import Command, Verb
from gendan.core.refusals import Refused
from gendan.packs.reader import read_pack, shipped_packs
from gendan.people import actions
from gendan.people.epoch import current_epoch
from tests.cases.company import FRIDAY, do
from tests.web.test_packs import signed_in


@pytest.fixture
def desk(db):
    from tests.cases.desk import open_desk

    return open_desk()


@pytest.fixture
def admin(desk):
    return signed_in(actions.create_person(actor=0, at=FRIDAY, username="boss", name="何管", administrator=True))


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_setting_is_looked_at_before_it_is_changed(desk, admin):
    do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "甲"}), desk.ann)
    address = reverse("web:setting", args=["desk", "limit"])
    told = page(admin.post(address, {"f-limit": "2", "step": "look", "reason": "旺季"}))
    assert "有 1 个时限的到期时间会变" in told
    assert "核时限" in told
    assert 'value="旺季"' in told
    assert site.setting_history("desk", "limit") == ()
    assert admin.post(address, {"f-limit": "2", "step": "do", "reason": "旺季"}).status_code == 302
    told = page(admin.get(address))
    assert "旺季" in told
    assert "何管" in told
    assert basis(desk.definition, current_epoch()).settings["limit"] == 2
    assert admin.post(address, {"shipped": "1"}).status_code == 302
    assert basis(desk.definition, current_epoch()).settings["limit"] == 4


def test_beyond_its_bounds_a_setting_is_refused_in_words(desk, admin):
    address = reverse("web:setting", args=["desk", "limit"])
    for step in ("look", "do"):
        told = page(admin.post(address, {"f-limit": "9", "step": step}), 422)
        assert "“时限（小时）”不能是“9”：应为整数，1 至 8。" in told
        assert 'value="9"' in told
    assert site.setting_history("desk", "limit") == ()
    told = page(admin.get(reverse("web:settings", args=["desk"])))
    assert "应为整数，1 至 8" in told


def test_a_table_is_edited_in_its_grid_and_wrong_cells_are_told_by_row(desk, admin):
    address = reverse("web:table", args=["desk", "fee"])
    grid = {"f-rows-there": "1", "f-rows-0-province": "浙江", "f-rows-0-fee": "12", "step": "do"}
    told = page(admin.post(address, {**grid, "f-rows-1-province": "广东", "f-rows-1-fee": "viel"}), 422)
    assert "第 2 行：“费用”不能是“viel”" in told
    assert 'value="viel"' in told or ">viel<" in told
    told = page(admin.post(address, {**grid, "f-rows-1-province": "浙江", "f-rows-1-fee": "1"}), 422)
    assert "第 2 行" in told
    told = page(admin.post(address, {**grid, "f-rows-1-fee": "1"}), 422)
    assert "第 2 行：请填写“省”。" in told
    assert admin.post(address, grid).status_code == 302
    assert site.table_rows("desk", "fee") == [{"province": "浙江", "fee": 12}]


def test_a_table_goes_out_as_a_file_and_comes_back(desk, admin):
    answer = admin.get(reverse("web:table_file", args=["desk", "fee"]))
    assert b"".join(answer.streaming_content).decode("utf-8-sig") == "省,费用\r\n浙江,10.00\r\n"
    address = reverse("web:table", args=["desk", "fee"])

    def sent(text):
        file = io.BytesIO(text.encode())
        file.name = "fee.csv"
        return admin.post(address, {"file": file})

    told = page(sent("省,费用\n浙江,10\n广东,20\n"))
    assert "广东" in told
    assert "还没有保存" in told
    assert len(site.table_rows("desk", "fee")) == 1
    assert "没有“费用”这一列" in page(sent("省\n浙江\n"), 422)
    assert "第 2 行：“费用”不能是“x”" in page(sent("省,费用\n浙江,1\n广东,x\n"), 422)
    many = "省,费用\n" + "".join(f"p{number},{number}\n" for number in range(401))
    told = page(sent(many))
    assert ("新的行：401" in told, "不再有的行：1" in told, "有变的行" in told) == (True, True, False)
    assert len(site.table_rows("desk", "fee")) == 1
    kept = re.search(r'name="kept" value="([0-9a-f]{64})"', told)[1]
    assert admin.post(address, {"kept": kept, "step": "do", "reason": "新价目"}).status_code == 302
    assert len(site.table_rows("desk", "fee")) == 401
    assert site.table_history("desk", "fee")[0].reason == "新价目"
    assert "行数太多" in page(admin.get(address))
    told = page(sent(many.replace("p7,7\n", "p7,70\n").replace("p8,8\n", "p8,8.00\n").replace("p9,9\n", "") + "x,1\n"))
    assert ("有变的行：1" in told, "7.00 → 70" in told, "新的行：1" in told, "不再有的行：1" in told) == (True,) * 4
    told = page(sent(many.replace(",", ",x").replace("省,x", "省,")), 422)
    assert "另有 351 处没有列出。" in told
    assert admin.post(address, {"kept": "0" * 64, "step": "do"}).status_code == 404


def test_a_choice_that_the_site_adds_is_offered_where_one_chooses(db):
    from tests.cases.trade import open_trade

    trade = open_trade()
    admin = signed_in(actions.create_person(actor=0, at=FRIDAY, username="boss", name="何管", administrator=True))
    address = reverse("web:choices", args=["trade", "contract", "grade"])
    assert admin.post(address, {"choices": "特级\r\n\r\n临时\r\n", "reason": "新客户"}).status_code == 302
    assert site.choices_of("trade", "contract", "grade")[0] == ["特级", "临时"]
    assert "不能是“A”" in page(admin.post(address, {"choices": "A"}), 422)
    clerk = signed_in(trade.carl)
    form = page(clerk.get(reverse("web:open", args=["trade", "contract"])))
    assert '<option value="特级">特级</option>' in form
    assert "特级" in page(admin.get(reverse("web:settings", args=["trade"])))


def test_a_table_says_its_choices_by_their_titles_and_takes_those_that_the_site_added(db):
    reading = read_pack(shipped_packs()["freight"])
    library.try_out(reading.pack, reading.files, at=FRIDAY)
    boss = actions.create_person(actor=0, at=FRIDAY, username="boss", name="何管", administrator=True)
    site.set_choices("freight", "instruction", "special", ["熏蒸"], by=boss, at=FRIDAY)
    admin, address = signed_in(boss), reverse("web:table", args=["freight", "special"])
    told = page(admin.get(address))
    assert re.search(r'<option value="dangerous" selected[^>]*>危险品</option>', told)
    assert '<option value="熏蒸">熏蒸</option>' in told
    file = admin.get(reverse("web:table_file", args=["freight", "special"]))
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert text == "特殊服务,审批人\r\n危险品,两人都要\r\n超限货,归口的航线主管\r\n冷藏,部门主管\r\n"
    sent = io.BytesIO((text + "熏蒸,部门主管\r\n").encode())
    sent.name = "special.csv"
    assert "还没有保存" in page(admin.post(address, {"file": sent}))
    rows = [{"service": "危险品", "approver": "both"}, {"service": "熏蒸", "approver": "部门主管"}]
    site.set_table("freight", "special", rows, by=boss, at=FRIDAY)
    assert site.table_rows("freight", "special") == [
        {"service": "dangerous", "approver": "both"},
        {"service": "熏蒸", "approver": "department"},
    ]
    with pytest.raises(Refused):
        site.set_table("freight", "special", [{"service": "无", "approver": "both"}], by=boss, at=FRIDAY)


def test_to_others_these_pages_are_not_there(desk):
    clerk = signed_in(desk.chief)
    for name, args in (
        ("settings", ["desk"]),
        ("setting", ["desk", "limit"]),
        ("table", ["desk", "fee"]),
        ("table_file", ["desk", "fee"]),
        ("choices", ["desk", "ticket", "name"]),
    ):
        assert clerk.get(reverse(f"web:{name}", args=args)).status_code == 404
        assert clerk.post(reverse(f"web:{name}", args=args)).status_code == 404


def test_what_is_not_there_is_not_found(desk, admin):
    for name, args in (
        ("settings", ["nothing"]),
        ("setting", ["desk", "nothing"]),
        ("table", ["desk", "nothing"]),
        ("choices", ["desk", "ticket", "name"]),
    ):
        assert admin.get(reverse(f"web:{name}", args=args)).status_code == 404
