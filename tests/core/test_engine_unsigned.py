"""Chains that would wait for nobody: no part is wanted, or whoever was asked has left."""

from __future__ import annotations

from gendan.core.command import Verb
from tests.core.desk import Desk
from tests.core.test_engine_chain import contract, standing, submitted

PARTS = """
parts:
  goods:  {title: 货, by: seat_a, when: amount > 400}
  papers: {title: 单, by: seat_b, when: amount > 100, asks: [{weight: {title: 重, type: decimal}}], needs: [weight]}
"""


def small() -> tuple[Desk, int]:
    desk = contract("[goods, papers]", PARTS)
    case = desk.open("contract", amount="50")
    desk.do(case, "submit")
    return desk, case


def test_where_no_part_is_wanted_whoever_could_sign_one_does_it() -> None:
    desk, case = small()
    assert desk.refused(case, "approve", "maker") == ["access"]
    for seat in ("seat_a", "seat_b"):
        may = desk.available(case, seat)["approve"]
        assert (may.reasons, may.asks, may.part) == ((), (), None)
    desk.do(case, "approve", "seat_b")
    assert (desk.state(case), standing(desk, case)) == ("signed", [])
    assert [each.kind for each in desk.events[case]] == ["opened", "acted", "acted"]
    assert desk.events[case][-1].actor == desk.as_("seat_b").person


def test_its_gates_are_asked_all_the_same() -> None:
    desk = contract("[goods, papers]", PARTS.replace("amount >", "amount > 1000 +"))
    case = desk.open("contract", amount="1000")
    desk.do(case, "submit")
    assert desk.refused(case, "approve", "seat_a") == ["gate.small"]


def test_it_may_be_sent_back_instead() -> None:
    desk, case = small()
    desk.verb(Verb.REJECT, case, "seat_a", action="approve", reason="改")
    assert desk.state(case) == "draft"


def test_a_part_that_is_wanted_no_more_after_others_signed_blocks_nobody() -> None:
    desk = contract("[goods, papers]", PARTS)
    desk.pack = desk.pack
    case = submitted(desk)
    desk.do(case, "approve", "seat_a")
    # The amount is covered: the change voids what was signed, and now nothing is wanted.
    desk.do(case, "change", amount="90")
    assert desk.can(case, "seat_a") == ["approve"]
    desk.do(case, "change", amount="200")
    assert desk.refused(case, "approve", "seat_a") == ["access"]
    assert desk.refused(case, "approve", "seat_b") == ["needs.weight"]


def test_nobody_waits_for_a_signer_who_has_left() -> None:
    desk = contract("[seat_a, seat_b]")
    case = submitted(desk)
    asked = desk.as_("seat_c").person
    desk.verb(Verb.ADD_SIGNER, case, "seat_a", action="approve", person=asked)
    assert desk.refused(case, "approve", "seat_a") == ["turn"]
    desk.left.add(asked)
    desk.do(case, "approve", "seat_a")
    assert standing(desk, case) == ["seat_a"]


def test_what_was_handed_to_somebody_who_has_left_is_his_posts_again() -> None:
    for verb in (Verb.HAND_SIGNATURE, Verb.DEPUTE):
        desk = contract("[seat_a, seat_b]")
        case = submitted(desk)
        other = desk.as_("seat_c").person
        desk.verb(verb, case, "seat_a", action="approve", person=other)
        # The one who handed it on has left too: another holder of his post signs.
        if verb is Verb.HAND_SIGNATURE:
            assert desk.refused(case, "approve", "乙 (seat_a)") == ["access"]
        desk.left |= {other, desk.as_("seat_a").person}
        desk.do(case, "approve", "乙 (seat_a)")
        assert standing(desk, case) == ["seat_a"]
