"""A hundred at once: on one limit, one order's balance, one party's money, one bank line."""

import pytest
from django.db import transaction
from psycopg.errors import DeadlockDetected

from gendan.cases import area_actions, loading
from gendan.cases.area_actions import act, act_on_site
from gendan.money import queries
from gendan.money.bank.matching import unmatched
from gendan.money.bank.reading import take
from gendan.money.models import BankLine, Movement
from gendan.money.verifying import verify
from tests.cases.test_races import at_once
from tests.money.house import AT, BANK, PARTY, House, balance, money, totals
from tests.statements import statements

pytestmark = pytest.mark.django_db(transaction=True)


def reasons(outcomes):
    return sorted(code for outcome in outcomes for code in [reason.code for reason in outcome.reasons] or ["done"])


def test_a_hundred_at_once_on_one_limit_are_what_fits():
    house = House.open()
    house.limit(house.boss, "100.00")
    orders = [house.order("50.00") for _ in range(100)]

    def some(part):
        return [house.act(case, "vouch", guarantor=house.boss, amount="9.99") for case in part]

    # Twenty work at once, each on five orders: as many connections as an office has.
    results = at_once(*[lambda part=orders[at::20]: some(part) for at in range(20)])
    outcomes = [outcome for each in results for outcome in each]
    assert reasons(outcomes) == ["done"] * 10 + ["effect.money.guarantee"] * 90
    assert queries.guarantors([house.boss])[house.boss].left == money("0.10")
    told = {reason.parameters["reason"] for outcome in outcomes for reason in outcome.reasons}
    assert told == {"money.limit_used"}
    # Each hears for which order it was used last; who does not see that order, hears that it was used.
    numbers = {outcome.number for outcome in outcomes if outcome.done}
    heard = [reason.parameters["number"] for outcome in outcomes for reason in outcome.reasons]
    assert len(heard) == 90
    assert all(len(each) == 1 and each[0] in numbers for each in heard)
    assert verify().faults == ()


def test_a_balance_is_paid_by_one_and_the_others_hear_by_whom():
    house = House.open()
    case = house.order("100.00")
    given = {"amount": "100.00", "kind": "balance"}
    results = at_once(
        *[
            lambda: [act("money.receive", case=case, given=given, person=house.cashier, at=AT) for _ in range(5)]
            for _ in range(20)
        ]
    )
    outcomes = [outcome for each in results for outcome in each]
    assert reasons(outcomes) == ["done"] + ["money.paid"] * 99
    assert {each.parameters["by"] for outcome in outcomes for each in outcome.reasons} == {house.cashier}
    assert (totals(case).due, balance(BANK)) == (0, money("100.00"))


def test_a_partys_money_and_a_bank_line_are_used_once(tmp_path):
    house = House.open()
    orders = [house.order("50.00") for _ in range(20)]
    house.prepay("100.00")
    results = at_once(
        *[
            lambda case=case: act("money.allocate", case=case, given={"amount": "30"}, person=house.cashier, at=AT)
            for case in orders
        ]
    )
    assert reasons(results) == ["done"] * 3 + ["money.loose"] * 17
    path = tmp_path / "bank.csv"
    path.write_text("交易日期,金额,付款人\n2026-10-09,5.00,王记门业\n")
    with transaction.atomic():
        take(path, name="bank.csv", account="bank", actor=1, at=AT)
    (line,) = unmatched()
    given = {"line": line.line, "party": PARTY}
    results = at_once(*[lambda: act_on_site("money.match", given=given, person=house.cashier, at=AT)] * 10)
    assert reasons(results) == ["done"] + ["money.matched"] * 9
    assert verify().faults == ()


def test_a_bank_line_comes_back_once(tmp_path):
    house = House.open()
    path = tmp_path / "bank.csv"
    path.write_text("交易日期,金额,付款人\n2026-10-09,5.00,王记门业\n")
    with transaction.atomic():
        take(path, name="bank.csv", account="bank", actor=1, at=AT)
    (line,) = unmatched()
    given = {"line": line.line, "note": "误打来的款"}
    results = at_once(*[lambda: act_on_site("money.match", given=given, person=house.cashier, at=AT)] * 10)
    assert reasons(results) == ["done"] + ["money.matched"] * 9
    back = {"line": line.line, "reason": "是王记门业的定金"}
    results = at_once(*[lambda: act_on_site("money.reopen_line", given=back, person=house.cashier, at=AT)] * 10)
    assert reasons(results) == ["done"] + ["money.line_open"] * 9


def test_a_bank_file_that_many_read_at_once_is_read_once(tmp_path):
    path = tmp_path / "bank.csv"
    rows = "".join(f"2026-10-09,{number}.00,王记门业\n" for number in range(1, 51))
    path.write_text("交易日期,金额,付款人\n" + rows)

    def read():
        with transaction.atomic():
            return take(path, name="bank.csv", account="bank", actor=1, at=AT).added

    assert sorted(at_once(*[read] * 10)) == [0] * 9 + [50]
    assert BankLine.objects.count() == 50


def test_many_on_one_bank_account_lose_nothing():
    house = House.open()

    def some():
        for _ in range(20):
            with transaction.atomic():
                house.prepay("0.01")

    at_once(*[some for _ in range(12)])
    assert (balance(BANK), Movement.objects.count()) == (money("2.40"), 240)
    given = {"movement": Movement.objects.latest("id").id, "reason": "x"}
    results = at_once(*[lambda: act_on_site("money.correct", given=given, person=house.cashier, at=AT)] * 10)
    assert reasons(results) == ["done"] + ["money.corrected"] * 9
    assert verify().faults == ()


def test_one_that_the_server_ends_in_a_ring_of_locks_is_done_anew(monkeypatch):
    house = House.open()
    case = house.order("100.00")
    really, tries = area_actions.implementation, []

    def first_in_a_ring(path):
        def handler(**named):
            tries.append(path)
            if len(tries) == 1:
                raise DeadlockDetected
            return really(path)(**named)

        return handler

    monkeypatch.setattr(area_actions, "implementation", first_in_a_ring)
    given = {"amount": "30", "kind": "deposit"}
    assert act("money.receive", case=case, given=given, person=house.cashier, at=AT, key="k").reasons == ()
    assert (len(tries), totals(case).received) == (2, money("30.00"))


def test_money_that_is_corrected_while_a_gate_is_judged_shuts_it(monkeypatch):
    house = House.open()
    case = house.order("100.00")
    given = {"amount": "30.00", "kind": "deposit"}
    receipt = act("money.receive", case=case, given=given, person=house.cashier, at=AT).told["movement"]
    judged = loading.Loader.loaded
    asked = []

    def meanwhile(loader, wanted):
        """The deposit is found, and taken back before the step is written."""
        found = judged(loader, wanted)
        if not asked:
            asked.append(found)
            taken = {"movement": receipt, "reason": "重复入账"}
            assert not at_once(lambda: area(taken))[0].reasons
        return found

    def area(taken):
        return act_on_site("money.correct", given=taken, person=house.cashier, at=AT)

    monkeypatch.setattr(loading.Loader, "loaded", meanwhile)
    refused = house.act(case, "make", house.keeper)
    assert asked[0]["money.received"][case] == money("30.00")
    assert [reason.code for reason in refused.reasons] == ["gate.secured"]


def test_a_gate_that_an_area_answers_costs_a_statement():
    house = House.open()
    cases = [house.order("0.00") for _ in range(3)]
    assert house.act(cases[0], "make", house.keeper).done
    assert house.act(cases[1], "make", house.keeper).done
    assert statements(lambda: house.act(cases[2], "make", house.keeper)) == 5  # three facts
