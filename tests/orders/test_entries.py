"""What is written of orders: many at once, in the order of versions, and never changed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import RawCursor

from gendan.cases.effects import Call
from gendan.catalogue import actions as catalogue
from gendan.core.refusals import Refused
from gendan.orders import actions, ledgers
from gendan.orders import queries as facts
from gendan.orders.comparing import differences
from gendan.orders.models import Quotation
from gendan.orders.panels import quotations
from gendan.orders.production import lead_days, productions
from gendan.orders.wages import earned, wages

AT = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)
DAY = date(2026, 10, 9)


@pytest.fixture(autouse=True)
def no_pack(monkeypatch):
    monkeypatch.setattr("gendan.orders.actions.quoting.field_of", lambda call: "")


@pytest.fixture
def door(db):
    catalogue.describe(code="D1", unit="樘", series="实木", actor=1, at=AT)
    catalogue.publish(name="价表", since=date(2026, 1, 1), prices=[{"product": "D1", "rate": "100"}], actor=1, at=AT)


def call(word, case=7, **arguments):
    return Call(
        case=case,
        seq=1,
        uid="",
        number=f"2026-{case}",
        procedure="shop.door",
        definition=0,
        word=word,
        arguments=arguments,
        to=(),
        person=3,
        at=AT,
        key=f"{word}/{case}",
    )


def lines(*pieces):
    return [{"product": "D1", "quantity": each} for each in pieces]


def test_many_orders_are_quoted_with_the_queries_of_one(door, monkeypatch):
    actions.price([call("orders.price", 1, lines=lines(1))])
    asked = []
    execute = RawCursor.execute
    monkeypatch.setattr(
        RawCursor, "execute", lambda on, *more, **said: asked.append(more) or execute(on, *more, **said)
    )
    actions.price([call("orders.price", case, lines=lines(1, 2)) for case in range(2, 60)])
    assert len(asked) == 3
    assert facts.totals([1, 2, 59, 60]) == {1: 100, 2: 300, 59: 300}
    assert facts.pieces([1, 2, 60]) == {1: 1, 2: 3, 60: 0}


def test_a_quotation_is_frozen_whatever_the_list_becomes(door):
    actions.price([call("orders.price", lines=lines(2))])
    catalogue.publish(name="价表", since=DAY, prices=[{"product": "D1", "rate": "120"}], actor=1, at=AT)
    assert facts.totals([7]) == {7: 200}
    actions.price([call("orders.price", lines=lines(2), party="王记")])
    assert facts.totals([7]) == {7: 240}
    assert facts.quotations([7]) == {7: 2}
    assert [each["amount"] for each in facts.derivation_rows([7])[7]] == [Decimal("120.00")]
    assert [each["list"] for each in facts.quotation_rows([7])[7]] == ["价表 2"]
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as on:
        on.execute("update orders_quotation set total = 1")
    assert Quotation.objects.count() == 2


def test_prices_told_by_hand(db):
    given = [{"name": "运费", "price": Decimal("12.345"), "quantity": 3}, {"price": Decimal(1)}]
    actions.price([call("orders.price", lines=given, by_hand=True)])
    assert facts.totals([7]) == {7: Decimal("38.05")}
    with pytest.raises(Refused) as refused:
        actions.price([call("orders.price", lines=[{"name": "运费"}], by_hand=True)])
    assert [each.code for each in refused.value.reasons] == ["catalogue.no_price"]
    with pytest.raises(Refused):
        actions.price([call("orders.price", lines=[])])


def test_what_the_sheet_says_otherwise_is_told(door):
    actions.price([call("orders.price", lines=lines(2, 1))])
    actions.issue([call("orders.issue", lines=lines(2, 3))])
    assert differences([7]) == {7: [{"line": 2, "field": "quantity", "quotation": "1", "sheet": "3"}]}
    with pytest.raises(Refused) as refused:
        actions.issue([call("orders.issue")])
    assert [each.parameters for each in refused.value.reasons] == [{"sheet": "2026-7-1"}]
    actions.recall([call("orders.recall"), call("orders.recall", 8)])
    assert facts.sheet_numbers([7, 8]) == {7: None, 8: ""}
    actions.issue([call("orders.issue")])
    assert facts.sheet_numbers([7]) == {7: "2026-7-2"}
    assert differences([7]) == {7: []}


def test_what_was_settled_is_not_asked_for_again(door):
    actions.price([call("orders.price", lines=lines(5))])
    actions.issue([call("orders.issue")])
    actions.settle([call("orders.settle"), call("orders.settle", 8)])
    actions.progress([call("orders.progress", made=2)])
    assert facts.unsettled_rows([7, 8]) == facts.done_rows([7, 8])
    assert facts.costs_unsettled([7, 8]) == facts.costs_done([7, 8])
    assert [row["pieces"] for row in facts.unsettled_rows([7])[7]] == [2]
    actions.settle([call("orders.settle"), call("orders.settle")])
    assert facts.unsettled_rows([7]) == {7: []}
    assert facts.costs_unsettled([7]) == {7: 0}
    actions.progress([call("orders.progress", made=1)])
    assert [row["pieces"] for row in facts.unsettled_rows([7])[7]] == [1]
    assert [row["pieces"] for row in facts.done_rows([7])[7]] == [3]


def test_what_was_made_may_count_on_the_next_sheet(door):
    actions.price([call("orders.price", lines=lines(5))])
    for keeps, expected in ((False, 0), (True, 2)):
        actions.issue([call("orders.issue", keeps=keeps)])
        assert productions([7])[7].made == expected
        actions.progress([call("orders.progress", made=2)])
        actions.recall([call("orders.recall")])
    assert productions([7])[7].made == 4
    assert productions([7])[7].unmade == 1


def test_nobody_knows_how_many_are_unmade_of_what_was_never_quoted(db):
    assert facts.unmade([7]) == {7: None}
    actions.progress([call("orders.progress", made=2)])
    assert facts.made([7]) == {7: 2}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"made": 0}, "orders.made"),
        ({"made": True}, "orders.made"),
        ({"made": 6}, "orders.too_many"),
        ({"made": 1, "line": 2}, "orders.line"),
        ({"made": 1, "on": date(2026, 10, 10)}, "orders.day"),
    ],
)
def test_what_can_not_have_been_made_is_refused(door, arguments, code):
    actions.price([call("orders.price", lines=lines(5))])
    with pytest.raises(Refused) as refused:
        actions.progress([call("orders.progress", **arguments)])
    assert [each.code for each in refused.value.reasons] == [code]


def test_two_reports_in_one_go_may_not_pass_the_pieces_together(door):
    actions.price([call("orders.price", lines=lines(5))])
    report = call("orders.progress", made=3)
    with pytest.raises(Refused), transaction.atomic():
        actions.progress([report, replace(report, key="again")])
    assert facts.made([7]) == {7: 0}
    with pytest.raises(Refused):
        actions.rework([call("orders.rework", made=1)])


def test_wages_by_the_rate_of_the_day_with_corrections(door):
    for wage, since in (("3.333", date(2026, 1, 1)), ("4", date(2026, 10, 1))):
        actions.set_rate(step="下料", wage=Decimal(wage), since=since, actor=1, at=AT)
    actions.set_rate(step="下料", series="实木", wage=Decimal(5), cost=Decimal(9), since=DAY, actor=1, at=AT)
    actions.price([call("orders.price", lines=lines(20))])
    for made, day in ((3, date(2026, 9, 30)), (2, date(2026, 10, 1)), (1, DAY)):
        actions.progress([call("orders.progress", made=made, step="下料", person=5, on=day)])
    actions.progress([call("orders.progress", made=1, step="组装", worker="老李")])
    actions.correct_wage(person=5, on=DAY, amount=Decimal("-2.5"), reason="多报", actor=1, at=AT)
    found = wages(date(2026, 9, 1), DAY, person=5)
    assert [(each.pieces, each.rate, each.amount) for each in found] == [
        (3, Decimal("3.333"), 10),
        (2, 4, 8),
        (1, 5, 5),
        (0, None, Decimal("-2.50")),
    ]
    assert earned([(5, date(2026, 10, 1), DAY), (6, DAY, DAY), (None, DAY, DAY)]) == [Decimal("10.50"), 0, 0]
    assert [each.rate for each in wages(DAY, DAY, worker="老李")] == [None]
    actions.pay([call("orders.pay", person=5, since=date(2026, 10, 1), until=DAY)])
    actions.correct_wage(person=5, on=DAY, amount=Decimal(1), reason="补", actor=1, at=AT)
    assert facts.slip_totals([7]) == {7: Decimal("10.50")}
    assert [each["reason"] for each in facts.slip_rows([7])[7]] == ["", "", "多报"]
    table = ledgers.slip(7, {}, at=AT)
    assert [row[3] for row in table.rows][-1] == Decimal("10.50")
    assert [row[5] for row in table.rows] == ["", "", "多报", ""]
    assert ledgers.slip(8, {}, at=AT).rows == ()
    assert facts.costs_done([7]) == {7: Decimal("27.00")}


def test_nobody_corrects_his_own_wages(db):
    with pytest.raises(Refused) as refused:
        actions.correct_wage(person=1, on=DAY, amount=Decimal(0), reason="", actor=1, at=AT)
    assert [each.code for each in refused.value.reasons] == ["needs.reason", "value.amount", "access"]


def test_lead_times_by_series_and_day(db):
    for series, urgent, days, since in (("", False, 15, 1), ("", True, 7, 1), ("实木", False, 12, 5)):
        actions.set_lead_time(series=series, urgent=urgent, days=days, since=date(2026, 10, since), actor=1, at=AT)
    asked = [
        ("实木", False, DAY),
        ("钢", None, DAY),
        ("实木", True, DAY),
        ("实木", False, date(2026, 10, 2)),
        ("", False, None),
    ]
    assert lead_days(asked) == [12, 15, 7, 15, None]


def test_every_day_that_was_promised_stands(db):
    actions.promise([call("orders.promise", on=date(2026, 10, 20))])
    actions.promise([call("orders.promise", on=date(2026, 10, 25), reason="缺料")])
    assert facts.promised([7]) == {7: date(2026, 10, 25)}
    assert facts.promises([7, 8]) == {7: 2, 8: 0}
    with pytest.raises(Refused):
        actions.promise([call("orders.promise", on=date(2026, 10, 8))])


def test_a_partys_page_shows_its_orders(db):
    assert quotations("王记", at=AT).rows == ()


def test_a_new_quotation_tells_what_became_dearer(door):
    actions.price([call("orders.price", lines=lines(2, 1))])
    assert facts.difference([7]) == {}
    catalogue.publish(name="价表", since=date(2026, 1, 1), prices=[{"product": "D1", "rate": "120"}], actor=1, at=AT)
    assert facts.totals([7]) == {7: 300}
    actions.price([call("orders.price", lines=lines(2, 1))])
    assert facts.difference([7]) == {7: 60}
    rows = ledgers.quotation(7, {}, at=AT).rows
    assert rows[-1][4] == 60
    assert rows[0][5] == "价表 2 上次单价 100.00"
