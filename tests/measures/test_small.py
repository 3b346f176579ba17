"""What figures are made of: periods, percentiles, anomalies, points, definitions in words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.cases.basis import Basis
from gendan.core.events import microseconds
from gendan.core.pack import ScorecardItem
from gendan.measures import periods
from gendan.measures.anomaly import anomaly
from gendan.measures.cards import points
from gendan.measures.periods import PERIODS, containing, parse
from gendan.measures.planning import about
from gendan.measures.spans import HOUR, spent
from gendan.measures.tally import percentile
from gendan.measures.words import definition
from gendan.packs.reader import SHIPPED, read_pack
from gendan.people.calendars import standard_calendar
from tests.measures.walk import MEASURED

SHANGHAI = ZoneInfo("Asia/Shanghai")


@given(st.sampled_from(PERIODS), st.dates(date(1975, 1, 1), date(2190, 1, 1)))
@settings(max_examples=150)
def test_a_period_is_found_again_by_its_name(every, day):
    period = containing(every, day)
    assert period.first <= day < period.until
    assert parse(period.name) == period
    assert period.before().until == period.first
    assert period.before().after() == period


def test_a_period_begins_at_midnight_of_the_zone():
    assert parse("2026-02").bounds(SHANGHAI) == (
        datetime(2026, 1, 31, 16, tzinfo=UTC),
        datetime(2026, 2, 28, 16, tzinfo=UTC),
    )
    assert [each.name for each in periods.last("half_year", 3, parse("2026-02"))] == ["2025-H1", "2025-H2", "2026-H1"]


@pytest.mark.parametrize("text", ["", "2026-13", "2026-W60", "1890", "2026-02-30", "2026-05-02..2026-05-01", "gestern"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse(text)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ("1 2 3 4", "0.5", "2.5"),
        ("1 2 3", "0.5", "2"),
        ("5", "0.9", "5"),
        ("1 1 1 9", "0.75", "3"),
        ("10 20 30 40 50", "0.9", "46"),
        ("10 20 30 40 50", "0", "10"),
        ("10 20 30 40 50", "1", "50"),
    ],
)
def test_percentiles(values, share, expected):
    counts = {}
    for each in values.split():
        counts[Decimal(each)] = counts.get(Decimal(each), 0) + 1
    assert percentile(counts, Decimal(share)) == Decimal(expected)


def test_an_anomaly_is_far_from_its_own_past():
    before = [Decimal(each) for each in (100, 103, 98, 101, 99, 102, 97)]
    assert anomaly(Decimal(104), before) is None
    found = anomaly(Decimal(160), before)
    assert found is not None
    assert (found.middle, found.distance > 3) == (Decimal(100), True)
    assert anomaly(Decimal(160), before[:5]) is None, "too little is known"
    assert anomaly(None, before) is None
    assert anomaly(Decimal(0), [Decimal(0)] * 7) is None


def test_points_lie_between_nothing_and_the_weight():
    item = ScorecardItem(measure="m", weight=Decimal(40), zero=Decimal("0.10"), full=Decimal("0.02"))
    assert points(item, Decimal("0.06")) == 20
    assert points(item, Decimal("0.00")) == 40
    assert points(item, Decimal("0.50")) == 0
    assert points(item, None) is None
    other = replace(item, zero=Decimal("0.8"), full=Decimal("0.95"))
    assert points(other, Decimal("0.875")) == 20


def test_time_is_whose_turn_it_was():
    repair = read_pack(MEASURED["hotline"]).pack.procedures["complaint"]
    calendar = standard_calendar()
    friday = microseconds(datetime(2026, 10, 9, 1, 0, tzinfo=UTC))
    path = f"{friday}:received,{friday + HOUR}:calling,{friday + 3 * HOUR}:closed"
    asked = {"start": friday, "end": friday + 5 * HOUR, "path": path}

    def hours(of, unit="hours"):
        return spent(repair, calendar, unit=unit, of=of, **asked) / HOUR

    assert (hours(()), hours(("theirs",)), hours(("received",))) == (5, 2, 1)
    assert hours(("ours",)) == 3, "a state that waits for nobody outside is ours"
    assert hours((), "work hours") == Decimal("3.5"), "9:00 to 14:00 without the lunch"


def test_definitions_say_what_is_counted_in_both_languages():
    pack = read_pack(MEASURED["shop_review"]).pack
    said = {name: definition(measure, pack) for name, measure in pack.measures.items()}
    assert said["on_time"].zh == "本期内结束的“审单时限”计时当中，按时的所占比例。目标：≥ 95%。"
    assert said["returned"].en == (
        "The share of “Approve” in the period where it is followed within 7 days by “Finance sends back”."
        " Credited to who did it. Target: ≤ 2%."
    )
    for folder in MEASURED.values():
        found = read_pack(folder).pack
        for measure in found.measures.values():
            text = definition(measure, found)
            assert text.zh.endswith("。")
            assert text.en.endswith(".")
            assert "None" not in text.zh + text.en


def test_a_measure_is_about_the_procedures_in_which_it_counts_and_no_other():
    pack = read_pack(SHIPPED / "doors").pack
    empty = {"settings": {}, "tables": {}, "choices": {}, "body": {}}
    under = Basis(definition=0, pack=pack, calendar=standard_calendar(), under="", **empty)
    told = {
        name: [each.name for each in about(pack.measures[name], under)] for name in ("orders", "problems", "collected")
    }
    assert told == {"orders": ["door_order"], "problems": ["after_sale"], "collected": ["door_order"]}


def test_shares_and_ratios_that_want_at_most_the_whole_are_told_in_per_cent():
    measures = read_pack(SHIPPED / "doors").pack.measures
    assert [measures[name].in_percent for name in ("on_time", "collected", "orders", "order_value")] == [
        *[True, True],
        *[False, False],
    ]
    assert not replace(measures["collected"], target=None).in_percent
    assert not replace(measures["collected"], target=(">=", Decimal("1.2"))).in_percent
