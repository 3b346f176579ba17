"""Records are written by cases that end as the pack says, by imports, and by hand; every version stays."""

from datetime import date, timedelta
from decimal import Decimal
from shutil import copytree
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gendan.cases import imports, library, records, store
from gendan.cases.commands import run, run_many
from gendan.cases.models import Record, RecordVersion
from gendan.core.command import Command, Verb
from gendan.core.refusals import Refused
from tests.cases.company import FRIDAY, act, codes, do
from tests.cases.estate import ESTATE, open_estate

SERVICED = date(2026, 10, 9)


@pytest.fixture
def estate(db):
    return open_estate()


def serve(estate, building="A", room="101", **more):
    given = {"building": building, "room": room, **more}
    return do(Command(verb=Verb.OPEN, procedure="estate.service", given=given), estate.ann).case


def flat(estate, building="A", room="101", person="ann", at=FRIDAY):
    return records.seen("estate", "flat", {"building": building, "room": room}, person=estate.people[person], at=at)


def test_a_case_that_ends_writes_its_record(estate):
    case = serve(estate)
    assert flat(estate) is None
    do(act(case, "do", given={"serviced_on": "2026-10-09"}), estate.fred)
    found = flat(estate)
    assert dict(found.values) == {"building": "A", "room": "101", "serviced_on": SERVICED}
    assert (found.since, found.by) == (SERVICED, estate.fred)
    assert found.source


def test_what_the_case_does_not_fill_stays_as_it_was(estate):
    imports.run_rows("estate.flats", [{"楼": "A", "房号": "101", "面积": "88.5"}], person=estate.boss, at=FRIDAY)
    do(act(serve(estate), "do", given={"serviced_on": "2026-10-09"}), estate.fred)
    assert flat(estate).values["area"] == Decimal("88.5")
    assert flat(estate).values["serviced_on"] == SERVICED
    record = Record.objects.get()
    versions = records.history(library.pack(estate.definition), "flat", record.id)
    assert [sorted(each.values) for each in versions] == [
        ["area", "building", "room"],
        ["area", "building", "room", "serviced_on"],
    ]


def test_the_same_again_is_no_new_version(estate):
    for _ in range(2):
        do(act(serve(estate), "do", given={"serviced_on": "2026-10-09"}), estate.fred)
    assert RecordVersion.objects.count() == 1


def test_many_cost_as_many_statements_as_a_few(estate):
    def ended(rooms):
        cases = [serve(estate, room=room) for room in rooms]
        commands = [act(case, "do", given={"serviced_on": "2026-10-09"}) for case in cases]
        with CaptureQueriesContext(connection) as captured:
            assert all(outcome.done for outcome in run_many(commands, person=estate.fred, at=FRIDAY))
        return len(captured)

    ended(["0"])
    assert ended(["1", "2"]) == ended([str(number) for number in range(10, 25)])
    assert RecordVersion.objects.count() == 18


def test_a_post_that_may_changes_it_by_hand(estate):
    given = {"building": "B", "room": "9", "note": "空置"}
    records.change("estate", "flat", given, person=estate.boss, at=FRIDAY)
    assert flat(estate, "B", "9").values["note"] == "空置"
    with pytest.raises(Refused) as refused:
        records.change("estate", "flat", given, person=estate.ann, at=FRIDAY)
    assert [reason.code for reason in refused.value.reasons] == ["access"]


def test_who_is_not_named_does_not_see_it(estate):
    records.change("estate", "flat", {"building": "B", "room": "9"}, person=estate.boss, at=FRIDAY)
    assert flat(estate, "B", "9", "fred") is not None
    assert flat(estate, "B", "9", "boss") is not None
    with pytest.raises(Refused) as refused:
        flat(estate, "B", "9", "kim")
    assert [reason.code for reason in refused.value.reasons] == ["missing"]


def test_a_record_is_known_as_it_was_on_a_day(estate):
    later = FRIDAY + timedelta(days=3)
    key = {"building": "B", "room": "9"}
    records.change("estate", "flat", {**key, "note": "旧"}, person=estate.boss, at=FRIDAY)
    records.change("estate", "flat", {**key, "note": "新"}, person=estate.boss, at=later)
    pack = library.pack(estate.definition)
    on = [
        records.find(pack, "flat", key, on=SERVICED + timedelta(days=days), zone=ZoneInfo("Asia/Shanghai"))
        for days in (-1, 0, 2, 3)
    ]
    assert [each and each.values["note"] for each in on] == [None, "旧", "旧", "新"]


def test_what_is_corrected_afterwards_stands_in_the_record(estate):
    case = serve(estate)
    do(act(case, "do", given={"serviced_on": "2026-10-09"}), estate.fred)
    fix = Command(verb=Verb.CORRECT, case=case, action="do", given={"serviced_on": "2026-10-08"}, reason="笔误")
    do(fix, estate.boss)
    assert flat(estate).values["serviced_on"] == date(2026, 10, 8)
    assert RecordVersion.objects.count() == 2


LOOKS_UP = """\
procedure: visit
title: 上门
fields:
  building: {title: 楼, type: text}
  room:     {title: 房号, type: text}
  area:     {title: 面积, type: decimal, unit: m2, computed: "record.flat(building, room).area"}
  noted:    {title: 当时的备注, type: text}
  others:   {title: 同去, type: rows, of: {other: {title: 房号, type: text}}}
  altogether: {title: 同去面积, type: decimal, computed: "sum(record.flat(building, others.other).area)"}
states:
  planned: {title: 已排, owner: fitter}
  done:    {title: 完成, final: done}
gates:
  served: {when: "record.flat(building, room).serviced_on < today", says: 没有保养过}
actions:
  open: {title: 排上门, by: desk, to: planned, asks: [building, room, others], needs: [building]}
  note: {title: 记备注, from: planned, by: fitter, sets: {noted: "record.flat(building, room).note"}}
  do:   {title: 完成, from: planned, to: done, by: fitter, gates: [served]}
deadlines:
  do: {title: 上门, starts: open, stops: do, due: [{in: 3 workdays}]}
"""


@pytest.fixture
def visiting(db, tmp_path):
    """The estate with a procedure that looks flats up, and one flat of 88.5 m²."""
    copytree(ESTATE, tmp_path / "estate")
    (tmp_path / "estate" / "procedures" / "visit.yaml").write_text(LOOKS_UP, "utf-8")
    estate = open_estate(tmp_path / "estate")
    imports.run_rows("estate.flats", [{"楼": "A", "房号": "101", "面积": "88.5"}], person=estate.boss, at=FRIDAY)
    return estate


def visit(estate, **given):
    command = Command(verb=Verb.OPEN, procedure="estate.visit", given={"building": "A", **given})
    return do(command, estate.ann).case


def held(case):
    return store.glimpse(case).case.data


def test_a_case_reads_what_stands_in_a_record(visiting):
    assert held(visit(visiting, room="101"))["area"] == "88.5"
    assert "area" not in held(visit(visiting, room="102"))
    assert "area" not in held(visit(visiting))


def test_a_record_is_read_anew_at_every_step_and_what_was_written_down_stays(visiting):
    case = visit(visiting, room="101")
    for note in ("有狗", "无人"):
        records.change(
            "estate", "flat", {"building": "A", "room": "101", "note": note}, person=visiting.boss, at=FRIDAY
        )
        if note == "有狗":
            do(act(case, "note"), visiting.fred)
    assert held(case)["noted"] == "有狗"
    do(act(case, "note"), visiting.fred)
    assert held(case)["noted"] == "无人"


def test_what_stands_from_a_later_day_is_not_read_before_it(visiting):
    key = {"building": "A", "room": "101"}
    records.change(
        "estate", "flat", {**key, "area": "90"}, person=visiting.boss, at=FRIDAY, since=SERVICED + timedelta(days=3)
    )
    assert held(visit(visiting, room="101"))["area"] == "88.5"
    command = Command(verb=Verb.OPEN, procedure="estate.visit", given=key)
    assert held(do(command, visiting.ann, at=FRIDAY + timedelta(days=3)).case)["area"] == "90"


def test_a_gate_stands_upon_a_record(visiting):
    case = visit(visiting, room="101")
    assert codes(run(act(case, "do"), person=visiting.fred, at=FRIDAY)) == ["gate.served"]
    key = {"building": "A", "room": "101"}
    records.change("estate", "flat", {**key, "serviced_on": "2026-10-01"}, person=visiting.boss, at=FRIDAY)
    do(act(case, "do"), visiting.fred)


def test_rows_ask_for_their_records_at_once(visiting):
    rooms = [{"楼": "A", "房号": str(number), "面积": "2"} for number in range(200, 230)]
    imports.run_rows("estate.flats", rooms, person=visiting.boss, at=FRIDAY)

    def asked(count):
        with CaptureQueriesContext(connection) as captured:
            others = [{"other": str(200 + number)} for number in range(count)]
            assert held(visit(visiting, others=others))["altogether"] == str(2 * count)
        return len(captured)

    asked(2)
    assert asked(2) == asked(30)
