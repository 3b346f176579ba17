"""Who acts for whom, and whose turn it is: deputies, take-over, routing, signatures that are passed on."""

from datetime import timedelta

import pytest

from gendan.cases.commands import run
from gendan.cases.models import Event
from gendan.cases.store import glimpse
from gendan.core.command import Command, Verb
from gendan.people import actions
from tests.cases.company import FRIDAY, act, codes, do
from tests.cases.estate import open_estate
from tests.cases.trade import open_trade

TODAY = FRIDAY.date()


@pytest.fixture
def trade(db):
    return open_trade()


@pytest.fixture
def estate(db):
    return open_estate()


def contract(trade, by="carl", **given):
    given = {"buyer": "王记", "amount": "500", "grade": "B", "region": "东", **given}
    return do(Command(verb=Verb.OPEN, procedure="trade.contract", given=given), trade.people[by]).case


def last(case):
    import orjson

    row = Event.objects.filter(case_id=case).order_by("-seq").first()
    return row.actor, orjson.loads(row.body) if isinstance(row.body, str | bytes) else row.body


def case_of(case):
    return glimpse(case).case


def deputize(absent, deputy):
    actions.deputize(absent, deputy, since=TODAY, until=TODAY + timedelta(days=7), reason="休假", actor=0, at=FRIDAY)


def test_a_deputy_acts_and_the_record_names_both(trade):
    stand_in = trade.hire("dora")
    case = contract(trade)
    do(Command(verb=Verb.CLAIM, case=case), trade.carl)
    submit = act(case, "submit")
    assert codes(run(submit, person=stand_in, at=FRIDAY)) == ["missing"]
    deputize(trade.carl, stand_in)
    do(submit, stand_in)
    actor, body = last(case)
    assert (actor, body["for"]) == (stand_in, trade.carl)
    # Who acted and the one in whose place it was done are both barred from signing.
    actions.hold(trade.carl, "trade.auditor", actor=0, at=FRIDAY)
    assert codes(run(act(case, "sign"), person=trade.carl, at=FRIDAY)) == ["unlike.open", "unlike.submit"]


def test_a_deputy_signs_for_the_absent(trade):
    stand_in = trade.hire("dora")
    deputize(trade.abel, stand_in)
    case = contract(trade)
    do(act(case, "submit"), trade.carl)
    do(act(case, "sign"), stand_in)
    actor, body = last(case)
    assert (actor, body["for"], body["as"]) == (stand_in, trade.abel, "auditor")


def test_a_superior_takes_over_by_name(trade):
    case = contract(trade)
    do(Command(verb=Verb.CLAIM, case=case), trade.carl)
    take = Command(verb=Verb.TAKE_OVER, case=case, reason="病假")
    assert codes(run(take, person=trade.cleo, at=FRIDAY)) == ["access"]
    do(take, trade.hana)
    assert case_of(case).holder == trade.hana
    actor, body = last(case)
    assert (actor, body["from_person"], body["reason"]) == (trade.hana, trade.carl, "病假")
    assert codes(run(act(case, "submit"), person=trade.carl, at=FRIDAY)) == ["claimed"]


def test_a_stale_act_is_told_who_was_quicker_and_when(trade):
    case = contract(trade)
    seen = case_of(case).version
    do(act(case, "edit", given={"amount": "600"}), trade.carl, FRIDAY + timedelta(minutes=5))
    outcome = run(act(case, "edit", given={"amount": "700"}, seen=seen), person=trade.carl, at=FRIDAY)
    (reason,) = outcome.reasons
    assert (reason.code, reason.parameters["by"], reason.parameters["at"]) == (
        "stale",
        "carl",
        FRIDAY + timedelta(minutes=5),
    )


def test_load_goes_round(estate):
    def repair(room):
        given = {"kind": "water", "room": room}
        return do(Command(verb=Verb.OPEN, procedure="estate.repair", given=given, kind="water"), estate.ann).case

    owners = [case_of(repair(str(number))).holder for number in range(4)]
    assert sorted(owners) == sorted([estate.fred, estate.gus] * 2)
    assert owners[0] != owners[1]


def test_the_actor_of_an_action_has_it_again(trade):
    case = contract(trade)
    do(act(case, "submit"), trade.cleo)
    do(act(case, "sign"), trade.abel)
    do(act(case, "sign"), trade.pia)
    assert (case_of(case).state, case_of(case).holder) == ("signed", trade.cleo)
    assert codes(run(act(case, "stamp"), person=trade.carl, at=FRIDAY)) == ["claimed"]


def test_signatures_are_handed_on_deputed_added_and_withdrawn(trade):
    case = contract(trade)
    do(act(case, "submit"), trade.carl)
    # 加签: another one first.
    do(Command(verb=Verb.ADD_SIGNER, case=case, action="sign", person=trade.lars), trade.abel)
    assert codes(run(act(case, "sign"), person=trade.abel, at=FRIDAY)) == ["turn"]
    do(act(case, "sign"), trade.lars)
    do(act(case, "sign"), trade.abel)
    # 撤回 while the chain runs.
    do(Command(verb=Verb.WITHDRAW, case=case, action="sign"), trade.abel)
    assert codes(run(act(case, "sign"), person=trade.pia, at=FRIDAY)) == ["turn"]
    # 转办: the slot is the other's from now on.
    do(Command(verb=Verb.HAND_SIGNATURE, case=case, action="sign", person=trade.alma), trade.abel)
    do(act(case, "sign"), trade.alma)
    # 委派: in the cashier's name.
    do(Command(verb=Verb.DEPUTE, case=case, action="sign", person=trade.hana), trade.pia)
    do(act(case, "sign"), trade.hana)
    assert case_of(case).state == "signed"


def test_one_person_signs_once(trade):
    actions.hold(trade.abel, "trade.payer", actor=0, at=FRIDAY)
    case = contract(trade)
    do(act(case, "submit"), trade.carl)
    do(act(case, "sign"), trade.abel)
    assert codes(run(act(case, "sign"), person=trade.abel, at=FRIDAY)) == ["signed"]


def test_a_rejection_keeps_the_signatures_as_void(trade):
    case = contract(trade)
    do(act(case, "submit"), trade.carl)
    do(act(case, "sign"), trade.abel)
    do(Command(verb=Verb.REJECT, case=case, action="sign", reason="价高"), trade.pia)
    assert case_of(case).state == "draft"
    actor, body = last(case)
    assert (actor, body["reason"], body["void"]) == (trade.pia, "价高", {"sign": ["auditor"]})
    (signature,) = case_of(case).chain["sign"]["signed"]
    assert signature["void"]


def test_what_was_recorded_is_corrected_and_both_stand(trade):
    case = contract(trade)
    do(act(case, "submit", given={"note": "错"}), trade.carl)
    submitted = case_of(case).seq
    fix = Command(
        verb=Verb.CORRECT, case=case, action="submit", given={"note": "对"}, reason="笔误", extra={"of": submitted}
    )
    assert codes(run(fix, person=trade.carl, at=FRIDAY)) == ["access"]
    do(fix, trade.hana)
    actor, body = last(case)
    assert (actor, body["fix"], body["reason"]) == (trade.hana, {"note": "对"}, "笔误")
    assert Event.objects.get(case_id=case, seq=submitted).body is not None
    late = run(fix, person=trade.hana, at=FRIDAY + timedelta(days=31))
    assert codes(late) == ["corrects"]


def test_a_late_clock_is_decided_otherwise_by_name(trade):
    case = contract(trade)
    late = FRIDAY + timedelta(days=2)
    do(Command(verb=Verb.TICK, case=case), 0, late)
    do(act(case, "submit"), trade.carl, late)
    clock = case_of(case).clocks["draft"]
    assert clock.state.value == "late"
    decide = Command(verb=Verb.RECOMPUTE, case=case, reason="停电", extra={"overrule": {"draft": True}})
    assert codes(run(decide, person=trade.carl, at=late)) == ["access"]
    do(decide, trade.hana, late)
    assert (case_of(case).clocks["draft"].state.value, case_of(case).clocks["draft"].overruled) == ("met", True)


def test_the_region_of_an_address_chooses_the_holder(estate):
    actions.assign_region(estate.bob, "estate.desk", province="浙江省", city="杭州市", actor=0, at=FRIDAY)

    def complaint(where):
        given = {"caller": "张三", "phone": "13800000000", "where": where}
        return case_of(do(Command(verb=Verb.OPEN, procedure="estate.complaint", given=given), estate.ann).case).holder

    assert complaint("浙江省杭州市西湖区文三路1号") == estate.bob
    # Nobody's region: it lies in the queue.
    assert complaint("广东省深圳市南山区") is None
    assert complaint("") is None
