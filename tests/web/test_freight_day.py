"""A day of the freight desk: acceptance first, three confirmations, an approval, the job file, an oral consent."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.web.working import done, opened, stands

FILE = {
    "attribute": "export",
    "consignee": "示例收货人",
    "notify": "同收货人",
    "services": "到港",
    "bill": "正本三份",
    "vessel": "示例轮",
    "voyage": "052E",
    "packages": 400,
}
GIVEN = {
    "customer": "示例委托人",
    "feasible": "full",
    "shipper": "示例托运人",
    "carrier": "示例船公司甲",
    "route": "美西",
    "loading_port": "宁波",
    "destination": "洛杉矶",
    "cargo": "家具",
    "rate_terms": "prepaid",
    "rate": "1800",
    "sealed": "true",
    "containers": [{"size": "hq40", "quantity": 2}],
}


def instructed(page, **more):
    sails = (timezone.localdate() + timedelta(days=40)).isoformat()
    return opened(page, "freight.instruction", sails_on=sails, **GIVEN, **more)


def confirmed(page, case):
    done(page, case, "confirm_content", audited=True)
    done(page, case, "confirm_price", rate="1800", rate_source="运价表")
    done(page, case, "confirm_space", space="有舱", space_matches="true")


def test_a_day_of_the_freight_desk(site, open_as):
    site.department("freight")
    names = ("order_taker", "route_supervisor", "department_supervisor", "booking_operator", "salesperson")
    taker, route, supervisor, booking, seller = (open_as(f"freight.{post}") for post in names)

    # Acceptance goes before what came first: the next case is the instruction, not the complaint.
    opened(taker, "freight.complaint", complainant="示例委托人", words="单证寄错")
    case = instructed(taker, origin="company", special="dangerous")
    taker.goto("/")
    taker.keyboard.press("n")
    taker.wait_for_url(case)

    # Three confirmations; what one of them covers changes, and it has to be done again.
    taker.goto(case)
    done(taker, case, "confirm_price", rate="1800", rate_source="运价表")
    expect(taker.locator("#act-confirm_price > summary")).to_contain_text("已做")
    done(taker, case, "amend", carrier="示例船公司乙")
    expect(taker.locator("#act-confirm_price > summary")).to_contain_text("须重做")
    confirmed(taker, case)

    # Dangerous goods wait for both supervisors, and the quarter of an hour stands still.
    done(taker, case, "ask_approval")
    expect(taker.locator(".card").filter(has_text="15分钟三项确认").first).to_contain_text("暂停计时")
    done(supervisor, case, "approve")
    done(route, case, "approve")
    site.work()
    stands(taker, case, "已接单待建档")

    # The route's supervisor confirms the company's own job; the file is whole before it is booked.
    booking.goto(case)
    expect(booking.locator(".closed > li").filter(has_text="建立业务编号")).to_be_visible()
    done(route, case, "confirm_company")
    done(booking, case, "open_job")
    booking.goto(case)
    booking.locator("main a", has_text="JOB").first.click()
    job = booking.url.partition("?")[0]
    expect(booking.locator(".closed > li").filter(has_text="档案填全")).to_contain_text(
        "还缺：业务属性、收货人、通知人"
    )
    done(booking, job, "fill", **FILE)
    expect(booking.locator(".closed > li").filter(has_text="档案填全")).to_contain_text("（还缺：代理）")
    done(booking, job, "fill", agent="示例代理")
    done(booking, job, "complete")
    done(booking, job, "book")
    done(booking, job, "confirm", booking_number="BK1")
    site.work()
    stands(taker, case, "已订舱")

    # A salesperson has consented by phone: it is booked, and is done only when he has signed; until then it is listed.
    sold = instructed(taker, origin="sales", seller=taker_option(taker, "销售员甲"))
    confirmed(taker, sold)
    site.work()
    booking.goto(sold)
    expect(booking.locator(".closed > li").filter(has_text="建立业务编号")).to_contain_text("没有口头确认")
    said = f"{timezone.localtime() - timedelta(minutes=5):%Y-%m-%dT%H:%M}"
    done(taker, sold, "note_oral", said_at=said, said_how="phone")
    done(booking, sold, "open_job")
    booked(booking, sold, "BK2")
    site.work()
    stands(seller, sold, "待补签字")
    supervisor.goto("/lists/freight/instruction/?view=open_signatures")
    expect(supervisor.locator("tbody tr")).to_have_count(1)
    done(seller, sold, "supply")
    stands(taker, sold, "已订舱")
    supervisor.reload()
    expect(supervisor.locator("tbody tr a")).to_have_count(0)


def booked(page, case, number):
    """The job of an instruction, filled in and booked."""
    page.goto(case)
    page.locator("main a", has_text="JOB").first.click()
    page.wait_for_function("was => location.pathname != new URL(was).pathname", arg=case)
    job = page.url.partition("?")[0]
    done(page, job, "fill", **FILE, agent="示例代理")
    for step, given in (("complete", {}), ("book", {}), ("confirm", {"booking_number": number})):
        done(page, job, step, **given)


def taker_option(page, name):
    """How the form calls a person that is to be chosen."""
    page.goto("/lists/freight/instruction/new/")
    return page.locator("#f-seller option", has_text=name).first.get_attribute("value")
