"""A day of the dealers' service: a territory that is taken, a new dealer from his yes to his order, a diversion."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.web.departments import stepped
from tests.web.working import done, stands

FILE = {"name": "证据.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(60)}
HOLDER, NEW = "宁波老店", "温州建材行"
TAKEN, FREE = "Z{:%y%m}-0001", "Z{:%y%m}-0002"
AGENT, SPECIALIST = "dealer_service.cs_agent", "dealer_service.cs_specialist"


@pytest.fixture(scope="module")
def served(site):
    site.department("dealer_service")
    site.has("tests.web.test_dealer_service_day:set_to_work")


def set_to_work() -> None:
    """One dealer has a city for himself; two have asked, one of them has been told the terms; a third complains."""
    from gendan.catalogue.actions import describe, publish
    from gendan.parties.actions import grant_territory, register
    from gendan.people.actions import SYSTEM

    now = timezone.now()
    describe(code="实木门", unit="樘", series="经典", actor=SYSTEM, at=now)
    prices = [{"product": "实木门", "rate": "1000"}]
    publish(name="标价", since=timezone.localdate(), prices=prices, actor=SYSTEM, at=now)
    register(HOLDER, actor=SYSTEM, at=now, sorts=["dealer"])
    since = timezone.localdate() - timedelta(days=300)
    grant_territory(
        HOLDER, "浙江宁波", actor=SYSTEM, at=now, since=since, channel="门店", series="经典", exclusive=True
    )
    asked = {"asker": "孙先生", "phone": "13800000061", "purpose": "agent"}
    city = {"place": "浙江省宁波市海曙区中山路9号", "region": "浙江宁波"}
    taken = stepped(AGENT, "dealer_service.inquiry", "open", asked | city)
    stepped(AGENT, taken, "check_territory", {"channel": "门店", "series": "经典"})
    city = {"place": "浙江省温州市鹿城区人民路9号", "region": "浙江温州"}
    free = stepped(AGENT, "dealer_service.inquiry", "open", asked | city)
    wanted = [{"product": "实木门", "quantity": "100"}]
    stepped(AGENT, free, "check_territory")
    stepped(AGENT, free, "introduce")
    stepped(AGENT, free, "choose", {"intended": wanted, "channel": "门店", "series": "经典"})
    stepped(AGENT, free, "collect", {"trade": "建材", "years": "6", "brands": "某品牌"})
    stepped(AGENT, free, "explain")
    complaint = {"complainant": HOLDER, "words": "外地低价货流入", "place": "浙江省宁波市海曙区中山路9号"}
    stepped(AGENT, "dealer_service.diversion", "open", complaint)


def looked_up(page, procedure, number):
    """The address of the case of this number, by its list."""
    page.goto(f"/lists/dealer_service/{procedure}/")
    page.locator("tbody tr a", has_text=number).first.click()
    page.wait_for_url("**/cases/**")
    return page.url.partition("?")[0]


def test_a_new_dealer_is_told_no_more_than_he_may_know_and_comes_to_his_order(served, site, open_as):
    agent, today = open_as(AGENT), timezone.localdate()
    # Taken: what is open is told, and nothing of who has it.
    taken = looked_up(agent, "inquiry", TAKEN.format(today))
    expect(agent.locator(".standing .chip").first).to_have_text("区域已有，待推荐")
    assert HOLDER not in agent.inner_text("main")
    done(agent, taken, "recommend", refused=["已有独家经销"], channel="门店", recommended="经典系列")

    # Free: an offer by the grade that is picked, in the name of a dealer whom nobody has registered.
    free = looked_up(agent, "inquiry", FREE.format(today))
    done(agent, free, "agree", dealer_name=NEW, words="条件可以接受")
    done(agent, free, "quote", grade="B", call_at=f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}")
    expect(agent.locator("main")).to_contain_text("60,000.00")
    agent.locator("main a[href^='/cases/']", has_text="回访").first.click()
    agent.wait_for_function("was => location.pathname != new URL(was).pathname", arg=free)
    done(agent, agent.url.partition("?")[0], "record", outcome="satisfied")
    site.work()
    done(agent, free, "fix_order", address="浙江省温州市鹿城区人民路9号")
    agent.goto("/lists/dealer_service/dealer_order/")
    expect(agent.locator("tbody tr")).to_contain_text([NEW])
    agent.locator("tbody tr a").first.click()
    agent.wait_for_url("**/cases/**")
    the_order_is_paid_approved_and_received(site, open_as, agent.url.partition("?")[0])


def the_order_is_paid_approved_and_received(site, open_as, order):
    agent, finance = open_as(AGENT), open_as("dealer_service.marketing_finance")
    director, assistant = (open_as(f"dealer_service.{post}") for post in ("marketing_director", "business_assistant"))
    # Nobody confirms money that is not in, nor ships before the director has approved.
    finance.goto(order)
    expect(finance.locator(".closed > li").filter(has_text="财务确认收款")).to_contain_text("货款未到账")
    finance.goto(f"{order}areas/money.receive/")
    finance.fill("[name=f-amount]", "60000")
    finance.locator("main button.main-act").click()
    finance.wait_for_url("**done=*")
    done(finance, order, "confirm_money")
    assistant.goto(order)
    expect(assistant.locator("#act-ship")).to_have_count(0)
    done(director, order, "approve")
    done(assistant, order, "ship", carrier="德邦", waybill="DB1")
    done(agent, order, "tell")
    done(agent, order, "note_track", where="已到温州分拨")
    done(agent, order, "receive", received_on=f"{timezone.localdate()}", received_by="孙先生")
    stands(director, order, "客户已收货")


def test_a_diversion_is_proven_before_it_is_declared_and_two_decide(served, site, open_as):
    agent = open_as(AGENT)
    (number,) = site.asked("select number from cases_case where data->>'complainant' = %s", HOLDER)
    case = looked_up(agent, "diversion", number)
    expect(agent.locator(".closed > li").filter(has_text="详述报告")).to_contain_text("取证和实地调查没有都做完")
    done(agent, case, "check_site", batch="P2609", codes=[{"code": "SN001"}], site_photo=FILE)
    done(agent, case, "gather", suspect=HOLDER, quantity=12, price="700", evidence=FILE)
    told = {"report": "十二樘由外地流入", "report_file": FILE, "sanction": "书面警告", "clause": "经销合同第8条"}
    done(agent, case, "declare", **told)
    step = "tests.web.departments:stepped"
    site.has(step, SPECIALIST, number, "file_case", {"case_number": "CA-31"})
    site.has(step, AGENT, number, "submit", {"legal": "true"})
    site.has(step, SPECIALIST, number, "hear", {"statement": "属业务员私自出货，愿收回"})
    general = open_as("dealer_service.general_manager")
    general.goto(case)
    expect(general.locator("#act-decide")).to_have_count(0)
    done(open_as("dealer_service.marketing_director"), case, "decide")
    done(general, case, "decide")
    stands(agent, case, "省区落实中")
