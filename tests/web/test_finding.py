"""The one search, in a browser and by rights."""

import pytest
from playwright.sync_api import expect

from tests.web.test_desk import NAMELESS


@pytest.mark.parametrize("address", ["/", "/lists/shop_review/shop_order/?view=unreviewed"])
def test_one_key_finds_a_case_while_one_types(open_as, address):
    page = open_as("wang")
    page.goto(address)
    page.keyboard.press("f")
    page.keyboard.type("tmqj")
    hits = page.locator("#found .hit")
    expect(hits).to_have_count(9)
    assert "天猫旗舰店" in hits.first.inner_text()
    number = hits.nth(1).locator("b").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#find", "aria-activedescendant") == "hit-2"
    assert page.evaluate("document.activeElement.id") == "find"
    assert page.evaluate(NAMELESS) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    assert page.inner_text("h1") == number


def test_enter_leads_to_the_case_of_a_number_or_to_what_was_found(open_as):
    page = open_as("wang")
    page.goto("/lists/shop_review/shop_order/?view=unreviewed")
    number = page.locator("tr[data-case] td.id a").first.inner_text()
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    assert page.inner_text("h1") == number
    page.keyboard.press("f")
    page.keyboard.type("guangdong 体育")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/**")
    assert page.locator("tr[data-case]").count() == 100
    page.goto("/find/?q=没有这个")
    assert "没有找到“没有这个”" in page.inner_text("main")


def test_what_stands_below_the_box_goes_away_with_escape_and_elsewhere(open_as):
    page = open_as("wang", width=390, height=800)
    page.fill("#find", "")
    page.locator("#find").press_sequentially("gd")
    found = page.locator("#found")
    expect(found).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= 390")
    page.keyboard.press("Escape")
    expect(found).to_be_hidden()
    assert page.input_value("#find") == "gd"


def test_who_works_nowhere_finds_nothing(open_as):
    page = open_as("outside")
    page.keyboard.press("f")
    page.keyboard.type("tmqj")
    expect(page.locator("#found .empty")).to_be_visible()
    assert page.locator("#found .hit").count() == 0
