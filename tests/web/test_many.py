"""Many at once: batches that are interrupted and go on, files with faults."""

import re

LIST = "/lists/shop_review/shop_order/"


def choose_all(page, address: str, action: str) -> int:
    """Choose all that the list's filter shows, for an action; gives how many."""
    page.goto(address)
    page.keyboard.press("a")
    page.check("[name=everything]")
    page.select_option("select[name=action]", action)
    page.click("text=去批量处理")
    page.wait_for_url("**/batches/**")
    return int(re.sub(r"\D", "", page.inner_text("h1")))


def finished(page) -> tuple[int, int, int]:
    """Of how many, done and not done, once the batch has ended."""
    page.wait_for_selector("text=每一单的结果", timeout=60_000)
    told = [text.split("/")[-1].replace(",", "") for text in page.locator(".tally b").all_inner_texts()]
    count, succeeded, refused = map(int, told)
    return count, succeeded, refused


def test_a_batch_tells_every_outcome_with_its_reasons(open_as):
    page = open_as("wang")
    page.goto("/batches/")
    before = page.locator("tr[data-case]", has_text="未开始").count()
    number = choose_all(page, f"{LIST}?state=unreviewed&holder=nobody&f.shop=天猫", "approve")
    assert "“件数”必须相同" in page.inner_text(".refused")
    with page.expect_response("**/run/") as answer:
        page.keyboard.press("1")
    assert answer.value.status == 422, "cases that are not alike are refused together"
    page.wait_for_url("**/run/")
    page.wait_for_selector(".refused")
    page.keyboard.press("2")
    page.wait_for_selector("text=可以一批一批做")
    batches = page.locator("tr[data-case]", has_text="未开始")
    assert batches.count() == before + 2
    several = batches.filter(has_text="单 · 2")
    several.locator("a").click()
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    page.keyboard.press("1")
    count, succeeded, refused = finished(page)
    assert (succeeded, refused) == (0, count)
    assert count < number
    assert page.inner_text(".why-groups li b") == str(count)
    assert "数量大于1，须先拆单" in page.inner_text(".why-groups")
    assert page.locator("table tr[data-case]").count() == count


def test_a_batch_that_was_killed_in_the_middle_goes_on_and_does_nothing_twice(open_as, site):
    page = open_as("li")
    number = choose_all(page, f"{LIST}?state=unreviewed&holder=nobody", "verb.claim")
    assert number > 1000, "or there would be no middle"
    address = page.url
    page.keyboard.press("1")
    page.wait_for_function("() => document.querySelector('progress')?.value > 0")
    page.goto("about:blank")
    site.kill()
    site.start()
    page.goto("/")
    unfinished = page.locator("section", has_text="未做完的批量").locator("a", has_text=f"{number:,}")
    done = int(unfinished.inner_text().split("/")[0].split()[-1].replace(",", ""))
    assert 0 < done < number
    page.goto(address)
    count, succeeded, refused = finished(page)
    assert (count, succeeded, refused) == (number, number, 0)
    for row in (page.locator("tr[data-case] a").first, page.locator("tr[data-case] a").last):
        history = page.request.get(row.get_attribute("href")).text()
        assert history.count("领单</b>") + history.count("</b> 领单") == 1


def test_a_supervisor_takes_over_many_with_a_reason(open_as):
    page = open_as("zhao")
    number = choose_all(page, f"{LIST}?state=unreviewed&f.shop=分销", "verb.take_over")
    page.fill("[name=reason]", "月底清单")
    page.press("[name=reason]", "Enter")
    assert finished(page)[0] == number
    assert open_as("wang").request.get(page.url).status == 404, "a batch is its person's own"
    page.goto("/batches/")
    assert page.locator("tr[data-case]", has_text="已做完").count() >= 1


def test_a_file_with_faults_is_told_by_row_and_column_and_its_good_rows_kept(open_as, tmp_path):
    path = tmp_path / "订单.csv"
    rows = [
        "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额",
        "F1,21.0,21.0,上海,2026-02-20 23:59:54,2026-02-21 00:00:02,0.0",
        "F2,一百,21.0,上海,2026-02-20 23:59:54,2026-02-21 00:00:02,0.0",
        "F3,37.0,0.0,安徽省,2026-02-30 23:59:35,,0.0",
        "=1+1,37.0,37.0,安徽省,2026-02-20 23:59:35,2026-02-21 00:00:02,0.0",
    ]
    path.write_bytes("\r\n".join(rows).encode("gb18030"))
    page = open_as("wang")
    page.goto("/imports/shop_review/shop_export/")
    page.set_input_files("#file", path)
    page.click("form:has(#file) button")
    page.wait_for_selector("text=每一列是什么")
    assert page.locator("form .refused li").count() >= 1, "the shop is in no column"
    page.fill("[name=constant-shop]", "天猫旗舰店")
    page.click("text=重新检查")
    page.wait_for_selector("text=检查结果")
    said = page.inner_text("main")
    assert "第 3 行“总金额”列" in said
    assert "“总金额”不能是“一百”" in said
    assert "第 4 行“订单创建时间”列" in said
    assert "2 新建" in said
    page.click("text=只导没有错的行")
    page.wait_for_url("**/imports/runs/**")
    page.wait_for_selector("text=每一行的结果", timeout=60_000)
    assert page.inner_text(".tally b") == "4 / 4"
    assert {"新建 2", "有错 2"} <= set(page.locator("nav a.chip").all_inner_texts())
    # The same file again: the mapping is remembered, and nothing new comes in.
    page.goto("/imports/shop_review/shop_export/")
    page.set_input_files("#file", path)
    page.click("form:has(#file) button")
    page.wait_for_selector("text=检查结果")
    assert page.input_value("[name=constant-shop]") == "天猫旗舰店"
    assert "2 没有变化" in page.inner_text("main")


def test_what_is_no_table_is_said_to_be_none(open_as, tmp_path):
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    page = open_as("wang")
    page.goto("/imports/shop_review/shop_export/")
    page.set_input_files("#file", path)
    page.click("form:has(#file) button")
    page.wait_for_selector(".refused")
    assert "CSV 或 Excel（xlsx）" in page.inner_text(".refused")
