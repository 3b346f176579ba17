"""The books: every movement balances, nothing is changed, and what is kept is what was written."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gendan.core.refusals import Refused
from gendan.money import actions
from gendan.money.models import AccountSort, CaseTotal, Leg, Loose, MonthTotal, Movement
from gendan.money.posting import Entry, MovementSort, Name, Side, post
from gendan.money.verifying import verify
from tests.money.house import AT, BANK, all_balances, balance, money, totals

pytestmark = pytest.mark.django_db


def refused(work, *arguments, **named):
    with pytest.raises(Refused) as caught:
        work(*arguments, **named)
    return [reason.code for reason in caught.value.reasons]


def test_charges_receipts_and_refunds_of_a_case(house):
    case = house.order("1500.00")
    house.receive(case, "450.00")
    house.receive(case, "1050.00", kind="balance")
    assert totals(case).due == 0
    actions.refund(case, money("100.00"), actor=house.cashier, at=AT)
    stands = totals(case)
    assert (stands.charged, stands.received, stands.refunded, stands.due) == (
        money("1500.00"),
        money("1400.00"),
        money("100.00"),
        money("100.00"),
    )
    assert balance(BANK) == money("1400.00")
    assert balance(Name(AccountSort.RECEIVABLE, "王记门业")) == money("100.00")
    assert refused(actions.refund, case, money("1400.01"), actor=1, at=AT) == ["money.over_received"]


def test_money_is_paid_back_from_where_a_receipt_that_stands_lies(house):
    case = house.order("100.00")
    actions.move("bank", "safe", money("10.00"), actor=1, at=AT)
    house.receive(case, "60.00")
    mistaken = house.receive(case, "40.00", into="safe")
    actions.correct(mistaken, "记错", actor=house.cashier, at=AT)
    actions.refund(case, money("10.00"), actor=1, at=AT)
    assert balance(BANK) == money("40.00")


def test_a_balance_is_paid_once(house):
    case = house.order("1000.00")
    house.receive(case, "300.00")
    assert refused(house.receive, case, "700.01", kind="balance") == ["money.over_due"]
    house.receive(case, "700.00", kind="balance")
    assert refused(house.receive, case, "0.01", kind="balance") == ["money.paid"]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"amount": "0"}, ["money.not_positive"]),
        ({"amount": "0.004"}, ["money.not_positive"]),
        ({"amount": "-1"}, ["money.not_positive"]),
        ({"amount": "1", "kind": "shells"}, ["money.kind"]),
        ({"amount": "1", "into": "nowhere"}, ["money.place"]),
        ({"amount": "1", "on": date(2026, 10, 10)}, ["money.future"]),
        ({"amount": "99999999999999.99"}, ["money.amount"]),
    ],
)
def test_what_is_no_receipt(house, given, codes):
    assert refused(house.receive, house.order(), **given) == codes
    assert Movement.objects.count() == 0


def test_a_kind_that_needs_a_slip(house):
    given = actions.KindGiven(code="wire", zh="电汇", en="Wire", into="bank", needs_slip=True)
    actions.declare_kind(given, actor=1, at=AT)
    case = house.order()
    assert refused(house.receive, case, "5", kind="wire") == ["money.slip"]
    house.receive(case, "5", kind="wire", slip={"sha256": "0" * 64, "name": "slip.png"})
    assert totals(case).received == money("5")


def test_a_receipt_is_divided_among_orders_and_no_more_than_it(house):
    orders = [house.order("100.00") for _ in range(3)]
    receipt = house.prepay("250.00")
    assert Loose.objects.get().amount == money("250.00")
    actions.allocate([(case, money("100.00")) for case in orders[:2]], receipt=receipt, actor=1, at=AT)
    assert refused(actions.allocate, [(orders[2], money("50.01"))], actor=1, at=AT) == ["money.loose"]
    house.prepay("10.00")
    actions.allocate([(orders[2], money("55.00"))], actor=1, at=AT)
    assert [totals(case).received for case in orders] == [money("100.00"), money("100.00"), money("55.00")]
    assert sorted(Loose.objects.values_list("amount", flat=True)) == [money("0.00"), money("5.00")]
    assert refused(actions.repay, receipt, money("0.01"), actor=1, at=AT) == ["money.loose"]


def test_another_partys_money_is_not_taken(house):
    case = house.order("100.00", party="李记门业")
    receipt = house.prepay("250.00")
    assert refused(actions.allocate, [(case, money("1"))], receipt=receipt, actor=1, at=AT) == ["money.other_party"]
    assert refused(actions.allocate, [(case, money("1"))], actor=1, at=AT) == ["money.loose"]


def test_a_correction_is_another_movement_and_is_made_once(house):
    case = house.order("100.00")
    receipt = house.receive(case, "80.00")
    actions.correct(receipt, "记错单", actor=house.cashier, at=AT)
    assert (totals(case).received, balance(BANK)) == (0, 0)
    assert Movement.objects.get(id=receipt).amount == money("80.00")
    assert refused(actions.correct, receipt, "again", actor=1, at=AT) == ["money.corrected"]
    back = Movement.objects.get(corrects=receipt)
    assert refused(actions.correct, back.id, "back", actor=1, at=AT) == ["money.correction"]
    assert refused(actions.correct, 10**9, "none", actor=1, at=AT) == ["missing"]


def test_what_cases_have_of_a_receipt_is_taken_back_first(house):
    case = house.order("100.00")
    receipt = house.prepay("60.00")
    (part,) = actions.allocate([(case, money("60.00"))], actor=1, at=AT)
    assert refused(actions.correct, receipt, "x", actor=1, at=AT) == ["money.allocated"]
    actions.correct(part, "x", actor=1, at=AT)
    assert (Loose.objects.get().amount, totals(case).received) == (money("60.00"), 0)
    actions.correct(receipt, "x", actor=1, at=AT)
    assert Loose.objects.get().amount == 0
    assert verify().faults == ()


def test_a_movement_that_does_not_balance_is_refused_by_the_database(house):
    unsound = Entry(
        sort=MovementSort.CHARGE,
        amount=money("1"),
        sides=(Side(Name(AccountSort.INCOME), money("1")), Side(BANK, money("-1"))),
        actor=1,
        at=AT,
    )
    with pytest.raises(ValueError, match="balance"):
        post([Entry(sort=unsound.sort, amount=unsound.amount, sides=unsound.sides[:1], actor=1, at=AT)])
    (movement,) = post([unsound])
    _check_now()
    leg = Leg.objects.filter(movement=movement).first()

    def late(*amounts):
        return lambda: [
            Leg.objects.create(movement_id=movement, account_id=leg.account_id, amount=money(each), on=leg.on)
            for each in amounts
        ]

    def bare():
        Movement.objects.create(sort="charge", amount=1, at=AT, on=leg.on, person=1, legs=2)

    # The last is balanced in itself, but added to a movement that was whole.
    for work in (late("0.01"), bare, late("1", "-1")):
        with pytest.raises(IntegrityError, match="does not balance"):
            _check_now(work)


@pytest.mark.parametrize("table", ["movement", "leg", "limitset", "bankfile", "bankline", "bankmatch"])
@pytest.mark.parametrize("statement", ["delete from {}", "update {} set id = id", "truncate {} cascade"])
def test_what_was_written_stays(db, table, statement):
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic(), connection.cursor() as on:
        on.execute(statement.format(f"money_{table}"))


def _check_now(work=None):
    """Do the work, and let the database check as at the commit."""
    with transaction.atomic(), connection.cursor() as on:
        if work is not None:
            work()
        on.execute("set constraints all immediate")
        on.execute("set constraints all deferred")


amounts = st.integers(1, 10**7).map(lambda number: Decimal(number) / 100)
steps = st.lists(
    st.tuples(
        st.sampled_from(["charge", "credit", "receive", "refund", "prepay", "allocate", "correct", "guarantee"]),
        st.integers(0, 2),
        amounts,
    ),
    max_size=16,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_is_done_the_books_agree_to_the_cent(house, done):
    """All accounts come to zero, each balance is the sum of its legs, each case's figures are what was done to it."""
    if not hasattr(house, "orders"):
        house.orders = [house.order() for _ in range(3)]
        house.limit(house.boss, "50000.00")
    orders = house.orders
    mark = transaction.savepoint()
    should = [[Decimal(0), Decimal(0)] for _ in orders]
    made = []
    for what, which, amount in done:
        case = orders[which]
        try:
            with transaction.atomic():
                match what:
                    case "charge" | "credit":
                        signed = amount if what == "charge" else -amount
                        house.charge(case, signed)
                        should[which][0] += signed
                    case "receive":
                        made.append((which, amount, house.receive(case, amount)))
                        should[which][1] += amount
                    case "refund":
                        actions.refund(case, amount, actor=1, at=AT)
                        should[which][1] -= amount
                    case "prepay":
                        house.prepay(amount)
                    case "allocate":
                        actions.allocate([(case, amount)], actor=1, at=AT)
                        should[which][1] += amount
                    case "correct" if made:
                        whose, was, movement = made.pop()
                        actions.correct(movement, "x", actor=1, at=AT)
                        should[whose][1] -= was
                    case "guarantee":
                        house.guarantee(case, house.boss, amount)
        except Refused:
            pass
    assert [[totals(case).charged, totals(case).received] for case in orders] == should
    assert all(by_legs == kept for _, by_legs, kept in all_balances())
    assert sum(kept for _, _, kept in all_balances()) == 0
    assert sum((row.debit - row.credit for row in MonthTotal.objects.all()), Decimal(0)) == 0
    assert CaseTotal.objects.filter(guaranteed__lt=0).count() == 0
    assert verify().faults == ()
    transaction.savepoint_rollback(mark)
