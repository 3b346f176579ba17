"""Routines open their cases: each slot once, for every holder, on working days, at restarts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gendan.cases import library, routines
from gendan.cases.models import Case
from tests.cases.company import act, do
from tests.cases.estate import ESTATE, open_estate

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def estate(db):
    return open_estate()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def opened(name):
    return [
        (row.holder, row.opened_at.astimezone(ZONE).strftime("%m-%d %H:%M"))
        for row in Case.objects.filter(procedure=f"estate.{name}").order_by("id")
    ]


def test_a_slot_is_opened_once(estate):
    for minute in range(0, 90, 7):
        assert all(outcome.done for outcome in routines.open_due(at("2026-10-12 10:00") + timedelta(minutes=minute)))
    assert opened("patrol") == [(None, "10-12 10:00"), (None, "10-12 11:03")]


def test_outside_the_shift_nothing_is_opened(estate):
    for moment in ("2026-10-12 12:15", "2026-10-12 20:00", "2026-10-17 10:00"):
        routines.open_due(at(moment))
    assert opened("patrol") == []


def test_each_holder_gets_his_own_and_has_it(estate):
    routines.open_due(at("2026-11-02 08:00"))
    assert opened("inspection") == []
    # The first of November is a Sunday.
    routines.open_due(at("2026-11-02 09:00"))
    routines.open_due(at("2026-11-02 09:01"))
    assert opened("inspection") == [(estate.iris, "11-02 09:00"), (estate.ivan, "11-02 09:00")]
    mine = Case.objects.get(procedure="estate.inspection", holder=estate.iris)
    do(act(mine.id, "report", given={"result": "良好"}), estate.iris, at("2026-11-02 10:00"))


def test_after_being_down_the_last_slot_is_opened(estate):
    routines.open_due(at("2026-11-05 15:10"))
    assert opened("patrol") == [(None, "11-05 15:10")]
    assert [holder for holder, _ in opened("inspection")] == [estate.iris, estate.ivan]


def test_a_new_version_goes_on_where_the_old_one_was(estate):
    routines.open_due(at("2026-11-02 10:00"))
    files = {path.relative_to(ESTATE).as_posix(): path.read_bytes() for path in ESTATE.rglob("*") if path.is_file()}
    files["pack.yaml"] = files["pack.yaml"].replace(b"version: 1.0.0", b"version: 1.0.1")
    library.activate(files, by=0, at=at("2026-11-02 10:05"))
    assert routines.open_due(at("2026-11-02 10:06")) == []
    assert len(opened("inspection")) == 2
