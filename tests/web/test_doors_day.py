"""A door order on the pages of all who have a part in it, from the price list to the call after the sale."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.doors_company import CUSTOMER
from tests.web.test_grid import PASTE

COMPANY = "tests.web.doors_company"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
PAPER = {"name": "原始单.pdf", "mimeType": "application/pdf", "buffer": PDF}
ATTRIBUTES = """basis\t尺寸依据\t选项\t\topening, core
width\t宽\t数字\tmm
height\t高\t数字\tmm
material\t材质\t文字"""
PRICES = """\t实木门\t门扇\twidth * height / 1000000\t1.5\t\tm²\ttable.material(material)
\t实木门\t五金\t\t\t\t\t80"""
TABLES = "material\t橡木\t680\nmaterial\t松木\t420"
DOOR = "MY-01\t2\t门芯尺寸\t1000\t2000\t240\t橡木\t胡桃"
ALL = [f"#act-audit input[name='f-checked-{each}']" for each in (
    "delivery", "brand", "quantity", "material", "size", "style", "colour", "picture", "process", "amount", "rates",
    "decoration", "requests",
)]  # fmt: skip


@pytest.fixture
def people(enter):
    """A window of each person, opened when he is first asked for."""
    opened = {}

    def window(name):
        if name not in opened:
            opened[name] = enter(name)
        return opened[name]

    return window


def paste(page, grid, text):
    page.locator(f"[data-lines='f-{grid}'] tbody input, [data-lines='f-{grid}'] tbody select").first.focus()
    page.evaluate(PASTE, text)


def fill(page, **values):
    for name, value in values.items():
        control = page.locator(f"[name='f-{name}']").first
        if control.get_attribute("type") == "radio":
            page.locator(f"[name='f-{name}'][value='{value}']").check()
        elif control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def act(page, case, name, file=None, **values):
    """Do an action on the case's page, as its form there asks."""
    page.goto(case)
    form = page.locator(f"#act-{name}")
    if form.evaluate("each => each.tagName === 'DETAILS' && !each.open"):
        form.locator("summary").click()
    for key, value in values.items():
        control = form.locator(f"[name='f-{key}']").first
        if control.get_attribute("type") == "radio":
            form.locator(f"[name='f-{key}'][value='{value}']").check()
        elif control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    if file:
        form.locator(f"[name='f-{file}']").set_input_files(PAPER)
    form.locator("button.main-act").first.click()
    page.wait_for_url("**/?done=*")


def sent(page):
    page.click("button.main-act")
    page.wait_for_url("**done=*")


def cells(page, address):
    """The rows of the table of a page."""
    page.goto(address)
    return page.eval_on_selector_all("tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))")


def paid(page, case, amount):
    page.goto(f"{case}areas/money.receive/")
    fill(page, amount=amount)
    sent(page)


def test_an_order_goes_its_whole_way(people):
    prices_are_published(people("nie"))
    case = order_is_taken(people("chen"))
    order_is_quoted_and_confirmed(people, case)
    sheet_is_made_and_audited(people, case)
    it_is_paid_made_and_sent(people, case)
    wages_are_settled(people)


def prices_are_published(nie):
    nie.goto("/areas/tables/catalogue.products/")
    nie.click("text=登记产品")
    fill(nie, code="MY-01", name="实木平开门", series="实木门", unit="樘")
    paste(nie, "attributes", ATTRIBUTES)
    sent(nie)
    # One is led back to the table from which one came.
    assert nie.url.split("?")[0].endswith("/areas/tables/catalogue.products/")
    nie.click("text=发布价格表")
    fill(nie, name="经销价", since="2026-01-01")
    paste(nie, "prices", PRICES)
    paste(nie, "tables", TABLES)
    sent(nie)


def order_is_taken(chen):
    chen.goto("/lists/doors/door_order/new/")
    fill(chen, customer=CUSTOMER, channel="phone", series="实木门", brand="金盾")
    fill(chen, deliver_on=(timezone.localdate() + timedelta(days=30)).isoformat())
    paste(chen, "lines", DOOR)
    chen.press("[name='f-lines-0-product']", "Control+Enter")
    chen.fill("[name='f-lines-1-quantity']", "1")
    chen.fill("[name='f-lines-1-material']", "松木")
    for line, opening in enumerate(("left_in", "right_in")):
        chen.select_option(f"[name='f-lines-{line}-opening']", opening)
    assert chen.inner_text("[data-lines='f-lines'] [data-line-count]") == "共 2 行"
    # Materials are offered as they are typed, from what prices know.
    with chen.expect_response("**/references/catalogue.values/?of=material*") as offered:
        chen.focus("[name='f-lines-0-material']")
        chen.fill("[name='f-lines-0-material']", "橡木")
    assert offered.value.ok
    chen.click("button.main-act")
    chen.wait_for_selector("[role=alert]")
    assert chen.locator("[role=alert] li").all_inner_texts() == [
        "严禁电话、口头传单，须有书面订单",
        "没有客户原始单",
    ]
    chen.select_option("[name='f-channel']", "fax")
    chen.set_input_files("[name='f-original']", PAPER)
    sent(chen)
    return chen.url.split("?")[0]


def order_is_quoted_and_confirmed(people, case):
    bao = people("bao")
    bao.goto("/")
    bao.keyboard.press("n")
    bao.wait_for_url("**/cases/**")
    assert bao.url.split("?")[0] == case
    bao.keyboard.press("2")
    bao.wait_for_url("**done=*:quote")
    # (2 × 680 + 80) × 2 + (2 × 420 + 80)
    assert "3,800.00" in bao.inner_text(".facts")
    told = cells(bao, f"{case}tables/orders.prices/")
    assert [row[1].strip() for row in told] == [
        "MY-01 实木平开门",
        "门扇",
        "五金",
        *["MY-01 实木平开门", "门扇", "五金"],
        "合计",
    ]
    assert (told[1][2], told[1][3], told[-1][4]) == ("2 m² × 680", "1,360.00", "3,800.00")
    wang = people("wang")
    wang.goto(case)
    wang.wait_for_selector("li.file >> text=报价单")
    seen = wang.inner_text("main")
    assert ["这一步由" in seen, "跟单员意见" in seen, "客户确认回传" in seen] == [False, False, True]
    act(wang, case, "confirm", file="signed_quote")


def sheet_is_made_and_audited(people, case):
    zhi = people("zhi")
    act(zhi, case, "draft")
    compared = cells(people("shen"), f"{case}tables/orders.comparison/")
    assert {row[-1] for row in compared} == {"一致"}
    assert compared[0][2:5] == ["MY-01"] * 3
    shen = people("shen")
    shen.goto(case)
    shen.click("#act-audit summary")
    for each in ALL:
        shen.check(each)
    shen.click("#act-audit button.main-act")
    shen.wait_for_url("**done=*")
    for signer in ("ji", "nie"):
        act(people(signer), case, "audit")
    act(people("nie"), case, "schedule", planned_on=timezone.localdate().isoformat())
    zhi.goto(case)
    assert "无定金且无担保人，不得下达生产" in zhi.inner_text(".doing")


def it_is_paid_made_and_sent(people, case):
    chu, zhi = people("chu"), people("zhi")
    waiting = cells(chu, "/lists/doors/door_order/?view=deposits")
    assert "1,140.00" in waiting[0]
    paid(chu, case, "1140")
    act(zhi, case, "release")
    zhi.goto(case)
    zhi.click("#act-progress summary")
    with zhi.expect_response("**/references/orders.steps/*"):
        zhi.focus("#act-progress [name='f-step']")
    for step in ("下料", "组装", "油漆"):
        act(zhi, case, "progress", step=step, made="3", worker="老李")
    act(zhi, case, "complete")
    assert "2,660.00" in cells(chu, "/lists/doors/door_order/?view=unpaid")[0]
    paid(chu, case, "2660")
    act(zhi, case, "instruct")
    cang = people("cang")
    act(cang, case, "ship")
    act(people("chen"), case, "file_papers", binder="第1卷 1号")
    act(cang, case, "follow_up", satisfied="satisfied")
    # The list says what the page says, without any further act.
    cang.goto(case)
    facts = cang.inner_text(".facts")
    assert [each in facts for each in ("财务：已收款\n3,800.00", "发货：已发件数\n3")] == [True, True]
    listed = cells(cang, "/lists/doors/door_order/?view=life&state=all")[0]
    assert listed[-5:] == ["3,800.00", "3", "0", "3,800.00", "3"]
    wang = people("wang")
    wang.goto(case)
    wang.wait_for_selector("li.file >> text=发货单")
    assert "生产流程单-" not in wang.inner_text("main")


def wages_are_settled(people):
    zhi, nie = people("zhi"), people("nie")
    zhi.goto("/lists/doors/wage_slip/new/")
    today = timezone.localdate().isoformat()
    fill(zhi, worker="老李", since=today, until=today)
    sent(zhi)
    # 3 × (8 + 15 + 12), on the page at once.
    assert "105.00" in zhi.inner_text(".facts")
    act(nie, zhi.url.split("?")[0], "settle")
    nie.wait_for_selector("li.file >> text=计件工资单")
