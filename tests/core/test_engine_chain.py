"""Signatures: order, all, votes, shares, parts; handing on; what a change, a rejection or a withdrawal voids."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendan.core.command import Decision, Verb
from tests.core.desk import Desk, codes, pack_of

CONTRACT = """
procedure: contract
title: 合同
fields:
  amount: {title: 金额, type: money}
  note:   {title: 备注, type: text}
states:
  draft:  {title: 拟稿, owner: clerk}
  signing: {title: 会签, owner: maker}
  signed: {title: 已签, final: done}
gates:
  small: {when: amount < 1000, says: 超额}
actions:
  open:   {title: 拟, by: clerk, to: draft, asks: [amount]}
  submit: {title: 送签, from: draft, to: signing, by: clerk}
  change: {title: 改, from: signing, by: [clerk, maker], asks: [amount, note]}
  recall: {title: 撤, from: signing, to: draft, by: clerk}
  approve:
    title: 签
    from: signing
    to: signed
    signs: SIGNS
    covers: [amount]
    reject: draft
    gates: [small]
PARTS
"""


def contract(signs: str, parts: str = "") -> Desk:
    return Desk(pack_of(CONTRACT.replace("SIGNS", signs).replace("PARTS", parts)))


def submitted(desk: Desk) -> int:
    case = desk.open("contract", amount="500")
    desk.do(case, "submit")
    return case


def sign(desk: Desk, case: int, *seats: str) -> None:
    for seat in seats:
        desk.do(case, "approve", seat)


def standing(desk: Desk, case: int) -> list[str]:
    signed = desk.cases[case].chain.get("approve", {}).get("signed", [])
    return [each["as"] for each in signed if not each.get("void")]


def test_in_order_each_waits_for_the_one_before() -> None:
    desk = contract("[seat_a, seat_b]")
    case = submitted(desk)
    assert desk.refused(case, "approve", "seat_b") == ["turn"]
    assert desk.refused(case, "approve", "clerk") == ["access"]
    sign(desk, case, "seat_a")
    assert desk.refused(case, "approve", "seat_a") == ["signed"]
    sign(desk, case, "seat_b")
    assert desk.state(case) == "signed"


def test_all_in_any_order() -> None:
    desk = contract("{need: all, of: [seat_a, seat_b, seat_c]}")
    case = submitted(desk)
    sign(desk, case, "seat_c", "seat_a")
    assert desk.state(case) == "signing"
    sign(desk, case, "seat_b")
    assert desk.state(case) == "signed"


@pytest.mark.parametrize(("need", "wanted"), [("2", 2), ("60%", 3), ("50%", 2), ("1", 1)])
def test_votes_and_shares(need: str, wanted: int) -> None:
    desk = contract(f"{{need: {need}, of: [seat_a, seat_b, seat_c, seat_d]}}")
    case = submitted(desk)
    for number, seat in enumerate(["seat_d", "seat_b", "seat_a", "seat_c"][:wanted], 1):
        assert desk.state(case) == "signing", number
        sign(desk, case, seat)
    assert desk.state(case) == "signed"


def test_nested() -> None:
    desk = contract("[{need: 1, of: [seat_a, seat_b]}, seat_c]")
    case = submitted(desk)
    assert desk.refused(case, "approve", "seat_c") == ["turn"]
    sign(desk, case, "seat_b")
    assert desk.refused(case, "approve", "seat_a") == ["signed"]  # one of the two was enough
    sign(desk, case, "seat_c")
    assert desk.state(case) == "signed"


def test_one_person_signs_once() -> None:
    desk = contract("{need: all, of: [seat_a, seat_b]}")
    case = submitted(desk)
    both = "老张 (seat_a seat_b)"
    sign(desk, case, both)
    assert desk.refused(case, "approve", both) == ["signed"]
    sign(desk, case, "seat_b")
    assert desk.state(case) == "signed"


def test_a_deputy_signs_for_the_absent_and_both_are_named() -> None:
    desk = contract("{need: all, of: [seat_a, seat_b]}")
    case = submitted(desk)
    deputy = desk.deputy("seat_b", of="seat_a")
    desk.do(case, "approve", desk.as_("seat_b"))
    assert desk.refused(case, "approve", deputy) == ["signed"]
    other = desk.deputy("seat_c", of="seat_a")
    desk.do(case, "approve", other)
    assert desk.state(case) == "signed"
    last = desk.cases[case].chain["approve"]["signed"][-1]
    assert (last["by"], last["for"]) == (desk.as_("seat_c").person, desk.as_("seat_a").person)


def test_parts_have_their_people_questions_gates_and_conditions() -> None:
    parts = """
parts:
  goods:   {title: 货, by: seat_a, asks: [{weight: {title: 重, type: decimal}}], needs: [weight]}
  papers:  {title: 单, by: [seat_b, boss], when: amount > 100}
"""
    desk = contract("{need: all, of: [goods, papers]}", parts)
    case = submitted(desk)
    assert desk.refused(case, "approve", "seat_a") == ["needs.weight"]
    assert desk.available(case, "seat_a")["approve"].part == "goods"
    desk.do(case, "goods", "seat_a", weight="3.5")
    sign(desk, case, "boss")
    assert desk.state(case) == "signed"
    small = desk.open("contract", amount="50")
    desk.do(small, "submit")
    desk.do(small, "approve", "seat_a", weight="1")
    assert desk.state(small) == "signed"  # the other part was not wanted


def test_changing_what_is_covered_voids_and_nothing_else_does() -> None:
    desk = contract("{need: all, of: [seat_a, seat_b]}")
    case = submitted(desk)
    sign(desk, case, "seat_a")
    desk.do(case, "change", note="说明")
    assert standing(desk, case) == ["seat_a"]
    desk.do(case, "change", amount="500.00")
    assert standing(desk, case) == ["seat_a"]  # the same amount is no change
    desk.do(case, "change", amount="600")
    assert standing(desk, case) == []
    assert desk.last is not None
    assert b'"void":{"approve":["seat_a"]}' in desk.last.events[0].body
    sign(desk, case, "seat_b", "seat_a")
    assert desk.state(case) == "signed"


def test_gates_are_judged_at_every_signature() -> None:
    desk = contract("{need: all, of: [seat_a, seat_b]}")
    case = submitted(desk)
    desk.do(case, "change", amount="2000")
    assert desk.refused(case, "approve", "seat_a") == ["gate.small"]


def test_leaving_the_state_voids() -> None:
    desk = contract("{need: all, of: [seat_a, seat_b]}")
    case = submitted(desk)
    sign(desk, case, "seat_a")
    desk.do(case, "recall")
    assert standing(desk, case) == []
    desk.do(case, "submit")
    sign(desk, case, "seat_a", "seat_b")
    assert desk.state(case) == "signed"


def test_withdrawing_in_an_order_takes_what_was_built_upon_it() -> None:
    desk = contract("[seat_a, seat_b, seat_c]")
    case = submitted(desk)
    sign(desk, case, "seat_a", "seat_b")
    assert codes(desk.verb(Verb.WITHDRAW, case, "seat_c", action="approve")) == ["signed"]
    assert codes(desk.verb(Verb.WITHDRAW, case, "clerk", action="approve")) == ["access"]
    desk.verb(Verb.WITHDRAW, case, "seat_a", action="approve")
    assert standing(desk, case) == []
    sign(desk, case, "seat_a", "seat_b", "seat_c")
    assert codes(desk.verb(Verb.WITHDRAW, case, "seat_a", action="approve")) == ["signed"]


def test_handing_a_signature_on() -> None:
    desk = contract("[seat_a, seat_b]")
    case = submitted(desk)
    other = desk.as_("seat_d").person
    assert codes(desk.verb(Verb.HAND_SIGNATURE, case, "clerk", action="approve", person=other)) == ["access"]
    desk.verb(Verb.HAND_SIGNATURE, case, "seat_a", action="approve", person=other)
    assert desk.refused(case, "approve", "seat_a") == ["access"]
    sign(desk, case, "seat_d", "seat_b")
    assert desk.state(case) == "signed"


def test_deputing_lets_both_sign_in_the_name_of_one() -> None:
    desk = contract("[seat_a, seat_b]")
    case = submitted(desk)
    other = desk.as_("seat_d").person
    desk.verb(Verb.DEPUTE, case, "seat_a", action="approve", person=other)
    sign(desk, case, "seat_d")
    signature = desk.cases[case].chain["approve"]["signed"][0]
    assert (signature["by"], signature["for"]) == (other, desk.as_("seat_a").person)
    assert desk.refused(case, "approve", "seat_a") == ["signed"]


def test_one_more_signs_first() -> None:
    desk = contract("[seat_a, seat_b]")
    case = submitted(desk)
    other = desk.as_("seat_d").person
    desk.verb(Verb.ADD_SIGNER, case, "seat_a", action="approve", person=other)
    assert desk.refused(case, "approve", "seat_a") == ["turn"]
    answer = desk.act(case, "approve", "seat_a")
    assert not isinstance(answer, Decision)
    assert answer.reasons[0].parameters["waits_for"] == [other]
    sign(desk, case, "seat_d", "seat_a", "seat_b")
    assert desk.state(case) == "signed"


SEATS = ("seat_a", "seat_b", "seat_c")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sign"), st.sampled_from(SEATS)),
        st.tuples(st.just("withdraw"), st.sampled_from(SEATS)),
        st.tuples(st.just("reject"), st.sampled_from(SEATS)),
        st.tuples(st.just("change"), st.sampled_from(("400", "500", "600"))),
        st.tuples(st.just("note"), st.sampled_from(("甲", "乙"))),
        st.tuples(st.just("add"), st.sampled_from(SEATS)),
        st.tuples(st.just("recall"), st.just("clerk")),
        st.tuples(st.just("submit"), st.just("clerk")),
    ),
    max_size=14,
)
SHAPES = {
    "[seat_a, seat_b, seat_c]": (3, True),
    "{need: all, of: [seat_a, seat_b, seat_c]}": (3, False),
    "{need: 2, of: [seat_a, seat_b, seat_c]}": (2, False),
}
PACKS = {shape: contract(shape).pack for shape in SHAPES}


@settings(max_examples=120, deadline=None)
@given(shape=st.sampled_from(sorted(SHAPES)), steps=STEPS)
def test_whatever_is_done_the_chain_keeps_its_laws(shape: str, steps: list[tuple[str, str]]) -> None:
    desk = Desk(PACKS[shape])
    needed, ordered = SHAPES[shape]
    case = desk.open("contract", amount="500")
    desk.do(case, "submit")
    added = desk.as_("seat_d").person
    for step, who in steps:
        before = desk.cases[case]
        history = list(before.chain.get("approve", {}).get("signed", []))
        if step == "sign":
            answer = desk.act(case, "approve", who)
        elif step == "change":
            answer = desk.act(case, "change", amount=who)
        elif step == "note":
            answer = desk.act(case, "change", note=who)
        elif step in ("recall", "submit"):
            answer = desk.act(case, step)
        elif step == "add":
            answer = desk.verb(Verb.ADD_SIGNER, case, who, action="approve", person=added)
        else:
            verb = Verb.WITHDRAW if step == "withdraw" else Verb.REJECT
            answer = desk.verb(verb, case, who, action="approve", reason="改")
        stands = desk.cases[case]
        after = stands.chain.get("approve", {}).get("signed", [])
        # No signature is ever taken away, and none that is void stands again.
        assert [each["as"] for each in after[: len(history)]] == [each["as"] for each in history]
        assert all(not (old.get("void") and not new.get("void")) for old, new in zip(history, after, strict=False))
        valid = [each for each in after if not each.get("void")]
        persons = [each["by"] for each in valid]
        assert len(persons) == len(set(persons))
        # The action happens with its last signature, and with no sooner one.
        seats = [each["as"] for each in valid if "+" not in each["as"]]
        assert (stands.final is not None) == (len(seats) >= needed and not _asked_first(stands, seats))
        if ordered:
            assert seats == list(SEATS[: len(seats)])
        if isinstance(answer, Decision) and step == "change" and before.data["amount"] != stands.data["amount"]:
            assert valid == []
        if step == "note":
            assert valid == [each for each in history if not each.get("void")]
        if not isinstance(answer, Decision):
            assert stands == before
        if stands.final is not None:
            break


def _asked_first(case: object, seats: list[str]) -> bool:
    """Whether somebody who was asked to sign before a slot still has to."""
    entry = case.chain.get("approve", {})  # type: ignore[attr-defined]
    signed = {each["as"] for each in entry.get("signed", []) if not each.get("void")}
    return any(f"{each['before']}+{each['person']}" not in signed for each in entry.get("add", []))
