"""The bank's files: read in any encoding, once; lines matched to receipts, each once."""

from datetime import date

import pytest

from gendan.cases.sheets import write_xlsx
from gendan.core.refusals import Refused
from gendan.money import acts, queries
from gendan.money.bank.matching import match, unmatched
from gendan.money.bank.reading import lines_of, take
from gendan.money.ledgers import bank_lines
from gendan.money.models import BankFile, BankLine, BankMatch, Movement
from tests.money.house import AT, PARTY, money, totals

pytestmark = pytest.mark.django_db
HEAD = "交易日期,交易流水号,借方发生额,贷方发生额,对方户名,摘要\n"


def written(path, text, encoding="gbk"):
    path.write_bytes((HEAD + text).encode(encoding))
    return path


def taken(path, **more):
    return take(path, name=path.name, account="bank", actor=1, at=AT, **more)


def test_the_same_file_twice_and_half_a_file_change_nothing(db, tmp_path):
    rows = [f'2026-10-0{day},F{day},,"1,{day}00.50",王记门业,货款\n' for day in range(1, 7)]
    half = written(tmp_path / "half.csv", "".join(rows[:3]))
    whole = written(tmp_path / "whole.csv", "".join(rows))
    assert taken(half).added == 3
    assert [taken(whole).added, taken(whole).added, taken(half).added] == [3, 0, 0]
    assert (BankLine.objects.count(), BankFile.objects.count()) == (6, 2)
    assert list(BankLine.objects.order_by("on").values_list("amount", flat=True)[:2]) == [
        money("1100.50"),
        money("1200.50"),
    ]


def test_equal_lines_of_one_day_are_several(db, tmp_path):
    path = written(tmp_path / "a.csv", "20261009,,,5.00,王记门业,\n" * 3)
    assert [taken(path).added, taken(path).added] == [3, 0]


def test_a_workbook_with_a_heading_and_other_headers(db, tmp_path):
    path = tmp_path / "b.xlsx"
    rows = [
        ["记账日期", "收入金额", "支出金额", "付款人", "用途"],
        ["2026年10月9日", "¥1,234.50", "", "李记门业", "T0001 尾款"],
        ["2026/10/9 10:20", "", "88", "供电局", "电费"],
        ["2026-10-09", "", "", "", "承前余额"],
    ]
    write_xlsx(path, ["某某银行交易明细", "", "", "", ""], rows)
    lines, columns = lines_of(path)
    assert [(line.on, line.amount, line.payer, line.memo) for line in lines] == [
        (date(2026, 10, 9), money("1234.50"), "李记门业", "T0001 尾款"),
        (date(2026, 10, 9), money("-88.00"), "供电局", "电费"),
    ]
    assert columns["credit"] == "收入金额"
    chosen, _ = lines_of(path, {"memo": "付款人"})
    assert chosen[0].memo == "李记门业"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + "2026-13-09,,,5.00,王记,\n", "money.line"),
        (HEAD + "2026-10-09,,,五元,王记,\n", "money.line"),
        ("日子,多少\n2026-10-09,5\n", "money.no_columns"),
        ("", "sheet.empty"),
    ],
)
def test_what_can_not_be_read_adds_nothing(db, tmp_path, text, code):
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        taken(path)
    assert [reason.code for reason in caught.value.reasons] == [code]
    assert BankLine.objects.count() == 0


def test_lines_find_their_case_by_number_party_and_amount(house, tmp_path):
    mine, same = house.order("100.00"), house.order("55.00")
    house.order("100.00", party="李记门业")
    path = written(
        tmp_path / "d.csv",
        "2026-10-08,,,40.00,不认识,付 T0001\n2026-10-08,,,55.00,王记门业,\n2026-10-08,,,100.00,谁,\n"
        "2026-10-08,,9.00,,银行,手续费\n2026-10-08,,,3.33,谁,\n",
    )
    taken(path)
    lines = unmatched()
    said = [[(each.number, each.because) for each in line.proposals] for line in lines]
    assert said == [
        [("T0001", ("number",))],
        [("T0002", ("party", "amount")), ("T0001", ("party",)), ("", ("party",))],
        [("T0001", ("amount",)), ("T0003", ("amount",))],
        [],
        [],
    ]
    movement = match(lines[0].line, case=mine, actor=house.cashier, at=AT)
    assert (totals(mine).received, Movement.objects.get(id=movement).on) == (money("40.00"), date(2026, 10, 8))
    acts.match(arguments={"line": lines[1].line, "number": "T0002"}, person=house.cashier, at=AT)
    assert totals(same).due == 0
    match(lines[2].line, party=PARTY, actor=house.cashier, at=AT)
    match(lines[3].line, note="手续费", actor=house.cashier, at=AT)
    assert [line.line for line in unmatched()] == [lines[4].line]
    assert queries.party_balances([PARTY])[PARTY] == money("60.00") - money("100.00")


def test_a_line_is_matched_once_and_again_after_its_receipt_was_taken_back(house, tmp_path):
    case = house.order("100.00")
    taken(written(tmp_path / "e.csv", "2026-10-08,,,40.00,王记门业,\n2026-10-08,,40.00,,王记门业,\n"))
    line, out = unmatched()
    movement = match(line.line, case=case, actor=house.cashier, at=AT)
    for given, code in (
        ({"line": line.line, "party": PARTY}, "money.matched"),
        ({"line": out.line, "party": PARTY}, "money.not_received"),
        ({"line": out.line}, "money.match_what"),
        ({"line": 10**9, "note": "x"}, "missing"),
        ({"line": out.line, "number": "T9999"}, "money.no_case"),
    ):
        with pytest.raises(Refused) as caught:
            acts.match(arguments=given, person=house.cashier, at=AT)
        assert [reason.code for reason in caught.value.reasons] == [code]
    acts.correct(arguments={"movement": movement, "reason": "认错人"}, person=house.cashier, at=AT)
    assert [each.line for each in unmatched()] == [line.line, out.line]
    match(line.line, party=PARTY, actor=house.cashier, at=AT)
    assert (totals(case).received, BankMatch.objects.count()) == (0, 2)


def test_a_line_that_was_none_of_ours_comes_back_and_is_matched(house, tmp_path):
    case = house.order("100.00")
    taken(written(tmp_path / "f.csv", "2026-10-08,,,40.00,王记门业,\n2026-10-08,,9.00,,银行,手续费\n"))
    line, fee = unmatched()
    for each in (line, fee):
        match(each.line, note="误打来的款", actor=house.cashier, at=AT)
    assert unmatched() == []
    listed = bank_lines.dismissed_lines({"since": date(2026, 10, 1), "until": date(2026, 10, 31)}, at=AT, most=50)
    assert [(row[0], row[4], row[6], row[7]) for row in listed.rows] == [
        (fee.line, money("-9.00"), "误打来的款", "cashier"),
        (line.line, money("40.00"), "误打来的款", "cashier"),
    ]
    back = {"line": line.line, "reason": "是王记门业的定金"}
    acts.reopen_line(arguments=back, person=house.cashier, at=AT)
    assert [each.line for each in unmatched()] == [line.line]
    movement = match(line.line, case=case, actor=house.cashier, at=AT)
    assert totals(case).received == money("40.00")
    for given, code in (
        ({"line": line.line, "reason": "x"}, "money.line_receipt"),
        ({"line": 10**9, "reason": "x"}, "missing"),
    ):
        with pytest.raises(Refused) as caught:
            acts.reopen_line(arguments=given, person=house.cashier, at=AT)
        assert [reason.code for reason in caught.value.reasons] == [code]
    acts.correct(arguments={"movement": movement, "reason": "认错人"}, person=house.cashier, at=AT)
    with pytest.raises(Refused) as caught:
        acts.reopen_line(arguments=back, person=house.cashier, at=AT)
    assert [reason.code for reason in caught.value.reasons] == ["money.line_open"]
    match(line.line, note="退回汇款人", actor=house.cashier, at=AT)
    acts.reopen_line(arguments=back, person=house.cashier, at=AT)
    acts.match(arguments={"line": line.line, "number": "T0001"}, person=house.cashier, at=AT)
    assert (unmatched(), totals(case).received) == ([], money("40.00"))
    said = BankMatch.objects.filter(line=line.line).order_by("undone").values_list("note", "reopened", "by")
    assert list(said) == [
        ("误打来的款", False, house.cashier),
        ("是王记门业的定金", True, house.cashier),
        ("", False, house.cashier),
        ("退回汇款人", False, house.cashier),
        ("是王记门业的定金", True, house.cashier),
        ("", False, house.cashier),
    ]
