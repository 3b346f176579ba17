"""A photo visit to its archive, and the month's list of what expires to the renewal, by those whose work it is."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.web.working import done, fill, opened, stands

PDF = {"name": "外拍申请单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}
PICTURE = {"name": "正门.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(60)}
CUSTOMER, KEPT, LEAVING, LATER = "远帆电子", "yuanfan.cn", "yuanfan-shop.cn", "yuanfan-later.cn"


def visited() -> None:
    """A visit is asked for, and booked for the next moment: pages take minutes, which a test need not wait."""
    from gendan.cases.commands import run
    from gendan.core.command import Command, Verb
    from gendan.people.models import Person

    now = timezone.now()
    follower, clerk = (Person.objects.get(username=f"domains.{post}").pk for post in ("order_follower", "specialist"))
    given = {"customer": CUSTOMER, "phone": "13800000064", "place": "浙江省杭州市西湖区文三路2号"}
    outcome = run(Command(verb=Verb.OPEN, procedure="domains.photo_visit", given=given), person=follower, at=now)
    assert outcome.done, outcome.reasons
    given = {"visit_at": (now + timedelta(milliseconds=1)).isoformat(), "agreed_with": "何经理"}
    command = Command(verb=Verb.ACT, case=outcome.case, action="book", given=given)
    booked = run(command, person=clerk, at=now)
    assert booked.done, booked.reasons


def based(ends: str) -> None:
    """The product base since last month: what expires on a day, what has left before, what expires later."""
    from zoneinfo import ZoneInfo

    from gendan.cases.records import write
    from gendan.measures.figures import rule_of

    day, pack = date.fromisoformat(ends), rule_of("domains").pack
    for name, until, ended in ((KEPT, day, False), (LEAVING, day, True), (LATER, day + timedelta(days=40), False)):
        values = {"line": "domain", "name": name, "customer": CUSTOMER, "expires_on": until.isoformat(), "ended": ended}
        zone = ZoneInfo("Asia/Shanghai")
        write(pack, "customer_product", values, since=last_month(), by=0, at=timezone.now(), source="", zone=zone)


def month_closed() -> None:
    """Last month's list falls due."""
    from gendan.measures.periods import parse
    from gendan.measures.reports.declared import declared
    from gendan.measures.reports.making import open_reports

    now = timezone.now()
    (opened_one,) = open_reports(declared("domains.expiring_domain"), parse(f"{last_month():%Y-%m}"), now)
    assert opened_one.done, opened_one.reasons


def test_a_visit_ends_in_the_archive(site, open_as):
    site.department("domains")
    site.has("tests.web.test_domains_month:visited")
    clerk = open_as("domains.specialist")
    clerk.goto("/lists/domains/photo_visit/?view=visits")
    clerk.locator("tbody tr", has_text=CUSTOMER).locator("a").first.click()
    clerk.wait_for_url("**/cases/**")
    visit = clerk.url.partition("?")[0]
    done(clerk, visit, "shoot", refused=["客户签字的外拍申请单"], signed_by="何经理")
    done(clerk, visit, "shoot", signed_form=PDF, signed_by="何经理")
    # Cameras call each folder's first picture alike: the second gets a name of its own.
    other = {**PICTURE, "buffer": PICTURE["buffer"] + b"."}
    views = [{"view": "正门", "seq": 1}, {"view": "展厅", "seq": 2}]
    done(clerk, visit, "file", refused=["位置和命名没有核对完"], **{"pictures-files": (PICTURE,)}, pictures=views[:1])
    done(clerk, visit, "file", refused=["应为选好的文件"], pictures=[views[0] | {"picture": "没选.png"}], named=True)
    clerk.goto(visit)
    form = clerk.locator("form[action$='/do/file/']")
    # What was typed is a draft by now; a name of no file gives way.
    form.locator("[name='f-pictures-0-picture']").fill("")
    for chosen in (PICTURE, other):
        form.locator("[name='f-pictures-files']").set_input_files(chosen)
    assert form.locator("[data-names-file]").evaluate_all("all => all.map(each => each.value)") == [
        "正门.png",
        "正门 (2).png",
    ]
    fill(form, {"pictures": views, "named": True})
    form.locator(".acts button").first.click()
    stands(clerk, visit, "已存档")

    # Each picture is had from its row, by who may see the visit.
    follower = open_as("domains.order_follower")
    follower.goto(visit)
    links = follower.locator(".facts table.rows a")
    expect(links).to_have_text(["正门.png", "正门 (2).png"])
    addresses = [link.get_attribute("href") for link in links.all()]
    assert [follower.request.get(each).body() for each in addresses] == [PICTURE["buffer"], other["buffer"]]
    stranger = open_as("domains.business_manager")
    assert [stranger.request.get(each).status for each in addresses] == [404, 404]


def test_what_expires_is_listed_checked_and_renewed(site, open_as):
    site.department("domains")
    ends = (timezone.localdate().replace(day=1) + timedelta(days=70)).replace(day=10)
    site.has("tests.web.test_domains_month:based", ends.isoformat())
    supervisor, follower = open_as("domains.operations_supervisor"), open_as("domains.order_follower")

    # The list is the base's, without what has left; who makes it finds it among his reports.
    site.has("tests.web.test_domains_month:month_closed")
    number, holder = site.asked(
        "select c.number, p.username from cases_case c join people_person p on p.id = c.holder"
        " where c.procedure = 'domains.report' and c.data->>'declared' = 'domains.expiring_domain'"
    )
    clerk = open_as(holder)
    clerk.goto("/reports/")
    clerk.locator("main a", has_text="域名到期明细表").first.click()
    expect(clerk.locator("main")).to_contain_text(KEPT)
    said = clerk.locator("main").inner_text()
    assert (LEAVING in said, LATER in said) == (False, False)
    clerk.goto(f"/find/?q={number}")
    report = clerk.url.partition("?")[0]
    clerk.goto(report)
    expect(clerk.locator(".closed > li").filter(has_text="提交").first).to_contain_text("数据还没核对完")
    done(clerk, report, "look_over", looked_over=True)
    done(clerk, report, "submit", remarks="已与产品库核对", confirmed="邮件发客服，已回复")
    site.work()
    done(supervisor, report, "accept", accurate="true")

    # From the list to its renewal: the product's customer need not be typed again.
    order = opened(follower, "domains.service_order", kind="domain_renew", name=KEPT)
    expect(follower.locator(".facts")).to_contain_text(CUSTOMER)
    stands(follower, order, "待核对")


def last_month() -> date:
    """Its first day."""
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
