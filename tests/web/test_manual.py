"""The page of the job manual: who reads it, what it shows, what can be fetched from it, and how one comes to it."""


def test_whoever_works_in_the_department_reads_its_manual_and_fetches_it(open_as):
    page = open_as("wang")
    page.goto("/packs/")
    page.click("a:has-text('岗位作业指导书')")
    page.wait_for_selector("h1:has-text('网店审单')")
    assert page.locator(".manual-contents a").count() > 15
    page.click(".manual-contents a:has-text('网店订单')")
    assert page.locator("section#procedure-shop_order h3").is_visible()
    step = page.locator("section#step-shop_order-approve")
    assert "“六项核对”各项都已打勾。否则系统提示：“六项核对未完成”。" in step.inner_text()
    assert page.locator("section#procedure-shop_order-flow svg").count() == 1
    fetched = {
        name: page.request.get(f"/packs/shop_review/manual/{name}") for name in ("file.pdf", "file.html", "task.bpmn")
    }
    assert {name: answer.status for name, answer in fetched.items()} == dict.fromkeys(fetched, 200)
    assert fetched["file.pdf"].body()[:5] == b"%PDF-"
    assert fetched["task.bpmn"].headers["content-disposition"] == 'attachment; filename="shop_review-task.bpmn"'
    for name in (
        "file.docx",
        "nothing.bpmn",
        "file.pdf?post=nobody",
        "?post=nobody",
        "?version=000000000000",
        "?version=a",
    ):
        assert page.request.get(f"/packs/shop_review/manual/{name}").status == 404, name


def test_one_post_alone_and_an_older_version_are_read(open_as):
    page = open_as("wang")
    page.goto("/packs/shop_review/manual/?post=finance")
    assert page.locator("#post-finance").count() == 1
    assert page.locator("#post-reviewer").count() == 0
    assert page.locator("#procedure-task").count() == 0
    page.goto("/packs/shop_review/manual/")
    mark = page.locator(".manual-about dd").nth(2).inner_text()
    assert page.request.get(f"/packs/shop_review/manual/?version={mark}").status == 200


def test_the_manual_is_in_the_reader_s_language(open_as):
    page = open_as("english")
    page.goto("/packs/shop_review/manual/")
    if page.locator("html").get_attribute("lang").startswith("zh"):  # what she has once switched to stays
        page.click("text=English")
    page.wait_for_selector("h2:has-text('How to read this manual')")
    assert "Every item of “Six checks” is ticked." in page.locator("section#step-shop_order-approve").inner_text()
    assert "Contents" in page.locator(".manual-contents").get_attribute("aria-label")


def test_who_does_not_work_there_finds_no_manual(open_as):
    page = open_as("outside")
    for name in ("", "file.pdf", "file.html", "task.bpmn"):
        assert page.request.get(f"/packs/shop_review/manual/{name}").status == 404
    page.goto("/packs/")
    assert page.locator("a:has-text('岗位作业指导书')").count() == 0
    assert open_as("admin").request.get("/packs/shop_review/manual/").status == 200


def test_a_closed_step_leads_to_its_section(open_as):
    page = open_as("wang")
    page.goto("/lists/shop_review/shop_order/")
    page.click("td.id a >> nth=0")
    page.wait_for_selector("a:has-text('看手册')")
    address = page.locator("a:has-text('看手册')").first.get_attribute("href")
    assert address.endswith("#procedure-shop_order-states")
    page.goto(address)
    assert page.locator("section#procedure-shop_order-states").is_visible()
