"""Columns that are computed stand in the case as every other cell does: on its page, its papers, its history."""

from __future__ import annotations

from decimal import Decimal

from tests.core.desk import Desk, pack_of

BILL = """
procedure: bill
title: 账单
fields:
  lines:
    title: 项目
    type: rows
    of:
      code:   {title: 编码, type: text}
      count:  {title: 数量, type: int}
      price:  {title: 单价, type: money, computed: table.price(code).price}
      amount: {title: 金额, type: money, computed: price * count}
  total: {title: 合计, type: money, computed: sum(lines.amount)}
  agreed: {title: 减免, type: money}
states:
  open: {title: 未结, owner: clerk}
  paid: {title: 已结, final: done}
gates:
  priced: {when: all(given(lines.amount)), says: 有的项目没有单价}
  agreed: {when: done(agree), says: 未批准}
actions:
  open:  {title: 开单, by: clerk, to: open, asks: [lines]}
  add:   {title: 改, from: open, by: clerk, asks: [lines]}
  agree: {title: 批, from: open, by: boss, asks: [agreed], needs: [agreed], covers: [lines]}
  look:  {title: 看, from: open, by: clerk, gates: [priced, agreed]}
  pay:   {title: 结, from: open, to: paid, by: clerk}
  again: {title: 重开, from: paid, to: open, by: boss, reopens: true}
deadlines:
  pay: {title: 结账, starts: open, stops: pay, due: [{in: 1 day}]}
"""
HEAD = """tables:
  price: {title: 价目, key: code, columns: {price: money}, rows: [{code: T, price: 38.00}, {code: D, price: 12.00}]}
"""


def bill(**prices: str) -> Desk:
    desk = Desk(pack_of(BILL, head=HEAD))
    price(desk, **prices)
    return desk


def price(desk: Desk, **prices: str) -> None:
    desk.tables.update({("price", code, "price"): Decimal(each) for code, each in prices.items()})


def lines(desk: Desk, case: int) -> list[tuple[object, ...]]:
    rows = desk.cases[case].data["lines"]
    assert isinstance(rows, list)
    return [(row["code"], row.get("price"), row.get("amount")) for row in rows if isinstance(row, dict)]


def test_computed_cells_are_kept_with_the_rows() -> None:
    desk = bill(T="38.00", D="12.00")
    case = desk.open("bill", lines=[{"code": "T", "count": "2"}, {"code": "D", "count": 3}, {"code": "X", "count": 1}])
    assert lines(desk, case) == [("T", "38.00", "76.00"), ("D", "12.00", "36.00"), ("X", None, None)]
    assert desk.cases[case].data["total"] == "112.00"
    assert desk.refused(case, "look", "clerk") == ["gate.priced", "gate.agreed"]
    desk.act(case, "add", "clerk", lines=[{"code": "D", "count": 1, "price": "1.00", "amount": "0.01"}])
    assert lines(desk, case) == [("D", "12.00", "12.00")]


def test_what_the_table_says_counts_until_the_case_ends_and_undoes_what_was_approved_over_it() -> None:
    desk = bill(T="38.00")
    case = desk.open("bill", lines=[{"code": "T", "count": 1}])
    desk.act(case, "agree", "boss", agreed="1")
    price(desk, T="40.00")
    desk.act(case, "add", "clerk")
    assert (lines(desk, case), desk.cases[case].data["total"]) == ([("T", "40.00", "40.00")], "40.00")
    assert desk.refused(case, "look", "clerk") == ["gate.agreed"]
    desk.act(case, "pay", "clerk")
    price(desk, T="50.00")
    desk.act(case, "again", "boss")
    assert lines(desk, case) == [("T", "40.00", "40.00")]
    desk.act(case, "add", "clerk")
    assert lines(desk, case) == [("T", "50.00", "50.00")]
