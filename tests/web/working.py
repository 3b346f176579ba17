"""A case worked by its forms in a browser: what a person fills in and presses."""

from playwright.sync_api import expect


def fill(form, given):
    """Fill in a form's fields by their names, as their sorts are filled in."""
    for name, value in given.items():
        control = form.locator(f"[name='f-{name}']").first
        if value is True:
            for box in form.locator(f"[name^='f-{name}-'][type=checkbox]").all():
                box.check()
        elif isinstance(value, list):
            for number, row in enumerate(value):
                if number:
                    form.locator("[data-add-line]").first.click()
                fill(form, {f"{name}-{number}-{column}": cell for column, cell in row.items()})
        elif control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        elif control.get_attribute("type") == "radio":
            form.locator(f"[name='f-{name}'][value='{value}']").check()
        elif control.get_attribute("type") == "file":
            control.set_input_files(value)
        else:
            control.fill(str(value))


def opened(page, procedure, *, kind="", **given):
    """Open a case of `pack.procedure` on its page; the address of the case's page."""
    page.goto(f"/lists/{procedure.replace('.', '/')}/new/")
    form = page.locator("main form[data-draft^='open:']")
    if kind:
        form.locator("[name=kind]").select_option(kind)
    fill(form, given)
    with page.expect_navigation():
        form.locator(".acts button").first.click()
    assert "/cases/" in page.url, page.locator("main").inner_text()
    return page.url.partition("?")[0]


def done_on_site(page, word, **given):
    """Do an area's action on its page."""
    page.goto(f"/areas/do/{word}/")
    form = page.locator("main form[data-draft]")
    fill(form, given)
    with page.expect_navigation():
        form.locator(".acts button").first.click()
    assert "done=area" in page.url, page.locator("main").inner_text()


def done(page, address, action, /, refused=(), **given):
    """Do an action of a case on its page, and see that it is done, or that these words say why it is not."""
    page.goto(address)
    form = page.locator(f"form[action$='/do/{action}/']").first
    if form.is_hidden():
        page.locator(f"#act-{action} > summary").click()
    fill(form, given)
    form.locator(".acts button").first.click()
    if refused:
        expect(page.locator("main .refused, main .wrong-says").first).to_be_visible()
        said = page.locator("main").inner_text()
        assert [words for words in refused if words not in said] == []
    else:
        expect(page.locator("main .says").filter(has_text="已完成").first).to_be_visible()


def done_by_keys(page, address, action, /, **given):
    """Do an action of a case without a pointer: its key, which does one that asks nothing; else Tab from
    field to field, Enter on its button."""
    page.goto(address)
    page.keyboard.press(page.locator(f"#act-{action}[data-key], #act-{action} [data-key]").get_attribute("data-key"))
    boxes = {f"f-{name}" for name, value in given.items() if value is True}
    left = {f"f-{name}": value for name, value in given.items() if value is not True}
    for _ in range(80 if given else 0):
        name, sort = page.evaluate("[document.activeElement.name || '', document.activeElement.type || '']")
        if sort == "checkbox" and name.rpartition("-")[0] in boxes:
            page.keyboard.press(" ")
        elif name in left:
            page.keyboard.type(str(left.pop(name)))
        elif sort == "submit":
            break
        page.keyboard.press("Tab")
    assert not left, left
    if given:
        page.keyboard.press("Enter")
    expect(page.locator("main .says").filter(has_text="已完成").first).to_be_visible()


def stands(page, address, says):
    """See that the case's page says where it stands."""
    page.goto(address)
    expect(page.locator(".standing .chip").first).to_have_text(says)
