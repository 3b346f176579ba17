"""Declared records on pages and over the API: each sees and writes what his posts may."""

import csv
import re
from io import StringIO

import pytest
from django.urls import reverse

from gendan.cases import records
from gendan.cases.models import Case, Record
from gendan.core.command import Command, Verb
from gendan.people.models import Access, AccessLog
from tests.api.client import Caller, codes, downloaded, told
from tests.cases.company import FRIDAY, do
from tests.web.test_packs import signed_in

FLATS = reverse("web:records", args=["estate", "flat"])


@pytest.fixture
def estate(db):
    from tests.cases.estate import open_estate

    return open_estate()


@pytest.fixture
def flats(estate):
    """Three flats, one of them with two versions."""
    for room, note in (("101", "朝南"), ("102", "100%"), ("103", "")):
        given = {"building": "A", "room": room, "note": note}
        records.change("estate", "flat", given, person=estate.boss, at=FRIDAY)
    given = {"building": "A", "room": "101", "area": "88.5"}
    records.change("estate", "flat", given, person=estate.boss, at=FRIDAY)
    return {each.key["room"]: each.id for each in Record.objects.all()}


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_records_are_listed_searched_and_told_with_every_version(estate, flats):
    clerk = signed_in(estate.ann)
    listed = page(clerk.get(FLATS))
    assert [listed.index(f">{room}<") for room in ("101", "102", "103")] == sorted(
        listed.index(f">{room}<") for room in ("101", "102", "103")
    )
    assert "登记一个" not in listed
    found = page(clerk.get(FLATS, {"q": "100%"}))
    assert (">102<" in found, ">101<" in found) == (True, False)
    one = page(clerk.get(reverse("web:record", args=["estate", "flat", flats["101"]])))
    assert "88.5 m2" in one
    assert "手工" in one
    assert clerk.get(reverse("web:record", args=["estate", "flat", 10**9])).status_code == 404
    assert "登记 · 房屋" in page(clerk.get("/"))


def test_who_may_writes_one_and_is_told_what_is_wrong(estate, flats):
    boss = signed_in(estate.boss)
    told_ = page(boss.post(FLATS, {"f-building": "B", "f-room": "", "f-area": "groß"}), 422)
    assert "请填写“房号”" in told_
    assert "“面积”不能是“groß”" in told_
    made = boss.post(FLATS, {"f-building": "B", "f-room": "9", "f-area": "50", "since": "2026-01-01"})
    number = Record.objects.get(key_text__contains='"B"').id
    assert made["Location"] == reverse("web:record", args=["estate", "flat", number])
    assert "2026-01-01" in page(boss.get(made["Location"]))
    clerk = signed_in(estate.ann)
    assert clerk.post(FLATS, {"f-building": "C", "f-room": "1"}).status_code == 422
    assert Record.objects.count() == 4


def test_who_has_no_part_finds_nothing_and_that_is_logged(estate, flats):
    other = signed_in(estate.hire("stranger2"))
    before = AccessLog.objects.filter(kind=Access.NOT_SEEN).count()
    assert other.get(FLATS).status_code == 404
    assert other.get(reverse("web:record", args=["estate", "flat", flats["101"]])).status_code == 404
    assert AccessLog.objects.filter(kind=Access.NOT_SEEN).count() == before + 2


def test_over_the_api_too(estate, flats):
    clerk, boss = Caller(estate.ann), Caller(estate.boss)
    first = told(clerk.get("/packs/estate/records/flat?limit=2"))
    assert ([each["values"]["room"] for each in first["records"]], first["may_change"]) == (["101", "102"], False)
    rest = told(clerk.get(f"/packs/estate/records/flat?limit=2&after={first['after']}"))
    assert ([each["values"]["room"] for each in rest["records"]], rest["after"]) == (["103"], None)
    one = told(clerk.get(f"/packs/estate/records/flat/{flats['101']}"))
    assert [each["values"].get("area") for each in one["versions"]] == ["88.5", None]
    body = {"values": {"building": "A", "room": "103", "note": "新"}}
    assert codes(clerk.post("/packs/estate/records/flat", body), 403) == ["access"]
    assert told(boss.post("/packs/estate/records/flat", body), 201)["versions"][0]["values"]["note"] == "新"
    assert told(clerk.get("/packs/estate/records"))["types"] == [{"name": "flat", "title": "房屋"}]
    stranger = Caller(estate.hire("stranger3"))
    assert codes(stranger.get("/packs/estate/records/flat"), 404) == ["missing"]
    assert codes(stranger.get("/packs/estate/records/flat/file"), 404) == ["missing"]


def test_records_are_taken_by_a_program_as_a_file(estate, flats):
    clerk = Caller(estate.ann, ("read",))
    taken = downloaded(clerk.get("/packs/estate/records/flat/file?form=csv")).decode("utf-8-sig")
    heads, *rows = csv.reader(StringIO(taken))
    shown = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [(row["room"], row["note"]) for row in shown] == [("101", "朝南"), ("102", "100%"), ("103", "")]
    found = downloaded(clerk.get("/packs/estate/records/flat/file?search=100%25&form=csv")).decode("utf-8-sig")
    assert [row[heads.index("room")] for row in csv.reader(StringIO(found))] == ["room", "102"]
    sheet = clerk.get("/packs/estate/records/flat/file")
    assert (sheet["Content-Disposition"], downloaded(sheet)[:2]) == ('attachment; filename="estate-flat.xlsx"', b"PK")


def test_a_record_tells_its_open_cases_to_who_sees_them(estate, flats):
    mine = do(Command(verb=Verb.OPEN, procedure="estate.service", given={"building": "A", "room": "101"}), estate.ann)
    do(Command(verb=Verb.OPEN, procedure="estate.service", given={"building": "A", "room": "102"}), estate.ann)
    number = Case.objects.get(id=mine.case).number
    address = reverse("web:record", args=["estate", "flat", flats["101"]])
    told_ = page(signed_in(estate.ann).get(address))
    part = told_[told_.index("在办的单") : told_.index("历来")]
    assert re.findall(r'class="id"><a href="[^"]+">([^<]+)</a>', part) == [number]
    assert "没有在办的单" in page(
        signed_in(estate.ann).get(reverse("web:record", args=["estate", "flat", flats["103"]]))
    )
    clerk = Caller(estate.ann, ("read",))
    (case,) = told(clerk.get(f"/packs/estate/records/flat/{flats['101']}/cases"))["cases"]
    assert (case["number"], case["procedure"], case["state"]) == (number, "estate.service", "planned")
    assert codes(clerk.get("/packs/estate/records/flat/999999/cases"), 404) == ["missing"]
    stranger = Caller(estate.iris, ("read",))
    assert codes(stranger.get(f"/packs/estate/records/flat/{flats['101']}/cases"), 404) == ["missing"]
