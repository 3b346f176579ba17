"""The administrators' pages: who may open them, the tree by keys, looks with another's eyes, tokens and the rest."""

import re
from datetime import date, timedelta

PAGES = (
    "organization/",
    "organization/?people",
    "organization/units/",
    "rights/",
    "tokens/?all",
    "sessions/?all",
    "log/",
    "log/?acts",
    "series/",
    "jobs/",
    "health/",
    "delivery/",
    "webhooks/",
    "webhooks/new/",
)


def test_every_page_stands_in_both_languages_and_fits_a_phone(open_as):
    for width, language in ((1280, "zh-hans"), (390, "en")):
        page = open_as("admin", width=width)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
        for path in PAGES:
            assert page.goto(f"/system/{path}").status == 200, path
            assert page.locator("h1").count() == 1, path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_nobody_else_is_told_that_they_are_there(open_as, site):
    page = open_as("wang")
    for path in PAGES:
        status = page.goto(f"/system/{path}").status
        assert status == (200 if path.startswith("organization") else 404), path
    assert page.goto("/system/tokens/").status == 200
    page.goto("/")
    said = page.inner_text("nav.side")
    assert "组织" in said
    assert "访问日志" not in said
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, "post": "shop_review.supervisor", "person": str(site.told["people"]["wang"])}
    for path in ("organization/hold/", "try/", "webhooks/new/", "jobs/retry-outbox/1/", "delivery/mail/try/"):
        assert page.request.post(f"/system/{path}", form=form).status == 404, path


def test_the_tree_of_posts_is_walked_by_keys_and_a_post_is_given_and_taken(open_as):
    page = open_as("admin")
    page.goto("/system/organization/?pack=shop_review")
    tree = page.locator("[role=tree]")
    tree.locator("[role=treeitem]").first.focus()
    page.keyboard.press("ArrowDown")
    assert "审单员" in page.evaluate("document.activeElement.querySelector('a').textContent")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false"
    assert tree.locator("[role=treeitem]").nth(1).is_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/system/organization/?pack=shop_review&post=reviewer#post")
    later = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011 the browser's day is this machine's
    page.select_option("#hold-person", label="吴外")
    page.fill("#hold-since", later)
    page.press("#hold-since", "Enter")
    page.wait_for_selector("tr:has-text('吴外') >> text=将任")
    assert f"{later} 起" in page.inner_text("[role=tree]")
    page.select_option("#hold-person", label="吴外")
    page.fill("#hold-since", later)
    page.press("#hold-since", "Enter")
    page.wait_for_selector(".refused")
    assert "已任此岗位" in page.inner_text(".refused")
    page.fill("tr:has-text('吴外') [name=until]", later)
    page.click("tr:has-text('吴外') >> text=卸任")
    page.wait_for_selector(".says.success")
    assert "吴外" not in page.inner_text("[role=tree]")


def test_the_table_of_rights_has_a_column_for_each_post_and_can_be_narrowed(open_as, site):
    page = open_as("admin")
    (version,) = site.asked("select id from cases_packversion where name = 'shop_review' and active")
    page.goto(f"/system/rights/?version={version}")
    heads = page.locator("table.rights >> nth=0").locator("thead th").all_inner_texts()
    assert {"审单主管", "审单员", "财务审核", "仓库打单员"} <= set(heads)
    page.click("text=只看这些岗位")
    page.check("[name=post][value=reviewer]")
    page.click(".drop .main-act")
    page.wait_for_url(re.compile("post=reviewer"))
    heads = page.locator("table.rights >> nth=0").locator("thead th").all_inner_texts()
    assert [head for head in heads if head] == ["审单员", "其他人"]


def test_a_look_with_anothers_eyes_changes_nothing_and_is_logged(open_as, site):
    page = open_as("admin")
    page.goto("/system/rights/")
    page.select_option("#try-person", label="王敏")
    page.click("text=以此人身份查看")
    page.wait_for_selector(".lent")
    assert "王敏" in page.inner_text(".lent")
    assert "我的岗位的队列" in page.inner_text("main")
    assert page.goto("/system/log/").status == 404
    page.goto("/lists/shop_review/shop_order/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    case = page.locator("tr[data-case]").first.get_attribute("data-case")
    for path, form in (
        (f"/cases/{case}/do/claim/", {}),
        ("/batches/of/shop_review/shop_order/", {"action": "verb.claim", "case": case}),
        (f"/people/{site.told['people']['wang']}/deputize/", {"deputy": "1"}),
        ("/system/tokens/", {"name": "x", "scope": "read"}),
        ("/system/try/", {"person": str(site.told["people"]["zhao"])}),
        ("/messages/read/", {"upto": "999999"}),
    ):
        answer = page.request.post(path, form={"csrfmiddlewaretoken": token, **form})
        assert answer.status == 403, path
        assert "现在只能看" in answer.text(), path
    page.click(".lent >> text=退出")
    page.wait_for_selector("text=已退出，现在是您自己。")
    page.goto("/system/log/?kind=tried")
    said = page.inner_text("table")
    assert "/lists/shop_review/shop_order/" in said
    assert "as: 王敏" in said
    assert "何管" in said
    page.goto(f"/system/log/?person={site.told['people']['wang']}&kind=tried")
    assert page.locator("table").count() == 0


def test_a_token_is_told_once_and_revoked(open_as):
    page = open_as("li")
    page.goto("/system/tokens/")
    page.click("text=建立令牌")
    page.wait_for_selector(".refused")
    page.fill("#token-name", "仓库系统")
    page.check("[name=scope][value=read]")
    page.click("text=建立令牌")
    text = page.inner_text("code.secret")
    assert text.startswith("gendan_")
    known = {"Authorization": f"Bearer {text}"}
    assert page.request.get("/api/me", headers=known).json()["name"] == "李强"
    page.goto("/system/tokens/")
    assert text not in page.content()
    page.click("tr:has-text('仓库系统') >> text=作废")
    page.wait_for_selector("text=已作废")
    assert page.request.get("/api/me", headers=known).status == 401


def test_a_session_that_is_ended_elsewhere_is_ended_here(open_as):
    phone, page = open_as("zhou", width=390), open_as("zhou")
    page.goto("/system/sessions/")
    page.click("tr:not(:has-text('这个浏览器')) >> text=结束")
    page.wait_for_selector(".says.success")
    phone.goto("/")
    assert "/sign-in/" in phone.url
    admin = open_as("admin")
    admin.goto("/system/sessions/?all")
    admin.locator("tr:has-text('周伟')").locator("button").first.click()
    admin.wait_for_selector(".says.success")
    page.goto("/")
    assert "/sign-in/" in page.url


def test_a_webhook_is_made_tried_rotated_and_ended(open_as):
    page = open_as("admin")
    page.goto("/system/webhooks/new/")
    page.fill("#hook-name", "仓库系统")
    page.fill("#hook-address", "https://127.0.0.1/hook")
    page.select_option("#hook-owner", label="赵琳")
    page.check("[name=kind][value=acted]")
    page.click("main .main-act")
    page.wait_for_selector(".refused")
    assert "内部网络" in page.inner_text(".refused")
    assert page.input_value("#hook-name") == "仓库系统"
    assert page.is_checked("[name=kind][value=acted]")
    page.fill("#hook-address", "https://93.184.215.14/hook")
    page.click("main .main-act")
    first = page.inner_text("code.secret")
    assert first.startswith("whsec_")
    page.goto("/system/webhooks/")
    page.click("text=仓库系统")
    assert first not in page.content()
    page.click("text=试发一次")
    page.wait_for_selector("tr:has-text('试发')")
    page.click("td >> text=试发")
    page.wait_for_selector("pre.exchange")
    assert '"type": "ping"' in page.inner_text("pre.exchange")
    page.go_back()
    page.click("text=换新密钥")
    assert page.inner_text("code.secret") != first
    page.click("text=暂停")
    page.wait_for_selector(".chip:has-text('已暂停')")
    page.click(".head >> text=恢复")
    page.wait_for_selector(".chip:has-text('在用')")
    page.click(".head .grave")
    page.wait_for_selector(".chip:has-text('已结束')")
    page.goto("/system/webhooks/")
    assert "仓库系统" not in page.inner_text("main")


def test_the_log_comes_as_a_file_and_its_cells_are_no_formulas(open_as):
    page = open_as(None)
    page.goto("/sign-in/")
    page.fill("#username", "=1+1")
    page.fill("#password", "wrong")
    page.press("#password", "Enter")
    page.wait_for_selector(".refused")
    admin = open_as("admin")
    admin.goto("/system/log/?kind=refused")
    assert "=1+1" in admin.inner_text("table")
    answer = admin.request.get("/system/log/export.csv?kind=refused")
    assert answer.status == 200
    assert "'=1+1" in answer.text()
    assert admin.request.get("/system/log/export.pdf").status == 404


def test_a_series_tells_its_next_number(open_as, site):
    page = open_as("admin")
    page.goto("/system/series/")
    page.click("tr:has-text('网店订单') a")
    (last,) = site.asked(
        "select count(*) from cases_case where procedure = 'shop_review.shop_order' and origin is null"
    )
    assert last >= site.told["orders"]
    assert f"{last}" in page.inner_text(".figures").splitlines()
    assert "缺的号" in page.inner_text("main")
