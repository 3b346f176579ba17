"""Goods come in, go about, go out and come back; what is not there can't go, what never went can't come back."""

import pytest
from django.db import DatabaseError, connection, transaction

from gendan.core.refusals import Refused
from gendan.parties.actions import registering
from gendan.stock import lookups, panels, queries, reports, units
from gendan.stock.actions import coming, moving, places
from tests.stock.yard import KEEPER, NOON, D, job, later, receive, refused, stands, told

pytestmark = pytest.mark.usefixtures("warehouse")


def test_what_comes_in_stands_and_is_counted_in_its_unit():
    places.declare_packing("螺丝", "箱", D(12), own="个", actor=KEEPER, at=NOON)
    receive(lines=[{"product": "螺丝", "quantity": "2.5", "measure": "箱"}, {"product": "合页", "quantity": 4}])
    assert stands() == {("合页", "成品库"): D(4), ("螺丝", "成品库"): D(30)}
    went = queries.movements(product="螺丝")[0]
    assert (went.quantity, went.measure, went.source, went.target) == (D(30), "个", "supplier", "成品库")


def test_an_unknown_unit_of_quantity_is_refused_and_a_factor_never_changes():
    receive(product="螺丝", quantity=5, measure="个")
    assert refused(coming.receive, job(product="螺丝", quantity=1, measure="箱", target="成品库")) == [
        "stock.unknown_measure"
    ]
    places.declare_packing("螺丝", "箱", D(12), actor=KEEPER, at=NOON)
    with pytest.raises(Refused):
        places.declare_packing("螺丝", "箱", D(10), actor=KEEPER, at=NOON)


def test_every_reason_is_told_at_once_and_nothing_moves():
    receive(product="门", quantity=3)
    lines = [{"product": "门", "quantity": 5}, {"product": "窗", "quantity": 1}, {"product": "门", "quantity": -1}]
    assert refused(moving.dispatch, job(lines=lines)) == ["stock.short", "stock.unknown_good", "stock.amount"]
    assert stands() == {("门", "成品库"): D(3)}


def test_two_lines_of_one_product_take_what_each_leaves():
    receive(product="门", quantity=5)
    lines = [{"product": "门", "quantity": 3}, {"product": "门", "quantity": 3}]
    assert refused(moving.dispatch, job(lines=lines)) == ["stock.short"]
    moving.dispatch([job(lines=[{"product": "门", "quantity": 3}, {"product": "门", "quantity": 2}], customer="王记")])
    assert stands() == {}


def test_goods_are_taken_over_several_places_or_from_the_one_that_is_named():
    receive(product="门", quantity=2)
    receive(product="门", quantity=2, target="分库")
    assert told(moving.dispatch, job(product="门", quantity=3, source="分库"))["free"] == 2
    moving.dispatch([job(product="门", quantity=3)])
    assert stands() == {("门", "分库"): D(1)}


def test_what_waits_for_inspection_is_not_free():
    receive(product="门", quantity=3, inspect=True)
    assert stands() == {("门", "成品库/待检"): D(3)}
    assert lookups.free([("门",)]) == [0]
    assert refused(moving.dispatch, job(product="门", quantity=1)) == ["stock.short"]
    moving.transfer([job(product="门", quantity=2, source="成品库/待检", target="成品库/A1")])
    moving.send_back([job(product="门", quantity=1, source="成品库/待检", supplier="江南木业")])
    assert stands() == {("门", "成品库/A1"): D(2)}
    assert lookups.free([("门",), ("窗",)]) == [2, 0]


def test_what_was_never_sent_does_not_come_back():
    receive(product="门", quantity=5)
    moving.dispatch([job(product="门", quantity=3, customer="王记")])
    assert told(coming.take_back, job(product="门", quantity=4, customer="王记", target="成品库"))["sent"] == 3
    assert refused(coming.take_back, job(product="门", quantity=1, customer="李家", target="成品库")) == [
        "stock.never_sent"
    ]
    coming.take_back([job(product="门", quantity=2, customer="王记", target="成品库", inspect=True)])
    assert stands() == {("门", "成品库"): D(2), ("门", "成品库/待检"): D(2)}
    assert refused(coming.take_back, job(product="门", quantity=2, customer="王记", target="成品库")) == [
        "stock.never_sent"
    ]


def test_units_go_by_their_codes_and_leave_a_trail():
    receive(product="机", codes="A1 A2,A3")
    assert lookups.place_of([("A2",), ("Z",)]) == ["成品库", ""]
    assert lookups.product_of([("A2",), ("Z",), (None,)]) == ["机", "", ""]
    moving.transfer([job(codes="A2", target="分库", at=later(5))])
    moving.dispatch([job(codes="A2", customer="王记", at=later(9))])
    (found,) = queries.find("A2")
    assert (found.place, found.party, found.product) == ("customer", "王记", "机")
    assert [(each.sort, each.at) for each in units.history(found.id)] == [
        ("dispatch", later(9)),
        ("transfer", later(5)),
        ("receive", NOON),
    ]
    assert refused(moving.dispatch, job(codes="A2 A9 A1 A1")) == [
        "stock.with_customer",
        "stock.unknown_code",
        "stock.code_twice",
    ]


def test_a_code_comes_in_once_and_its_unit_comes_back_only_from_whom_it_went_to():
    receive(product="机", codes="A1")
    assert told(coming.receive, job(product="机", codes="A1", target="分库"))["where"] == "成品库"
    assert refused(coming.receive, job(product="机", quantity=2, target="分库")) == ["stock.codes_needed"]
    assert refused(coming.take_back, job(codes="A1", customer="王记", target="成品库")) == ["stock.elsewhere"]
    moving.dispatch([job(codes="A1", customer="王记")])
    assert refused(coming.take_back, job(codes="A1", customer="李家", target="成品库")) == ["stock.with_customer"]
    coming.take_back([job(codes="A1", customer="王记", target="成品库")])
    moving.send_back([job(codes="A1", supplier="江南")])
    receive(product="机", codes="A1", supplier="江南", target="分库")
    assert stands() == {("机", "分库"): D(1)}
    moving.send_back([job(codes="A1", supplier="江南")])
    # A code that is known tells its product.
    receive(codes="A1", supplier="江南")
    assert stands() == {("机", "成品库"): D(1)}


def test_three_codes_find_one_unit():
    receive(lines=[{"product": "机", "code": "SN1", "code_2": "SIM1", "code_3": "C1"}])
    assert {queries.find(code)[0].id for code in ("SN1", "SIM1", "C1")} == {queries.find("SN1")[0].id}
    again = {"product": "机", "code": "SN2", "code_2": "SIM1"}
    assert refused(coming.receive, job(lines=[again], target="成品库")) == ["stock.came_in"]
    assert queries.find("SN2") == []
    assert queries.look_up("SIM1", 5) == [("SN1", "机", "成品库")]


def test_as_many_codes_come_in_as_were_written():
    short = job(product="机", quantity=3, codes="A1 A2", target="成品库")
    assert told(coming.receive, short) == {"product": "机", "given": 3, "scanned": 2}
    receive(product="机", quantity=2, codes="A1 A2")
    assert stands() == {("机", "成品库"): D(2)}


def test_more_than_any_store_holds_is_no_quantity():
    assert refused(coming.receive, job(product="门", quantity="1e30", target="成品库")) == ["stock.amount"]


def test_what_a_workshop_loses_of_pieces_with_codes_is_told_by_them():
    receive(product="机", codes="A1 A2")
    moving.issue([job(codes="A1 A2", workshop="一车间")])
    assert refused(moving.lose, job(product="机", quantity=1, workshop="一车间")) == ["stock.codes_needed"]
    assert refused(moving.lose, job(codes="A1 A1", workshop="一车间")) == ["stock.code_twice"]
    moving.lose([job(codes="A1", workshop="一车间")])
    assert [queries.find(code)[0].place for code in ("A1", "A2")] == ["lost", "used"]


def test_material_is_handed_out_by_two_people_for_an_order():
    receive(product="板", quantity=10)
    with_one = job(product="板", quantity=4, workshop="一车间", order="2026-1", planned=True, maker=KEEPER)
    assert refused(moving.issue, with_one) == ["stock.same_person"]
    moving.issue([job(product="板", quantity=4, workshop="一车间", order="2026-1", planned=True, maker=8)])
    moving.issue([job(product="板", quantity=1, workshop="一车间", order="2026-1", planned=False, maker=8)])
    moving.lose([job(product="板", quantity=2, order="2026-1", note="锯坏")])
    assert lookups.used([("2026-1", "板"), ("2026-2", "板")]) == [5, 0]
    assert lookups.lost_for([("2026-1", "板")]) == [2]
    (drawn, lost) = sorted(reports.usage(order="2026-1"), key=lambda each: each.lost)
    assert (drawn.party, drawn.planned, drawn.unplanned, lost.lost) == ("一车间", 4, 1, 2)
    (line,) = reports.turnover(since=NOON, until=later(1))
    assert (line.before, line.came, line.went, line.after) == (0, 10, 7, 3)


def test_no_more_is_lost_on_an_order_than_was_drawn_for_it():
    receive(product="板", quantity=100)
    for order, quantity in (("2026-1", 6), ("2026-2", 20), ("", 5)):
        moving.issue([job(product="板", quantity=quantity, workshop="一车间", order=order, maker=8)])
    nine, two = ([{"product": "板", "quantity": quantity}] for quantity in (9, 2))
    beyond = job(lines=nine, workshop="一车间", order="2026-1")
    assert told(moving.lose, beyond) == {"product": "板", "party": "一车间", "wanted": 9, "drawn": 6}
    moving.lose([job(lines=two * 2, workshop="一车间", order="2026-1")])
    assert told(moving.lose, job(lines=two * 2, workshop="一车间", order="2026-1"))["drawn"] == 0
    moving.lose([job(lines=two, workshop="一车间", order="2026-3")])
    assert refused(moving.lose, job(product="板", quantity=26, workshop="一车间")) == ["stock.never_drawn"]


@pytest.mark.parametrize("table", ["movement", "hold", "unitmove", "countline", "packing"])
def test_what_happened_is_only_added_to(table):
    for statement in (f"delete from stock_{table}", f"truncate stock_{table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as on:
            on.execute(statement)


def test_the_database_itself_refuses_less_than_nothing():
    receive(product="门", quantity=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as on:
        on.execute("update stock_balance set quantity = -1 where place > 1000")


def test_what_a_party_got_under_an_old_name_comes_back_under_its_new_one():
    registering.register("王记", actor=KEEPER, at=NOON)
    receive(product="门", quantity=5)
    receive(product="机", codes="A1")
    moving.dispatch([job(product="门", quantity=3, customer="王记"), job(codes="A1", customer="王记")])
    registering.change("王记", name="王记门业", actor=KEEPER, at=NOON)
    moving.dispatch([job(product="门", quantity=1, customer="王记门业")])
    assert panels.with_party("王记门业", at=NOON).rows == (("机", D(1), "件"), ("门", D(4), "件"))
    coming.take_back([job(product="门", quantity=4, customer="王记门业", target="成品库")])
    coming.take_back([job(codes="A1", customer="王记门业", target="成品库")])
    assert stands() == {("机", "成品库"): D(1), ("门", "成品库"): D(5)}
