"""Statements between two days, and the age of what is owed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gendan.core.refusals import Refused
from gendan.money import actions, queries
from gendan.money.panels import account
from gendan.money.statements import aging, of_party, statement
from gendan.parties import actions as parties
from tests.money.house import AT, PARTY, house_savepoint, money

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 9)


def charged(house, case, amount, days):
    actions.charge([actions.Charge(case=case, amount=money(amount))], actor=1, at=AT - timedelta(days=days))


def received(house, case, amount, days):
    house.receive(case, amount, on=TODAY - timedelta(days=days))


def test_a_statement_over_the_new_year(house):
    case = house.order()
    charged(house, case, "100.00", 290)
    received(house, case, "40.00", 283)
    charged(house, case, "7.50", 100)
    house.prepay("20.00")
    accounts = of_party(PARTY)
    found = statement(accounts, date(2026, 1, 1), TODAY)
    stands = (found.opening, found.debit, found.credit, found.closing)
    assert stands == (money("60.00"), money("7.50"), money("20.00"), money("47.50"))
    assert [line.balance for line in found.lines][-1] == found.closing
    older = statement(accounts, date(2025, 1, 1), date(2025, 12, 31))
    assert older.closing == statement(accounts, date(2026, 1, 1), date(2026, 1, 1)).opening
    assert found.lines[-1].case is None
    assert queries.party_balances([PARTY])[PARTY] == found.closing


def test_a_statement_that_lists_a_part_says_how_much_is_left_and_sums_all(house):
    case = house.order()
    for number in range(7):
        charged(house, case, f"{number + 1}.00", 30 - number)
    accounts = of_party(PARTY)
    whole = statement(accounts, date(2026, 9, 1), TODAY)
    assert [line.balance for line in whole.lines] == [Decimal(total) for total in (1, 3, 6, 10, 15, 21, 28)]
    part = statement(accounts, date(2026, 9, 1), TODAY, size=3)
    assert (whole.left, part.left, part.lines) == (0, 4, whole.lines[:3])
    assert (part.opening, part.debit, part.credit, part.closing) == (0, 28, 0, 28)


days = st.integers(0, 400)
amounts = st.integers(1, 10**6).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["charge", "receive", "refund"]), days, amounts), max_size=12), days, days)
def test_any_two_days_agree_with_all_entries(house, done, first, last):
    """What came before is the opening balance, line by line it leads to the closing, and aging parts what is owed."""
    with house_savepoint(house) as case:
        entries = []
        for what, ago, amount in done:
            if what == "charge":
                charged(house, case, amount, ago)
                entries.append((ago, amount))
            elif what == "receive":
                received(house, case, amount, ago)
                entries.append((ago, -amount))
            else:
                try:
                    actions.refund(case, amount, actor=1, at=AT)
                except Refused:
                    continue
                entries.append((0, amount))
        since, until = sorted((TODAY - timedelta(days=first), TODAY - timedelta(days=last)))
        accounts = of_party(PARTY)
        found = statement(accounts, since, until)

        def stood(day):
            return sum((each for ago, each in entries if TODAY - timedelta(days=ago) < day), Decimal(0))

        assert found.opening == stood(since)
        assert found.closing == stood(until + timedelta(days=1))
        assert not found.lines or found.lines[-1].balance == found.closing
        owed = max(stood(until + timedelta(days=1)), Decimal(0))
        assert sum((each.owed for each in aging(until)), Decimal(0)) == owed


def test_the_oldest_charge_is_paid_first(house):
    case = house.order()
    for amount, ago in (("100.00", 200), ("50.00", 75), ("30.00", 45), ("20.00", 3)):
        charged(house, case, amount, ago)
    received(house, case, "120.00", 1)
    house.prepay("9.00")
    other = house.order(party="李记门业")
    charged(house, other, "5.00", 91)
    (first, second) = aging(TODAY)
    assert (first.party, first.parts, first.ahead) == (
        PARTY,
        (money("20.00"), money("30.00"), money("30.00"), money("0.00")),
        money("9.00"),
    )
    assert (second.party, second.parts) == ("李记门业", (0, 0, 0, money("5.00")))
    assert [each.party for each in aging(TODAY, parties=["李记门业"])] == ["李记门业"]


def test_a_charge_that_was_taken_back_is_not_what_is_owed(house):
    case = house.order()
    charged(house, case, "100.00", 200)
    charge = actions.Charge(case=case, amount=money("100.00"))
    (mistaken,) = actions.charge([charge], actor=1, at=AT - timedelta(days=3))
    actions.correct(mistaken, "记错", actor=house.cashier, at=AT)
    assert [each.parts for each in aging(TODAY)] == [(0, 0, 0, money("100.00"))]


def test_the_panel_of_a_party(house):
    house.receive(house.order("100.00"), "30.00")
    table = account(PARTY, at=AT)
    assert [(row[3], row[4]) for row in table.rows] == [
        (money("-30.00"), money("70.00")),
        (money("100.00"), money("100.00")),
    ]
    assert account("nobody", at=AT).rows == ()


def test_what_a_party_owes_under_several_names_ages_as_one(house):
    """A case charged under the old name and paid under the new one is paid."""
    old, open_still = house.order(), house.order()
    charged(house, old, "100.00", 45)
    charged(house, open_still, "70.00", 45)
    house.prepay("5.00")
    parties.change(PARTY, name="王记木门", actor=0, at=AT)
    parties.merge("王记木门", "李记门业", actor=0, at=AT)
    new = house.order(party="王记木门")
    charged(house, new, "30.00", 3)
    house.prepay("4.00", party="王记木门")
    received(house, old, "100.00", 1)
    assert [(each.party, each.parts, each.ahead) for each in aging(TODAY)] == [
        ("王记木门", (money("30.00"), money("70.00"), 0, 0), money("9.00"))
    ]
    assert aging(TODAY, parties=["李记门业"]) == aging(TODAY)
