"""What another does to a case shows at once on the page of who looks at it, and nothing typed there is lost."""

import http.client

import pytest
from playwright.sync_api import expect

LIST = "/lists/shop_review/shop_order/"


@pytest.fixture
def case(open_as):
    """The address of a case that nobody has claimed, and wang's window on it."""
    window = open_as("wang")
    rows = window.locator("tr[data-case] td.id a")
    window.goto(f"{LIST}?state=unreviewed&holder=nobody")
    if not rows.count():
        # Other tests of this site have claimed all that lay there; she gives one back.
        window.goto(f"{LIST}?state=unreviewed&holder=me")
        window.goto(rows.last.get_attribute("href"))
        window.locator("#act-verb-release").evaluate("e => e.open = true")
        window.locator("#act-verb-release button").first.click()
        window.wait_for_url("**done=**")
        window.goto(f"{LIST}?state=unreviewed&holder=nobody")
    address = rows.last.get_attribute("href")
    window.goto(address)
    return address, window


def comment(window, text):
    window.locator("#act-verb-comment").evaluate("e => e.open = true")
    window.fill("#act-verb-comment textarea", text)
    window.locator("#act-verb-comment button").first.click()
    window.wait_for_url("**done=**")


def test_it_shows_at_once_and_what_is_typed_stays(open_as, case):
    address, window = case
    other = open_as("li")
    other.goto(address)
    other.keyboard.press("c")
    other.keyboard.type("我正在写")
    before = other.locator(".history > li").count()
    comment(window, "电话联系过买家")
    says = other.locator("[data-live-says]")
    expect(says).to_be_visible(timeout=6000)
    assert "王敏" in says.inner_text()
    assert "您正在填写的内容没有动" in says.inner_text()
    assert other.locator(".history > li").count() == before + 1
    assert "电话联系过买家" in other.locator(".history > li.fresh").inner_text()
    other.keyboard.type("，还没写完")
    assert other.input_value("#act-verb-comment textarea") == "我正在写，还没写完"
    # What was typed can be sent: the form has learned the version that the page shows now.
    other.keyboard.press("Control+Enter")
    other.wait_for_url("**done=**")
    assert "我正在写，还没写完" in other.locator(".history").inner_text()


def test_an_action_that_another_has_taken_away_keeps_what_was_typed_and_says_so(open_as, case):
    address, window = case
    other = open_as("li")
    other.goto(address)
    act = other.locator(".doing details.act[data-key]").first
    field = act.locator("input:not([type=hidden]), textarea, select").first
    act.evaluate("e => e.open = true")
    field.focus()
    name = act.get_attribute("id")
    window.locator("#act-verb-claim button").click()
    window.wait_for_url("**done=**")
    says = other.locator("[data-live-says]")
    expect(says).to_be_visible(timeout=6000)
    assert other.locator(f"#{name}").count() == 1
    expect(other.locator(".standing")).to_contain_text("王敏")


def test_a_stream_opens_for_nobody_else_and_ends_at_signing_out(open_as, asked, case):
    address, window = case
    uid = address.strip("/").split("/")[-1]
    stream = f"/live/cases/{uid}/?seq=0"
    assert asked(stream).status == 404
    outside = open_as("outside")
    assert asked(stream, outside).status == 404
    assert asked(stream, window, Host="evil.example").status == 404
    assert asked(stream, window, **{"Sec-Fetch-Site": "cross-site"}).status == 404
    mine = open_as("li")
    reading = asked(stream, mine)
    assert reading.status == 200
    assert reading.headers["content-type"].startswith("text/event-stream")
    assert until(reading, "event: ") == "event: changed\n"
    mine.goto("/")
    mine.locator("details.drop summary").last.click()
    mine.get_by_text("退出登录").click()
    mine.wait_for_url("**/sign-in/**")
    assert until(reading, "event: ") == "event: ended\n"
    assert until(reading, "never") == ""


@pytest.fixture
def asked(site):
    """Ask the server for something with the cookies of a window, and leave the line open."""
    lines = []

    def answer(path, window=None, **headers):
        if window is not None:
            headers["Cookie"] = "; ".join(f"{each['name']}={each['value']}" for each in window.context.cookies())
        line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=15)
        lines.append(line)
        line.request("GET", path, headers=headers)
        lines.append(line.getresponse())
        return lines[-1]

    yield answer
    for each in lines:
        each.close()


def until(reading, start):
    """The next line that begins so; nothing at the end of the stream."""
    while line := reading.readline():
        if (text := line.decode()).startswith(start):
            return text
    return ""


def test_what_others_do_to_a_list_is_said_and_the_bell_rings(site, open_as, case):
    address, window = case
    reader = open_as("li")
    reader.goto(f"{LIST}?state=unreviewed&holder=nobody")
    box = reader.locator('input[name="case"]').first
    box.check()
    ticked = box.get_attribute("value")
    news = reader.locator("[data-news]")
    expect(news).to_be_hidden()
    window.locator("#act-verb-claim button").click()
    window.wait_for_url("**done=**")
    expect(news).to_be_visible(timeout=20000)
    assert news.locator("span").inner_text() == "1 单已离开", "who moves up in its place is no news"
    news.locator("button").click()
    expect(news).to_be_hidden()
    expect(reader.locator(f'tr[data-case="{address.strip("/").split("/")[-1]}"]')).to_have_count(0)
    assert ticked in address or reader.locator(f'input[value="{ticked}"]').is_checked()
    # A message that comes for him is heard at once, on whatever page he is.
    before = reader.locator("[data-messages]").inner_text()
    assert site.asked(
        "insert into notices_message select (jsonb_populate_record(m, jsonb_build_object("
        "'id', 1000000 + m.id, 'key', 'live', 'recipient', 'person:li', 'state', 'sent', 'channel', 'page',"
        " 'person_id', (select id from people_person where username = 'li')))).*"
        " from notices_message m limit 1 returning id"
    )
    expect(reader.locator("[data-messages]")).not_to_have_text(before, timeout=6000)
