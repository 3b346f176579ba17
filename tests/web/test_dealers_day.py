"""A dealer orders from headquarters: by all its people in their browsers, until the devices have come."""

import pytest
from playwright.sync_api import expect

from tests.web.dealing import SIGNERS

SLIP = {"name": "回单.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(60)}
PRODUCT, CODES, CARD = "刷卡机", ("NEW1", "NEW2"), "SIM2"
"""What is ordered, the units that are chosen for it, and the second's card, which is scanned instead of its code."""
TODAY_OR_LATER = "2027-03-01"


@pytest.fixture(scope="module")
def company(site):
    site.has("tests.web.dealing:set_to_work")


def do(page, name, **given):
    """Fill the form of an action on the case page and send it; files are given as such."""
    form = page.locator(f"#act-{name}")
    form.evaluate("details => { details.open = true }")
    for field, value in given.items():
        control = form.locator(f"[name=f-{field}]")
        if isinstance(value, dict):
            control.set_input_files(value)
        elif value is True:
            control.check()
        elif control.first.get_attribute("type") == "radio":
            form.locator(f"[name=f-{field}][value={value}]").check()
        elif control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    form.locator("button.main-act").click()
    page.wait_for_url("**done=**")


def test_an_order_goes_from_the_dealers_bench_through_five_signatures_to_his_receipt(company, site, open_as):
    dealer = open_as("city")
    # What only county dealers order is told with its reason, and is no link.
    county = dealer.locator("#openings li", has_text="县市级服务商订货单")
    expect(county).to_contain_text("只有挂在地市级服务商之下的县市级服务商这样订货")
    assert county.locator("a").count() == 0
    dealer.locator("#openings a", has_text="地市级服务商订货单").click()
    dealer.locator("[name=f-lines-0-product]").press_sequentially(PRODUCT[:2])
    dealer.wait_for_selector(f"datalist option[value='{PRODUCT}']", state="attached")
    dealer.fill("[name=f-lines-0-product]", PRODUCT)
    dealer.fill("[name=f-lines-0-quantity]", "2")
    dealer.fill("[name=f-ship_to]", "湖北省黄石市颐阳路1号")
    dealer.locator("main button.main-act").click()
    dealer.wait_for_url("**/cases/**")
    number, address = dealer.inner_text("h1"), dealer.url.partition("?")[0]
    # He was not asked for a price: it is his grade's, two at 180.
    expect(dealer.locator("main")).to_contain_text("360.00")

    channel = open_as("channel")
    channel.goto(address)
    assert channel.locator("#act-agree [name=f-lines-0-product]").input_value() == PRODUCT
    assert channel.locator("#act-agree [name=f-ship_to]").input_value() == "湖北省黄石市颐阳路1号"
    do(channel, "agree", ship_on=TODAY_OR_LATER, talked_by="phone")

    dealer.goto("/")
    dealer.locator("#mine a", has_text=number).click()
    dealer.wait_for_url("**/cases/**")
    do(dealer, "confirm", order_form=SLIP, signatory="周老板")
    # Into which account he pays stands on the page, and in the form.
    expect(dealer.locator("main")).to_contain_text("总部指定账户")
    assert dealer.locator("#act-pay [name=f-paid_into]").input_value() == "总部对公账户"
    do(dealer, "pay", payment_slip=SLIP)

    channel.goto(address)
    do(channel, "make_note", codes=" ".join(CODES))
    site.work()
    dealer.goto(address)
    # The form that he signs is his to print; the dispatch note, with the codes, is the house's.
    papers = dealer.inner_text("main")
    assert (f"订货单-{number}" in papers, f"发货单-{number}" in papers, CODES[0] in papers) == (True, False, False)
    for name, _ in SIGNERS:
        if name not in ("leading", "finance"):
            site.has("tests.web.departments:stepped", name, number, "sign")
            continue
        signer = open_as(name)
        signer.goto("/")
        expect(signer.locator("#sign")).to_contain_text(number)
        signer.goto(address)
        if name == "finance":
            # The money is not in: finance can't sign, and is told so where it would.
            expect(signer.locator("main")).to_contain_text("货款未到账，财务不得签字")
            signer.locator("a[href*='/areas/money.receive/']").first.click()
            signer.fill("[name=f-amount]", "360")
            signer.locator("main button.main-act").click()
            signer.wait_for_url("**/cases/**")
            signer.goto(address)
        do(signer, "sign")

    # Each signature says as whom it was given.
    channel.goto(address)
    expect(channel.locator("main")).to_contain_text("会签发货单：营运总监")
    packing = open_as("packing")
    packing.goto(f"/areas/stock/scan/?for={number}")
    for code in (CODES[0], CARD):
        packing.fill("[name=code]", code)
        packing.keyboard.press("Enter")
        expect(packing.locator("main li", has_text=code)).to_contain_text(f"已为 {number} 拣出。")
    packing.goto(address)
    do(packing, "issue", carrier="顺丰", tracking="SF1")
    site.has("tests.web.departments:stepped", "checking", number, "issue")

    channel.goto(address)
    do(channel, "disclose", **{f"copies-{copy}": True for copy in ("original", "warehouse", "finance")})
    site.work()
    dealer.goto(address)
    expect(dealer.locator("main")).to_contain_text(" ".join(CODES))
    expect(dealer.locator("main")).to_contain_text(f"三码表-{number}")
    do(dealer, "receive", receipt=SLIP)
    expect(dealer.locator(".chip").first).to_contain_text("已收货")

    other = open_as("other")
    assert other.goto(address).status == 404
    other.goto(f"/find/?q={number}")
    assert "没有找到" in other.inner_text("main")
    exported = other.request.get("/lists/dealers/city_order/export.csv").text()
    assert ("单号" in exported, number in exported) == (True, False)
