"""Every page there is, as its readers find it: for all people, by keys, on a phone, on paper, and light enough."""

from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import django
import pytest

from tests.cases.shop import PAID, sheet
from tests.rights.addresses import pages
from tests.web.walking import SHOWN, walked

READERS = ("wang", "zhao", "admin")
"""A clerk, the one who leads, an administrator."""

SEEN_BY_EACH = {"bench", "packs", "people"}
"""Pages that show each of them something else: they are visited as each of them; others as whoever finds them first."""

LOOKS = (("zh-hans", "light"), ("en", "dark"))
MOST_BYTES = 400_000
"""What a page and all that it loads may weigh as it is sent, compressed."""

NO_PAGES = {
    # Forms, which answer with another page.
    *("act", "account_link", "account_unlink", "batch_create", "batch_drop", "batch_retry", "batch_run", "batch_stop"),
    *("batch_print", "print_stop", "records_read"),
    *("delivery_replay", "delivery_try", "draft_add", "draft_away", "draft_check", "draft_new", "draft_remove"),
    "draft_of_shipped",
    *("draft_save", "draft_upload", "exchange_answers", "exchange_send", "import_stop", "job_change", "language"),
    *("list_save", "load_hand_over", "messages_read", "organization_change", "pack_activate", "pack_play"),
    *(
        "grid_read",
        "password_link",
        "person_change",
        "process_read",
        "provider",
        "provider_back",
        "reveal",
        "second_factor_change",
    ),
    *(
        "session_end",
        "sessions_end",
        "sign_out",
        "theme",
        "token_revoke",
        "try",
        "try_end",
        "unit_change",
        "watch",
        "webhook_change",
    ),
    # Files.
    *(
        "area_file",
        "attachment",
        "batch_export",
        "case_ledger_export",
        "exchange_file",
        "figure_export",
        "grid_written",
        "ledger_export",
        "list_export",
        "log_export",
        "manual_file",
    ),
    *("import_template", "print_part", "records_file"),
    *("manual_flow", "pack_download", "process_export", "report_export", "table_file"),
    # Parts of pages, which a page fetches.
    *("figure_line", "party_named", "references"),
    *(
        "batch_part",
        "batch_step",
        "paper_look",
        "print_step",
        "stock_load_step",
        "colleagues",
        "import_step",
        "messages_unread",
        "story_step",
        "typed",
    ),
}

HELD_ELSEWHERE = {
    "area": "tests/parties/test_desk.py: the shop's desk needs no area",
    "area_do": "tests/parties/test_desk.py",
    "case_area": "tests/parties/test_case_actions.py",
    "case_ledger": "tests/orders/test_ledgers.py",
    "choices": "tests/web/test_site.py: no choice of the shop's desk is the site's",
    "choose_password": "tests/web/test_people.py: its address is a secret",
    "delivery_of_webhook": "tests/web/test_system.py: nothing has been delivered yet",
    "exchange": "tests/web/test_exchanges.py: of a carrier's batches",
    "exchange_batch": "tests/web/test_exchanges.py",
    "import_run": "tests/web/test_real_file.py",
    "ledger": "tests/orders/test_ledgers.py: the shop's desk needs no area",
    "party": "tests/parties/test_desk.py",
    "record": "tests/web/test_records.py: the shop's desk keeps no records",
    "records": "tests/web/test_records.py",
    "report": "tests/web/test_figures.py: a report is opened on its day",
    "stock_codes": "tests/web/test_stock.py: the shop's desk keeps no stock",
    "stock_labels": "tests/web/test_stock.py",
    "stock_load": "tests/web/test_stock.py",
    "stock_scan": "tests/web/test_stock.py",
    "sign_in_code": "tests/web/test_sign_in.py: asked after a password only",
}
"""Pages that no link of this site leads to, and where they are held."""

PHONE, DESK = {"width": 390, "height": 780}, {"width": 1280, "height": 720}
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
# The first dozen rows of a table stand for all: the time for the contrast of texts grows with their square.
HELD_AGAINST = """() => axe.run({exclude: ["tbody tr:nth-child(n+13)"]}, {
    resultTypes: ["violations"],
    runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\\n").slice(1, 2)}`)))"""
WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, each) => sum + each.encodedBodySize, 0)"""


@pytest.fixture(scope="module", autouse=True)
def _django():
    django.setup()


def violations(page) -> list[str]:
    """What axe finds against WCAG 2.2 AA; its script is put in from outside, past the page's own policy."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{AXE};0")
    return page.evaluate(HELD_AGAINST)


def look_as(page, language: str, theme: str) -> None:
    page.context.add_cookies(
        [
            {"name": "django_language", "value": language, "url": page.url},
            {"name": "gendan_theme", "value": theme, "url": page.url},
        ]
    )


def made_by(page, reader: str) -> list[str]:
    """What has to be there first: the addresses of what the reader makes, as he makes it."""
    page.goto("/")
    known = {"csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.input_value()}
    if reader == "wang":
        page.goto("/lists/shop_review/shop_order/")
        case = page.locator("tr[data-case]").first.get_attribute("data-case")
        file = {"name": "paid.csv", "mimeType": "text/csv", "buffer": sheet(PAID)}
        asked = [
            ("/batches/of/shop_review/shop_order/", {"action": "verb.claim", "case": case}),
            ("/batches/of/shop_review/shop_order/", {"action": "print.order_sheet", "case": case}),
            ("/imports/shop_review/shop_export/", {"file": file}),
        ]
        found = ["/find/?q=T2026", f"/cases/{case}/", "/lists/shop_review/shop_order/new/"]
    elif reader == "admin":
        hook = {"name": "每页都看", "address": "https://erp.example.com/hook", "kind": "acted", "owner": "1"}
        asked = [
            ("/system/webhooks/new/", hook),
            ("/packs/shop_review/at/v1/draft/", {}),
            ("/packs/shop_review/at/v1/play/", {}),
        ]
        found = []
    else:
        return []
    for address, given in asked:
        answer = page.request.post(address, multipart={**known, **given})
        assert answer.status in SHOWN, (address, answer.status)
        found.append(urlsplit(answer.url).path)
    return found


def test_every_page_is_for_everybody_within_its_weight_and_fits_a_phone(open_as):
    visited, anybody = {"sign_in": "/sign-in/"}, open_as(None)
    anybody.goto("/sign-in/")
    wrong = faults(anybody, "/sign-in/")
    for reader in READERS:
        page = open_as(reader)
        for name, address in walked(page, besides=tuple(made_by(page, reader))).items():
            if name not in visited or name in SEEN_BY_EACH:
                visited[name] = address
                wrong += faults(page, address)
    assert wrong == []
    named = {each.name for each in pages()}
    assert set(HELD_ELSEWHERE) | NO_PAGES <= named
    assert named - visited.keys() - NO_PAGES - HELD_ELSEWHERE.keys() == set(), "reach it, or say where it is held"


def faults(page, address: str) -> list[str]:
    """What is wrong with one page by day in Chinese, by night in English, and on a phone."""
    wrong = []
    for language, theme in LOOKS:
        page.set_viewport_size(DESK)
        look_as(page, language, theme)
        page.goto(address)
        wrong += violations(page)
        wrong += [] if page.locator("h1").count() == 1 else ["there is not one heading of the first order"]
    weight = page.evaluate(WEIGHT)
    wrong += [] if 1_000 < weight <= MOST_BYTES else [f"it weighs {weight} bytes"]
    page.set_viewport_size(PHONE)
    wrong += [] if narrows(page) else ["it is wider than a phone"]
    return [f"{address}: {each}" for each in wrong]


def narrows(page) -> bool:
    """Whether the page comes to fit its window: a chart is drawn anew a moment after the window has changed."""
    for _ in range(20):
        if page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            return True
        page.wait_for_timeout(250)
    return False


def test_what_has_the_focus_shows_it_and_the_keys_are_told(open_as):
    page = open_as("wang")
    for address in ("/", "/lists/shop_review/shop_order/", "/figures/", "/people/"):
        page.goto(address)
        page.evaluate("document.activeElement?.blur()")
        for _ in range(25):
            page.keyboard.press("Tab")
            shown = page.evaluate(
                "(({outlineStyle, outlineWidth}) => [outlineStyle, parseFloat(outlineWidth) >= 2])"
                "(getComputedStyle(document.activeElement))"
            )
            assert shown == ["solid", True], page.evaluate("document.activeElement.outerHTML")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        page.wait_for_selector("dialog#keys[open]")
        assert page.locator("#keys kbd").count() > 20
        page.keyboard.press("Escape")


def test_paper_shows_what_a_page_says_and_no_ways_elsewhere(open_as):
    page = open_as("wang", width=760)
    page.goto("/lists/shop_review/shop_order/")
    look_as(page, "zh-hans", "dark")
    case = page.locator("tr[data-case]").first.get_attribute("data-case")
    for address in ("/lists/shop_review/shop_order/", f"/cases/{case}/", "/figures/shop_review/orders/"):
        page.goto(address)
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        for away in (".top", "nav.side", "aside.doing", ".chosen-strip", ".filters"):
            assert page.locator(f"{away}:visible").count() == 0, (address, away)
        assert page.locator("table thead:visible, .facts:visible").count() > 0, address
        assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')") == "#18211d"
        page.emulate_media(media="screen")
