"""Reports as due cases: opened once when their period has ended, computed, frozen when they are submitted, sent out."""

import hashlib
import io
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from gendan.cases import attachments, library, outbox, verifying
from gendan.cases.commands import run
from gendan.cases.models import Case
from gendan.core.command import Command, Verb
from gendan.core.refusals import Refused
from gendan.measures import periods
from gendan.measures.models import FrozenReport
from gendan.measures.reports import queries
from gendan.measures.reports.content import content, digest
from gendan.measures.reports.declared import declared
from gendan.measures.reports.freezing import said_now
from gendan.measures.reports.making import open_due, open_reports
from gendan.measures.reports.paper import pdf
from gendan.measures.reports.sheet import workbook
from gendan.notices.models import Message
from gendan.packs.reader import SHIPPED
from gendan.people.actions import create_person, hold

pytestmark = pytest.mark.django_db

START = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
IN_NOVEMBER = datetime(2026, 11, 2, 1, 30, 7, 123456, tzinfo=UTC)
CHECKED = {"person": "true", "content": "true", "wish": "true"}
LOOKED = {"figures": "true", "changes": "true", "anomalies": "true"}


@dataclass
class Office:
    people: dict[str, int]

    def run(self, who, at, **command):
        outcome = run(Command(**command), person=self.people[who], at=at)
        assert outcome.done, outcome.reasons
        while outbox.follow(at, beyond=0).done:
            pass
        return outcome.case

    def act(self, who, at, case, action, **given):
        return self.run(who, at, verb=Verb.ACT, case=case, action=action, given=given)

    def complaint(self, at, about, *, major=False):
        given = {"complainant": "王女士", "words": "少一件"}
        case = self.run("seat", at, verb=Verb.OPEN, procedure="common.complaint", given=given)
        grade = "major" if major else "ordinary"
        given = {"verified": CHECKED, "about": about, "grade": grade, "handler": self.people["member"]}
        return self.act("seat", at, case, "assign", **given)


@pytest.fixture
def office(settings, tmp_path):
    settings.GENDAN_ATTACHMENTS = tmp_path
    people = {}
    for post in ("director", "leader", "member", "seat", "stranger"):
        people[post] = create_person(actor=0, at=START, username=post, name=post)
        if post != "stranger":
            hold(people[post], f"common.{post}", actor=0, at=START, since=START.date() - timedelta(days=9))
    library.activate(SHIPPED / "common", by=0, at=START)
    return Office(people)


@pytest.fixture
def month(office):
    """October's complaints: two about delivery, one about fees; and the report of them, opened in November."""
    for day, about in ((6, "delivery"), (7, "delivery"), (8, "fee")):
        office.complaint(datetime(2026, 10, day, 2, 0, tzinfo=UTC), about)
    (outcome,) = open_reports(declared("common.complaints_month"), periods.parse("2026-10"), IN_NOVEMBER)
    assert outcome.done, outcome.reasons
    office.report = outcome.case
    return office


def submit(office, at=IN_NOVEMBER):
    office.act("leader", at, office.report, "look_over", looked_over=LOOKED)
    office.act("leader", at, office.report, "submit", remarks="配送投诉两件", confirmed="邮件")


def test_a_report_opens_once_when_its_period_has_ended(office):
    opened = [outcome for outcome in open_due(IN_NOVEMBER) if outcome.done]
    cases = {case.data["declared"]: case for case in Case.objects.filter(id__in=[each.case for each in opened])}
    assert sorted(cases) == ["common.complaints_month", "common.complaints_week", "common.tasks_month"]
    assert open_due(IN_NOVEMBER + timedelta(hours=1)) == []
    month = cases["common.complaints_month"]
    assert (month.data["period"], month.data["from_day"], month.data["until_day"]) == (
        "2026-10", "2026-10-01", "2026-10-31",
    )  # fmt: skip
    assert month.due.astimezone(UTC) == datetime(2026, 11, 3, 15, 59, 59, tzinfo=UTC)
    assert cases["common.tasks_month"].data["author"] == office.people["leader"]
    assert cases["common.complaints_week"].data["period"] == "2026-W44"


def test_a_report_that_one_makes_for_all_is_his_and_about_everybody(office):
    second = create_person(actor=0, at=START, username="second", name="second")
    hold(second, "common.seat", actor=0, at=START, since=START.date())
    known = declared("common.complaints_month")
    of = replace(known, report=replace(known.report, made_by="seat"))
    (opened,) = open_reports(of, periods.parse("2026-10"), IN_NOVEMBER)
    case = Case.objects.get(id=opened.case)
    assert (case.state, case.holder) == ("due", office.people["seat"])
    assert said_now(case.data, IN_NOVEMBER)["person"] is None
    nobody = replace(known, report=replace(known.report, made_by="nobody"))
    (opened,) = open_reports(nobody, periods.parse("2026-09"), IN_NOVEMBER)
    assert Case.objects.get(id=opened.case).state == "pooled"
    assert list(open_reports(nobody, periods.parse("2026-10"), IN_NOVEMBER)) == []  # opened, whoever makes it now


def test_nothing_is_reported_of_a_period_before_there_was_the_report(office):
    assert {each.procedure for each in Case.objects.all()} == set()
    assert [outcome for outcome in open_due(START + timedelta(hours=1)) if outcome.done] == []


def test_what_a_report_says_is_counted(month):
    said = content(declared("common.complaints_month"), periods.parse("2026-10"), person=None, at=IN_NOVEMBER)
    figures = {each["measure"]: each for each in said["figures"]}
    assert (figures["count"]["value"], figures["count"]["previous"]) == ("3", "0")
    rows = {tuple(line["words"]["zh"]): line["values"][0] for line in said["rows"]}
    assert rows == {("交付", "一般"): "2", ("费用", "一般"): "1"}
    assert [line["words"]["en"] for line in said["rows"]] == [["Delivery", "Ordinary"], ["Fees", "Ordinary"]]
    assert said["digest"] == digest(said)


def test_submitting_freezes_the_figures_and_a_recomputation_stands_beside_them(month):
    before = queries.report(month.report, person=month.people["leader"], at=IN_NOVEMBER)
    assert before.frozen is None
    assert before.content == before.live
    submit(month)
    # Somebody enters a complaint of October afterwards: what was submitted stays as it was.
    late = Command(
        verb=Verb.OPEN,
        procedure="common.complaint",
        given={"complainant": "李先生", "words": "慢"},
    )
    assert run(late, person=month.people["seat"], at=datetime(2026, 10, 30, 2, 0, tzinfo=UTC)).done
    view = queries.report(month.report, person=month.people["leader"], at=IN_NOVEMBER)
    assert view.differs
    count = [each["figures"][0]["value"] for each in (view.content, view.live)]
    assert count == ["3", "4"]


def test_what_was_frozen_is_attached_with_its_digest_and_told(month):
    submit(month)
    while outbox.drain(IN_NOVEMBER).done:
        pass
    row = FrozenReport.objects.get()
    page = queries.report(month.report, person=month.people["leader"], at=IN_NOVEMBER).page
    files = {each.name.rpartition(".")[2]: each for each in page.attachments}
    assert set(files) == {"json", "xlsx", "pdf"}
    assert files["json"].sha256 == row.digest
    assert hashlib.sha256(attachments.path_of(row.digest).read_bytes()).hexdigest() == row.digest
    told = Message.objects.filter(word="reports.publish")
    assert {message.person_id for message in told} == {month.people["leader"], month.people["director"]}
    assert all("件数：3" in message.text for message in told)
    going = [{"name": files[kind].name, "sha256": files[kind].sha256} for kind in ("xlsx", "pdf")]
    assert [message.files for message in told] == [going, going]
    assert verifying.verify().faults == ()


def test_nothing_of_it_can_be_changed_afterwards(month):
    submit(month)
    with pytest.raises(DatabaseError), transaction.atomic():
        FrozenReport.objects.update(digest="other")


def test_a_report_is_seen_by_whoever_sees_its_case(month):
    assert queries.report(month.report, person=month.people["stranger"], at=IN_NOVEMBER) is None
    assert [row.id for row in queries.reports(person=month.people["leader"], at=IN_NOVEMBER)] == [month.report]
    assert queries.reports(person=month.people["stranger"], at=IN_NOVEMBER) == ()


def test_a_report_that_is_declared_no_more_is_not_submitted(month):
    given = {"declared": "common.gone", "title": "旧报表", "period": "2026-10"}
    outcome = run(Command(verb=Verb.OPEN, procedure="common.report", given=given), person=0, at=IN_NOVEMBER)
    month.act("leader", IN_NOVEMBER, outcome.case, "look_over", looked_over=LOOKED)
    refused = run(
        Command(verb=Verb.ACT, case=outcome.case, action="submit", given={"confirmed": "邮件"}),
        person=month.people["leader"],
        at=IN_NOVEMBER,
    )
    assert [reason.code for reason in refused.reasons] == ["effect.reports.freeze"]
    with pytest.raises(Refused):
        declared("common.gone")


def test_the_workbook_has_real_charts_and_computes_nothing(month):
    said = content(declared("common.complaints_month"), periods.parse("2026-10"), person=None, at=IN_NOVEMBER)
    for language in ("zh", "en"):
        with zipfile.ZipFile(io.BytesIO(workbook(said, language, number="R1", remarks="=1+1"))) as book:
            names = book.namelist()
            assert sum(name.startswith("xl/charts/chart") for name in names) == 2
            sheets = b"".join(book.read(name) for name in names if name.startswith("xl/worksheets/sheet"))
            assert b"<f>" not in sheets


def test_the_paper_is_the_same_for_the_same_content(month):
    said = content(declared("common.complaints_month"), periods.parse("2026-10"), person=None, at=IN_NOVEMBER)
    one, other = (pdf(said, "zh", IN_NOVEMBER, number="R1", remarks="#let x = 1") for _ in range(2))
    assert one == other
    assert one.startswith(b"%PDF")
