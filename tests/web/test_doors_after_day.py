"""A door order that is changed while it is made, and what comes beside and after it, by those who have a part in it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.web.departments import stepped
from tests.web.doors_company import CUSTOMER
from tests.web.working import done, opened, stands

COMPANY = "tests.web.doors_company"
PAPER = {"name": "来文.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}
LINE = {"product": "MY-01", "quantity": "3", "basis": "core", "width": "1000", "height": "2000", "wall": "240"}
DOOR = LINE | {"material": "橡木", "colour": "胡桃", "opening": "left_in"}


def in_production() -> str:
    """An order of three doors of 1,440.00 each that is made, by the steps that test_doors_day takes on pages."""
    from io import BytesIO

    from gendan.cases.area_actions import act as act_on
    from gendan.cases.attachments import store
    from gendan.cases.models import Case
    from gendan.catalogue.actions import describe, publish
    from gendan.people.actions import SYSTEM
    from gendan.people.models import Person

    now, today = timezone.now(), timezone.localdate()
    describe(code="MY-01", unit="樘", series="实木门", actor=SYSTEM, at=now)
    prices = [{"product": "MY-01", "rate": "1440"}]
    publish(name="经销价", since=today, prices=prices, actor=SYSTEM, at=now)
    paper = store(BytesIO(PAPER["buffer"]), name=PAPER["name"], by=SYSTEM, at=now)
    ends = (today + timedelta(days=30)).isoformat()
    order = {"customer": CUSTOMER, "channel": "fax", "series": "实木门", "brand": "金盾", "original": paper}
    number = stepped("chen", "doors.door_order", "open", order | {"deliver_on": ends, "lines": [DOOR]})
    stepped("bao", number, "quote")
    stepped("wang", number, "confirm", {"signed_quote": paper})
    stepped("zhi", number, "draft")
    stepped("shen", number, "audit", {"checked": dict.fromkeys(CHECKED, True)})
    for signer in ("ji", "nie"):
        stepped(signer, number, "audit")
    stepped("nie", number, "schedule", {"planned_on": today.isoformat()})
    case, cashier = Case.objects.get(number=number).pk, Person.objects.get(username="chu").pk
    got = act_on("money.receive", case=case, given={"amount": "2000"}, person=cashier, at=now)
    assert got.done, got.reasons
    stepped("zhi", number, "release")
    stepped("zhi", number, "progress", {"step": "下料", "made": "3", "worker": "老李"})
    return number


CHECKED = (
    "delivery", "brand", "quantity", "material", "size", "style", "colour", "picture", "process", "amount", "rates",
    "decoration", "requests",
)  # fmt: skip


def one_a_volume() -> None:
    """The site binds each sheet by itself."""
    from gendan.cases.site import set_setting

    set_setting("doors", "volume_size", 1, by=0, at=timezone.now(), reason="试装订")


@pytest.fixture
def order(department):
    """The address of an order that is being made."""
    department.has("tests.web.test_doors_after_day:in_production")
    (uid,) = department.asked(
        "select uid from cases_case where procedure = 'doors.door_order' order by id desc limit 1"
    )
    return f"/cases/{uid}/"


def test_a_change_stops_the_work_is_costed_agreed_and_begins_a_new_sheet(order, enter):
    chen, zhi, nie, wang = (enter(name) for name in ("chen", "zhi", "nie", "wang"))
    # Nothing is changed by word of mouth; from the paper on nobody works by the old sheet.
    done(chen, order, "change", refused=["改单文件"], stop_reason="改开向")
    done(chen, order, "change", stop_reason="改开向", change_paper=PAPER)
    stands(zhi, order, "改单中")
    expect(zhi.locator("#act-progress")).to_have_count(0)
    zhi.goto(order)
    zhi.locator("main a[href^='/cases/']", has_text="停改单损失").first.click()
    zhi.wait_for_url(lambda url: order not in url)
    loss = zhi.url.partition("?")[0]
    # What was reported as made stands in the loss already.
    expect(zhi.locator(".facts")).to_contain_text("下料")
    done(zhi, loss, "cost")
    done(nie, loss, "settle", refused=["没有合同依据"], total="24")
    done(nie, loss, "settle", total="24", basis="合同第六条")
    done(wang, loss, "dispute", objection="料可改用")
    done(nie, loss, "recost", reason="再核一次")
    done(zhi, loss, "cost")
    done(nie, loss, "settle", total="20", basis="合同第六条")
    done(wang, loss, "agree", signed=PAPER)
    stands(chen, order, "待报价")

    # The new order has its own quotation, confirmation and sheet; the loss is charged with it.
    bao = enter("bao")
    done(chen, order, "amend", change_paper=PAPER, lines=[DOOR | {"opening": "right_out"}])
    done(bao, order, "quote")
    done(wang, order, "confirm", signed_quote=PAPER)
    expect(wang.locator(".facts")).to_contain_text("2,340.00")
    done(zhi, order, "draft")
    stands(zhi, order, "待审单")


def test_what_is_asked_urged_and_complained_of_beside_an_order(order, enter, department):
    chen, zhi, cang, wang, gong = (enter(name) for name in ("chen", "zhi", "cang", "wang", "gong"))
    number = number_of(wang, order)
    # The customer asks on his own pages where his order stands, and reads the answer there.
    asked = opened(wang, "doors.status_query", kind="status", order=number)
    done(zhi, asked, "answer", answer="下料已完，正在组装")
    stands(wang, asked, "已答复")
    expect(wang.locator("main")).to_contain_text("正在组装")
    # A caller who threatens is the supervisor's, who warns before he ends the call.
    rude = opened(chen, "doors.status_query", kind="general", customer=CUSTOMER, question="骂人")
    done(chen, rude, "abuse")
    nie = enter("nie")
    nie.goto(rude)
    done(nie, rude, "end_call", refused=["须先警告"], warned="false")
    done(nie, rude, "end_call", warned="true")

    urged = opened(zhi, "doors.urging", order=number, wanted="周五前组装完，合缝不大于2毫米")
    done(gong, urged, "answer", answer="今晚加班")
    done(zhi, urged, "redo", reason="合缝没有答复")
    done(gong, urged, "answer", answer="合缝已校")
    done(zhi, urged, "accept")

    # A complaint is closed when the customer accepts, not by who mended it.
    wrong = opened(wang, "doors.after_sale", order=number, sort="colour", problem="两扇色差")
    done(gong, wrong, "find", cause="油漆批次不同", remedy="remake")
    done(zhi, wrong, "mend", result="补做一扇")
    done(cang, wrong, "again", words="还是偏深")
    done(gong, wrong, "find", cause="底漆", remedy="remake")
    done(zhi, wrong, "mend", result="重喷")
    done(cang, wrong, "close", refused=["客户未认可"], satisfied="false")
    done(cang, wrong, "close", satisfied="true", accepted=PAPER)
    stands(wang, wrong, "已了结")

    # A volume is bound when it is exactly full.
    (sheet,) = department.asked("select number from orders_sheet order by id desc limit 1")
    volume = opened(chen, "doors.sheet_volume", first=sheet, last_no=sheet)
    chen.goto(volume)
    expect(chen.locator(".closed > li").filter(has_text="装订存档")).to_contain_text("每册须正好装满规定份数")
    department.has("tests.web.test_doors_after_day:one_a_volume")
    done(chen, volume, "bind", shelf="二号柜")
    chen.goto(volume)
    expect(chen.locator("li.file", has_text="封面")).to_be_visible(timeout=30_000)


def number_of(page, case):
    page.goto(case)
    return page.locator("h1.number").inner_text()
