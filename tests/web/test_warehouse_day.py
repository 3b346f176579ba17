"""A day in the store, by those whose day it is: goods come in and are shelved, units are scanned, loaded, counted."""

from playwright.sync_api import expect

from tests.web.test_cash_desk_day import DOT
from tests.web.working import done, done_on_site, opened, stands


def test_a_day_in_the_store(site, open_as, tmp_path):
    site.department("warehouse")
    clerk, keeper, lead, head = (
        open_as(f"warehouse.{post}") for post in ("statistician", "keeper", "shift_head", "head")
    )
    paper = tmp_path / "原件.png"
    paper.write_bytes(DOT)

    # The head makes the places; every form offers them from then on.
    done_on_site(head, "stock.place", name="成品库")
    done_on_site(head, "stock.place", name="成品库A1", warehouse="成品库")
    done_on_site(head, "stock.place", name="成品库待检", warehouse="成品库", inspection="true")
    clerk.goto("/lists/warehouse/receipt/new/")
    clerk.fill("[name='f-place']", "A1")
    expect(clerk.locator("datalist option").first).to_have_attribute("value", "成品库A1")

    # Goods that arrive are inspected by another, and shelved when they are verified.
    doors = [{"product": "橡木门", "quantity": 10, "measure": "樘"}]
    receipt = opened(
        clerk, "warehouse.receipt", supplier="江南木业", expected_at="2030-01-04T09:00", place="成品库", lines=doors
    )
    done(clerk, receipt, "arrive", original=str(paper))
    done(keeper, receipt, "inspect", checked=True, passed=doors)
    done(clerk, receipt, "post", refused=["清单里没有这一项"], shelf="月球")
    done(clerk, receipt, "post", shelf="成品库A1")
    stands(clerk, receipt, "已入库待对账")
    done_on_site(clerk, "stock.receive", product="终端机", codes="WH1 WH2 WH3", target="成品库")

    # A pick-up order is checked in full before there is a note; a scanner is a keyboard that ends with Enter.
    wanted = [{"product": "橡木门", "quantity": 4}, {"product": "终端机", "quantity": 1}]
    order = opened(clerk, "warehouse.pick_up", pick_up_no="T-1", customer="王记门业", lines=wanted)
    expect(clerk.locator("main")).to_contain_text("提货单没有全部查核，不得开发货单")
    done(clerk, order, "check", checked=True)
    done(clerk, order, "note", paper_no="000101")
    keeper.goto("/areas/stock/scan/")
    keeper.get_by_role("link", name=f"{number_of(clerk)} 终端机 0/1").click()
    expect(keeper.locator("[name=code]")).to_be_focused()
    keeper.keyboard.type("WH3\n")
    expect(keeper.locator("main")).to_contain_text("拣出")
    done(keeper, order, "pick")
    done(lead, order, "review", reviewed=True)
    done(keeper, order, "load", vehicle="浙A12345")
    stands(clerk, order, "已发运待归档")
    keeper.goto("/areas/stock/scan/")
    keeper.locator("[name=code]").fill("WH3")
    keeper.keyboard.press("Enter")
    expect(keeper.locator("main")).to_contain_text("王记门业")

    # What was never sent does not come back; what is counted short is explained and decided by another.
    back = opened(
        clerk,
        "warehouse.return_goods",
        customer="李家",
        note="F1",
        reason="退",
        place="成品库",
        lines=[{"product": "橡木门", "quantity": 1}],
    )
    done(clerk, back, "arrive", refused=["没有发给“李家”这么多"])
    count = opened(lead, "warehouse.stock_count", place="成品库A1", kind="random")
    done(keeper, count, "count", lines=[{"product": "橡木门", "quantity": 5}])
    site.work()
    stands(clerk, count, "账实不符待说明")
    done(clerk, count, "explain", cause="一樘借给样板间")
    done(head, count, "adjust", ruling="借条已补，按实数调账")
    stands(head, count, "已调账")
    head.goto("/areas/tables/stock.goods/?f-product=橡木门")
    expect(head.get_by_role("row").filter(has_text="成品库A1")).to_contain_text("5")


def number_of(page):
    """The number of the case whose page is open."""
    return page.locator("h1.number").inner_text()


def test_goods_go_to_another_store_and_material_to_the_workshop(site, open_as):
    site.department("warehouse")
    clerk, keeper, lead, head, workshop = (
        open_as(f"warehouse.{post}") for post in ("statistician", "keeper", "shift_head", "head", "workshop")
    )
    for place in ("中转库", "门市部", "在途"):
        done_on_site(head, "stock.place", name=place)
    done_on_site(clerk, "stock.receive", product="防撬锁", quantity="30", target="中转库")

    # Under way, goods stand in no store, and nobody signs for what he sent himself.
    lines = [{"product": "防撬锁", "quantity": 12}]
    move = opened(
        clerk, "warehouse.transfer", plan="第2周", move_on="2030-01-04", source="中转库", target="门市部", lines=lines
    )
    done(clerk, move, "note")
    done(keeper, move, "send", vehicle="浙A20011")
    keeper.goto(move)
    expect(keeper.locator("#act-arrive")).to_have_count(0)
    held = goods(head, "防撬锁")
    assert (held["中转库"], held["在途"], "门市部" in held) == ("18", "12", False)
    done(lead, move, "arrive")
    assert goods(head, "防撬锁") == {"中转库": "18", "门市部": "12"}

    # Material beyond the plan has its reason and the head's word; one makes out, another hands out.
    asked = {"unit": "一车间", "order_no": "SC-1", "lines": [{"product": "防撬锁", "quantity": 5}]}
    issue = opened(workshop, "warehouse.issue", planned="false", reason="补投料", **asked)
    stands(workshop, issue, "计划外待批")
    done(head, issue, "approve", remark="同意")
    done(clerk, issue, "make_out")
    clerk.goto(issue)
    expect(clerk.locator("#act-hand_out")).to_have_count(0)
    done(keeper, issue, "hand_out")
    # No more is lost than was handed out.
    lost = {"product": "防撬锁"}
    done(workshop, issue, "report_loss", refused=["没有领这么多"], lost=[lost | {"quantity": 6}], cause="受潮")
    done(workshop, issue, "report_loss", lost=[lost | {"quantity": 1}], cause="摔坏")
    done(workshop, issue, "close")
    done(
        clerk,
        issue,
        "archive",
        survey={"name": "调查.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"},
    )
    stands(head, issue, "已归档")


def goods(page, product):
    """How many of a product stand in each place, as the list of goods tells it."""
    page.goto(f"/areas/tables/stock.goods/?f-product={product}")
    rows = [row.locator("td").all_inner_texts() for row in page.locator("main table tbody tr").all()]
    return {row[1]: row[2] for row in rows}
