"""To whom a report goes: posts, whose report it is and who stands above him, and who keeps the records it lists."""

from datetime import UTC, datetime

import pytest

from gendan.cases import library
from gendan.measures.reports.publishing import recipients
from gendan.packs.reader import read_pack
from gendan.people import actions

AT = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
PACK = """
pack: shelf
version: 1.0.0
title: 货架
posts:
  boss:  {title: 主管}
  clerk: {title: 库管, reports_to: boss}
  buyer: {title: 采购, reports_to: boss}
records:
  product:
    title: 货品
    key: [sku]
    fields: {sku: {title: 货号, type: text}, until: {title: 到期, type: date}}
    changed_by: [clerk, buyer]
reports:
  expiring: {title: 到期, every: month, due: day 5 of month, rows: product, in: until in month +2, to: [TO]}
"""


def pack(to):
    return {"pack.yaml": PACK.replace("TO", to).encode()}


@pytest.fixture
def people(db):
    made = {name: actions.create_person(actor=0, at=AT, username=name, name=name) for name in ("ann", "bob", "cleo")}
    for name, post in (("ann", "boss"), ("bob", "clerk"), ("cleo", "buyer")):
        actions.hold(made[name], f"shelf.{post}", actor=0, at=AT, since=AT.date())
    actions.set_superior(made["bob"], made["ann"], actor=0, at=AT)
    return made


@pytest.mark.parametrize(
    ("to", "expected", "without_author"),
    [
        ("boss", ["ann"], ["ann"]),
        ("owner", ["bob"], []),
        ("superior", ["ann"], []),
        ("keeper", ["bob", "cleo"], ["bob", "cleo"]),
        ("buyer, keeper, owner, superior", ["cleo", "bob", "ann"], ["cleo", "bob"]),
    ],
)
def test_a_report_goes_to_whom_it_names(people, to, expected, without_author):
    library.activate(pack(to), by=0, at=AT)
    assert recipients("shelf.expiring", people["bob"], AT) == tuple(people[name] for name in expected)
    assert recipients("shelf.expiring", None, AT) == tuple(people[name] for name in without_author)


@pytest.mark.parametrize("to", ["until", "sku", "nobody"])
def test_a_field_is_refused_by_its_name(to):
    (found,) = read_pack(pack(to)).findings
    assert (found.code, found.params["name"]) == ("unknown_recipient", to)


VISIT = """
procedure: visit
title: 访
states: {done: {title: 完, final: done}}
actions: {open: {title: 开, by: boss, to: done}}
"""


def test_cases_have_no_keeper():
    text = PACK.replace("TO", "keeper").replace("rows: product, in: until in month +2", "rows: visit")
    found = read_pack({"pack.yaml": text.encode(), "procedures/visit.yaml": VISIT.encode()}).findings
    assert [(each.code, each.params["name"]) for each in found] == [("unknown_recipient", "keeper")]
