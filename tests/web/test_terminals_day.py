"""A terminal's life by its people's pages: activated by the platform's answer, changed, removed; one repaired."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.web.working import done, opened, stands

SCAN = {"name": "扫描件.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(60)}
SELLER, RIVAL, MAKER, READER = "襄阳经销处", "荆门经销处", "读卡器厂", "读卡器"
SELLERS = {"xiangyang": SELLER, "jingmen": RIVAL}
SETS = {"application": SCAN, "id_front": SCAN, "id_back": SCAN}
ACTIVATIONS, REQUESTS = "/exchanges/dealers/activations/", "/exchanges/dealers/requests/"


@pytest.fixture(scope="module")
def served(site):
    site.department("dealers")
    site.has("tests.web.test_terminals_day:set_to_work")


def set_to_work() -> None:
    """Two dealers with their people, of whom one has three readers; one more stands in the after-sales place."""
    from gendan.parties.actions import register
    from gendan.people import actions
    from gendan.stock.actions import coming, moving, places
    from gendan.stock.asked import Job
    from tests.web.company import PASSWORD

    now = timezone.now()
    for username, party in SELLERS.items():
        register(party, actor=actions.SYSTEM, at=now, sorts=["dealer"], grade="地市级")
        person = actions.create_person(actor=actions.SYSTEM, at=now, username=username, name=username, party=party)
        actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=now)
    register(MAKER, actor=actions.SYSTEM, at=now, sorts=["supplier"])
    places.make_place("售后库", actor=actions.SYSTEM, at=now)
    codes = [{"product": READER, "code": f"T{n}", "code_2": f"TS{n}", "code_3": f"TC{n}"} for n in range(1, 5)]
    coming.receive([Job(actor=actions.SYSTEM, at=now, arguments={"lines": codes, "target": "售后库"})])
    moving.dispatch([Job(actor=actions.SYSTEM, at=now, arguments={"codes": "T1 T2 T3", "customer": SELLER})])


def applied(dealer, device, name, identity, address):
    """An application with its scans, by the dealer on his own pages; the case's address."""
    case = opened(
        dealer,
        "dealers.activation",
        device=device,
        user_name=name,
        id_number=identity,
        user_phone="13800000091",
        address=address,
    )
    done(dealer, case, "submit", **SETS)
    return case


def number_of(page, case):
    page.goto(case)
    return page.inner_text("h1")


def sent(page, exchange):
    """Send all that is ready; the file that goes to the platform."""
    page.goto(exchange)
    page.locator("button", has_text="全部发出").click()
    page.wait_for_url(f"**{exchange}*-*/*")
    with page.expect_download() as coming:
        page.locator("a", has_text="CSV").first.click()
    return coming.value.path().read_text("utf-8-sig")


def answered(page, exchange, *rows):
    """Bring the platform's answers in; what became of each row, in its words."""
    text = "\n".join(["单号,结果,原因", *(",".join(row) for row in rows)])
    page.goto(exchange)
    page.locator("input[type=file]").set_input_files(
        {"name": "平台回执.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.locator("button", has_text="上传").click()
    expect(page.locator("h2", has_text="每一行的结果")).to_be_visible()
    return {
        row.locator("td").nth(2).inner_text(): row.locator(".chip").inner_text()
        for row in page.locator("main table tbody tr").all()
    }


def test_activated_by_the_platforms_answer_changed_and_removed(served, site, open_as):
    dealer, rival = open_as("xiangyang"), open_as("jingmen")
    specialist, other = open_as("dealers.user_specialist"), open_as("dealers.user_specialist_2")
    supervisor = open_as("dealers.user_supervisor")
    first = applied(dealer, "T1", "张三", "110105194912310011", "湖北省襄阳市长虹路1号")
    # What was scanned is the user section's; what nobody has sold is nobody's to activate.
    stands(dealer, first, "待初审")
    assert dealer.locator("main a", has_text=SCAN["name"]).count() == 0
    assert rival.goto(first).status == 404
    rival.goto("/lists/dealers/activation/new/")
    refused = {"device": "T2", "user_name": "李四", "id_number": "11010519491231002X", "user_phone": "13800000092"}
    for name, value in (refused | {"address": "湖北省荆门市象山大道2号"}).items():
        rival.fill(f"[name=f-{name}]", value)
    rival.locator("main button.main-act").click()
    expect(rival.locator("main")).to_contain_text("此机具不是总部发给该服务商")
    assert SELLER not in rival.inner_text("main")

    # A province of no region goes to the supervisor, who assigns it; the other by what is ticked.
    second = applied(dealer, "T2", "李四", "11010519491231002X", "甘肃省兰州市庆阳路3号")
    stands(supervisor, second, "未划区，待主管指派")
    done(supervisor, second, "assign", specialist="用户管理专员乙")
    done(specialist, first, "check", refused=["身份证件未达要求"], form_right=True)
    done(specialist, first, "check", form_right=True, card_right=True)
    done(other, second, "check", form_right=True, card_right=True)
    done(supervisor, first, "approve")
    done(supervisor, second, "approve")

    one, two = number_of(specialist, first), number_of(other, second)
    lines = sent(specialist, ACTIVATIONS).splitlines()
    assert [line.split(",")[0] for line in lines] == ["单号", one]
    assert [line.split(",")[0] for line in sent(other, ACTIVATIONS).splitlines()] == ["单号", two]
    # The batch waits on the sender's bench, by its title.
    specialist.goto("/")
    expect(specialist.locator("main table", has_text="发出批次").first).to_contain_text("开通申请报平台")
    assert "dealers.activations" not in specialist.inner_text("main")
    # The answer is for one of them, with a row that nobody knows; twice, it counts once; another is no answer any more.
    passed = (one, "通过", "")
    assert answered(specialist, ACTIVATIONS, passed, ("K000000-0000", "通过", "")) == {
        one: "已办好",
        "K000000-0000": "没有发出过",
    }
    assert answered(specialist, ACTIVATIONS, passed) == {one: "已有同样的回执"}
    assert answered(specialist, ACTIVATIONS, (one, "驳回", "反悔"))[one] == "有错"
    stands(other, second, "平台审核中")
    assert answered(other, ACTIVATIONS, (two, "驳回", "证件已过有效期")) == {two: "已办好"}
    done(other, second, "call_back", told="证件已过有效期，请换证后补交")
    stands(dealer, second, "已退回，待补交")
    expect(dealer.locator("main")).to_contain_text("证件已过有效期")
    done(specialist, first, "call_back", told="已开通，讲明用法")
    done(supervisor, first, "archive", archive_no="H-1")
    stands(dealer, first, "已开通使用")

    for step, given, ends in (
        ("ask_change", {"new_phone": "13900000009", "new_address": "湖北省襄阳市长虹路9号"}, "已开通使用"),
        ("ask_removal", {"why": "店铺转让"}, "已撤机"),
    ):
        done(dealer, first, step)
        dealer.locator("main a[href^='/cases/']", has_text="终端变更与撤机").last.click()
        dealer.wait_for_function("was => location.pathname != new URL(was).pathname", arg=first)
        request = dealer.url.partition("?")[0]
        done(dealer, request, "submit", application=SCAN, **given)
        done(specialist, request, "check", right=True)
        number = number_of(specialist, request)
        assert number in sent(specialist, REQUESTS)
        assert answered(specialist, REQUESTS, (number, "通过", "")) == {number: "已办好"}
        done(specialist, request, "call_back", told="已办理")
        done(supervisor, request, "archive", archive_no=f"H-{step}")
        site.work()
        stands(dealer, first, ends)
    expect(dealer.locator("main")).to_contain_text("13900000009")
    expect(dealer.locator("main")).to_contain_text("湖北省襄阳市长虹路9号")


def test_a_faulty_device_is_appraised_lent_for_repaired_and_returned(served, site, open_as):
    keeper, engineer = open_as("dealers.aftersales_specialist"), open_as("dealers.device_engineer")
    store, dealer = open_as("dealers.storage_keeper"), open_as("xiangyang")
    case = opened(keeper, "dealers.faulty_device", dealer=SELLER, device="TS3", fault="不开机", accessories="电源")
    # Nobody typed the product: any of the unit's codes tells it.
    expect(keeper.locator("main")).to_contain_text(READER)
    site.work()
    keeper.goto(case)
    expect(keeper.locator("main")).to_contain_text("故障机鉴定表")
    done(keeper, case, "hand_over_device")
    done(engineer, case, "appraise", tests=True, findings="主板坏", cause="quality")
    done(engineer, case, "give_back")
    done(
        keeper,
        case,
        "decide",
        refused=["备用机编码"],
        spare="true",
        spare_why="用户营业中",
        repair="true",
        factory=MAKER,
    )
    done(
        keeper,
        case,
        "decide",
        spare="true",
        spare_why="用户营业中",
        spare_device="T4",
        repair="true",
        factory=MAKER,
    )
    done(keeper, case, "ship_off")
    done(store, case, "ship_off")
    stands(store, case, "厂家维修中")
    done(store, case, "come_back", tests=True)
    done(keeper, case, "swap", which="second", new_code="TS9", why="厂家换卡")
    expect(keeper.locator(".closed > li").filter(has_text="返还服务商或用户")).to_contain_text("备用机尚未收回")
    done(keeper, case, "spare_back")
    done(keeper, case, "return_device", receiver="周老板", tracking="SF9")
    # The dealer follows it on his own pages; the form travelled with the device, and is the house's.
    stands(dealer, case, "已返还")
    assert dealer.locator("main a", has_text="故障机鉴定表").count() == 0
    dealer.goto("/areas/stock/")
    assert "TS9" not in dealer.inner_text("main")
