"""Who may read the books of all departments is told the numbers of those cases alone that he sees."""

from datetime import date

import pytest

from gendan.cases import library
from gendan.cases.ledgers import paper_of, site_ledger, site_table
from gendan.people import actions as people
from tests.money.house import AT, PARTY, money
from tests.money.test_papers import text_of

pytestmark = pytest.mark.django_db
AUDIT = {
    "pack.yaml": """
pack: audit
version: 1.0.0
title: 审计
needs: [money]
posts: {auditor: {title: 审计}}
acts: {auditor: [money.read]}
""".encode(),
    "procedures/note.yaml": """
procedure: note
title: 审计记录
fields: {what: {title: 事项, type: text}}
states: {open: {title: 待办, owner: auditor, rests: true}, done: {title: 完成, final: done}}
actions:
  open: {title: 记录, by: auditor, to: open, asks: [what]}
  end:  {title: 完成, from: open, to: done, by: auditor}
""".encode(),
}


@pytest.fixture
def auditor(house):
    """One who may read the books, and sees no order."""
    library.activate(AUDIT, by=0, at=AT)
    person = people.create_person(actor=0, at=AT, username="auditor", name="auditor")
    people.hold(person, "audit.auditor", actor=0, at=AT)
    case = house.order("100.00")
    house.receive(case, "30.00")
    house.limit(house.boss, "60.00")
    house.guarantee(case, house.boss, "40.00")
    return person


def cells(name, person, **given):
    table = site_table(site_ledger(f"money.{name}", person=person, at=AT), given, person=person, at=AT)
    (place,) = [place for place, column in enumerate(table.columns) if column.type == "case"]
    return [row[place][1] if row[place] else None for row in table.rows]


@pytest.mark.parametrize(
    ("name", "given", "stand"),
    [
        ("statement", {"party": PARTY}, [None, "T0001", "T0001", None]),
        ("statement", {"account": "银行"}, [None, "T0001", None]),
        ("receipts", {}, ["T0001"]),
        ("guarantees", {}, [None, "T0001"]),
    ],
)
def test_a_row_stays_where_the_reader_does_not_see_its_case_and_its_number_is_not_told(
    house, auditor, name, given, stand
):
    assert cells(name, house.cashier, **given) == stand
    assert cells(name, auditor, **given) == [None] * len(stand)


def test_who_asks_for_a_case_that_he_does_not_see_hears_what_he_hears_of_one_that_is_not_there(house, auditor):
    assert cells("statement", house.cashier, number="T0001") == ["T0001", "T0001"]
    ledger = site_ledger("money.statement", person=auditor, at=AT)
    told = [site_table(ledger, {"number": number}, person=auditor, at=AT) for number in ("T0001", "none")]
    assert told[0] == told[1]
    assert told[0].rows == ()


def test_a_printed_statement_tells_no_number_of_a_case_that_who_prints_it_does_not_see(house, auditor):
    ledger = site_ledger("money.statement", person=auditor, at=AT)
    given = {"party": PARTY, "since": date(2026, 1, 1)}
    said = [text_of(paper_of(ledger, given, person=each, at=AT, language="zh"))[1] for each in (house.cashier, auditor)]
    assert ["T0001" in text for text in said] == [True, False]
    assert all(str(money("70.00")) in text for text in said)
