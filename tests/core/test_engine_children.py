"""Children, what their ends set going, links, splits, merges, moves to another version."""

from __future__ import annotations

from decimal import Decimal

from gendan.core import engine
from gendan.core.command import SYSTEM, ChildOpening, Command, Decision, Verb
from gendan.core.fold import fold_all
from gendan.packs.reader import SHIPPED, read_pack
from tests.core.desk import Desk, codes, pack_of, written

SALE = written("sale")
NOTE = written("note")
LINES = [{"name": "门", "pieces": 2}, {"name": "窗", "pieces": "3"}]
PACK = pack_of(SALE, NOTE)


def shipping() -> tuple[Desk, int, list[int]]:
    desk = Desk(PACK)
    case = desk.open("sale", buyer="王记", lines=LINES)
    desk.do(case, "ship", hint="轻放")
    return desk, case, [child["id"] for child in desk.cases[case].children["note"]]


def test_a_child_for_each_row_in_the_parents_transaction() -> None:
    desk, case, notes = shipping()
    assert [desk.cases[note].data for note in notes] == [
        {"buyer": "王记", "pieces": 2, "what": "门", "hint": "轻放"},
        {"buyer": "王记", "pieces": 3, "what": "窗", "hint": "轻放"},
    ]
    first = desk.cases[notes[0]]
    assert (first.parent, first.parent_name, first.state) == (case, "note", "packing")
    assert [child["number"] for child in desk.cases[case].children["note"]] == [
        first.number,
        desk.cases[notes[1]].number,
    ]


def test_rows_that_a_child_is_given_have_the_columns_of_its_own_field() -> None:
    opening = ChildOpening(name="sale", procedure="sale", given={"lines": [{"name": "门", "wage": 8}], "buyer": "王记"})
    assert opening.of(PACK.procedures["sale"]).given == {"lines": [{"name": "门"}], "buyer": "王记"}


def test_a_case_may_not_end_while_children_run() -> None:
    desk, case, _ = shipping()
    assert desk.refused(case, "drop") == ["children.note"]
    assert [reason.code for reason in desk.available(case)["drop"].reasons] == ["children.note"]


def test_ends_and_figures_of_children_set_the_parent_going() -> None:
    desk, case, notes = shipping()
    desk.do(notes[0], "check", "keeper")
    assert desk.cases[case].children["note"][0]["state"] == "checked"  # a rule reads it
    desk.do(notes[0], "send", "keeper", shipped="2")
    assert desk.state(case) == "shipping"
    assert desk.cases[case].pending == {"close": ["gate.all_out", "children.note"]}
    desk.do(notes[1], "check", "keeper")
    desk.do(notes[1], "send", "keeper", shipped="3.0")
    assert desk.state(case) == "done"
    assert desk.cases[case].children["note"][1]["gives"] == {"out": "3"}
    assert desk.cases[case].pending == {}


def test_what_waits_already_for_the_same_is_asked_again_and_nothing_happens() -> None:
    desk, case, notes = shipping()
    desk.do(notes[0], "check", "keeper")
    desk.do(notes[0], "send", "keeper", shipped="2")
    waiting, count = dict(desk.cases[case].pending), len(desk.events[case])
    answer = desk.run(Command(verb=Verb.ACT, case=case, action="close"), SYSTEM)
    assert isinstance(answer, Decision)  # a refusal would be kept as something that failed for good
    assert (answer.events, desk.cases[case].pending, len(desk.events[case])) == ((), waiting, count)


def test_what_is_heard_late_or_twice_changes_nothing() -> None:
    desk, case, notes = shipping()
    desk.do(notes[0], "check", "keeper")
    known = desk.cases[case].children["note"][0]
    extra = {"name": "note", "child": notes[0], "state": "packing", "final": None, "seq": 1, "data": {}, "types": {}}
    before = desk.cases[case]
    assert codes(desk.verb(Verb.TELL, case, SYSTEM, extra=extra)) == []
    assert desk.cases[case] == before
    assert known["state"] == "checked"
    assert codes(desk.verb(Verb.TELL, case, "clerk", extra=extra)) == ["access"]
    assert codes(desk.verb(Verb.TELL, case, SYSTEM, extra={**extra, "child": 999})) == ["missing"]


def test_children_see_their_parent() -> None:
    desk, _, notes = shipping()
    assert desk.refused(notes[0], "check", "keeper") == []
    assert "parent" in engine.words_needed(desk.procedure("note"), Command(verb=Verb.ACT, action="check"))


def test_nobody_but_the_system_opens_a_child() -> None:
    desk = Desk(PACK)
    forged = Command(verb=Verb.OPEN, procedure="desk.note", extra={"parent": 1, "parent_name": "note"})
    assert codes(desk.run(forged, desk.as_("keeper"))) == ["access"]


COMPLAINT = written("complaint")
REPAIR = written("repair")


def test_many_complaints_join_one_repair() -> None:
    desk = Desk(pack_of(COMPLAINT, REPAIR))
    repair = desk.open("repair", "keeper")
    first, second = desk.open("complaint"), desk.open("complaint")
    number = desk.cases[repair].number
    assert desk.refused(first, "join") == ["needs.repair"]
    assert desk.refused(first, "join", repair=number) == ["value.repair"]  # not in the state that it must be in
    desk.do(repair, "begin", "keeper")
    for complaint in (first, second):
        desk.do(complaint, "join", repair=number)
    assert [each["id"] for each in desk.cases[repair].children["~links"]] == [first, second]
    assert desk.refused(first, "close") == ["gate.fixed"]
    desk.do(repair, "fix", "keeper")
    for complaint in (first, second):
        assert desk.do(complaint, "close").final == "done"


# -- split and merge, by the pack that Gendan ships for shops


def shop() -> Desk:
    reading = read_pack(SHIPPED / "shop_review")
    assert reading.pack is not None
    desk = Desk(reading.pack, "2026-10-12 09:30")
    for column, value in (
        ("rush", False),
        ("note", None),
        ("insert", "卡"),
        ("delivery_note", True),
        ("platform", "tmall"),
    ):
        desk.tables[("shop", "店", column)] = value
    desk.tables[("carrier", "浙江省", "carrier")] = "申通"
    return desk


def paid(desk: Desk, **given: object) -> int:
    lines = given.pop("lines", [{"sku": "A36", "quantity": 1}, {"sku": "A37", "quantity": 1}])
    base = {
        "shop": "店",
        "order_no": "T1",
        "buyer": "小鱼",
        "province": "浙江省",
        "amount": "200",
        "paid": "200",
        "refund": "0",
    }
    return desk.open("shop_order", "supervisor", **{**base, "paid_at": "2026-10-12 09:00", "lines": lines, **given})


def test_a_split_points_both_ways_and_keeps_what_runs() -> None:
    desk = shop()
    case = paid(desk)
    due = desk.due(case, "review")
    assert desk.refused(case, "split", "reviewer") == ["needs.rows"]
    assert desk.refused(case, "split", "reviewer", rows=[1, 2]) == ["value.rows"]
    assert desk.refused(case, "split", "reviewer", rows=[3]) == ["value.rows"]
    desk.pass_(minutes=30)
    desk.do(case, "split", "reviewer", rows=["2"])
    origin = desk.cases[case]
    part = desk.cases[origin.children["~parts"][0]["id"]]
    assert (part.number, part.origin, part.state) == (f"{origin.number}-1", case, "unreviewed")
    assert part.data["lines"] == [{"sku": "A37", "quantity": 1}]
    assert origin.data["lines"] == [{"sku": "A36", "quantity": 1}]
    assert (origin.data["quantity"], part.data["quantity"]) == (1, 1)
    assert origin.data["amount"] == "200.00"
    assert "amount" not in part.data
    assert desk.due(part.id, "review") == due == desk.due(case, "review")
    assert part.memory["open"]["by"] == origin.memory["open"]["by"]
    assert (part.post, part.holder) == ("reviewer", desk.as_("reviewer").person)


def test_a_merge_keeps_the_earliest_due_and_ends_the_others() -> None:
    desk = shop()
    first = paid(desk, address="甲路", lines=[{"sku": "A36", "quantity": 1}])
    desk.pass_(minutes=30)
    second = paid(desk, address="甲路", lines=[{"sku": "B1", "quantity": 1}])
    third = paid(desk, address="甲路", buyer="阿海")
    assert desk.refused(second, "merge", "reviewer") == ["needs.others"]
    assert desk.refused(second, "merge", "reviewer", more={"others": (third,)}) == ["together.buyer"]
    due = desk.due(first, "review")
    assert desk.due(second, "review") != due
    desk.verb(Verb.CLAIM, first, "乙 (reviewer)")
    assert desk.refused(second, "merge", "reviewer", more={"others": (first,)}) == ["claimed"]
    desk.verb(Verb.RELEASE, first, "乙 (reviewer)")
    desk.do(second, "merge", "reviewer", more={"others": (first,)})
    ended, stays = desk.cases[first], desk.cases[second]
    assert (ended.state, ended.final, desk.due(first, "review")) == ("merged", "cancelled", "dropped")
    assert stays.state == "unreviewed"
    assert stays.data["quantity"] == 2
    assert desk.due(second, "review") == due
    assert ended.children["~merged"][0]["id"] == second
    assert stays.children["~merged"][0]["id"] == first
    assert b'"into":{"id":' in desk.events[first][-1].body


def test_a_change_of_what_was_reviewed_undoes_the_review() -> None:
    desk = shop()
    case = paid(desk, lines=[{"sku": "A36", "quantity": 1}], address="甲路")
    checks = dict.fromkeys(("shop", "quantity", "buyer_message", "seller_remark", "shop_remark", "internal_note"), "是")
    assert desk.refused(case, "approve", "reviewer") == ["gate.all_checked"]
    assert desk.refused(case, "approve", "reviewer", compared={"shop": True}) == ["gate.all_checked"]
    desk.do(case, "approve", "reviewer", compared=checks)
    assert desk.cases[case].data["carrier"] == "申通"
    desk.do(case, "change_address", "reviewer", address="乙路", asked_by="buyer_account", confirmed_again=True)
    assert desk.state(case) == "unreviewed"
    assert desk.cases[case].memory["approve"]["ok"] is False
    desk.do(case, "approve", "reviewer", compared=checks)
    desk.do(case, "finance_review", "finance")
    assert desk.state(case) == "released"


def test_a_case_moves_to_another_version_by_its_mapping() -> None:
    desk, case, _ = shipping()
    other = pack_of(SALE.replace("shipping", "sending").replace("buyer", "client"), NOTE.replace("buyer", "client"))
    extra = {"states": {"shipping": "sending"}, "fields": {"buyer": "client"}}
    facts = desk.facts(Command(verb=Verb.MOVE, case=case), desk.cases[case])
    command = Command(verb=Verb.MOVE, case=case, extra=extra, person=7)
    answer = engine.decide(other.procedures["sale"], desk.cases[case], command, facts, SYSTEM, desk.calendar, desk.now)
    assert isinstance(answer, Decision)
    assert answer.case.state == "sending"
    assert answer.case.data["client"] == "王记"
    assert "buyer" not in answer.case.data
    assert answer.case.entered_at == desk.cases[case].entered_at
    assert fold_all([*desk.events[case], *answer.events]) == answer.case
    # What is said for this procedure alone goes before what is said for all, and what is another's is not its own.
    extra = {
        "states": {"shipping": "gone", "sale.shipping": "sale.sending", "note.shipping": "packed"},
        "fields": {"sale.buyer": "client", "note.amount": "sum"},
    }
    command = Command(verb=Verb.MOVE, case=case, extra=extra, person=7)
    again = engine.decide(other.procedures["sale"], desk.cases[case], command, facts, SYSTEM, desk.calendar, desk.now)
    assert isinstance(again, Decision)
    assert (again.case.state, again.case.data) == (answer.case.state, answer.case.data)
    command = Command(verb=Verb.MOVE, case=case)
    unmapped = engine.decide(
        other.procedures["sale"], desk.cases[case], command, facts, SYSTEM, desk.calendar, desk.now
    )
    assert codes(unmapped) == ["state"]


def test_amounts_of_children_are_typed() -> None:
    desk, case, notes = shipping()
    desk.do(notes[0], "check", "keeper")
    desk.do(notes[0], "send", "keeper", shipped="1.5")
    told = desk.cases[case].children["note"][0]
    assert told["types"] == {"out": "decimal"}
    assert Decimal(told["gives"]["out"]) == Decimal("1.5")
