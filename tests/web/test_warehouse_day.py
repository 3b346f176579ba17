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
