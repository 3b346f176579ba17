"""A person's messages on the pages: the bell, the heaps, the list, and what counts as read."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.notices.company import repair, take
from tests.notices.company import told as act_and_tell
from tests.web.company import PASSWORD

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(db):
    """A fitter with three messages told alike."""
    company = repair()
    for number in range(3):
        act_and_tell(company, take(company), "show", remark=f"第{number + 1}台")
    return company


@pytest.fixture
def signed_in(desk):
    """Gives a browser's client in which somebody is signed in."""
    from django.utils import timezone

    from gendan.people import actions

    def of(name):
        person = getattr(desk, name)
        actions.set_password(person, PASSWORD, actor=actions.SYSTEM, at=timezone.now())
        client = Client()
        assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
        return client

    return of


def page(client, address="/messages/", status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def numbers(text):
    return re.findall(r'<td class="id"><a href="/cases/[0-9a-f-]{36}/">([0-9-]+)</a>', text)


def bell(client):
    """What the bell says to who can't see it."""
    text = client.get("/messages/unread/", headers=HTMX).content.decode()
    return "".join(re.findall(r'<span class="unseen">([^<]*)</span>', text))


def field(text, name):
    """The values of the forms' hidden fields of this name."""
    return re.findall(rf'name="{name}" value="(\d+)"', text)


def test_messages_told_alike_are_one_line_which_leads_to_the_newest_case_and_to_each(signed_in):
    fay = signed_in("fay")
    text = page(fay)
    assert numbers(text) == []
    assert re.findall(r'<td class="id"><a href="\?like=\d+">([^<]+)</a>', text) == ["3 条"]
    assert "共 3 条，逐条看" in text
    named = re.findall(r'<a href="(/cases/[0-9a-f-]{36}/)">(2026-\d{3})</a>', text)
    assert [number for _, number in named] == ["2026-003", "2026-002", "2026-001"]
    like = re.search(r'href="(\?like=\d+)"', text)[1]
    assert numbers(page(fay, f"/messages/{like}")) == ["2026-003", "2026-002", "2026-001"]
    assert "2026-003" in page(fay, named[0][0])


def test_a_heap_names_its_newest_cases_only(signed_in, desk):
    for number in range(4):
        act_and_tell(desk, take(desk), "show", remark=f"第{number + 4}台")
    text = page(signed_in("fay"))
    assert re.findall(r">(2026-\d{3})</a>", text) == [f"2026-00{number}" for number in (7, 6, 5, 4, 3)]
    assert "共 7 条，逐条看" in text


def test_the_bell_counts_and_a_read_line_leaves_it(signed_in):
    fay = signed_in("fay")
    assert bell(fay) == "消息，3 条未读"
    like = re.search(r"\?like=\d+", page(fay))[0]
    lines = page(fay, f"/messages/{like}")
    answer = fay.post("/messages/read/", {"message": field(lines, "message")[0]}, headers=HTMX)
    assert answer.content.decode().strip() == '<span class="quiet">已读</span>'
    assert answer.headers["HX-Trigger"] == "told"
    assert bell(fay) == "消息，2 条未读"
    assert "共 2 条，逐条看" in page(fay)


def test_all_that_was_shown_is_read_and_what_came_since_is_not(signed_in, desk):
    fay = signed_in("fay")
    shown = page(fay)
    act_and_tell(desk, take(desk), "show", remark="后来的")
    answer = fay.post("/messages/read/", {"upto": field(shown, "upto")[0], "next": "/messages/"}, follow=True)
    text = answer.content.decode()
    assert "已把 3 条标为已读。" in text
    assert numbers(text) == ["2026-004"]
    assert bell(fay) == "消息，1 条未读"
    assert numbers(page(fay, "/messages/?show=all")) == ["2026-004", "2026-003", "2026-002", "2026-001"]


def test_a_heap_is_read_as_a_whole(signed_in):
    fay = signed_in("fay")
    shown = page(fay)
    fay.post("/messages/read/", {"like": field(shown, "like")[0], "upto": field(shown, "upto")[0]}, headers=HTMX)
    text = page(fay)
    assert numbers(text) == []
    assert "没有未读的消息。" in text
    assert bell(fay) == "消息"


def test_nobody_reads_the_messages_of_another(signed_in):
    fay, ann = signed_in("fay"), signed_in("ann")
    like = field(page(fay), "like")[0]
    assert "没有未读的消息。" in page(ann)
    assert "没有消息。" in page(ann, "/messages/?show=all")
    page(ann, f"/messages/?like={like}", status=404)
    ann.post("/messages/read/", {"message": like}, headers=HTMX)
    ann.post("/messages/read/", {"like": like}, headers=HTMX)
    assert bell(fay) == "消息，3 条未读"


def test_every_message_is_on_one_page_and_none_twice(signed_in, desk, monkeypatch):
    from gendan.web.views import messages

    monkeypatch.setattr(messages, "SHOWN", 2)
    act_and_tell(desk, take(desk), "show", remark="四")
    fay = signed_in("fay")
    for first in ("/messages/?show=all", f"/messages/{re.search(r'[?]like=[0-9]+', page(fay))[0]}"):
        seen, address = [], first
        while address:
            text = page(fay, address)
            seen += numbers(text)
            following = re.search(r'href="(\?[^"]*after=[^"]*)" data-page-next', text)
            address = f"/messages/{following[1]}".replace("&amp;", "&") if following else ""
        assert seen == ["2026-004", "2026-003", "2026-002", "2026-001"]


@pytest.mark.parametrize("query", ["after=x", "after=-1", "like=²", f"after={'9' * 19}", "like=0"])
def test_a_place_that_is_none_is_not_found(signed_in, query):
    page(signed_in("fay"), f"/messages/?{query}", status=404)


def test_the_bell_puts_no_sign_in_page_into_a_page_whose_reader_is_signed_out(db):
    answer = Client().get("/messages/unread/", headers=HTMX)
    assert (answer.status_code, answer.content) == (204, b"")
    assert Client().get("/messages/").headers["Location"].startswith("/sign-in/")


def test_the_bell_costs_one_query_of_messages_however_many_there_are(signed_in, desk):
    fay = signed_in("fay")
    bell(fay)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            bell(fay)
        counts.append((len(asked), sum("notices_message" in each["sql"] for each in asked)))
        for _more in range(3):
            act_and_tell(desk, take(desk), "show", remark="又一台")
    assert counts[0] == counts[1]
    assert counts[0][1] == 1


def test_in_a_browser_messages_are_read_by_keys_and_the_bell_disturbs_nothing(open_as):
    from playwright.sync_api import expect

    window = open_as("chen")
    said = window.locator(".bell b")
    assert said.inner_text() == "62"
    window.focus("#find")
    window.keyboard.type("2026")
    place = window.locator(".bell").bounding_box()
    with window.expect_response("**/messages/unread/"):
        window.evaluate("document.body.dispatchEvent(new Event('told'))")
    window.keyboard.type("03")
    assert window.input_value("#find") == "202603"
    assert window.locator(".bell").bounding_box() == place
    window.keyboard.press("Escape")
    window.keyboard.press("m")
    window.wait_for_url("**/messages/")
    assert window.locator("tr[data-case]").count() == 3
    window.keyboard.press("j")
    window.keyboard.press("j")
    window.keyboard.press("r")
    expect(said).to_have_text("61")
    window.keyboard.press("j")
    assert window.locator("tr.at").inner_text().count("已逾期：审单") == 1
    window.keyboard.press("r")
    expect(said).to_have_text("1")
    assert window.locator("[data-read]").count() == 1
    window.click("text=全部标为已读")
    window.wait_for_selector(".says.success")
    assert said.count() == 0
    assert "没有未读的消息" in window.inner_text("main")
    window.goto("/messages/?show=all")
    assert window.locator("tr[data-case]").count() == 50
    window.keyboard.press("]")
    window.wait_for_url("**after=**")
    assert window.locator("tr[data-case]").count() == 12
    window.keyboard.press("j")
    window.keyboard.press("Enter")
    window.wait_for_url("**/cases/**")
