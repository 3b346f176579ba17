"""Board, flow, load and what cases did, in a browser: figures are those of the lists, by keyboard and by name."""

import re

import pytest

from gendan.packs.drawing import elk

ORDERS = "shop_review/shop_order/"
drawn = pytest.mark.skipif(not elk.ENGINE.is_file(), reason="the layout engine is built by make setup")


def number(text):
    return int(re.sub(r"\D", "", text))


def test_the_board_counts_what_the_lists_count_and_leads_to_them(open_as):
    page = open_as("zhao")
    page.goto(f"/board/{ORDERS}")
    columns = page.locator(".board .column")
    assert columns.count() > 3
    total = 0
    for at in range(columns.count()):
        count = number(columns.nth(at).locator("[data-count]").inner_text())
        cards = columns.nth(at).locator("ol > li").count()
        assert cards == min(count, 20)
        total += count
    assert number(page.inner_text(".head [data-count]")) == total
    full = page.locator(".board .column:has(li)").first
    count = number(full.locator("[data-count]").inner_text())
    full.locator("h2 a").click()
    assert number(page.inner_text("[data-count]")) == min(count, 1000)
    assert page.locator(".faces a[aria-current=page]").inner_text() == "清单"


@drawn
def test_the_flow_is_zoomed_by_keys_and_a_state_leads_to_its_list(open_as):
    page = open_as("zhao")
    page.goto(f"/flow/{ORDERS}")
    wide = page.locator(".flow-frame svg.flow")
    before = wide.bounding_box()["width"]
    page.focus("[data-flow]")
    page.keyboard.press("+")
    assert wide.bounding_box()["width"] > before * 1.1
    page.keyboard.press("0")
    assert abs(wide.bounding_box()["width"] - before) < 2
    state = page.locator("[data-node='state.unreviewed']")
    count = number(state.locator(".badge.count").text_content())
    assert number(page.locator("tr:has-text('待审单') td.number >> nth=0").inner_text()) == count
    page.locator(".flow-frame a:has([data-node='state.unreviewed'])").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**state=unreviewed**")
    assert number(page.inner_text("[data-count]")) == min(count, 1000)


@drawn
def test_what_cases_did_goes_out_as_a_log_and_comes_back_to_be_looked_at(open_as, tmp_path):
    page = open_as("zhao")
    page.goto(f"/process/{ORDERS}?days=0")
    cases = number(page.inner_text("[data-count]"))
    assert page.locator(".flow-frame svg.flow").count() == 1
    with page.expect_download() as download:
        page.click("text=导出日志（XES）")
    log = tmp_path / "log.xes"
    download.value.save_as(log)
    assert log.read_text(encoding="utf-8").count("<trace>") == cases
    page.click("text=看外来日志")
    page.set_input_files("#log", log)
    page.click("text=打开 >> visible=true")
    page.wait_for_selector("text=外来日志，只看不存")
    assert number(page.inner_text("[data-count]")) == cases
    bad = tmp_path / "bad.xes"
    bad.write_text("<html/>")
    page.click("text=看外来日志")
    page.set_input_files("#log", bad)
    page.click("text=打开 >> visible=true")
    page.wait_for_selector("text=这不是 XES 日志。")


def test_who_leads_sees_the_load_and_hands_work_over(open_as, site):
    page = open_as("zhao")
    page.goto("/load/")
    person = site.told["people"]["wang"]
    row = page.locator(f"tr[data-person='{person}']").first
    count = number(row.locator("td.number >> nth=0").inner_text())
    row.locator("td.number a").first.click()
    assert number(page.inner_text("[data-count]")) == min(count, 1000)
    page.goto("/load/late/?days=3")
    assert page.locator(".views a[aria-current=page]").inner_text() == "三天内"
    for other in ("wang", "outside"):
        assert open_as(other).request.get("/load/").status == 404
        assert open_as(other).request.get("/load/late/").status == 404


def test_a_chart_is_drawn_under_the_content_policy(open_as):
    page = open_as("zhao")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto("/load/")
    if page.locator("[data-chart]").count():
        page.wait_for_selector("[data-chart] canvas")
    assert complaints == []


@pytest.mark.parametrize("face", ["board", "flow", "process"])
def test_another_department_learns_nothing(open_as, face):
    assert open_as("outside").request.get(f"/{face}/{ORDERS}").status == 404
