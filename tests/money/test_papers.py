"""Every ledger prints as a list; a statement says its closing balance in capitals and who signs."""

from datetime import date

import pypdfium2
import pytest

from gendan.cases.documents import tables
from gendan.cases.documents.letterhead import set_letterhead
from gendan.cases.ledgers import paper_of, site_ledger
from gendan.cases.registry import vocabulary
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table
from tests.money.house import AT, PARTY

pytestmark = pytest.mark.django_db


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as paper:
        return len(paper), "".join(page.get_textpage().get_text_bounded() for page in paper).replace("\u200b", "")


def test_a_statement_is_signed_and_says_what_stands_in_capitals(house):
    set_letterhead({"name": "宏达门业"}, by=house.cashier, at=AT)
    case = house.order("100.00")
    house.receive(case, "30.00")
    ledger = site_ledger("money.statement", person=house.cashier, at=AT)
    given = {"party": PARTY, "since": date(2026, 1, 1)}
    pages, said = text_of(paper_of(ledger, given, person=house.cashier, at=AT, language="zh"))
    assert pages == 1
    for text in ("宏达门业", "对账单", PARTY, "2026-01-01", "T0001", "柒拾元整", "对方核对（盖章）"):
        assert text.replace(" ", "") in said.replace(" ", ""), text
    # What lies in every place has no balance to be agreed on.
    assert "大写" not in text_of(paper_of(ledger, {}, person=house.cashier, at=AT, language="zh"))[1]
    assert "Statement" in text_of(paper_of(ledger, given, person=house.cashier, at=AT, language="en"))[1]


def test_every_ledger_of_all_prints(house):
    for ledger in vocabulary().ledgers.values():
        if ledger.about == "site":
            assert paper_of(ledger, {}, person=house.cashier, at=AT, language="zh")[:5] == b"%PDF-", ledger.name


def test_a_long_list_says_what_it_leaves_out(house, monkeypatch):
    monkeypatch.setattr(tables, "MOST", 20)
    ledger = site_ledger("money.receipts", person=house.cashier, at=AT)
    columns = tuple(Column(title=Text(name), type="text") for name in "甲乙丙丁戊己庚辛壬癸")
    table = Table(columns=columns, rows=((*("长" * 60,) * 9, "SN2026101200012345678"),) * 21)
    pages, said = text_of(tables.table_paper(ledger, table, {}, at=AT, language="zh"))
    assert pages > 1
    assert "只打印前20行" in said.replace(" ", "")
