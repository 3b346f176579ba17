"""Amounts of time and deadlines in words."""

from decimal import Decimal

import pytest

from gendan.core.amount import Unit, parse_amount
from gendan.core.due_text import parse_by
from gendan.packs.manual.speech import InForce
from gendan.packs.manual.time_words import amount, by_in_words, deadline_in_words, limit_in_words, recurring_in_words
from tests.packs.manual.at_hand import pack, readings, speech

AMOUNTS = {
    "1 minute": ("1分钟", "1 minute"),
    "30 minutes": ("30分钟", "30 minutes"),
    "0.5 hour": ("半小时", "half an hour"),
    "24 hours": ("24小时", "24 hours"),
    "7 days": ("7天", "7 days"),
    "1 month": ("1个月", "1 month"),
    "2 years": ("2年", "2 years"),
    "15 work minutes": ("15个工作分钟", "15 working minutes"),
    "2 work hours": ("2个工作小时", "2 working hours"),
    "0.5 workday": ("半个工作日", "half a working day"),
    "3 workdays": ("3个工作日", "3 working days"),
    "setting.review_time work hours": (
        "4个工作小时（见设置“审单时限（工作小时）”）",
        "4 working hours (the setting “Review within (working hours)”)",
    ),
}
MOMENTS = {
    "end of workday": ("当个工作日下班", "the end of the same working day"),
    "end of workday +1": ("下一个工作日下班", "the end of the next working day"),
    "10:00 workday +2": ("其后第2个工作日10:00", "10:00 of the second working day after"),
    "2 workdays before ordered_at": ("“下单时间”之前2个工作日", "2 working days before “Ordered”"),
    "30 days after ordered_at": ("“下单时间”之后30天", "30 days after “Ordered”"),
    "end of ordered_at": ("“下单时间”当天结束", "the end of “Ordered”"),
    "ordered_at": ("“下单时间”所定的时间", "the moment that “Ordered” gives"),
    "day 3 of month": (
        "每月3日结束（遇休息日顺延到下一个工作日）",
        "the end of day 3 of the month (where that is a day off, the next working day)",
    ),
}


def both(told):
    return tuple(told(speech("shipped shop_review", "shop_order", language)) for language in ("zh", "en"))


@pytest.mark.parametrize("text", AMOUNTS)
def test_amounts(text):
    assert both(lambda spoken: amount(parse_amount(text), spoken)) == AMOUNTS[text]


def test_every_unit_is_tried():
    assert {parse_amount(text).unit for text in AMOUNTS} == set(Unit)


RECURRING = {
    "end of workday": ("每个工作日下班时", "at the end of every working day"),
    "9:00 workday": ("每个工作日09:00", "at 09:00 of every working day"),
    "day 20 of month": (
        "每月20日（遇休息日顺延到下一个工作日）一上班",
        "as day 20 of the month begins (where that is a day off, the next working day),",
    ),
}


@pytest.mark.parametrize("text", RECURRING)
def test_what_the_system_does_again_and_again(text):
    assert both(lambda spoken: recurring_in_words(parse_by(text), spoken)) == RECURRING[text]


@pytest.mark.parametrize("text", MOMENTS)
def test_moments(text):
    assert both(lambda spoken: by_in_words(parse_by(text), spoken)) == MOMENTS[text]


def test_the_site_s_own_value_is_told():
    found = speech("shipped shop_review", "shop_order")
    deadline = found.procedure.deadlines["review"]
    tighter = type(found)(
        pack=found.pack,
        language="zh",
        procedure=found.procedure,
        in_force=InForce(settings={"review_time": Decimal(2)}),
    )
    assert (limit_in_words(deadline, found), limit_in_words(deadline, tighter)) == ("4个工作小时内", "2个工作小时内")


def test_a_deadline_is_told_whole():
    spoken = speech("doors", "door_order")
    deadline = pack("doors").procedures["door_order"].deadlines["issue_sheet"]
    assert deadline_in_words(deadline, spoken) == (
        "自“客户确认”起计时，须办完“制单”：16:00以前起算的，当个工作日下班前；其他的，下一个工作日10:00前。",
        "“改单”时作罢，不计按时或逾期。",
        "在“停单中”期间停表。",
        "到期前30分钟提醒责任人。",
        "逾期时通知责任人和责任人的上级。",
    )


def test_what_is_looked_at_again_and_again_is_told_with_what_must_hold():
    follow = pack("shipped doors").procedures["door_order"].deadlines["follow"]
    assert deadline_in_words(follow, speech("shipped doors", "door_order", "en"))[0] == (
        "From coming to “In production” it is looked at every working day, until leaving “In production”; each time it "
        "must hold that the moment of “Report progress” is no earlier than 1 working day before now."
    )


def test_reminders_come_every_working_day_and_not_every_one_of_them():
    submit = pack("shipped doors").procedures["report"].deadlines["submit"]
    told = [deadline_in_words(submit, speech("shipped doors", "report", each))[-1] for each in ("zh", "en")]
    assert told == ["逾期后每1个工作日再提醒一次，最多5次。", "After that every working day, at most 5 times."]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_deadline_of_every_pack_has_sentences(language):
    told = 0
    for name, reading in readings().items():
        for procedure in reading.pack.procedures.values():
            spoken = speech(name, procedure.name, language)
            for deadline in procedure.deadlines.values():
                sentences = deadline_in_words(deadline, spoken)
                told += 1
                assert all(each and each[-1] in "。." and "None" not in each for each in sentences)
    assert told > 40


def test_what_a_few_kinds_have_is_told_one_by_one():
    told = [
        amount(parse_amount("kind.minutes minutes"), speech("shipped doors", "status_query", each))
        for each in ("zh", "en")
    ]
    assert told == [
        "“查询订单进度”30分钟、“一般咨询”60分钟",
        "30 minutes (“Where the order stands”), 60 minutes (“Other question”)",
    ]
