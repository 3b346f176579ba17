"""Who is told what: recipients, words, rights, and once."""

from datetime import timedelta

import pytest

from gendan.cases.models import Outbox
from gendan.cases.outbox import drain
from gendan.cases.ticking import tick
from gendan.notices.actions import mark_read
from gendan.notices.models import Delivery, Message
from gendan.notices.queries import deliveries_of, heaps, messages, unread
from gendan.people import actions
from tests.cases.company import act, do
from tests.notices.company import MONDAY, take, told

pytestmark = pytest.mark.django_db


def texts(person):
    return [message.text for message in messages(person)]


def test_everybody_named_is_told_once_in_his_language_with_what_he_may_see(desk):
    case = take(desk, card="11010519491231002X", price="80.00", urgent=True, by_whom=desk.bob)
    told(desk, case, "show", remark="屏幕碎了")
    assert texts(desk.fay) == ["维修单 2026-001：屏幕碎了；证件；成本；是；已接单／ann／ann"]
    assert texts(desk.chief) == ["Repair 2026-001: 屏幕碎了; card ; price 80.00; Yes; Taken/ann/ann"]
    assert texts(desk.bob) == texts(desk.fay)
    assert texts(desk.ann) == []
    assert [view.title for view in messages(desk.chief)] == ["Please look"]


def test_an_effect_tried_again_tells_nobody_twice(desk):
    case = take(desk)
    told(desk, case, "show", remark="一")
    before = list(Message.objects.values_list("id", flat=True))
    Outbox.objects.filter(sort="effect").update(next_at=MONDAY, done_at=None)
    drain(MONDAY)
    assert list(Message.objects.values_list("id", flat=True)) == before
    assert Outbox.objects.filter(sort="effect", done_at__isnull=False).count() == 1


def test_a_message_says_what_stood_when_it_was_sent_off(desk):
    case = take(desk, cost="20.00", price="80.00", until="2026-10-20", by_whom=desk.bob)
    do(act(case, "sum"), desk.ann)
    do(act(case, "price", given={"cost": "99.00"}), desk.ann)
    drain(MONDAY)
    assert texts(desk.ann) == ["100，2026-10-20，bob"]


def test_the_late_owner_and_his_superior_are_told_of_the_clock(desk):
    case = take(desk)
    do(act(case, "price", given={"cost": "9.00"}), desk.ann)
    for hours in (3, 5):
        tick(MONDAY + timedelta(hours=hours))
        drain(MONDAY + timedelta(hours=hours))
    assert [view.title for view in messages(desk.ann)] == ["已逾期：维修时限", "即将到期：维修时限"]
    assert texts(desk.ann)[0] == "维修单 2026-001：维修时限已于 2026-10-12 13:30 到期，尚未完成。当前：已接单，ann。"
    assert texts(desk.chief) == [
        "Repair 2026-001: Repair was due at 2026-10-12 13:30 and is not done. It stands at Taken, with ann."
    ]


def test_a_queue_without_an_owner_tells_all_its_holders_and_a_post_without_holders_the_one_above(desk):
    actions.hold(desk.bob, "repair.fitter", actor=0, at=MONDAY)
    first, second = take(desk), take(desk)
    told(desk, first, "show", remark="一")
    assert [[view.number for view in messages(person)] for person in (desk.fay, desk.bob)] == [["2026-001"]] * 2
    actions.release(desk.fay, "repair.fitter", actor=0, at=MONDAY)
    actions.release(desk.bob, "repair.fitter", actor=0, at=MONDAY)
    told(desk, second, "show", remark="二")
    assert [[view.number for view in messages(person)] for person in (desk.fay, desk.bob)] == [["2026-001"]] * 2
    # The chief, to whom the fitters report, has one message of each: he is named besides.
    assert [view.number for view in messages(desk.chief)] == ["2026-002", "2026-001"]


def test_a_deputy_is_told_beside_the_absent(desk):
    actions.deputize(
        desk.fay,
        desk.bob,
        actor=0,
        at=MONDAY,
        since=MONDAY.date(),
        until=MONDAY.date() + timedelta(days=3),
        reason="休假",
    )
    told(desk, take(desk), "show", remark="三")
    assert len(texts(desk.fay)) == len(texts(desk.bob)) == 1


def test_who_has_no_superior_has_the_post_above_him_told(desk):
    case = take(desk)
    told(desk, case, "ask")
    assert [view.number for view in messages(desk.chief)] == ["2026-001"]


def test_reading_is_ones_own(desk):
    case = take(desk)
    for word in ("一", "二", "三"):
        told(desk, case, "show", remark=word)
    assert (unread(desk.fay), unread(desk.chief), unread(desk.bob)) == (3, 3, 0)
    first, second, third = [view.id for view in messages(desk.fay)]
    assert mark_read(actor=desk.chief, at=MONDAY, messages=[first, second, third]) == 0
    assert mark_read(actor=desk.fay, at=MONDAY, messages=[second]) == 1
    assert mark_read(actor=desk.fay, at=MONDAY, messages=[second]) == 0
    assert [view.read for view in messages(desk.fay)] == [False, True, False]
    assert [view.id for view in messages(desk.fay, unread_only=True)] == [first, third]
    assert [view.id for view in messages(desk.fay, after=first, limit=1)] == [second]
    assert mark_read(actor=desk.fay, at=MONDAY) == 2
    assert (unread(desk.fay), unread(desk.chief)) == (0, 3)


def test_what_is_told_alike_lies_in_one_heap(desk):
    for _ in range(3):
        take(desk)
    case = take(desk)
    for hours in (3, 5):
        tick(MONDAY + timedelta(hours=hours))
        drain(MONDAY + timedelta(hours=hours))
    told(desk, case, "show", MONDAY + timedelta(hours=6), remark="一")
    assert [(heap.newest.title, heap.count) for heap in heaps(desk.bob)] == [
        ("已逾期：维修时限", 4),
        ("即将到期：维修时限", 4),
    ]
    assert [(heap.newest.title, heap.count) for heap in heaps(desk.fay)] == [("请查看", 1)]
    late, soon = heaps(desk.bob)
    assert mark_read(actor=desk.fay, at=MONDAY, like=late.newest.id) == 0
    assert mark_read(actor=desk.bob, at=MONDAY, like=late.newest.id) == 4
    assert [heap.newest.id for heap in heaps(desk.bob)] == [soon.newest.id]


def test_a_clock_that_notifies_nobody_is_told_to_nobody(desk):
    case = take(desk, phone="13812345678")
    told(desk, case, "mend")
    before = Message.objects.count()
    tick(MONDAY + timedelta(days=31))
    drain(MONDAY + timedelta(days=31))
    assert Message.objects.count() == before
    assert not Outbox.objects.filter(dead=True).exists()


def test_what_was_told_of_a_case_is_listed_without_its_text(desk):
    case = take(desk)
    told(desk, case, "show", remark="四")
    found = deliveries_of(case, "en")
    assert [(view.to, view.channel, view.state) for view in found] == [
        ("fay", "the page", "sent"),
        ("chief", "the page", "sent"),
    ]
    assert not hasattr(found[0], "text")


def test_the_log_only_grows(desk):
    from django.db import ProgrammingError, transaction

    told(desk, take(desk), "show", remark="五")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Delivery.objects.update(outcome="sent")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Delivery.objects.all().delete()
