"""What an action asks, needs, sets, judges; what refuses it, all at once; and what a case's past says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from gendan.core import engine
from gendan.core.command import SYSTEM, Command, Decision, Verb
from tests.core.desk import Desk, codes, pack_of, written

ORDER = written("order")
HEAD = """
needs: [money]
settings: {limit: {title: 限, type: decimal, default: 50}}
tables: {region: {title: 区表, key: [place], columns: {region: {title: 区, type: text}}}}
"""
PACK = None


def order_desk() -> Desk:
    global PACK  # noqa: PLW0603 - reading it for every test would be slow
    if PACK is None:
        PACK = pack_of(ORDER, head=HEAD)
    desk = Desk(PACK)
    desk.words["money.received"] = Decimal(50)
    desk.tables[("region", "杭州", "region")] = "华东"
    return desk


def new(desk: Desk, **given: object) -> int:
    return desk.open("order", kind="plain", **{"amount": "50", **given})


def test_opening_gives_number_state_values_and_priority() -> None:
    desk = order_desk()
    case = desk.cases[new(desk, urgent="是", place="杭州", lines=[{"name": "甲", "price": "30.50"}, {"price": "9"}])]
    assert (case.number, case.uid, case.state, case.post, case.kind) == ("N1", "uid-1", "new", "clerk", "plain")
    assert case.data == {
        "amount": "50.00",
        "urgent": True,
        "place": "杭州",
        "lines": [{"name": "甲", "price": "30.5"}, {"price": "9"}],
        "region": "华东",
        "total": "39.5",
        "dear": False,
    }
    assert (case.priority, case.definition, case.procedure) == (9, "hash", "desk.order")


def test_all_reasons_are_told_at_once() -> None:
    desk = order_desk()
    answer = desk.try_open(
        "order", kind="strict", amount="-1", colour="red", lines=[{"price": "11"}], customer="x" * 30_000
    )
    assert codes(answer) == ["value.amount", "unasked.colour", "value.customer", "needs.papers", "needs.lines"]


def test_access_comes_first_and_alone() -> None:
    desk = order_desk()
    case = new(desk)
    assert desk.refused(case, "check", "keeper", amount="nonsense") == ["access"]
    assert codes(desk.try_open("order", "keeper", kind="plain")) == ["access"]
    assert desk.refused(case, "nothing") == ["missing"]
    assert desk.refused(case, "open") == ["missing"]


def test_a_kind_must_be_one_of_the_table() -> None:
    desk = order_desk()
    assert codes(desk.try_open("order", amount="1")) == ["needs.kind"]
    assert codes(desk.try_open("order", kind="odd", amount="1")) == ["value.kind"]
    assert codes(desk.try_open("order", kind="strict", amount="1")) == ["needs.papers"]
    assert codes(desk.try_open("order", kind="strict", amount="1", papers="有")) == []


def test_gates_are_judged_on_the_record_as_it_will_be() -> None:
    desk = order_desk()
    case = new(desk)
    assert desk.refused(case, "check", amount="150") == ["gate.cheap", "gate.paid"]
    desk.words["money.received"] = Decimal(20)
    assert desk.refused(case, "check") == ["gate.paid"]
    assert desk.refused(case, "check", amount="20") == []


def test_what_is_left_empty_is_emptied() -> None:
    desk = order_desk()
    case = new(desk, place="杭州")
    after = desk.do(case, "fill", place="", amount="12")
    assert "place" not in after.data
    assert "region" not in after.data
    assert after.data["amount"] == "12.00"


def test_hidden_fields_are_given_by_whoever_is_asked_and_not_replaced_unseen() -> None:
    desk = order_desk()
    case = new(desk)
    desk.do(case, "fill", secret="1")
    assert desk.refused(case, "fill", secret="2") == ["hidden.secret"]
    seeing = desk.refused(case, "fill", "小王 (clerk boss)", secret="2")
    assert "hidden.secret" not in seeing


def test_stale_and_state_and_claimed_stand_together() -> None:
    desk = order_desk()
    case = new(desk)
    desk.do(case, "check", "甲 (clerk)")
    desk.do(case, "back", "checker")
    desk.do(case, "fill", "甲 (clerk)", why="x")
    assert desk.refused(case, "check", "乙 (clerk)", more={"seen": 2}) == ["claimed", "stale"]
    assert desk.refused(case, "approve", "checker", score="9", proof="x") == ["state", "value.score", "unasked.proof"]


def test_back_returns_to_where_it_came_from() -> None:
    desk = order_desk()
    case = new(desk)
    desk.do(case, "check")
    desk.do(case, "hold", "checker")
    assert desk.do(case, "resume", "boss").state == "checked"
    assert desk.do(case, "back", "checker").state == "held"


def test_a_condition_on_where_it_leads_counts_the_act_itself() -> None:
    desk = order_desk()
    case = new(desk)
    states = [desk.do(case, "call").state for _ in range(3)]
    assert states == ["new", "new", "held"]


def test_unlike_and_superior() -> None:
    desk = order_desk()
    case = new(desk)
    desk.do(case, "check")
    assert desk.refused(case, "approve", "甲 (checker)", score=3) == []
    both = "丙 (clerk checker)"
    other = new(desk)
    desk.do(other, "check", both)
    assert desk.refused(other, "approve", both, score=3) == ["unlike.check"]
    assert desk.refused(other, "approve", "boss", score=3) == []  # he is the superior of its owner's post


def test_own_values_stand_in_the_event_and_in_last() -> None:
    desk = order_desk()
    case = new(desk)
    desk.do(case, "check")
    assert desk.refused(case, "approve", "checker") == ["needs.score"]
    assert desk.refused(case, "approve", "checker", score="9") == ["value.score"]
    after = desk.do(case, "approve", "checker", score="4")
    assert after.final == "done"
    assert after.memory["approve"]["with"] == {"score": 4}
    assert "score" not in after.data


def test_unique_values() -> None:
    desk = order_desk()
    first = new(desk, serial="A1")
    answer = desk.try_open("order", kind="plain", amount="1", serial="A1")
    assert codes(answer) == ["unique.serial"]
    assert not isinstance(answer, Decision)
    assert answer.reasons[0].parameters == {"number": desk.cases[first].number}


def test_happened_earlier() -> None:
    desk = order_desk()
    early = desk.now - timedelta(days=1)

    def opened(moment: object) -> list[str]:
        command = Command(
            verb=Verb.OPEN,
            procedure="desk.order",
            kind="plain",
            given={"amount": "1"},
            happened=moment,  # type: ignore[arg-type]
        )
        return codes(desk.run(command, desk.as_("clerk")))

    assert opened(desk.now - timedelta(days=3)) == ["happened"]
    assert opened(desk.now + timedelta(minutes=1)) == ["happened"]
    assert opened(early) == []
    case = desk.cases[desk.names]
    assert case.opened_at == desk.now
    assert case.clocks["work"].started_at == early
    assert desk.refused(case.id, "fill", more={"happened": early}) == ["happened"]


def test_a_party_acts_for_itself_or_is_entered_for() -> None:
    desk = order_desk()
    case = new(desk, customer="王记")
    desk.do(case, "check")
    assert desk.refused(case, "confirm", desk.party("李记"), proof="签") == ["access"]
    assert desk.refused(case, "confirm", "checker") == ["needs.proof"]
    desk.do(case, "confirm", "checker", proof="电话录音")
    assert b'"by":"\xe7\x8e\x8b\xe8\xae\xb0"' in desk.events[case][-1].body
    assert desk.events[case][-1].actor == desk.as_("checker").person
    desk.do(case, "confirm", desk.party("王记"), proof="本人")


def test_a_party_opens_its_own_case() -> None:
    desk = order_desk()
    case = desk.cases[desk.open("order", desk.party("王记"), kind="plain", amount="1")]
    assert case.data["customer"] == "王记"
    assert codes(desk.try_open("order", desk.party("王记"), kind="plain", amount="1", customer="李记")) == ["access"]


def test_reopening_is_the_only_way_out_of_an_end() -> None:
    desk = order_desk()
    case = new(desk)
    desk.do(case, "check")
    desk.do(case, "approve", "checker", score=5)
    assert desk.refused(case, "hold") == ["state"]
    assert desk.can(case, "boss") == ["again"]
    after = desk.do(case, "again", "boss")
    assert (after.state, after.final, after.post) == ("checked", None, "checker")


def test_corrections_keep_both() -> None:
    desk = order_desk()
    case = new(desk)
    desk.do(case, "check")
    desk.do(case, "approve", "checker", score=5)
    correct = {"action": "approve", "given": {"score": "2"}}
    offered = desk.available(case, "boss")["correct:approve"]
    assert (offered.asks[-1], offered.needs, offered.reasons) == ("reason", ("reason",), ())
    assert "score" in offered.asks
    assert "correct:approve" not in desk.available(case, "checker")
    assert codes(desk.verb(Verb.CORRECT, case, "checker", **correct)) == ["access"]
    assert codes(desk.verb(Verb.CORRECT, case, "boss", **correct)) == ["needs.reason"]
    wrong = {"action": "approve", "given": {"amount": "2"}, "reason": "x"}
    assert codes(desk.verb(Verb.CORRECT, case, "boss", **wrong)) == ["corrects"]
    assert codes(desk.verb(Verb.CORRECT, case, "boss", reason="录错", **correct)) == []
    assert desk.cases[case].memory["approve"]["with"] == {"score": 2}
    assert b'"score":5' in desk.events[case][-2].body
    desk.pass_(days=31)
    assert codes(desk.verb(Verb.CORRECT, case, "boss", reason="录错", **correct)) == ["corrects"]
    assert "correct:approve" not in desk.available(case, "boss")


def test_available_names_every_action_and_why_it_is_closed() -> None:
    desk = order_desk()
    case = new(desk, amount="500")
    found = desk.available(case)
    assert [name for name in found if name in desk.procedure("order").actions] == [
        name for name in desk.procedure("order").actions if name != "open"
    ]
    assert [r.code for r in found["check"].reasons] == []  # amount may still be changed by the act
    assert [r.code for r in found["approve"].reasons] == ["access"]
    assert found["fill"].asks == ("amount", "papers", "lines", "place", "secret", "why")
    assert {"claim", "hand_over", "comment", "attach"} <= found.keys()
    strict = desk.open("order", kind="strict", amount="1", papers="x")
    assert desk.available(strict)["fill"].needs == ("papers",)


def test_words_are_asked_for_only_where_they_are_judged() -> None:
    procedure = order_desk().procedure("order")
    assert engine.words_needed(procedure, Command(verb=Verb.ACT, action="check")) == {"money.received"}
    assert engine.words_needed(procedure, Command(verb=Verb.ACT, action="fill")) == frozenset()
    assert engine.words_needed(procedure, Command(verb=Verb.CLAIM)) == frozenset()
    assert engine.words_needed_for_all(procedure) == {"money.received"}


def test_a_value_that_no_rule_can_judge_is_a_reason_and_no_crash() -> None:
    desk = order_desk()
    case = new(desk)
    desk.words["money.received"] = "fifty"
    assert desk.refused(case, "check") == ["gate.paid"]


def test_the_system_does_only_what_is_its_own() -> None:
    desk = order_desk()
    case = new(desk)
    assert codes(desk.act(case, "check", SYSTEM)) == ["access"]


COVERED = """
procedure: offer
title: 报价
fields: {price: {title: 价, type: money}, note: {title: 注, type: text}}
states:
  new:   {title: 新, owner: clerk}
  sent:  {title: 已报, owner: clerk}
  done:  {title: 成, final: done}
gates: {good: {when: valid(send), says: 报价有变}}
actions:
  open:   {title: 开, by: clerk, to: new, asks: [price]}
  send:   {title: 报, from: new, to: sent, by: clerk, covers: [price, orders.total]}
  reword: {title: 改, from: sent, to: new, by: clerk, asks: [price, note]}
  close:  {title: 成, from: sent, to: done, by: clerk, gates: [good]}
deadlines: {d: {title: 时, starts: open, stops: close, due: [{in: 1 day}]}}
"""


def test_covers_on_an_ordinary_action_undoes_it() -> None:
    pack = pack_of(COVERED, head="needs: [orders]\n")
    desk = Desk(pack)
    desk.words["orders.total"] = Decimal(10)
    case = desk.open("offer", price="10")
    desk.do(case, "send")
    assert desk.can(case) == ["reword", "close"]
    desk.words["orders.total"] = Decimal(12)
    assert desk.refused(case, "close") == ["gate.good", "seal.orders.total"]
    assert desk.can(case) == ["send"]  # it may be done again where the case stands
    after = desk.do(case, "send")
    assert after.state == "sent"
    assert desk.can(case) == ["reword", "close"]
    desk.do(case, "reword", price="11")
    assert desk.cases[case].memory["send"]["ok"] is False


def test_a_case_whose_kind_the_other_version_has_not_stays() -> None:
    desk = order_desk()
    case = new(desk)
    procedure = desk.pack.procedures["order"]
    command = Command(verb=Verb.MOVE, case=case)
    facts = desk.facts(command, desk.cases[case])

    def moved(kinds: tuple[str, ...]) -> list[str]:
        other = replace(procedure, kinds={name: procedure.kinds[name] for name in kinds})
        return codes(engine.decide(other, desk.cases[case], command, facts, SYSTEM, desk.calendar, desk.now))

    assert moved(("plain", "strict")) == []
    assert moved(("strict",)) == ["value.kind"]
