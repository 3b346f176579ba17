"""The door factory of the language's own example, from taking an order to shipping it."""

from gendan.core.command import Decision, Verb
from gendan.packs.reader import read_pack
from tests.core.desk import DOORS, Desk

QUOTE = {"sha256": "a" * 64, "name": "quote.pdf", "size": 3, "type": "application/pdf"}


def doors() -> Desk:
    reading = read_pack(DOORS)
    assert reading.pack is not None
    desk = Desk(reading.pack)
    desk.words = {
        "orders.total": 1500,
        "money.received": 0,
        "money.guaranteed": False,
        "orders.unmade": 1,
    }
    return desk


def order(desk: Desk) -> int:
    return desk.open("door_order", "order_taker", customer="王记门业", lines=[{"width": "860", "opening": "left_in"}])


def confirmed(desk: Desk) -> int:
    case = order(desk)
    desk.do(case, "quote", "order_taker")
    desk.pass_(minutes=40)
    desk.do(case, "confirm", desk.party("王记门业"), signed_quote=QUOTE)
    return case


def test_the_story_of_a_release() -> None:
    desk = doors()
    case = order(desk)
    assert desk.state(case) == "received"
    assert desk.due(case, "offer") == "10-10 09:30"
    assert desk.cases[case].post == "order_taker"
    assert desk.cases[case].holder is None
    desk.do(case, "quote", "order_taker")
    assert desk.cases[case].holder == desk.as_("order_taker").person  # an unclaimed act claims
    assert desk.due(case, "offer") == "met"
    assert desk.effects[-1][0] == "document.quotation"
    desk.pass_(minutes=40)
    desk.do(case, "confirm", desk.party("王记门业"), signed_quote=QUOTE)
    assert desk.state(case) == "confirmed"
    assert desk.due(case, "issue_sheet") == "10-09 18:00"
    assert desk.due(case, "deliver") == "10-24 10:10"
    assert desk.cases[case].holder is None  # the owner's post has changed
    desk.do(case, "draft", "sheet_maker")
    assert desk.refused(case, "audit", "order_auditor") == ["gate.secured"]
    desk.words["money.received"] = 500
    desk.do(case, "audit", "order_auditor")
    assert desk.state(case) == "drafted"
    assert desk.can(case, "technical_supervisor") == ["audit"]
    assert desk.refused(case, "audit", "order_auditor") == ["signed"]
    desk.do(case, "audit", "technical_supervisor")
    assert desk.state(case) == "released"
    assert [event.kind for event in desk.events[case]][-2:] == ["signed", "acted"]


def test_a_closed_gate_says_what_stands() -> None:
    desk = doors()
    case = confirmed(desk)
    desk.do(case, "draft", "sheet_maker")
    answer = desk.act(case, "audit", "order_auditor")
    assert not isinstance(answer, Decision)
    gate = answer.reasons[0].parameters
    assert gate["says"] == {"zh": "无定金且无担保人，不得下达生产", "en": ""}
    assert gate["comparisons"] == [
        {
            "left": "money.received",
            "operator": ">=",
            "right": "orders.total * setting.deposit_share",
            "left_value": 0,
            "right_value": "450",
        },
        {"left": "money.guaranteed", "operator": "is", "right": "true", "left_value": False, "right_value": True},
    ]


def test_whoever_made_it_may_not_sign_it() -> None:
    desk = doors()
    case = confirmed(desk)
    both = "老李 (sheet_maker order_auditor)"
    desk.do(case, "draft", both)
    desk.words["money.received"] = 500
    assert desk.refused(case, "audit", both) == ["unlike.draft"]


def test_a_broken_seal_stops_every_act_until_it_is_signed_anew() -> None:
    desk = doors()
    desk.words["money.received"] = 1500
    case = confirmed(desk)
    desk.do(case, "draft", "sheet_maker")
    desk.do(case, "audit", "order_auditor")
    desk.do(case, "audit", "technical_supervisor")
    desk.words["orders.total"] = 1400
    assert desk.refused(case, "progress", "production_clerk", made=1) == ["seal.orders.total"]
    assert desk.can(case, "order_auditor") == ["audit"]  # open again where the case stands
    desk.do(case, "audit", "order_auditor")
    assert desk.refused(case, "progress", "production_clerk", made=1) == ["seal.orders.total"]
    printed = len(desk.effects)
    desk.do(case, "audit", "technical_supervisor")
    assert desk.state(case) == "released"
    assert len(desk.effects) == printed
    desk.do(case, "progress", "production_clerk", made=1)
    assert desk.effects[-1] == ("orders.progress", {"made": 1}, ())


def test_a_seal_broken_during_the_signing() -> None:
    desk = doors()
    desk.words["money.received"] = 1500
    case = confirmed(desk)
    desk.do(case, "draft", "sheet_maker")
    desk.do(case, "audit", "order_auditor")
    desk.words["orders.total"] = 1400
    assert desk.refused(case, "audit", "technical_supervisor") == ["seal.orders.total"]
    desk.do(case, "audit", "order_auditor")
    assert desk.state(case) == "drafted"
    desk.do(case, "audit", "technical_supervisor")
    assert desk.state(case) == "released"


def test_stopping_waits_for_the_loss_and_pauses_the_clocks() -> None:
    desk = doors()
    case = confirmed(desk)
    due = desk.due(case, "deliver")
    desk.do(case, "stop", "order_taker", reason="客户要求")
    assert desk.state(case) == "stopping"
    child = desk.cases[case].children["loss"][0]["id"]
    assert desk.cases[child].data == {"customer": "王记门业"}
    assert desk.cases[child].state == "costing"
    desk.pass_(days=2)
    desk.do(child, "withdraw", "order_taker")
    assert desk.state(case) == "confirmed"
    assert desk.cases[case].children["loss"][0]["final"] == "cancelled"
    assert desk.due(case, "deliver") == "10-26 10:10"
    assert due == "10-24 10:10"


def test_stopping_for_good() -> None:
    desk = doors()
    case = confirmed(desk)
    desk.do(case, "stop", "order_taker", reason="不要了")
    child = desk.cases[case].children["loss"][0]["id"]
    assert desk.refused(child, "cost", "production_clerk") == ["needs.total"]
    desk.do(child, "cost", "production_clerk", total="300")
    desk.do(child, "agree", desk.party("王记门业"), signed=QUOTE)
    assert desk.state(case) == "stopped"
    assert desk.cases[case].final == "cancelled"
    assert desk.due(case, "deliver") == "dropped"
    assert desk.refused(case, "quote", "order_taker") == ["state"]


def test_rejecting_sends_back_and_keeps_signatures_as_void() -> None:
    desk = doors()
    desk.words["money.received"] = 500
    case = confirmed(desk)
    desk.do(case, "draft", "sheet_maker")
    desk.do(case, "audit", "order_auditor")
    assert [r.code for r in desk.verb(Verb.REJECT, case, "technical_supervisor", action="audit").reasons] == [
        "needs.reason"
    ]
    desk.verb(Verb.REJECT, case, "technical_supervisor", action="audit", reason="尺寸不符")
    assert desk.state(case) == "confirmed"
    signed = desk.cases[case].chain["audit"]["signed"]
    assert [(each["as"], each["void"]) for each in signed] == [("order_auditor", "rejected")]
    desk.do(case, "draft", "sheet_maker")
    desk.do(case, "audit", "technical_supervisor")
    desk.do(case, "audit", "order_auditor")
    assert desk.state(case) == "released"


def test_a_plain_step_is_a_small_event() -> None:
    desk = doors()
    case = confirmed(desk)
    desk.do(case, "draft", "sheet_maker")
    assert len(desk.events[case][-1].body) < 300
