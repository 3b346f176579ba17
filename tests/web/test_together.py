"""Remarks that name colleagues, cases that are watched, and files that are dropped, pasted and shown."""

import base64

import pytest
from playwright.sync_api import expect

LIST = "/lists/shop_review/shop_order/"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DROP = """([name, type, bytes, event]) => {
    const moved = new DataTransfer();
    moved.items.add(new File([new Uint8Array(bytes)], name, {type}));
    const about = {bubbles: true, cancelable: true};
    const made = event === 'paste' ? new ClipboardEvent('paste', {...about, clipboardData: moved})
        : new DragEvent(event, {...about, dataTransfer: moved});
    document.querySelector('main').dispatchEvent(made);
}"""


@pytest.fixture
def case(open_as):
    page = open_as("wang")
    # Whoever has it by now: other tests of this site may have claimed all that lay unclaimed.
    page.goto(f"{LIST}?state=unreviewed&holder=")
    page.locator("tr[data-case] td.id a").nth(11).click()
    page.wait_for_url("**/cases/**")
    return page


def test_a_colleague_is_named_by_his_initials_and_a_stranger_is_refused_by_name(case):
    case.keyboard.press("c")
    case.keyboard.type("@lq")
    names = case.locator("#names [role=option]")
    expect(names).to_have_text(["李强"])
    case.keyboard.press("Enter")
    area = case.locator("#act-verb-comment textarea")
    assert area.input_value() == "@李强 "
    case.keyboard.type("请看，@吴外")
    case.keyboard.press("Enter")
    refused = case.locator("#act-verb-comment .refused")
    expect(refused).to_contain_text("吴外 看不到这张单")
    assert area.input_value() == "@李强 请看，@吴外"
    area.fill("@李强 请看")
    case.keyboard.press("Enter")
    case.wait_for_url("**done=**")
    assert "@李强 请看" in case.inner_text(".history")


# Names are looked up when the test lets them: what is pressed before is pressed before the answer.
HELD = """() => {
    const fetched = window.fetch;
    const held = new Promise(resolve => { window.letGo = resolve; });
    window.fetch = async (address, how) => {
        if (String(address).includes("/people/?q=")) await held;
        return await fetched(address, how);
    };
}"""


@pytest.fixture
def remark(case):
    """The field of a remark behind an @, with everybody offered."""
    case.keyboard.press("c")
    case.keyboard.type("@")
    expect(case.locator("#names [role=option]")).not_to_have_count(0)
    case.evaluate(HELD)
    return case.locator("#act-verb-comment textarea")


def test_enter_waits_for_the_names_of_what_was_typed_last(case, remark):
    """The names of the letters before stand in the list while the next are looked up: none of them is taken."""
    case.keyboard.type("lq")
    case.keyboard.press("Enter")
    expect(remark).to_have_value("@lq")
    case.evaluate("letGo()")
    expect(remark).to_have_value("@李强 ")


def test_enter_sends_once_nobody_is_called_so(case, remark):
    case.keyboard.insert_text("吴外")
    case.keyboard.press("Enter")
    expect(remark).to_have_value("@吴外")
    case.evaluate("letGo()")
    expect(case.locator("#act-verb-comment .refused")).to_contain_text("吴外 看不到这张单")
    assert remark.input_value() == "@吴外"


def test_a_remark_is_sent_where_no_names_can_be_had(case):
    """The look-up hangs: it is given up, and what was pressed happens."""
    case.route(lambda url: "/people/?q=" in url, lambda _route: None)
    case.keyboard.press("c")
    case.keyboard.type("@lq")
    case.keyboard.press("Enter")
    case.wait_for_url("**done=**")
    assert "@lq" in case.inner_text(".history")


def test_tab_goes_on_and_escape_lets_be_while_names_are_looked_up(case, remark):
    case.keyboard.type("lq")
    case.keyboard.press("Escape")
    expect(case.locator("#names")).to_have_count(0)
    expect(remark).to_be_focused()
    case.keyboard.type("x")
    case.keyboard.press("Tab")
    expect(remark).not_to_be_focused()
    case.evaluate("letGo()")
    expect(remark).to_have_value("@lqx")
    expect(case.locator("#names")).to_have_count(0)


def test_a_case_is_watched_by_one_key_and_stands_on_a_page_of_its_own(case):
    number = case.inner_text("h1")
    case.goto("/watched/")
    assert number not in case.inner_text("main")
    case.go_back()
    case.keyboard.press("v")
    expect(case.locator(".says.success")).to_contain_text(f"已关注 {number}")
    case.goto("/watched/")
    assert case.locator("tr[data-case] td.id a").all_inner_texts() == [number]
    case.locator("tr[data-case] td.id a").click()
    case.wait_for_url("**/cases/**")
    assert case.locator("[data-key=v]").get_attribute("aria-pressed") == "true"
    case.keyboard.press("v")
    expect(case.locator(".says.info")).to_contain_text("不再关注")


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_a_file_comes_in_while_a_remark_is_being_typed(case, event):
    case.keyboard.press("c")
    case.keyboard.type("还没写完")
    name = f"{event}-现场.png"
    case.evaluate(DROP, [name, "image/png", list(PNG), event])
    file = case.locator("li.file").filter(has_text=name)
    expect(file).to_have_count(1)
    assert case.input_value("#act-verb-comment textarea") == "还没写完"
    image = file.locator("img")
    image.scroll_into_view_if_needed()
    case.wait_for_function("[...document.querySelectorAll('li.file img')].every(each => each.naturalWidth === 1)")
    shown = case.request.get(image.get_attribute("src"))
    assert shown.headers["content-disposition"].startswith("inline")
    assert shown.headers["content-security-policy"].startswith("default-src 'none'")
    assert (
        case.request.get(image.get_attribute("src").split("?")[0]).headers["content-disposition"].startswith("attach")
    )


def test_what_may_not_be_kept_is_refused_beside_its_name(case):
    case.evaluate(DROP, ["page.svg", "image/svg+xml", list(b"<svg/>"), "drop"])
    row = case.locator("[data-uploads] li.wrong")
    expect(row).to_contain_text("page.svg")
    expect(row).to_contain_text("文件")
    assert case.locator("li.file").filter(has_text="page.svg").count() == 0
