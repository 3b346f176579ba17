"""Two dealers one below the other, by their people's pages: signed with, ordering, reporting, settling."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.web.working import done, opened, stands

SCAN = {"name": "扫描件.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(60)}
CITY, COUNTY, READER = "随州经销处", "广水经销处", "二维码机"
PLATFORM = f"""服务商,渠道,月份,笔数,金额,分润,对账编号
{CITY},掌付,2026-09,100,20000.00,40.00,ZF09
{CITY},富友,2026-09,50,8000.50,16.00,
,富友,2026-09,50,8000.50,16.00,
"""


@pytest.fixture(scope="module")
def served(site):
    site.department("dealers")


def employed(username: str, party: str) -> None:
    """A dealer's person gets his access, as soon as the dealer is registered."""
    from gendan.people import actions
    from tests.web.company import PASSWORD

    now = timezone.now()
    person = actions.create_person(actor=actions.SYSTEM, at=now, username=username, name=username, party=party)
    actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=now)


def stocked(customer: str) -> None:
    """Headquarters sent a city dealer three units."""
    from gendan.catalogue.actions import make_known
    from gendan.people.actions import SYSTEM
    from gendan.stock.actions import coming, moving, places
    from gendan.stock.asked import Job

    now = timezone.now()
    make_known([READER], now)
    places.make_place("随州发货库", actor=SYSTEM, at=now)
    codes = [{"product": READER, "code": f"Q{n}", "code_2": f"QS{n}", "code_3": f"QC{n}"} for n in range(1, 4)]
    coming.receive([Job(actor=SYSTEM, at=now, arguments={"lines": codes, "target": "随州发货库"})])
    moving.dispatch([Job(actor=SYSTEM, at=now, arguments={"codes": "Q1 Q2 Q3", "customer": customer})])


def test_signed_with_in_the_city_and_below_then_ordered_paid_and_filed(served, site, open_as):
    developer, specialist = open_as("dealers.channel_developer"), open_as("dealers.channel_specialist")
    supervisor, manager = open_as("dealers.channel_supervisor"), open_as("dealers.commerce_manager")
    year = timezone.localdate().year
    runs = {"starts_on": timezone.localdate().isoformat(), "expires_on": f"{year + 1}-12-31", "draft": SCAN}

    # A dealer whom nobody has registered signs; being signed with is what registers him.
    first = opened(
        developer, "dealers.city_signing", dealer=CITY, phone="13800000081", region="湖北随州", exclusive="true"
    )
    done(specialist, first, "look_into", refused=["营业执照"])
    done(specialist, first, "look_into", licence=SCAN)
    done(specialist, first, "draft", contract_no="SZ-1", **runs)
    manager.goto(first)
    expect(manager.locator("#act-approve")).to_have_count(0)
    done(supervisor, first, "approve")
    done(manager, first, "approve")
    done(specialist, first, "sign", signed=SCAN, filed_at="一号柜")
    stands(specialist, first, "履约中")
    site.has("tests.web.test_counties_day:employed", "suizhou", CITY)
    city = open_as("suizhou")

    # Below him, on his word, within his territory alone.
    below = opened(city, "dealers.county_signing", dealer=COUNTY, phone="13800000082", region="湖北随州广水市")
    done(specialist, below, "look_into", refused=["不在上级服务商的区域内"], licence=SCAN, region="湖北武汉")
    done(specialist, below, "look_into", licence=SCAN, region="湖北随州广水市")
    done(specialist, below, "draft", contract_no="GS-1", **runs)
    for page in (city, supervisor, manager):
        done(page, below, "approve")
    done(specialist, below, "sign", signed=SCAN, filed_at="二号柜")
    site.has("tests.web.test_counties_day:employed", "guangshui", COUNTY)
    site.has("tests.web.test_counties_day:stocked", CITY)

    # He orders above, at all of the price beforehand, into the account that he was named.
    county = open_as("guangshui")
    expect(county.locator("#openings")).to_contain_text("县市级服务商订货单")
    order = opened(county, "dealers.county_order", lines=[{"product": READER, "quantity": 2}])
    done(city, order, "agree", refused=["单价"], talked_by="phone", city_account="随州对公户")
    priced = [{"product": READER, "quantity": 2, "price": "200"}]
    done(city, order, "agree", lines=priced, talked_by="phone", city_account="随州对公户")
    done(county, order, "confirm", order_form=SCAN)
    done(county, order, "pay", refused=["须预付全额货款"], paid="200", payment_slip=SCAN)
    done(county, order, "pay", paid="400", payment_slip=SCAN)
    done(city, order, "make_note", ship_note=SCAN)
    done(city, order, "ship", refused=["三码明细与台数不符"], devices=[{"device": "Q1"}], tracking="YT1")
    # Any of a unit's codes is the unit: the second's card is scanned.
    done(city, order, "ship", devices=[{"device": "Q1"}, {"device": "QS2"}], tracking="YT1")
    site.work()

    # Headquarters sees what is shipped and not filed; nobody of the house works on it.
    specialist.goto("/lists/dealers/county_order/?view=unfiled")
    expect(specialist.locator("tbody tr")).to_contain_text([COUNTY])
    county.goto(order)
    expect(county.locator("main")).to_contain_text("三码")
    done(county, order, "finish", receipt=SCAN)
    stands(city, order, "已发货，待备案与收货")
    done(city, order, "finish", refused=["三码明细表"])
    done(city, order, "finish", code_table=SCAN)
    stands(specialist, order, "已收货并备案")
    filed = specialist.locator(".facts")
    for paper in ("签字盖章的订单", "签字盖章的发货单扫描件"):
        expect(filed).to_contain_text(paper)
    expect(specialist.locator("main")).to_contain_text("三码明细表")


def test_the_months_figures_come_by_file_are_cleared_and_settled_with_the_dealer(served, site, open_as):
    clerk, supervisor = open_as("dealers.data_clerk"), open_as("dealers.data_supervisor")
    finance, manager = open_as("dealers.finance_manager"), open_as("dealers.commerce_manager")

    # Two rows come in, the one without a dealer is told; what lacks the platform's reference is not passed on.
    clerk.goto("/imports/dealers/platform_figures/")
    clerk.set_input_files("#file", {"name": "平台.csv", "mimeType": "text/csv", "buffer": PLATFORM.encode()})
    clerk.click("form:has(#file) button")
    clerk.wait_for_selector("text=检查结果")
    expect(clerk.locator("main")).to_contain_text("第 4 行")
    clerk.click("text=只导没有错的行")
    clerk.wait_for_selector("text=每一行的结果", timeout=60_000)
    assert {"新建 2", "有错 1"} <= set(clerk.locator("nav a.chip").all_inner_texts())
    whole, half = (figures(site, channel) for channel in ("掌付", "富友"))
    done(clerk, whole, "consolidate")
    clerk.goto(half)
    expect(clerk.locator(".closed > li").filter(has_text="汇总核对")).to_contain_text("没有平台对账编号")
    done(clerk, half, "refresh", reference="FY09")
    done(clerk, half, "consolidate")
    for case in (whole, half):
        done(supervisor, case, "submit")
    done(finance, half, "back", reason="与银行差一笔")
    done(finance, whole, "take")
    stands(clerk, half, "待汇总核对")

    # The dealer reports his month, the specialist weighs it; the account is drawn up until he agrees with it.
    dealer, specialist = open_as("suizhou"), open_as("dealers.channel_specialist")
    stock = {"before": 10, "bought": 20, "sold": 25, "turnover": "5000"}
    month = opened(dealer, "dealers.dealer_month", month="2026-09", after=6, **stock)
    weighed = {"cost": "500", "analysis": "销售快于进货", "proposal": "提高首批"}
    specialist.goto(month)
    expect(specialist.locator(".closed > li").filter(has_text="核对分析")).to_contain_text("不等于期末库存")
    done(dealer, month, "correct", after=5)
    done(specialist, month, "analyze", **weighed)
    done(open_as("dealers.channel_supervisor"), month, "close")
    account = opened(manager, "dealers.settlement", dealer=CITY, month="2026-09")
    done(dealer, account, "object", objection="返利未计")
    done(manager, account, "redo", remark="返利另行结算")
    done(dealer, account, "confirm", proof=SCAN)
    stands(manager, account, "已核对")
    # He reads his own figures, and nobody else's.
    stands(dealer, whole, "财务已收")
    assert open_as("guangshui").goto(whole).status == 404


def figures(site, channel):
    """The address of the city dealer's figures of a channel."""
    (uid,) = site.asked(
        "select uid from cases_case where procedure = 'dealers.dealer_figures' and data->>'channel' = %s"
        " order by id desc limit 1",
        channel,
    )
    return f"/cases/{uid}/"
