"""What the site keeps besides: attachments, records, tables, saved lists."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gendan.cases import attachments, queries, records, saved, site
from gendan.cases.commands import run
from gendan.cases.models import Attachment, RecordVersion
from gendan.cases.queries import ListQuery
from gendan.core import listing
from gendan.core.command import Command, Verb
from gendan.core.field import Field
from gendan.core.listing import Filter
from gendan.core.pack import Pack, RecordType
from gendan.core.refusals import Refused
from gendan.core.text import Text
from tests.cases.company import FRIDAY, do

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def attachments_apart(tmp_path, settings):
    settings.GENDAN_ATTACHMENTS = tmp_path / "attachments"


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("订单编号,金额\n1,2\n".encode("gb18030"), "text/plain"),
        (workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_is_what_its_content_says(content, kind):
    file = attachments.store(io.BytesIO(content), name="../../quote.exe", by=1, at=FRIDAY)
    assert (file["type"], file["name"], file["size"]) == (kind, "quote.exe", len(content))
    path = attachments.path_of(file["sha256"])
    assert path is not None
    assert path.read_bytes() == content
    assert attachments.intact(file["sha256"])
    again = attachments.store([content], name="copy.pdf", by=2, at=FRIDAY)
    assert again["sha256"] == file["sha256"]
    assert Attachment.objects.count() == 1
    path.write_bytes(b"changed")
    assert not attachments.intact(file["sha256"])


@pytest.mark.parametrize(
    "content", [b"", b"<html><script>alert(1)</script>", b"  <svg onload=alert(1)>", b"MZ\x90\x00\x03", b"\x7fELF\x00"]
)
def test_what_may_not_be_kept_is_refused(content, tmp_path):
    with pytest.raises(Refused) as refused:
        attachments.store(io.BytesIO(content), name="quote.pdf", by=1, at=FRIDAY)
    assert codes(refused) == ["value.file"]
    assert [path for path in (tmp_path / "attachments").rglob("*") if path.is_file()] == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole():
    read = []

    def endless():
        while True:
            read.append(1)
            yield b"a" * 1000

    with pytest.raises(Refused):
        attachments.store(endless(), name="big.txt", by=1, at=FRIDAY, most=10_000)
    assert len(read) == 11


def test_a_path_that_leads_out_finds_nothing():
    assert attachments.path_of("../../../etc/passwd") is None
    assert attachments.path_of("0" * 64) is None


def test_attaching_and_commenting_leave_what_others_saw_as_it_was(office):
    from tests.cases.company import act, opening

    case = do(opening(), office.wang).case
    file = attachments.store(io.BytesIO(b"%PDF-1.7"), name="报价.pdf", by=office.wang, at=FRIDAY)
    do(Command(verb=Verb.ATTACH, case=case, given={"file": file}), office.wang)
    do(Command(verb=Verb.COMMENT, case=case, given={"text": "客户催过"}), office.zhao)
    assert run(act(case, "quote", seen=1), person=office.wang, at=FRIDAY).done
    page = queries.case_page(case, person=office.wang, at=FRIDAY)
    assert page is not None
    assert [(each.name, each.sha256, each.by) for each in page.attachments] == [("报价.pdf", file["sha256"], office.wang)]


def test_a_table_is_the_sites_and_every_version_stays(desk):
    case = do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "浙江"}), desk.ann).case

    def fee():
        page = queries.case_page(case, person=desk.ann, at=FRIDAY)
        assert page is not None
        return {view.field.name: view.value for view in page.fields}["fee"]

    assert fee() == Decimal("10.00")
    with pytest.raises(Refused) as refused:
        site.set_table(
            "desk", "fee", [{"province": "浙江", "fee": "十"}, {"province": "浙江", "fee": "1"}], by=desk.chief, at=FRIDAY
        )
    assert codes(refused) == ["value.fee", "value.province"]
    assert site.set_table("desk", "fee", [{"province": "浙江", "fee": "12"}], by=desk.chief, at=FRIDAY) == 1
    assert [(change.value, change.by) for change in site.table_history("desk", "fee")] == [
        ([[["浙江"], ["12.00"]]], desk.chief)
    ]
    later = do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "浙江"}), desk.ann).case
    page = queries.case_page(later, person=desk.ann, at=FRIDAY)
    assert page is not None
    assert {view.field.name: view.value for view in page.fields}["fee"] == Decimal("12.00")


def test_every_event_names_what_it_was_judged_under(desk):
    import orjson

    from gendan.cases.models import Basis, Event

    first = do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "a"}), desk.ann).case
    site.set_setting("desk", "limit", 2, by=desk.chief, at=FRIDAY)
    second = do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "a"}), desk.ann).case
    unders = [orjson.loads(Event.objects.get(case_id=case, seq=1).body)["under"] for case in (first, second)]
    bodies = {row.id: row.body for row in Basis.objects.all()}
    assert [bodies[under]["settings"] for under in unders] == [{}, {"limit": site_setting_id()}]
    assert {bodies[under]["pack"] for under in unders} == {"desk"}


def site_setting_id():
    from gendan.cases.models import SettingValue

    return SettingValue.objects.get().id


ROOMS = Pack(
    name="hotel",
    version="1.0.0",
    title=Text("酒店"),
    records={
        "room": RecordType(
            name="room",
            title=Text("房间"),
            key=("number",),
            fields={
                "number": Field(name="number", title=Text("房号"), type="text"),
                "beds": Field(name="beds", title=Text("床"), type="int"),
                "price": Field(name="price", title=Text("价"), type="money"),
            },
        )
    },
)


def write(since, **given):
    return records.write(ROOMS, "room", given, since=since, by=1, at=FRIDAY, source="import 1", zone=SHANGHAI)


def test_a_record_is_what_it_was_on_a_day():
    room = write(date(2026, 10, 1), number="301", beds="2", price="300")
    assert write(date(2026, 10, 8), number="301", price="350") == room
    write(date(2026, 10, 8), number="301", price="350.00")  # nothing new
    assert RecordVersion.objects.count() == 2

    def on(day):
        found = records.find(ROOMS, "room", {"number": "301"}, on=day, zone=SHANGHAI)
        return None if found is None else dict(found.values)

    assert on(date(2026, 9, 30)) is None
    assert on(date(2026, 10, 7)) == {"number": "301", "beds": 2, "price": Decimal("300.00")}
    assert on(date(2026, 10, 8)) == {"number": "301", "beds": 2, "price": Decimal("350.00")}
    assert [version.since for version in records.history(ROOMS, "room", room)] == [date(2026, 10, 1), date(2026, 10, 8)]
    with pytest.raises(Refused) as refused:
        write(date(2026, 10, 9), beds="many", color="red")
    assert sorted(codes(refused)) == ["needs.number", "unasked.color", "value.beds"]


def test_lists_are_kept_under_a_name(desk):
    query = ListQuery(
        procedure="desk.ticket",
        states=("new",),
        filters=(Filter(field="amount", test=listing.Test.RANGE, values=("5", "")),),
        sort=("-amount",),
    )
    saved.save(query, "大额", person=desk.ann, at=FRIDAY)
    saved.save(query, "给大家", person=desk.bob, at=FRIDAY, shared=True)
    assert saved.lists_of("desk.ticket", person=desk.ann) == (("大额", query, True), ("给大家", query, False))
    assert saved.lists_of("desk.ticket", person=desk.second) == (("给大家", query, False),)
    assert not saved.drop("desk.ticket", "大额", person=desk.bob)
    assert saved.drop("desk.ticket", "大额", person=desk.ann)
    assert saved.lists_of("desk.ticket", person=desk.ann) == (("给大家", query, False),)
