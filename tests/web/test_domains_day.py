"""A day of the domain desk, by those whose day it is: orders, headquarters, a password, a photo visit, an inquiry."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.web.working import done, opened, stands

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
BASE = """产品线,产品名称,客户,电话,到期日期
域名,haifeng.cn,海风贸易,13800000000,2027-03-05
空间,www.haifeng.cn,海风贸易,13800000000,2027-03-20
"""


def test_a_day_of_the_domain_desk(site, open_as, tmp_path):
    site.department("domains")
    names = ("order_follower", "specialist", "headquarters", "operations_supervisor")
    follower, clerk, headquarters, supervisor = (open_as(f"domains.{post}") for post in names)
    paper, base = tmp_path / "合同.pdf", tmp_path / "产品库.csv"
    paper.write_bytes(PDF)
    base.write_text(BASE, "utf-8")

    # Who keeps the product base brings it in from the page of its records.
    supervisor.goto("/records/domains/customer_product/")
    supervisor.click("main a:has-text('导入：')")
    supervisor.set_input_files("input[type=file]", str(base))
    supervisor.click("main .acts button, main form button.main-act")
    supervisor.click("button:has-text('开始导入')")
    expect(supervisor.locator("main")).to_contain_text("新建 2", timeout=30_000)
    supervisor.goto("/records/domains/customer_product/")
    expect(supervisor.locator("tbody tr")).to_have_count(2)

    # A domain is registered: the kind stands under its product line; a way that may not be taken is refused.
    follower.goto("/lists/domains/service_order/new/")
    assert follower.eval_on_selector_all("#kind optgroup", "all => all.map(each => each.label)") == [
        "域名",
        "搜索",
        "邮箱",
        "空间",
    ]
    order = opened(
        follower, "domains.service_order", kind="domain_register", name="shanshui.cn", customer="山水科技", years=2,
        contract=str(paper),
    )  # fmt: skip
    done(clerk, order, "check", papers=True, status="free", lawful="true", route="direct")
    done(follower, order, "take_over")
    done(clerk, order, "take_over")
    done(clerk, order, "produce", production_number="SC-1")
    stands(clerk, order, "待复核")
    closed = clerk.locator(".closed > li").filter(has_text="复核成功并通知")
    expect(closed).to_contain_text("未到时间")  # it is verified on the next working day

    # A mailbox goes to headquarters, whatever way is ticked; its answer leads to telling the customer.
    mailbox = opened(
        follower, "domains.service_order", kind="mailbox_open", name="mail.haifeng.cn", customer="海风贸易",
        phone="13800000000", contract=str(paper),
    )  # fmt: skip
    says = "邮箱和空间业务都要报总部"
    done(clerk, mailbox, "check", refused=[says], papers=True, status="unknown", route="direct")
    done(clerk, mailbox, "check", papers=True, status="unknown", route="reported")
    done(follower, mailbox, "take_over")
    done(clerk, mailbox, "take_over")
    done(clerk, mailbox, "report_order")
    done(headquarters, mailbox, "finish_at_headquarters", expires_on="2028-01-31")
    done(clerk, mailbox, "tell")
    stands(clerk, mailbox, "已完成")
    clerk.goto("/lists/domains/service_order/?state=all&f.kind=mailbox_open")
    expect(clerk.locator("tbody tr")).to_contain_text(["邮箱开通"])

    # A password: customer and number come from the product base, and no link goes out before the identity is checked.
    reset = opened(clerk, "domains.password_reset", kind="domain", name="haifeng.cn", asked_by="王经理")
    expect(clerk.locator(".facts")).to_contain_text("海风贸易")
    expect(clerk.locator(".facts")).to_contain_text("13800000000")
    done(clerk, reset, "identify", refused=["身份未核实"], proof=str(paper))
    done(clerk, reset, "identify", checked=True, proof=str(paper))
    done(clerk, reset, "send_link", refused=["应为整数，5 至 60"], valid_for=90)
    done(clerk, reset, "send_link", valid_for=30)
    done(clerk, reset, "used")
    stands(clerk, reset, "客户已自设密码")

    # A visit is booked ahead, an inquiry answered or promised.
    visit = opened(follower, "domains.photo_visit", customer="海风贸易", place="浙江省杭州市西湖区文三路1号")
    tomorrow = timezone.localtime() + timedelta(days=1)
    yesterday = timezone.localtime() - timedelta(days=1)
    done(
        clerk, visit, "book", refused=["约定时间要在将来"], visit_at=f"{yesterday:%Y-%m-%dT%H:%M}", agreed_with="王经理"
    )
    done(clerk, visit, "book", visit_at=f"{tomorrow:%Y-%m-%dT%H:%M}", agreed_with="王经理")
    stands(clerk, visit, "已预约")
    asked = opened(clerk, "domains.inquiry", asker="李先生", product="domain", question="能否转入")
    done(clerk, asked, "answer", answer="可以，需转移密钥")
    stands(clerk, asked, "已答复")

    # Who leads reads the month in figures and on cards.
    for address, says in (("/figures/", "订单数"), ("/scorecards/", "业务处理专员考核")):
        supervisor.goto(address)
        expect(supervisor.locator("main")).to_contain_text(says)
