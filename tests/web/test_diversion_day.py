"""A diversion from its complaint to its announcement, and a letter between departments, by those who handle them."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.web.working import done, opened, stands

FILE = {"name": "证据.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(60)}
VICTIM, CONCERNED, APART = "衢州老店", "丽水商行", "舟山商行"
PEOPLE = {"lishui": CONCERNED, "zhoushan": APART, "quzhou": VICTIM}


@pytest.fixture(scope="module")
def served(site):
    site.department("dealer_service")
    site.has("tests.web.test_diversion_day:set_to_work")


def set_to_work() -> None:
    """Three dealers: one complains, one is concerned, one has no part in it."""
    from gendan.parties.actions import register
    from gendan.people import actions
    from tests.web.company import PASSWORD

    now = timezone.now()
    for username, party in PEOPLE.items():
        register(party, actor=actions.SYSTEM, at=now, sorts=["dealer"])
        person = actions.create_person(actor=actions.SYSTEM, at=now, username=username, name=username, party=party)
        actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=now)


def test_a_diversion_comes_to_its_announcement_without_names(served, site, open_as):
    posts = "cs_agent cs_specialist cs_manager marketing_director general_manager province_head finance_accountant"
    agent, specialist, manager, director, general, province, finance = (
        open_as(f"dealer_service.{post}") for post in posts.split()
    )
    administration, dealer = open_as("dealer_service.administration"), open_as("lishui")
    given = {"complainant": VICTIM, "words": "外地低价货流入", "place": "浙江省衢州市柯城区荷花路1号"}
    case = opened(agent, "dealer_service.diversion", product="实木门", **given)
    # The manual's clocks run from the complaint: evidence, the site the same day, report and declaration.
    for clock in ("当日实地核对", "1个工作日内取证", "3个工作日内报告和申报"):
        expect(agent.locator("main")).to_contain_text(clock)
    done(agent, case, "check_site", batch="P2610", codes=[{"code": "LS001"}], site_photo=FILE)
    done(agent, case, "gather", suspect=CONCERNED, quantity=9, price="650", evidence=FILE)
    told = {"report": "九樘由丽水流入", "report_file": FILE, "sanction": "限期收回", "clause": "经销合同第8条"}
    done(agent, case, "declare", **told)
    # Who is suspected learns nothing of it before the case is opened.
    assert dealer.goto(case).status == 404
    done(specialist, case, "file_case", case_number="CA-91")
    done(agent, case, "submit")
    site.work()

    # The dealer answers on his own pages, and learns neither who complained nor what was found.
    assert open_as("zhoushan").goto(case).status == 404
    assert open_as("quzhou").goto(case).status == 404
    dealer.goto("/")
    dealer.locator("#mine a, main a", has_text="CH").first.click()
    dealer.wait_for_url("**/cases/**")
    seen = dealer.inner_text("main")
    assert [each for each in ("限期收回", "经销合同第8条", "CA-91") if each not in seen] == []
    assert [each for each in (VICTIM, "外地低价货流入", "九樘由丽水流入", FILE["name"]) if each in seen] == []
    done(dealer, case, "hear", statement="属业务员私自出货，愿收回")

    expect(director.goto(case) and director.locator(".closed > li").filter(has_text="审定处理意见")).to_contain_text(
        "处理意见未经法务看过"
    )
    done(manager, case, "see_law", legal="true")
    done(director, case, "decide")
    done(general, case, "decide")
    done(province, case, "complete", executed_on=f"{timezone.localdate():%Y-%m-%d}", completion="货已收回")
    done(agent, case, "consolidate", file=FILE)
    done(administration, case, "announce", refused=["通报不得写出名称"], conclusion=f"{CONCERNED}跨区销售，已处理")
    done(administration, case, "announce", conclusion="一起跨区销售已处理：出货要登记去向")
    site.work()
    province.goto("/messages/")
    expect(province.locator("main")).to_contain_text("通报：一起跨区销售已处理")
    done(finance, case, "close", reference="JZ-91")
    stands(dealer, case, "已结案")
    assert dealer.locator("main a", has_text=FILE["name"]).count() == 0
    agent.goto("/lists/dealer_service/diversion/?view=ledger")
    expect(agent.locator("tbody tr", has_text="CA-91")).to_contain_text("已结案")


def test_a_letter_is_answered_decided_and_archived_with_its_copies(served, site, open_as):
    head, agent = open_as("dealer_service.department_head"), open_as("dealer_service.cs_agent")
    director, administration = open_as("dealer_service.marketing_director"), open_as("dealer_service.administration")
    general, outsider = open_as("dealer_service.general_manager"), open_as("dealer_service.cs_agent_2")
    case = opened(
        head,
        "dealer_service.letter",
        subject="包装破损",
        text="三批货包装破损",
        from_unit="生产部",
        receiver="客服甲",
        to_unit="客服部",
        leader="营销总监甲",
    )
    number = head.inner_text("h1")
    site.work()
    # Its copies: whom it is addressed to, his leader, and the general manager.
    for copied in (agent, director, general):
        copied.goto("/messages/")
        expect(copied.locator("main")).to_contain_text(f"函 {number}：包装破损，由生产部发客服部")
    assert outsider.goto(case).status == 404
    done(agent, case, "answer", opinion="联系物流更换包装，补发两件")
    done(director, case, "decide", decision="同意，费用由物流承担")
    site.work()
    head.goto("/messages/")
    expect(head.locator("main")).to_contain_text("批示：同意，费用由物流承担")
    done(administration, case, "archive", scan=FILE, shelf="函-卷三-12")
    stands(head, case, "已存档")
