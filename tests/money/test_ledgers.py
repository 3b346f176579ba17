"""What the pages of money show."""

from datetime import date

import pytest

from gendan.cases.area_actions import act_on_site
from gendan.cases.ledgers import of_area, site_ledger, site_table
from gendan.core.refusals import Refused
from gendan.core.text import Text
from gendan.money import actions
from gendan.money.ledgers.statements import of_case
from gendan.money.queries import unsettled_amounts
from gendan.money.slips import holds
from tests.money.house import AT, PARTY, money
from tests.statements import statements

pytestmark = pytest.mark.django_db


def shown(house, name, **given):
    ledger = site_ledger(f"money.{name}", person=house.cashier, at=AT)
    table = site_table(ledger, given, person=house.cashier, at=AT)
    return [tuple(told(each) for each in row) for row in table.rows]


def told(cell):
    if isinstance(cell, tuple):
        return told(cell[1])
    return cell.zh if isinstance(cell, Text) else cell


def test_every_ledger_shows_its_columns_when_there_is_nothing(house):
    for ledger in of_area("money"):
        table = site_table(ledger, {}, person=house.cashier, at=AT)
        assert table.columns
        assert all(len(row) == len(table.columns) for row in table.rows)
    assert site_ledger("money.aging", person=house.seller, at=AT) is None


def test_a_partys_statement_and_a_tills(house):
    case = house.order("100.00")
    receipt = house.receive(case, "30.00")
    actions.correct(receipt, "记错", actor=house.cashier, at=AT)
    rows = shown(house, "statement", party=PARTY)
    assert [(row[2], row[3], row[4], row[5]) for row in rows] == [
        ("上期结余", None, None, money("0.00")),
        ("应收", "T0001", money("100.00"), money("100.00")),
        ("收款（已冲正）", "T0001", money("-30.00"), money("70.00")),
        ("冲正：收款", "T0001", money("30.00"), money("100.00")),
        ("本期合计", None, money("100.00"), money("100.00")),
    ]
    assert [row[2] for row in shown(house, "statement", number="T0001")] == ["应收", "收款（已冲正）", "冲正：收款"]
    assert len(shown(house, "statement", account="银行")) == 4
    assert of_case(case, {}, at=AT).rows[0][4] == money("-100.00")
    with pytest.raises(Refused):
        shown(house, "statement", account="none")
    standing = {(row[0], row[1]): row[2:4] for row in shown(house, "statement")}
    assert (standing["银行账户", "银行"], standing["应收账款", ""]) == ((0, None), (money("100.00"), None))
    assert standing["收入", "货款"] == (None, money("100.00"))


def test_a_cut_statement_says_what_it_leaves_out_and_its_total_is_of_all(house):
    case = house.order()
    for _ in range(8):
        house.charge(case, "10.00")
    ledger = site_ledger("money.statement", person=house.cashier, at=AT)
    table = site_table(ledger, {"party": PARTY}, person=house.cashier, at=AT, most=7)
    assert [tuple(told(cell) for cell in row)[2:6] for row in table.rows] == [
        ("上期结余", None, None, 0),
        *[("应收", "T0001", money("10.00"), money(f"{number}0.00")) for number in (1, 2, 3)],
        ("另有 5 笔未列出", None, money("50.00"), None),
        ("本期合计", None, money("80.00"), money("80.00")),
    ]
    whole = site_table(ledger, {"party": PARTY}, person=house.cashier, at=AT, most=11)
    assert len(whole.rows) == 10


def test_receipts_and_what_no_case_has(house):
    case = house.order("100.00")
    house.receive(case, "30.00", on=date(2026, 10, 1))
    house.prepay("50.00")
    actions.allocate([(case, money("20.00"))], actor=1, at=AT)
    rows = shown(house, "receipts")
    assert [(row[2], row[3], row[4], row[5], row[6]) for row in rows] == [
        (PARTY, None, "转账", money("50.00"), money("30.00")),
        (PARTY, "T0001", "定金", money("30.00"), 0),
    ]
    assert shown(house, "receipts", loose=True) == rows[:1]
    assert shown(house, "receipts", kind="定金") == rows[1:]
    assert shown(house, "receipts", party="nobody") == []


def test_a_receipt_leads_to_its_slip(house):
    slip = {"sha256": "ab" * 32, "name": "slip.png", "size": 1, "type": "image/png"}
    house.receive(house.order("100.00"), "30.00", slip=slip)
    ledger = site_ledger("money.receipts", person=house.cashier, at=AT)
    ((*_, link, _by),) = site_table(ledger, {}, person=house.cashier, at=AT).rows
    assert link == (f"/areas/files/money/{'ab' * 32}/", "slip.png")
    assert holds("ab" * 32) == slip
    assert holds("cd" * 32) is None


def test_who_owes_and_who_guarantees(house):
    case = house.order("100.00")
    house.limit(house.boss, "60.00")
    house.guarantee(case, house.boss, "40.00")
    assert [row[:3] for row in shown(house, "aging")] == [(PARTY, money("100.00"), 0)]
    assert shown(house, "aging", day=date(2026, 10, 8)) == []
    assert [row[1:5] for row in shown(house, "guarantees")] == [
        (money("60.00"), money("40.00"), money("20.00"), None),
        (None, None, None, "T0001"),
    ]


def test_the_collection_rate_of_a_month(house):
    case = house.order("100.00")
    house.receive(case, "30.00", on=date(2026, 9, 30))
    house.receive(case, "60.00")
    actions.refund(case, money("5.00"), actor=1, at=AT)
    # What came for a case that is charged nothing here, or for none yet, collects no charge.
    house.receive(house.order(), "500.00")
    house.prepay("70.00")
    actions.allocate([(case, money("10.00"))], actor=house.cashier, at=AT)
    # What a till was short is a loss, and charged to nobody.
    actions.move("bank", "safe", money("10.00"), actor=1, at=AT)
    actions.float_to("一号", money("10.00"), actor=1, at=AT)
    actions.count("一号", money("8.00"), actor=1, at=AT)
    actions.settle("一号", money("-2.00"), kind="written_off", actor=1, at=AT)
    assert shown(house, "collection") == [
        ("2026-10", money("100.00"), money("65.00"), money("65.00")),
        ("2026-09", 0, money("30.00"), None),
    ]


def test_a_banks_file_is_read_by_an_action_and_its_lines_lead_to_the_match(house, kept):
    house.order("40.00")
    file = kept("交易日期,金额,付款人,摘要\n2026-10-09,40.00,王记门业,T0001\n2026-10-09,1.00,谁,\n")
    given = {"file": file, "account": "银行"}
    first, second = (act_on_site("money.bank_file", given=given, person=house.cashier, at=AT) for _ in range(2))
    assert (first.reasons, second.reasons) == ((), ())
    assert (first.told, second.told) == ({"lines": 2, "added": 2}, {"lines": 2, "added": 0})
    assert [row[6] for row in shown(house, "bank_lines")] == [
        "T0001 王记门业（单号、户名、金额相符）",
        "匹配……",
    ]


@pytest.fixture
def kept(settings, tmp_path):
    from gendan.cases import attachments

    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"
    return lambda text: attachments.store([text.encode("gbk")], name="bank.csv", by=1, at=AT)


def test_what_many_tills_have_unsettled_costs_the_statement_of_one(house):
    actions.move("bank", "safe", money("30.00"), actor=1, at=AT)
    for till, counted in (("一号", "8.00"), ("二号", "13.00"), ("三号", "10.00")):
        actions.float_to(till, money("10.00"), actor=1, at=AT)
        actions.count(till, money(counted), actor=1, at=AT)
    asked = [(till, money(sign)) for till in ("一号", "二号", "三号", "无") for sign in ("-1", "1")]
    asked += [("一号", None), ("二号", money("0"))]
    told = []
    one = statements(lambda: unsettled_amounts(asked[:1]))
    assert statements(lambda: told.extend(unsettled_amounts(asked))) == one
    assert told == [money("2.00"), 0, 0, money("3.00"), *[0] * 6]
