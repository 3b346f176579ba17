"""The shop review desk in a browser: what a clerk does in a day, mostly by keyboard."""

import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gendan.cases.queries.paging import COUNT_MOST

LIST = "/lists/shop_review/shop_order/"
UNREVIEWED = f"{LIST}?view=unreviewed"
NAMELESS = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a')]
    .filter(e => !(e.labels?.length || e.getAttribute('aria-label') || e.title || e.textContent.trim()))
    .map(e => e.outerHTML)"""


def count(page) -> int:
    """The list's count, as it stands beside the title."""
    return int(re.sub(r"\D", "", page.inner_text("[data-count]")))


def chosen(page) -> str:
    return page.inner_text("[data-chosen]")


def numbers(page) -> list[str]:
    return page.locator("tr[data-case] td.id a").all_inner_texts()


def column(page, title: str) -> list[str]:
    """What stands in the column with this head."""
    heads = [head.strip(" ↑↓") for head in page.locator("table.cases th").all_inner_texts()]
    return page.locator(f"tr[data-case] td:nth-child({heads.index(title) + 1})").all_inner_texts()


def test_a_wrong_password_is_refused_and_what_was_typed_stays(open_as):
    page = open_as(None)
    page.goto("/sign-in/")
    page.fill("#username", "nobody")
    page.fill("#password", "wrong")
    page.press("#password", "Enter")
    assert "用户名或密码不对" in page.inner_text("[role=alert]")
    assert page.input_value("#username") == "nobody"


def test_whoever_is_not_signed_in_signs_in_and_comes_to_the_page_he_wanted(open_as):
    page = open_as(None)
    page.goto(UNREVIEWED)
    assert "/sign-in/" in page.url
    page.fill("#username", "li")
    page.fill("#password", "审单-demo-2026")
    page.press("#password", "Enter")
    page.wait_for_url(f"**{UNREVIEWED}")


def test_the_list_is_walked_ticked_and_opened_by_keys(open_as):
    page = open_as("li")
    page.goto(UNREVIEWED)
    shown = numbers(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert chosen(page) == "已勾选 1 单"
    page.keyboard.press("k")
    page.keyboard.press(" ")
    assert chosen(page) == "已勾选 2 单"
    page.keyboard.press("x")
    assert chosen(page) == "已勾选 1 单"
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    assert page.inner_text("h1") == shown[0]
    page.keyboard.press("n")
    page.wait_for_function("number => document.querySelector('h1').textContent === number", arg=shown[1])
    page.keyboard.press("p")
    page.wait_for_function("number => document.querySelector('h1').textContent === number", arg=shown[0])
    page.keyboard.press("?")
    assert page.is_visible("#keys")


def test_a_list_filters_sorts_pages_and_is_saved(open_as):
    page = open_as("li")
    page.goto(UNREVIEWED)
    everything = count(page)
    page.keyboard.press("/")
    page.keyboard.type("QQ商城")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=QQ**")
    few = count(page)
    assert 0 < few < everything
    assert set(column(page, "店铺")) == {"QQ商城店"}
    page.click("th a:has-text('总金额')")
    page.wait_for_url("**sort=amount**")
    rising = [float(text) for text in column(page, "总金额")]
    assert rising == sorted(rising)
    page.click("th[aria-sort] a")
    page.wait_for_url("**sort=-amount**")
    page.click("text=保存这个清单")
    page.fill("#save-name", "QQ 大单")
    page.click("button[form=save-list]")
    page.wait_for_url("**saved=**")
    assert page.inner_text(".views a[aria-current=page]") == "QQ 大单"
    assert count(page) == few
    page.click("summary:has-text('列')")
    page.fill("[name='column.amount']", "1")
    page.fill("[name='column.shop']", "2")
    page.click("text=显示这些列")
    page.wait_for_url("**columns=**")
    heads = [text.split()[0] for text in page.locator("th").all_inner_texts() if text]
    assert heads.index("总金额") < heads.index("店铺")
    page.click("text=修改这个清单")
    page.fill("#save-name", "QQ 最大单")
    page.check("[name=default]")
    page.click("button[form=save-list].main-act")
    page.wait_for_selector(".views a[aria-current=page]:has-text('QQ 最大单')")
    assert page.locator(".views a", has_text="QQ 大单").count() == 0
    page.goto(LIST)
    assert page.inner_text(".views a[aria-current=page]") == "QQ 最大单", "what was chosen comes first"
    assert [text.split()[0] for text in page.locator("th").all_inner_texts() if text] == heads
    page.click("text=修改这个清单")
    page.click("text=删除当前清单")
    assert page.locator(".views a", has_text="QQ").count() == 0


def test_pages_by_key_show_every_case_once(open_as):
    page = open_as("zhao")
    page.goto(f"{LIST}?state=all&sort=address&f.shop=京东")
    seen = []
    while True:
        seen += numbers(page)
        following = page.locator("[data-page-next]")
        if not following.count():
            break
        following.click()
        page.wait_for_load_state()
    assert len(seen) == len(set(seen)) == count(page)
    page.click("[data-page-previous]")
    assert len(numbers(page)) == 50


def test_a_refusal_says_every_reason_and_keeps_what_was_typed(open_as):
    page = open_as("li")
    page.goto(f"{LIST}?state=unreviewed&holder=nobody&f.quantity.from=2&f.quantity.to=2")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    assert "数量大于1，须先拆单" in page.inner_text("aside")
    page.goto(f"{LIST}?state=unreviewed&holder=nobody&f.quantity.from=1&f.quantity.to=1&f.shop=天猫&sort=address")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    aside = page.locator("#act-put_aside")
    aside.locator("summary").click()
    aside.locator("select").first.select_option(label="其他")
    aside.locator("input").last.fill("不是数字")
    aside.locator("button.button").first.click()
    page.wait_for_selector("#act-put_aside .wrong")
    says = page.inner_text("#act-put_aside")
    assert "请填写“说明”" in says
    assert page.locator("#act-put_aside select").first.input_value() == "other"


def test_an_act_by_key_claims_moves_the_case_and_stands_in_its_history(open_as):
    page = open_as("wang")
    page.goto(f"{LIST}?state=unreviewed&holder=nobody&f.quantity.from=1&f.quantity.to=1&f.shop=集市&sort=order_no")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    act = page.locator("#act-approve")
    page.keyboard.press(act.get_attribute("data-key"))
    for box in act.locator("input[type=checkbox]").all():
        box.check()
    act.locator("button.main-act").click()
    page.wait_for_selector(".says.success")
    assert "审核通过，已完成" in page.inner_text(".says.success")
    assert page.inner_text(".case-head .chip") == "待财审"
    first = page.locator(".history li").first.inner_text()
    assert "王敏" in first
    assert "待审单 → 待财审" in first
    page.keyboard.press("c")
    page.keyboard.type("已核对，=1+1")
    page.keyboard.press("Enter")
    page.wait_for_selector(".history .quote")
    assert page.inner_text(".history .quote") == "已核对，=1+1"


def test_of_two_reviewers_one_wins_and_the_other_is_told_who(open_as):
    first, second = open_as("wang"), open_as("li")
    first.goto(f"{LIST}?state=unreviewed&holder=nobody&f.shop=京东&sort=order_no")
    address = first.locator("tr[data-case] td.id a").first.get_attribute("href")
    first.goto(address)
    second.goto(address)
    first.click("#act-verb-claim button")
    first.wait_for_selector("text=由您办理")
    second.click("#act-verb-claim button")
    second.wait_for_selector(".refused")
    assert "王敏 已经领走这张单" in second.inner_text(".refused")


def test_a_draft_outlives_leaving_the_page_and_ends_with_the_act(open_as):
    page = open_as("li")
    page.goto(f"{LIST}?state=unreviewed&holder=nobody&f.shop=分销&sort=order_no")
    address = page.locator("tr[data-case] td.id a").first.get_attribute("href")
    page.goto(address)
    page.keyboard.press("c")
    page.keyboard.type("写到一半")
    page.goto("/cases/00000000-0000-4000-8000-000000000000/")
    assert "还在这个标签页里" in page.inner_text("[data-drafts]"), "an error says what was kept"
    page.goto(address)
    note = page.locator("#act-verb-comment textarea")
    assert note.input_value() == "写到一半"
    note.press("Enter")
    page.wait_for_selector(".history .quote")
    assert page.locator("#act-verb-comment textarea").input_value() == ""
    page.goto("/cases/00000000-0000-4000-8000-000000000000/")
    assert page.locator("[data-drafts]").is_hidden()


def test_a_split_moves_lines_to_a_new_case(open_as):
    page = open_as("wang")
    page.goto(f"{LIST}?state=unreviewed&holder=nobody&f.quantity.from=2&f.quantity.to=2&sort=order_no")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    number = page.inner_text("h1")
    page.locator("#act-split summary").click()
    page.locator("#act-split input[type=checkbox]").last.check()
    page.locator("#act-split button.main-act").click()
    page.wait_for_selector(".says.success")
    related = page.locator(".queue a", has_text=f"{number}-1")
    related.click()
    page.wait_for_function("number => document.querySelector('h1').textContent === number", arg=f"{number}-1")
    assert page.locator(".way a").last.inner_text() == number


def test_exported_cells_are_no_formulas(open_as, tmp_path):
    page = open_as("zhao")
    page.goto(f"{LIST}?state=all&f.shop=京东")
    for name in ("xlsx", "csv"):
        page.click("summary:has-text('导出')")
        with page.expect_download() as download:
            page.click(f"a[href*='export.{name}']")
        path = tmp_path / f"list.{name}"
        download.value.save_as(path)
        if name == "csv":
            assert path.read_text(encoding="utf-8-sig").startswith("单号,")
            continue
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        assert rows[0][:2] == ["单号", "状态"]
        # The page counts to a thousand, the file holds them all.
        assert len(rows) - 1 == count(page) or len(rows) - 1 > count(page) == COUNT_MOST
        assert "请尽快发货，=1+1" in {cell for row in rows for cell in row}
        page.keyboard.press("Escape")
        page.click("h1")


def test_another_department_is_not_found(open_as):
    page = open_as("zhao")
    page.goto(f"{LIST}?state=all")
    address = page.locator("tr[data-case] td.id a").first.get_attribute("href")
    outside = open_as("outside")
    for hidden in (address, LIST, f"{LIST}new/", f"{LIST}export.csv", "/imports/shop_review/shop_export/"):
        assert outside.request.get(hidden).status == 404, hidden
    outside.goto(address)
    assert "网店" not in outside.inner_text("body")


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_window(open_as, width):
    page = open_as("wang", width=width)
    page.goto(UNREVIEWED)
    case = page.locator("tr[data-case] td.id a").first.get_attribute("href")
    for address in (
        "/",
        UNREVIEWED,
        case,
        "/batches/",
        "/password/",
        f"{LIST}new/",
        "/imports/shop_review/shop_export/",
    ):
        answer = page.goto(address)
        assert answer.status == 200, address
        wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= window, address


def test_every_control_has_a_name_and_is_reached_by_tab(open_as):
    page = open_as("wang")
    page.goto(UNREVIEWED)
    case = page.locator("tr[data-case] td.id a").first.get_attribute("href")
    for address in ("/", UNREVIEWED, case, "/password/", f"{LIST}new/", "/imports/shop_review/shop_export/"):
        page.goto(address)
        nameless = page.evaluate(NAMELESS)
        assert nameless == [], address
        unreachable = page.evaluate("[...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).length")
        assert unreachable == 0
    page.goto(UNREVIEWED)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_language_and_light_are_switched_on_the_page_and_stay(open_as):
    page = open_as("english")
    page.goto(UNREVIEWED)
    page.click("button[lang=en]")
    page.wait_for_selector("text=Workbench")
    assert page.inner_text(".views a[aria-current=page]") == "Unreviewed"
    assert page.get_attribute("html", "lang") == "en"
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("[title='Switch to dark']")
    page.wait_for_selector("[title='Switch to light']")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.goto("/")
    assert page.get_attribute("html", "data-theme") == "dark"
    elsewhere = open_as("english")
    assert elsewhere.get_attribute("html", "lang") == "en", "the language is the person's"


def test_no_page_says_chinese_of_our_own_in_english(open_as):
    page = open_as("english")
    page.goto(UNREVIEWED)
    case = page.locator("tr[data-case] td.id a").first.get_attribute("href")
    for address in ("/batches/", "/password/", "/imports/shop_review/shop_export/"):
        page.goto(address)
        text = page.inner_text("main")
        assert not re.search("[\u4e00-\u9fff]", text.replace("安妮", "")), address
    page.goto(case)
    assert not re.search("[\u4e00-\u9fff]", page.inner_text("aside"))


def test_rules_of_the_policy_hold_on_every_answer(open_as):
    page = open_as("wang")
    answer = page.goto("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.locator("script:not([src])").count() == 0
    assert page.locator("[style], [onclick]").count() == 0


def test_scripts_are_ours_and_typed():
    scripts = (Path(__file__).parents[2] / "src/gendan/web/static/gendan/js").glob("*.js")
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert text.startswith("//"), f"{script.name} does not say what it is for"
        assert "innerHTML" not in text
        assert "eval(" not in text
