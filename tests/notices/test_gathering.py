"""What is told alike leaves as one: one mail, one SMS, one line of the group's robot, and each is still found."""

import base64
import hashlib
import hmac
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from gendan.notices.channels.robot import maker
from gendan.notices.delivering import TRIES, Delivered, deliver, next_due
from gendan.notices.gathering import PAUSE
from gendan.notices.models import Delivery, Message
from gendan.notices.queries import heaps, messages, unread
from gendan.people.models import Person
from tests.notices.company import MONDAY, take, told
from tests.notices.servers import gateway, listener

pytestmark = pytest.mark.django_db


def letters(desk, count, at=MONDAY, **given):
    """So many letters to the chief, each of a case of its own."""
    for number in range(count):
        told(desk, take(desk, at, **given), "write", at, remark=f"第{number + 1}封")


def to_chief(desk):
    """What the chief is told: the letters are written to somebody outside too, of whom these cases know nothing."""
    return Message.objects.filter(person_id=desk.chief, about="")


def by(desk, channel):
    """As if the pack had named another channel, which has not tried yet what the chief is told."""
    to_chief(desk).update(channel=channel, rest=[], state="queued", next_at=MONDAY, sent_at=None)


def test_letters_that_wait_together_are_one_mail_which_tells_each(desk, letterbox, settings):
    settings.GENDAN_ADDRESS = "https://gendan.example.com"
    letters(desk, 3)
    assert deliver(MONDAY) == Delivered(sent=3)
    ((to, mail),) = letterbox.mails
    assert (to, mail["subject"]) == (["chief@example.com"], "Letter (3)")
    lines = mail.get_content().splitlines()
    uids = list(to_chief(desk).order_by("id").values_list("case_uid", flat=True))
    assert [line for line in lines if line] == [
        line
        for number, uid in enumerate(uids, 1)
        for line in (f"{number}. Case 2026-00{number}: 第{number}封", f"https://gendan.example.com/cases/{uid}/")
    ]
    assert [each.number for each in messages(desk.chief)] == ["2026-003", "2026-002", "2026-001"]
    assert Delivery.objects.filter(channel="mail", outcome="sent").count() == 3


def test_the_first_leaves_at_once_and_what_follows_waits_for_its_like(desk, letterbox):
    letters(desk, 1)
    assert deliver(MONDAY) == Delivered(sent=1)
    letters(desk, 2, MONDAY + timedelta(minutes=1))
    assert deliver(MONDAY + timedelta(minutes=2)) == Delivered()
    assert next_due() == MONDAY + PAUSE
    letters(desk, 1, MONDAY + timedelta(minutes=3))
    assert deliver(MONDAY + PAUSE) == Delivered(sent=3)
    assert [mail["subject"] for _, mail in letterbox.mails] == ["Letter", "Letter (3)"]
    # What waited was not tried.
    assert set(to_chief(desk).values_list("tries", flat=True)) == {1}


def test_nobody_outside_is_written_to_in_heaps(desk, letterbox):
    letters(desk, 2, mail="wang@example.net")
    assert deliver(MONDAY) == Delivered(sent=4)
    assert sorted((to[0], mail["subject"]) for to, mail in letterbox.mails) == [
        ("chief@example.com", "Letter (2)"),
        ("wang@example.net", "来信"),
        ("wang@example.net", "来信"),
    ]


def test_what_is_told_otherwise_leaves_by_itself(desk, letterbox):
    letters(desk, 2)
    told(desk, take(desk), "ask")
    assert deliver(MONDAY) == Delivered(sent=3)
    assert sorted(mail["subject"] for _, mail in letterbox.mails) == ["A word", "Letter (2)"]


def test_a_heap_that_does_not_arrive_is_tried_again_and_each_message_goes_on(desk, letterbox):
    letters(desk, 2)
    letterbox.answer = "451 later"
    at = MONDAY
    for _ in range(TRIES - 1):
        assert deliver(at) == Delivered(again=2)
        at = next_due()
    assert deliver(at) == Delivered(passed_on=2)
    (heap,) = heaps(desk.chief)
    assert (heap.count, [number for _, number in heap.cases]) == (2, ["2026-002", "2026-001"])


def test_one_sms_tells_how_many_and_which(desk, settings):
    letters(desk, 7)
    by(desk, "sms")
    to_chief(desk).update(language="zh", title="来信")
    Person.objects.filter(id=desk.chief).update(phone="13900000009")
    with gateway(settings) as posted:
        assert deliver(MONDAY) == Delivered(sent=7)
    ((_, said),) = posted
    assert said["text"] == "来信，共 7 条：2026-001、2026-002、2026-003、2026-004、2026-005 等"


ROBOTS = {
    "dingtalk": ("/robot/send?access_token=hush", {"errcode": 0}),
    "wecom": ("/cgi-bin/webhook/send?key=hush", {"errcode": 0}),
    "feishu": ("/open-apis/bot/v2/hook/hush", {"code": 0}),
}


def robots_text(body):
    """What stands in a robot's message, however its maker calls it."""
    return body["content"]["text"] if "msg_type" in body else body["text"]["content"]


@pytest.mark.parametrize("name", ROBOTS)
def test_a_robot_names_cases_and_people_and_tells_nothing_of_the_text(desk, settings, name):
    way, answer = ROBOTS[name]
    settings.GENDAN_ADDRESS = "https://gendan.example.com"
    letters(desk, 2)
    by(desk, "robot")
    with listener(answer) as (address, posted):
        settings.GENDAN_ROBOT_URL = address + way
        assert maker(settings.GENDAN_ROBOT_URL) == name
        assert deliver(MONDAY) == Delivered(sent=2)
    ((path, body),) = posted
    assert path == way
    said = ["Letter (2)", "2026-001, 2026-002", "@chief", "https://gendan.example.com/messages/"]
    assert robots_text(body).split("\n") == said
    assert [each.text for each in messages(desk.chief)] == ["Case 2026-002: 第2封", "Case 2026-001: 第1封"]


def test_a_robot_is_signed_as_its_maker_asks(desk, settings):
    settings.GENDAN_ROBOT_SECRET = "SEC1"
    letters(desk, 1)
    by(desk, "robot")
    with listener({"errcode": 0}) as (address, posted):
        settings.GENDAN_ROBOT_URL = f"{address}/robot/send?access_token=hush"
        assert deliver(MONDAY) == Delivered(sent=1)
    asked = parse_qs(urlsplit(posted[0][0]).query)
    moment = str(int(MONDAY.timestamp() * 1000))
    signed = hmac.new(b"SEC1", f"{moment}\nSEC1".encode(), hashlib.sha256).digest()
    assert asked == {
        "access_token": ["hush"],
        "timestamp": [moment],
        "sign": [base64.b64encode(signed).decode()],
    }


def test_a_robot_that_takes_nothing_leaves_the_message_to_its_person(desk, settings):
    letters(desk, 1)
    by(desk, "robot")
    at = MONDAY
    with listener({"errcode": 310000, "errmsg": "keywords not in content"}) as (address, _):
        settings.GENDAN_ROBOT_URL = f"{address}/robot/send"
        for _ in range(TRIES):
            deliver(at)
            at = next_due()
    assert at is None
    assert "310000" in Delivery.objects.filter(channel="robot").first().detail
    assert [each.read for each in messages(desk.chief)] == [False]


def test_a_site_without_a_robot_that_is_known_passes_it_over(desk, settings):
    for address in ("", "https://example.com/hook", "file:///robot/send"):
        settings.GENDAN_ROBOT_URL = address
        letters(desk, 1)
        by(desk, "robot")
        assert deliver(MONDAY) == Delivered(passed_on=to_chief(desk).count())
        assert unread(desk.chief) == to_chief(desk).count()
