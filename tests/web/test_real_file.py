"""The desk from end to end on a month of real orders: in by the file, reviewed in batches, out to the warehouse."""

import os
from pathlib import Path

import pytest

from tests.web.test_many import choose_all, finished

COMPANY = "tests.web.month_company"
LIST = "/lists/shop_review/shop_order/"
EVERY = 5
"""Every fifth order; GENDAN_WHOLE_MONTH=1 takes all 28,010, which `tests/cases/test_imports.py` brings in anyway."""


@pytest.fixture
def month(real_orders, tmp_path) -> tuple[Path, int]:
    """The file, and how many orders it holds."""
    head, *lines = real_orders.read_text(encoding="utf-8-sig").splitlines()
    lines = lines[:: 1 if os.environ.get("GENDAN_WHOLE_MONTH") else EVERY]
    path = tmp_path / real_orders.name
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path, len(lines)


def bring_in(page, path: Path) -> list[str]:
    """Import the file as one shop's; gives the counts that the page tells in the end."""
    page.goto("/imports/shop_review/shop_export/")
    page.set_input_files("#file", path)
    page.click("form:has(#file) button")
    page.wait_for_selector("text=每一列是什么")
    page.fill("[name=constant-shop]", "二月天猫店")
    page.click("text=重新检查")
    page.wait_for_selector("text=检查结果")
    page.click("text=开始导入")
    page.wait_for_selector("text=每一行的结果", timeout=300_000)
    return page.locator("nav a.chip").all_inner_texts()


def test_a_real_month_is_imported_reviewed_and_sent_on(enter, month):
    path, rows = month
    supervisor = enter("zhao")
    assert f"新建 {rows:,}" in bring_in(supervisor, path)
    assert f"没有变化 {rows:,}" in bring_in(supervisor, path), "the same file twice changes nothing"

    reviewer = enter("wang")
    unmarked = f"{LIST}?state=unreviewed&holder=nobody&f.shop=二月天猫店&f.province=上海&f.mark=-"
    claimed = choose_all(reviewer, unmarked, "verb.claim")
    assert claimed > 200
    reviewer.keyboard.press("1")
    assert finished(reviewer) == (claimed, claimed, 0)

    mine = f"{LIST}?state=unreviewed&holder=me&f.shop=二月天猫店"
    assert choose_all(reviewer, mine, "approve") == claimed
    for box in reviewer.locator("input[type=checkbox]").all():
        box.check()
    reviewer.keyboard.press("1")
    assert finished(reviewer) == (claimed, claimed, 0)

    finance = enter("chen")
    assert choose_all(finance, f"{LIST}?state=approved&f.shop=二月天猫店", "finance_review") == claimed
    finance.keyboard.press("1")
    assert finished(finance) == (claimed, claimed, 0)

    printer = enter("zhou")
    printer.goto(f"{LIST}?view=to_print&f.shop=二月天猫店")
    assert set(printer.locator("tr[data-case] td.id a").all_inner_texts())
    address = printer.locator("tr[data-case] td.id a").first.get_attribute("href")
    printer.goto(address)
    history = printer.inner_text(".history")
    assert "财审通过" in history
    assert "审核通过" in history
    assert "物流" in history
