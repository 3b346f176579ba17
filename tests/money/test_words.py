"""Money as packs speak of it: through the one door, under its rights."""

from datetime import timedelta

import pytest
from psycopg import RawCursor

from gendan.cases.area_actions import act, act_on_site
from gendan.cases.models import Case, Outbox
from gendan.cases.numbers import rehearsed
from gendan.cases.verifying import verify as verify_cases
from gendan.core.refusals import Refused
from gendan.money import actions, queries
from gendan.money.models import AccountSort, Guarantor, LimitSet, Movement
from gendan.money.posting import Name
from gendan.money.refusals import REFUSALS
from gendan.money.verifying import verify
from tests.money.house import AT, BANK, PARTY, balance, money, totals

pytestmark = pytest.mark.django_db


def codes(outcome):
    return [reason.code for reason in outcome.reasons]


def test_a_deposit_opens_the_gate_and_a_guarantor_too(house):
    case = house.order("100.00")
    assert totals(case).charged == money("100.00")
    assert codes(house.act(case, "make", house.keeper)) == ["gate.secured"]
    done = act("money.receive", case=case, given={"amount": "30", "kind": "deposit"}, person=house.cashier, at=AT)
    assert (done.reasons, done.told["movement"]) == ((), Movement.objects.latest("id").id)
    assert house.act(case, "make", house.keeper).reasons == ()
    other = house.order("100.00")
    house.limit(house.boss, "50.00")
    assert house.act(other, "vouch", guarantor=house.boss, amount="30.00").reasons == ()
    assert house.act(other, "make", house.keeper).reasons == ()


def test_who_may_not_receive_receives_nothing(house):
    case = house.order("100.00")
    given = {"amount": "30", "kind": "deposit"}
    assert codes(act("money.receive", case=case, given=given, person=house.seller, at=AT)) == ["access"]
    assert codes(act("money.receive", case=case, given=given, person=house.boss, at=AT)) == ["missing"]
    assert codes(act_on_site("money.limit", given={}, person=house.seller, at=AT)) == ["access"]
    assert codes(act("money.receive", case=case, given={"kind": "deposit"}, person=house.cashier, at=AT)) == [
        "needs.amount"
    ]
    assert totals(case).received == 0


def test_a_guarantee_is_held_until_the_end(house):
    house.limit(house.boss, "100.00")
    case, other = house.order("100.00"), house.order("100.00")
    house.act(case, "vouch", guarantor=house.boss, amount="80.00")
    refused = house.act(other, "vouch", guarantor=house.boss, amount="20.01")
    assert codes(refused) == ["effect.money.guarantee"]
    assert (refused.reasons[0].parameters["left"], refused.reasons[0].parameters["number"]) == (
        money("20.00"),
        ["T0001"],
    )
    house.act(case, "drop")
    assert queries.guarantors([house.boss])[house.boss].left == money("100.00")
    assert house.act(other, "vouch", guarantor=house.boss, amount="100.00").reasons == ()
    assert house.act(other, "unvouch").reasons == ()
    assert queries.limits_left([(house.boss,), (house.seller,), (None,)]) == [money("100.00"), 0, 0]


def test_money_that_is_in_frees_the_guarantee(house):
    house.limit(house.boss, "100.00")
    case = house.order("100.00")
    house.act(case, "vouch", guarantor=house.boss, amount="80.00")
    house.receive(case, "30.00")
    assert (totals(case).guaranteed, queries.secured([case])[case]) == (money("50.00"), money("80.00"))
    house.receive(case, "70.00")
    assert (totals(case).guaranteed, queries.guaranteed([case])[case]) == (0, False)
    house.act(case, "drop")
    assert queries.guarantors([house.boss])[house.boss].used == 0


def test_who_was_freed_by_money_that_is_taken_back_stands_again(house):
    house.limit(house.boss, "100.00")
    case, other = house.order("100.00"), house.order("100.00")
    house.act(case, "vouch", guarantor=house.boss, amount="80.00")
    first, second = house.receive(case, "30.00"), house.receive(case, "70.00", kind="balance")

    def correct(movement):
        given = {"movement": movement, "reason": "退票"}
        assert act_on_site("money.correct", given=given, person=house.cashier, at=AT).reasons == ()
        return totals(case).guaranteed, queries.guarantors([house.boss])[house.boss].left

    assert totals(case).guaranteed == 0
    assert correct(second) == (money("50.00"), money("50.00"))
    assert house.act(case, "make", house.keeper).reasons == ()
    # Meanwhile the rest of the limit went to another order: as much as is left stands again.
    house.act(other, "vouch", guarantor=house.boss, amount="40.00")
    assert correct(first) == (money("60.00"), 0)
    assert verify().faults == ()
    ended = house.order("10.00")
    house.act(other, "drop")
    house.act(ended, "vouch", guarantor=house.boss, amount="10.00")
    money_in = house.receive(ended, "10.00")
    house.act(ended, "drop")
    correct(money_in)
    assert totals(ended).guaranteed == 0


def test_limits_are_set_by_another_and_kept(house):
    given = {"person": house.boss, "limit": "5"}
    assert act_on_site("money.limit", given=given, person=house.cashier, at=AT).reasons == ()
    assert codes(
        act_on_site("money.limit", given={"person": house.cashier, "limit": "5"}, person=house.cashier, at=AT)
    ) == ["money.own_limit"]
    house.limit(house.boss, "9.00")
    assert Guarantor.objects.get().limit == money("9.00")
    assert list(LimitSet.objects.values_list("limit", "by")) == [(money("5.00"), house.cashier), (money("9.00"), 0)]


def test_a_case_is_looked_at_when_its_money_changes(house):
    """What waits for money happens by itself: after a receipt, and after a bank's or another's receipt is its."""
    case = house.order("777.00")
    house.receive(case, "777.00")
    house.act(case, "make", house.keeper)
    Outbox.objects.all().delete()
    (movement,) = Movement.objects.filter(sort="receipt").values_list("id", flat=True)
    done = act_on_site(
        "money.correct", given={"movement": movement, "reason": "错"}, person=house.cashier, at=AT + timedelta(hours=1)
    )
    assert done.reasons == ()
    assert Outbox.objects.filter(case_id=case, sort="follow").count() == 1


def test_money_paid_ahead_is_used(house):
    case = house.order("100.00")
    assert (
        act_on_site(
            "money.prepay", given={"party": PARTY, "amount": "60", "kind": "transfer"}, person=house.cashier, at=AT
        ).reasons
        == ()
    )
    assert codes(house.act(case, "use", amount="60.01")) == ["effect.money.allocate"]
    assert house.act(case, "use", amount="50").reasons == ()
    assert act("money.allocate", case=case, given={"amount": "10"}, person=house.cashier, at=AT).reasons == ()
    assert totals(case).received == money("60.00")


def test_one_key_is_one_receipt(house):
    case = house.order("100.00")
    given = {"amount": "30", "kind": "deposit"}
    first, second = (
        act("money.receive", case=case, given=given, person=house.cashier, at=AT, key="k") for _ in range(2)
    )
    assert first.told == second.told
    assert totals(case).received == money("30.00")


def test_a_till_is_counted_and_its_difference_is_nobodys_debt(house):
    till = Name(AccountSort.TILL, "一号")
    case = house.order()
    actions.move("bank", "safe", money("1000.00"), actor=1, at=AT)
    actions.float_to("一号", money("500.00"), actor=1, at=AT)
    house.receive(case, "120.00", kind="cash", into="一号", desk="一号")
    house.receive(case, "80.00", kind="card", desk="一号")
    since = AT - timedelta(hours=1)
    asked = [("一号", "cash", since), ("一号", "", since), ("一号", "", AT + timedelta(hours=1)), ("二号", "", since)]
    assert queries.desk_received(asked) == [money("120.00"), money("200.00"), 0, 0]
    assert queries.till_balances([("一号",)]) == [money("620.00")]
    assert actions.count("一号", money("615.50"), case=case, actor=1, at=AT) == money("-4.50")
    assert (balance(till), totals(case).difference) == (money("615.50"), money("-4.50"))
    for amount in ("-4.51", "0.01"):
        with pytest.raises(Refused) as refused:
            actions.settle("一号", money(amount), kind="written_off", case=case, actor=1, at=AT)
        assert [each.code for each in refused.value.reasons] == ["money.not_counted"]
    actions.settle("一号", money("-4.50"), kind="written_off", case=case, actor=1, at=AT)
    with pytest.raises(Refused, match="not_counted"):
        actions.settle("一号", money("-4.50"), kind="written_off", case=case, actor=1, at=AT)
    assert balance(Name(AccountSort.DIFFERENCE, "一号")) == 0
    assert actions.count("一号", money("615.50"), actor=1, at=AT) == 0
    actions.drop("一号", money("115.50"), witness=2, actor=1, at=AT)
    for work, code in (
        (lambda: actions.drop("一号", money("1.00"), witness=1, actor=1, at=AT), "money.witness"),
        (lambda: actions.drop("一号", money("500.01"), actor=1, at=AT), "money.short_till"),
        (lambda: actions.move("bank", "bank", money("1.00"), actor=1, at=AT), "money.same_place"),
        (lambda: actions.open_place("x", "income", actor=1, at=AT), "money.place_sort"),
    ):
        with pytest.raises(Refused) as caught:
            work()
        assert [reason.code for reason in caught.value.reasons] == [code]
    assert balance(BANK) == money("-1000.00")


def test_a_thousand_charges_are_as_many_statements_as_one(house, monkeypatch):
    case, other = house.order(), house.order()
    counts = []
    execute = RawCursor.execute

    def counted(self, *arguments, **named):
        counts[-1] += 1
        return execute(self, *arguments, **named)

    monkeypatch.setattr(RawCursor, "execute", counted)
    for number in (1, 1000):
        counts.append(0)
        charges = [actions.Charge(case=(case, other)[each % 2], amount=money("0.01")) for each in range(number)]
        actions.charge(charges, actor=1, at=AT)
    assert (counts[0], totals(case).charged, totals(other).charged) == (counts[1], money("5.01"), money("5.00"))


def test_every_reason_has_words_in_both_languages():
    assert all(text.zh and text.en for text in REFUSALS.values())
    assert all(code.startswith("money.") for code in REFUSALS)


def test_cases_stay_sound(house):
    case = house.order("10.00")
    house.receive(case, "10.00")
    house.act(case, "make", house.keeper)
    house.act(case, "ship", house.keeper)
    assert Case.objects.get(id=case).final == "done"
    assert verify_cases().faults == ()


def test_no_cash_leaves_a_place_where_less_lies(house):
    safe, case = Name(AccountSort.SAFE, "safe"), house.order("100.00")
    actions.move("bank", "safe", money("60.00"), actor=1, at=AT)
    actions.float_to("一号", money("50.00"), actor=1, at=AT)
    receipt = house.receive(case, "20.00", kind="cash", into="一号", desk="一号")
    actions.drop("一号", money("65.00"), actor=1, at=AT)
    for work in (
        lambda: actions.float_to("一号", money("75.01"), actor=1, at=AT),
        lambda: actions.move("safe", "bank", money("75.01"), actor=1, at=AT),
        lambda: actions.refund(case, money("5.01"), out_of="一号", actor=1, at=AT),
        lambda: actions.correct(receipt, "错", actor=1, at=AT),
    ):
        with pytest.raises(Refused) as caught:
            work()
        assert [reason.code for reason in caught.value.reasons] == ["money.short_till"]
    assert caught.value.reasons[0].parameters["name"] == "一号"
    with pytest.raises(Refused) as caught:
        actions.move("safe", "bank", money("76.00"), actor=1, at=AT)
    assert caught.value.reasons[0].parameters == {"name": "保险柜", "amount": money("76.00"), "stands": money("75.00")}
    assert (balance(Name(AccountSort.TILL, "一号")), balance(safe)) == (money("5.00"), money("75.00"))
    actions.move("safe", "bank", money("75.00"), actor=1, at=AT)
    actions.refund(case, money("5.00"), out_of="一号", actor=1, at=AT)
    assert balance(safe) == 0


def test_a_rehearsal_has_books_of_its_own(house):
    till = Name(AccountSort.TILL, "一号")
    case = house.order("100.00")
    actions.move("bank", "safe", money("500.00"), actor=1, at=AT)
    actions.float_to("一号", money("500.00"), actor=1, at=AT)
    house.receive(case, "30.00", kind="cash", into="一号", desk="一号")
    asked = [("一号", "", AT - timedelta(hours=1))]
    with rehearsed():
        assert (balance(till), queries.party_balances([PARTY])[PARTY]) == (0, 0)
        assert queries.desk_received(asked) == [0]
        actions.float_to("一号", money("7.00"), out_of="银行", actor=1, at=AT)
        actions.drop("一号", money("2.00"), into="银行", actor=1, at=AT)
        house.receive(case, "1.00", kind="cash", into="一号", desk="一号")
        assert (balance(till), balance(BANK), queries.desk_received(asked)) == (money("6.00"), money("-5.00"), [1])
        assert queries.till_balances([("一号",), ("一号",)]) == [money("6.00")] * 2
        with pytest.raises(Refused):
            actions.drop("一号", money("6.01"), actor=1, at=AT)
        receipt = Movement.objects.latest("id").id
        actions.correct(receipt, "错", actor=1, at=AT)
        assert balance(till) == money("5.00")
    assert (balance(till), balance(BANK)) == (money("530.00"), money("-500.00"))
    assert queries.desk_received(asked) == [money("30.00")]


def test_an_opening_balance_stands_once_and_is_corrected_by_an_entry(house):
    safe, bank = Name(AccountSort.SAFE, "safe"), Name(AccountSort.BANK, "bank")
    day = AT.date() - timedelta(days=8)
    movement = actions.opening("保险柜", money("300.00"), on=day, actor=house.cashier, at=AT)
    actions.opening("bank", money("-50.00"), actor=house.cashier, at=AT)
    assert (balance(safe), balance(bank)) == (money("300.00"), money("-50.00"))
    for work, code in (
        (lambda: actions.opening("safe", money("300.00"), actor=1, at=AT), "money.opened"),
        (lambda: actions.opening("cash", money("-1.00"), actor=1, at=AT), "money.not_positive"),
        (
            lambda: actions.opening("cash", money("1.00"), on=AT.date() + timedelta(days=1), actor=1, at=AT),
            "money.future",
        ),
        (lambda: actions.opening("nowhere", money("1.00"), actor=1, at=AT), "money.place"),
    ):
        with pytest.raises(Refused) as refused:
            work()
        assert [each.code for each in refused.value.reasons] == [code]
    actions.correct(movement, "数错", actor=house.cashier, at=AT)
    actions.opening("safe", money("310.00"), on=day, actor=house.cashier, at=AT)
    assert balance(safe) == money("310.00")
    actions.float_to("一号", money("310.00"), actor=1, at=AT)
    assert balance(safe) == 0
