"""The rules of time: what their texts mean, and what each of them comes to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gendan.core.due import (
    Amount,
    AtField,
    By,
    Closed,
    Counts,
    DayOfMonth,
    Due,
    DueError,
    DueMoment,
    EndOfField,
    EndOfWorkday,
    FromField,
    Reading,
    Remind,
    TimeOfWorkday,
    Unit,
    Warn,
    due_moment,
    parse_by,
    parse_due,
    parse_remind,
    parse_warn,
    reads,
)
from gendan.core.worktime import Calendar

OFFICE = ((540, 720), (810, 1080))
SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(
    "standard",
    "Asia/Shanghai",
    (OFFICE,) * 5 + ((), ()),
    ((date(2026, 10, 1), ()), (date(2026, 10, 2), ()), (date(2026, 10, 10), OFFICE)),
    announced=frozenset({2026}),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def amount(value: str, unit: Unit) -> Amount:
    return Amount(Decimal(value), None, unit)


def found(
    start: str,
    *rules: Due,
    fields: dict[str, object] | None = None,
    holds: bool = True,
    period_end: datetime | None = None,
) -> DueMoment:
    given = fields or {}
    return due_moment(
        rules, start=at(start), calendar=CALENDAR, resolve=given.get, holds=lambda _: holds, period_end=period_end
    )


# Rules as text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("end of workday", EndOfWorkday()),
        ("end of workday +2", EndOfWorkday(2)),
        ("end of workday+2", EndOfWorkday(2)),
        ("10:00 workday +1", TimeOfWorkday(time(10), 1)),
        ("9:30 workday", TimeOfWorkday(time(9, 30))),
        ("2 workdays before deliver_on", FromField(amount("2", Unit.WORKDAY), "deliver_on")),
        ("30 days after bought_on", FromField(amount("30", Unit.DAY), "bought_on", after=True)),
        ("setting.lead before sails_on", FromField(Amount(setting="setting.lead"), "sails_on")),
        ("2 months before 到期日", FromField(amount("2", Unit.MONTH), "到期日")),
        ("end of deliver_on", EndOfField("deliver_on")),
        ("promised_at", AtField("promised_at")),
        ("day 3 of month", DayOfMonth(3)),
    ],
)
def test_by_is_read(text: str, expected: By) -> None:
    assert parse_by(text) == expected


@pytest.mark.parametrize(
    ("text", "closed", "code"),
    [
        ("", None, "by.syntax"),
        ("end of", None, "by.syntax"),
        ("the end of workday", None, "by.syntax"),
        ("end of workday +1000", None, "by.plus"),
        ("end of workday +99999999999999", None, "by.plus"),
        ("25:00 workday +1", None, "by.time"),
        ("10:60 workday", None, "by.time"),
        ("day 0 of month", None, "by.day"),
        ("day 32 of month", None, "by.day"),
        ("day 3 of month", "after", "closed"),
        ("end of workday", "next", "closed"),
        ("2 fortnights before deliver_on", None, "amount.unit"),
        ("0 days after bought_on", None, "amount.not_positive"),
    ],
)
def test_by_that_cannot_be_read_says_why(text: str, closed: str | None, code: str) -> None:
    with pytest.raises(DueError) as caught:
        parse_by(text, closed)
    assert caught.value.code == code


def test_a_rule_has_one_of_in_and_by() -> None:
    for given, code in (
        ({}, "due.empty"),
        ({"within": "1 day", "by": "end of workday"}, "due.both"),
        ({"within": "1 day", "closed": "keep"}, "closed"),
        ({"within": "1 day", "before": "24:00"}, "before"),
    ):
        with pytest.raises(DueError) as caught:
            parse_due(**given)  # type: ignore[arg-type]
        assert caught.value.code == code


def test_warnings_and_reminders_are_read() -> None:
    assert parse_warn("30 minutes before") == Warn(amount("30", Unit.MINUTE))
    assert parse_remind("1 workday", 5) == Remind(amount("1", Unit.WORKDAY), 5)
    for text in ("30 minutes", "before", "30 minutes before deliver_on"):
        with pytest.raises(DueError):
            parse_warn(text)
    with pytest.raises(DueError, match=r"remind\.most"):
        parse_remind("1 workday", 0)


def test_a_rule_says_what_it_reads() -> None:
    rules = [
        parse_due(within="setting.limit"),
        parse_due(within="setting.count workdays"),
        parse_due(by="setting.limit before deliver_on"),
        parse_due(by="end of deliver_on"),
        parse_due(by="end of workday"),
    ]
    assert reads(rules) == (
        Reading("setting.limit", ("amount",)),
        Reading("setting.count", ("int", "decimal")),
        Reading("deliver_on", ("date", "moment")),
    )


# What rules come to


@pytest.mark.parametrize(
    ("start", "rule", "due"),
    [
        ("2026-10-09 09:30", {"within": "1 workday"}, "2026-10-10 09:30"),  # a working Saturday
        ("2026-10-16 17:00", {"within": "1 workday"}, "2026-10-19 17:00"),
        ("2026-10-16 17:00", {"within": "7 days"}, "2026-10-23 17:00"),
        ("2026-09-30 17:30", {"within": "0.5 workday"}, "2026-10-05 13:45"),  # over the holidays
        ("2026-10-17 11:00", {"within": "2 work hours"}, "2026-10-19 11:00"),
        ("2026-10-16 15:59", {"by": "end of workday"}, "2026-10-16 18:00"),
        ("2026-10-16 16:00", {"by": "10:00 workday +1"}, "2026-10-19 10:00"),
        ("2026-10-17 16:00", {"by": "10:00 workday +1"}, "2026-10-20 10:00"),
        ("2026-10-01 09:00", {"by": "2 workdays before on"}, "2026-10-21 18:00"),  # `on` is Friday the 23rd
        ("2026-10-01 09:00", {"by": "2 workdays after on"}, "2026-10-27 18:00"),
        ("2026-10-01 09:00", {"by": "30 days after on"}, "2026-11-22 23:59:59"),
        ("2026-10-01 09:00", {"by": "2 months before on"}, "2026-08-23 23:59:59"),
        ("2026-10-01 09:00", {"by": "1 month before last"}, "2026-11-30 23:59:59"),  # `last` is 31 December
        ("2026-10-01 09:00", {"by": "end of on"}, "2026-10-23 23:59:59"),
        ("2026-10-01 09:00", {"by": "on"}, "2026-10-23 23:59:59"),
        ("2026-10-01 09:00", {"by": "moment"}, "2026-10-19 09:00"),  # Monday, at the opening
        ("2026-10-01 09:00", {"by": "end of moment"}, "2026-10-19 23:59:59"),
        ("2026-10-01 09:00", {"by": "1 workday before moment"}, "2026-10-16 09:00"),
        ("2026-10-01 09:00", {"by": "90 minutes before moment"}, "2026-10-19 07:30"),
        ("2026-10-01 09:00", {"by": "90 work minutes before moment"}, "2026-10-16 16:30"),
        ("2026-10-17 12:00", {"by": "day 3 of month"}, "2026-11-03 23:59:59"),
        ("2026-11-03 12:00", {"by": "day 3 of month"}, "2026-11-03 23:59:59"),
        ("2026-11-04 00:00", {"by": "day 3 of month"}, "2026-12-03 23:59:59"),
        ("2026-10-17 12:00", {"by": "day 1 of month"}, "2026-11-02 23:59:59"),  # 1 November is a Sunday
        ("2026-10-17 12:00", {"by": "day 1 of month", "closed": "before"}, "2026-10-30 23:59:59"),
        (
            "2026-10-31 12:00",
            {"by": "day 1 of month", "closed": "before"},
            "2026-11-02 23:59:59",
        ),  # not before its start
        ("2026-10-17 12:00", {"by": "day 1 of month", "closed": "keep"}, "2026-11-01 23:59:59"),
        ("2026-09-15 12:00", {"by": "day 31 of month"}, "2026-09-30 23:59:59"),
    ],
)
def test_when_it_is_due(start: str, rule: dict[str, str], due: str) -> None:
    fields = {"on": date(2026, 10, 23), "last": date(2026, 12, 31), "moment": at("2026-10-19 09:00")}
    assert found(start, parse_due(**rule), fields=fields).at == at(due)  # type: ignore[arg-type]


def test_a_report_is_not_due_before_its_period_has_ended() -> None:
    november = at("2026-12-01 00:00")
    for text, closed, due in (
        ("day 3 of month", None, "2026-12-03 23:59:59"),
        ("day 31 of month", None, "2026-12-31 23:59:59"),
        ("day 1 of month", "before", "2026-12-01 23:59:59"),
    ):
        assert found("2026-11-02 09:00", parse_due(by=text, closed=closed), period_end=november).at == at(due)
    october = at("2026-11-01 00:00")  # a Sunday: moved before it, the day would lie in the period
    assert found("2026-10-02 09:00", parse_due(by="day 1 of month", closed="before"), period_end=october).at == at(
        "2026-11-02 23:59:59"
    )


def test_the_first_rule_that_holds_counts() -> None:
    rules = (
        parse_due(before="16:00", by="end of workday"),
        parse_due(when="urgent", within="2 work hours"),
        parse_due(by="10:00 workday +1"),
    )
    assert found("2026-10-16 15:59", *rules) == DueMoment(at=at("2026-10-16 18:00"), index=0, counts=Counts.WORK)
    assert found("2026-10-16 16:00", *rules) == DueMoment(at=at("2026-10-16 18:00"), index=1, counts=Counts.WORK)
    assert found("2026-10-16 16:00", *rules, holds=False) == DueMoment(
        at=at("2026-10-19 10:00"), index=2, counts=Counts.WORK
    )
    # the cut-off is by the moment as it was, working day or not
    assert found("2026-10-17 15:00", *rules, holds=False).at == at("2026-10-19 18:00")
    assert found("2026-10-17 17:00", *rules, holds=False).at == at("2026-10-20 10:00")


def test_without_a_rule_that_holds_nothing_is_due() -> None:
    assert found("2026-10-16 15:59", parse_due(when="urgent", within="1 day"), holds=False) == DueMoment()


def test_a_rule_that_lacks_a_value_says_which_and_no_other_takes_its_place() -> None:
    rules = (parse_due(by="end of deliver_on"), parse_due(within="15 days"))
    assert found("2026-10-16 15:59", *rules) == DueMoment(index=0, lacks="deliver_on")
    assert found("2026-10-16 15:59", *rules, fields={"deliver_on": ""}).lacks == "deliver_on"
    lead = parse_due(by="setting.lead workdays before deliver_on")
    assert found("2026-10-16 15:59", lead) == DueMoment(index=0, counts=Counts.WORK, lacks="setting.lead")
    assert found("2026-10-16 15:59", lead, fields={"setting.lead": 2}).lacks == "deliver_on"


@pytest.mark.parametrize("value", ["2026-10-16", 3, datetime(2026, 10, 16)])  # noqa: DTZ001 - the very thing refused
def test_a_value_that_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(DueError) as caught:
        found("2026-10-16 15:59", parse_due(by="end of deliver_on"), fields={"deliver_on": value})
    assert caught.value.code == "value"


def test_what_counts_in_working_time() -> None:
    fields = {"on": date(2026, 10, 23), "setting.limit": "2 workdays"}
    for text, counts in (
        ({"within": "15 days"}, Counts.ELAPSED),
        ({"within": "1 workday"}, Counts.WORK),
        ({"within": "setting.limit"}, Counts.WORK),
        ({"by": "end of workday"}, Counts.WORK),
        ({"by": "10:00 workday +1"}, Counts.WORK),
        ({"by": "2 workdays before on"}, Counts.WORK),
        ({"by": "2 days before on"}, Counts.ELAPSED),
        ({"by": "end of on"}, Counts.ELAPSED),
        ({"by": "day 3 of month"}, Counts.ELAPSED),
    ):
        assert found("2026-10-16 10:00", parse_due(**text), fields=fields).counts is counts  # type: ignore[arg-type]


def test_what_hangs_on_a_year_not_announced_says_so() -> None:
    fields = {"on": date(2027, 1, 5)}
    for text, computed in (
        ({"within": "1 workday"}, True),
        ({"within": "7 days"}, False),
        ({"by": "end of workday"}, False),
        ({"by": "end of workday +1"}, True),
        ({"by": "1 workday before on"}, True),
        ({"by": "day 2 of month"}, True),
        ({"by": "end of on"}, False),
    ):
        due = found("2026-12-31 10:00", parse_due(**text), fields=fields)  # type: ignore[arg-type]
        assert due.computed is computed, text


def test_moments_come_out_in_utc() -> None:
    fields = {"on": date(2026, 10, 23), "moment": at("2026-10-19 09:00")}
    for text in (
        "end of workday",
        "10:00 workday",
        "2 days after moment",
        "end of moment",
        "moment",
        "on",
        "day 3 of month",
        "1 month after on",
    ):
        due = found("2026-10-16 10:00", parse_due(by=text), fields=fields)
        assert due.at is not None
        assert due.at.tzinfo is UTC


def test_closed_days_of_the_month_are_named() -> None:
    assert [each.value for each in Closed] == ["next", "before", "keep"]
