"""To whom a report goes: posts, whose report it is and who stands above him, and who keeps the records it lists."""

import re
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gendan.cases import attachments, library, outbox, queries
from gendan.cases.commands import run
from gendan.cases.records import write
from gendan.core.command import Command, Verb
from gendan.measures.figures import rule_of
from gendan.measures.periods import parse
from gendan.measures.reports.declared import declared
from gendan.measures.reports.making import open_reports
from gendan.measures.reports.publishing import recipients
from gendan.notices.models import Message
from gendan.packs.reader import SHIPPED, read_pack
from gendan.people import actions

SHANGHAI = ZoneInfo("Asia/Shanghai")
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
    fields:
      sku: {title: 货号, type: text}
      until: {title: 到期, type: date}
      cares: {title: 管理人, type: person}
      hides: {title: 举报人, type: person, seen_by: [boss]}
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


@pytest.mark.parametrize("to", ["until", "sku", "hides", "nobody"])
def test_a_field_that_names_nobody_whom_all_know_is_refused_by_its_name(to):
    (found,) = read_pack(pack(to)).findings
    assert (found.code, found.params["name"]) == ("unknown_recipient", to)


@pytest.fixture
def shelves(people, settings, tmp_path):
    """Three products that expire in the month after next, two of Bob's and one of Cleo's."""
    settings.GENDAN_ATTACHMENTS = tmp_path
    library.activate(SHIPPED / "common", by=0, at=AT)
    library.activate(pack("boss, cares"), by=0, at=AT)
    actions.hold(people["ann"], "common.leader", actor=0, at=AT, since=AT.date())
    under = rule_of("shelf")
    for sku, person in (("A1", "bob"), ("A2", "cleo"), ("A3", "bob")):
        values = {"sku": sku, "until": "2026-12-15", "cares": people[person]}
        write(under.pack, "product", values, since=AT.date().replace(month=9), by=0, at=AT, source="", zone=SHANGHAI)
    return people


def test_whom_a_line_names_gets_his_lines_alone(shelves):
    (opened,) = open_reports(declared("shelf.expiring"), parse("2026-09"), AT)
    for action, given in (
        ("look_over", {"looked_over": {"figures": True, "changes": True, "anomalies": True}}),
        ("submit", {"remarks": "内部说明", "confirmed": "邮件"}),
    ):
        command = Command(verb=Verb.ACT, case=opened.case, action=action, given=given)
        assert run(command, person=shelves["ann"], at=AT).done
    while outbox.drain(AT).done:
        pass
    told = {message.person_id: message for message in Message.objects.filter(word="reports.publish")}
    assert set(told) == set(shelves.values())
    assert lines_in(told[shelves["ann"]]) == {"A1", "A2", "A3"}
    assert lines_in(told[shelves["bob"]]) == {"A1", "A3"}
    assert lines_in(told[shelves["cleo"]]) == {"A2"}
    assert "内部说明" in told[shelves["ann"]].text
    assert "内部说明" not in told[shelves["bob"]].text
    attached = queries.case_page(opened.case, person=shelves["ann"], at=AT).attachments
    assert {each.sha256 for each in attached}.isdisjoint(each["sha256"] for each in told[shelves["bob"]].files)


def lines_in(message):
    """The stock numbers in the workbook that goes along."""
    (sheet, _) = message.files
    assert sheet["name"].endswith(".xlsx")
    with zipfile.ZipFile(attachments.path_of(sheet["sha256"])) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "内部说明" not in texts or message.person.username == "ann"
    return set(re.findall(r"A\d(?=<)", texts))


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
