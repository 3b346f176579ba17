"""People's pages: an administrator takes somebody on; everybody sees to his own stand-in; nobody else's is his."""


def test_somebody_new_chooses_a_password_by_a_link_once_and_works(open_as):
    admin = open_as("admin")
    admin.goto("/people/")
    admin.fill("#name", "孙新")
    admin.fill("#new-username", "Sun.Xin")
    admin.click("text=添加 >> nth=-1")
    admin.wait_for_selector("h1:has-text('孙新')")
    admin.select_option("#post", label="网店审单 · 审单员")
    admin.click("text=任此岗位")
    admin.wait_for_selector("td:has-text('网店审单 · 审单员')")
    admin.click("text=发设密码的链接")
    admin.wait_for_selector(".refused")
    assert "请填写身份核实方式" in admin.inner_text(".refused")
    admin.fill("#checked", "当面")
    admin.click("text=发设密码的链接")
    link = admin.inner_text("code")

    page = open_as(None)
    page.goto(link)
    page.fill("#new", "12345678901")
    page.fill("#again", "12345678901")
    page.press("#again", "Enter")
    page.wait_for_selector(".refused")
    assert "密码不合要求" in page.inner_text(".refused")
    page.fill("#new", "上海-西湖-2026")
    page.fill("#again", "上海-西湖-2026")
    page.press("#again", "Enter")
    page.wait_for_url("**/sign-in/")
    page.fill("#username", "sun.xin")
    page.fill("#password", "上海-西湖-2026")
    page.press("#password", "Enter")
    page.wait_for_selector("text=我的岗位的队列")
    assert "审单员" in page.inner_text("#queues")
    assert page.request.get(link).status == 404


def test_one_names_a_stand_in_for_oneself_and_for_nobody_else(open_as, site):
    page = open_as("chen")
    people = site.told["people"]
    page.goto(f"/people/{people['chen']}/")
    page.select_option("#deputy", label="周伟")
    page.fill("#until", "2099-01-01")
    page.fill("#reason", "休假")
    page.click("text=设代理")
    page.wait_for_selector("td:has-text('由 周伟 代理')")
    page.click("text=结束代理")
    page.wait_for_selector("text=没有代理。")
    page.goto(f"/people/{people['wang']}/")
    assert page.locator("form[action*='/people/']").count() == 0
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, "deputy": str(people["chen"]), "until": "2099-01-01", "reason": "我来"}
    answer = page.request.post(f"/people/{people['wang']}/deputize/", form=form)
    assert answer.status == 422
    assert "您无权更改此项" in answer.text()
    answer = page.request.post(f"/people/{people['chen']}/hold/", form={**form, "post": "shop_review.supervisor"})
    assert answer.status == 422


def test_the_manuals_in_force_are_told(open_as):
    page = open_as("wang")
    page.goto("/packs/")
    said = page.inner_text("main")
    assert "网店审单" in said
    assert "审单员" in said
