"""What was received and charged in a period: by the days of the entries, not by when the cases were opened."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from gendan.cases import registry
from gendan.cases.store import cursor
from gendan.measures import queries
from gendan.measures.periods import parse
from gendan.money import actions, dated
from gendan.money.queries import totals
from tests.money.house import AT, PARTY, money

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = parse("2026-10"), parse("2026-11")
LATER = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


def figure(measure, period, **asked):
    return queries.figure("trade", measure, period, viewer=0, at=LATER, **asked)


def listed(measure, period, **asked):
    return queries.grounds("trade", measure, period, viewer=0, at=LATER, limit=1000, **asked).grounds


def received(house, case, amount, *, on):
    """Written down in November, of whatever day."""
    receipt = actions.Receipt(amount=money(amount), kind="deposit", on=on)
    actions.receive([(case, receipt)], actor=house.cashier, at=AT + timedelta(days=25))


@pytest.fixture
def books(house):
    """An order of October, with money of both months; one of another customer; money without any order."""
    case = house.order()
    house.charge(case, "100.00")
    house.receive(case, "30.00")
    received(house, case, "50.00", on=date(2026, 11, 1))
    other = house.order(party="李记门业")
    actions.charge([actions.Charge(case=other, amount=money("10.00"))], actor=house.cashier, at=AT + timedelta(days=23))
    received(house, other, "10.00", on=date(2026, 10, 31))
    house.prepay("1000.00")
    return house, case, other


def test_amounts_are_of_the_period_of_their_days(books):
    assert figure("received", OCTOBER).total.value == Decimal("40.00")
    assert figure("received", NOVEMBER).total.value == Decimal("50.00")
    assert figure("charged", OCTOBER).total.value == Decimal("100.00")
    assert figure("charged", NOVEMBER).total.value == Decimal("10.00")
    assert figure("collected", OCTOBER).total.value == Decimal("0.4")
    assert figure("collected", NOVEMBER).total.value == Decimal(5)
    # What the orders of October stand at, whenever the money came.
    assert figure("by_orders", OCTOBER).total.value == Decimal(90) / Decimal(110)
    assert figure("by_orders", NOVEMBER).total.value is None


def test_a_months_bounds_are_those_of_the_site(house):
    case = house.order()
    last = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    for at, amount in ((last, "1.00"), (last + timedelta(minutes=1), "2.00")):
        actions.charge([actions.Charge(case=case, amount=money(amount))], actor=1, at=at)
    assert figure("charged", OCTOBER).total.value == Decimal("1.00")
    assert figure("charged", NOVEMBER).total.value == Decimal("2.00")


def test_the_list_is_the_figure(books):
    for measure in ("received", "charged", "refunded", "entries", "collected"):
        for period in (OCTOBER, NOVEMBER):
            found = figure(measure, period).total
            grounds = listed(measure, period)
            assert found.counted == sum(each.counted for each in grounds)
            if measure not in ("collected", "entries"):
                counted = [each.value for each in grounds if each.counted]
                assert found.value == sum(counted, Decimal(0))
    (only,) = listed("received", NOVEMBER)
    assert (only.booked, only.value, only.actor) == ("money.received", Decimal("50.00"), books[0].cashier)
    assert only.when == datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # the first minute of its day in Shanghai


def test_money_paid_ahead_counts_when_it_is_used_and_corrections_count_back(books):
    house, case, _ = books
    actions.allocate([(case, money("20.00"))], actor=house.cashier, at=AT)
    assert figure("received", OCTOBER).total.value == Decimal("60.00")
    receipt = house.receive(case, "5.00")
    actions.correct(receipt, "记错", actor=house.cashier, at=AT)
    found = figure("received", OCTOBER).total
    assert (found.value, found.counted) == (Decimal("60.00"), 5)


def test_grouped_and_filtered_as_other_figures_are(books):
    house, _, _ = books
    groups = {group.key: group.value.value for group in figure("received", OCTOBER, by=("customer",)).groups}
    assert groups == {(PARTY,): Decimal("30.00"), ("李记门业",): Decimal("10.00")}
    assert figure("received", OCTOBER, filters={"customer": PARTY}).total.value == Decimal("30.00")
    assert {group.key for group in figure("received", OCTOBER, by=("person",)).groups} == {(house.cashier,)}
    assert {group.key for group in figure("received", OCTOBER, by=("state", "post")).groups}
    assert figure("entries", OCTOBER).total.value == Decimal(1)
    said = figure("collected", OCTOBER).definition
    assert "已收款" in said.zh
    assert "money." not in said.zh + said.en


def test_every_dated_word_adds_up_to_what_its_case_says(books):
    for word in ("received", "charged", "refunded", "difference"):
        with cursor() as on:
            on.execute(
                f"select case_id, sum(amount), count(distinct entry) = count(*)"
                f" from ({getattr(dated, word)()}) e group by 1"
            )
            for case, amount, once in on.fetchall():
                assert (amount, once) == (getattr(totals([case])[case], word), True)
    facts = registry.vocabulary().facts
    assert {name for name, each in facts.items() if each.dated} >= {"money.received", "money.charged", "orders.wages"}
