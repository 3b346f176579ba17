"""Figures, what they count, scorecards and reports, as people see them in a browser."""

import re

from playwright.sync_api import expect

OPENED = """
    select count(*) from cases_event event join cases_case one on one.id = event.case_id
     where event.kind = 'opened' and one.procedure = 'shop_review.shop_order' and %s in (0, event.actor)
       and one.origin is null
"""
"""Orders that came in, by one person or all: parts of a split order are none."""

PAGES = (
    "figures/",
    "figures/shop_review/orders/",
    "figures/shop_review/orders/?by=province",
    "figures/shop_review/on_time/?every=week&by=person",
    "figures/shop_review/orders/grounds/",
    "scorecards/",
    "reports/",
    "reports/?ended",
)


def test_every_page_stands_in_both_languages_and_fits_a_phone(open_as):
    for width, language in ((1280, "zh-hans"), (390, "en")):
        page = open_as("zhao", width=width)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
        for path in PAGES:
            assert page.goto(f"/{path}").status == 200, path
            assert page.locator("h1").count() == 1, path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_figure_leads_to_exactly_what_it_counts(open_as, site):
    page = open_as("zhao")
    page.goto("/figures/")
    expect(page.locator("tbody tr[aria-busy]")).to_have_count(0, timeout=30_000)
    line = page.locator("tbody tr").filter(has=page.get_by_role("link", name="订单数", exact=True))
    assert int(re.sub(r"\D", "", line.locator("b").inner_text())) == site.asked(OPENED, 0)[0]
    page.get_by_role("link", name="订单数", exact=True).click()
    assert headline(page) == site.asked(OPENED, 0)[0] >= site.told["orders"]
    page.goto("/figures/shop_review/orders/?by=province")
    page.wait_for_selector(".chart canvas")
    row = page.locator("tr", has_text="浙江省").first
    wanted = int(row.locator("td").nth(1).inner_text().replace(",", ""))
    row.get_by_role("link").click()
    listed = 0
    while True:
        listed += page.locator("table.grid tbody tr").count()
        following = page.locator("a[data-page-next]")
        if not following.count():
            break
        following.click()
        page.wait_for_load_state()
    assert listed == wanted > 0


def headline(page) -> int:
    return int(re.sub(r"\D", "", page.inner_text(".headline .big")))


def test_a_clerk_sees_what_is_credited_to_him_and_no_other_scorecard(open_as, site):
    page = open_as("wang")
    assert page.goto("/figures/shop_review/orders/").status == 200
    assert headline(page) == site.asked(OPENED, site.told["people"]["wang"])[0]
    page.goto("/scorecards/")
    names = page.locator("table.measured tbody tr td:first-child").all_inner_texts()
    assert all(name.startswith("王敏") for name in names)
    stranger = open_as("outside")
    assert stranger.goto("/figures/shop_review/orders/").status == 404
    assert stranger.goto("/figures/shop_review/orders/grounds/").status == 404
    assert stranger.goto("/figures/shop_review/orders/grounds.csv").status == 404


def test_what_is_no_figure_or_period_is_not_there(open_as):
    page = open_as("zhao")
    for path in ("figures/shop_review/none/", "figures/none/orders/", "figures/?period=2026-13", "figures/?every=eon"):
        assert page.goto(f"/{path}").status == 404, path
    assert page.goto("/reports/0197f2a0-0000-7000-8000-000000000000/").status == 404
