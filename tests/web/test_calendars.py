"""The year of a calendar on a page: what each day is, and a change told before it is made."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gendan.cases import regional
from gendan.cases.basis import basis
from gendan.cases.models import Case
from gendan.cases.outbox import drain
from gendan.core.command import Command, Verb
from gendan.people import actions
from gendan.people.access import current_epoch
from gendan.people.calendars import calendar, calendar_versions
from tests.cases.company import FRIDAY, do
from tests.web.test_packs import signed_in

DAY = date(2026, 10, 12)
YEAR = reverse("web:calendar", args=["standard"])


@pytest.fixture
def estate(db):
    from tests.cases.estate import open_estate

    return open_estate()


@pytest.fixture
def admin(estate):
    return signed_in(actions.create_person(actor=0, at=FRIDAY, username="hui", name="何管", administrator=True))


def page(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_year_tells_what_each_day_is_and_whether_it_is_announced(estate):
    told = page(signed_in(estate.ann).get(YEAR, {"year": "2026"}))
    assert 'class="day holiday" title="2026-10-01 · 不上班 · 国庆节' in told
    assert 'class="day worked" title="2026-10-10 · 09:00-12:00, 13:30-18:00 · 调休上班"' in told
    assert 'class="day closed" title="2026-10-11 · 不上班"' in told
    assert 'class="day open" title="2026-10-12 · 09:00-12:00, 13:30-18:00"' in told
    assert told.count("data-day=") == 365
    assert "放假安排已公布" in told
    assert "改几天" not in told
    assert "尚未公布" in page(signed_in(estate.boss).get(YEAR, {"year": "2031"}))


def test_holidays_are_named_in_the_readers_language(estate):
    reader = signed_in(estate.ann)
    assert "<dt>09-25 – 09-27</dt><dd>中秋节</dd>" in page(reader.get(YEAR, {"year": "2026"}))
    reader.cookies["django_language"] = "en"
    told = page(reader.get(YEAR, {"year": "2025"}))
    assert 'title="2025-10-01 · closed · National Day and Mid-Autumn Festival"' in told
    assert "<dt>10-01 – 10-08</dt><dd>National Day and Mid-Autumn Festival</dd>" in told
    assert "国庆节" not in told


def test_a_changed_day_is_looked_at_made_and_kept_as_a_version(estate, admin):
    given = {"building": "A", "room": "1"}
    do(Command(verb=Verb.OPEN, procedure="estate.service", given=given), estate.ann)
    change = {"change": "days", "first": DAY.isoformat(), "what": "closed"}
    told = page(admin.post(YEAR, {**change, "step": "look"}))
    assert "时限的到期时间会变" in told
    assert f'class="day holiday" title="{DAY}' in told
    assert calendar("standard").is_working_day(DAY)
    assert admin.post(YEAR, {**change, "step": "do"})["Location"] == f"{YEAR}?year=2026"
    assert not calendar("standard").is_working_day(DAY)
    assert [(each.number, each.by is not None) for each in calendar_versions("standard")] == [(1, True), (0, False)]
    assert 'class="day open" title="2026-10-12' in page(admin.get(YEAR, {"year": "2026", "version": "0"}))
    back = {**change, "what": "week", "last": (DAY + timedelta(days=1)).isoformat(), "step": "do"}
    assert admin.post(YEAR, back).status_code == 302
    assert calendar("standard").is_working_day(DAY)


def test_hours_and_the_week_are_typed_as_one_writes_them(estate, admin):
    change = {
        "change": "days",
        "first": "2026-10-12",
        "what": "hours",
        "hours": "09：00–12：00，14:00-16:30",
        "step": "do",
    }
    assert admin.post(YEAR, change).status_code == 302
    assert calendar("standard").hours(DAY) == ((540, 720), (840, 990))
    week = {
        f"week-{name}": "08:00-12:00" for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    }
    sent = {"change": "week", **week, "standard_day": "08:00-12:00", "announced": "2026，2027", "step": "do"}
    assert admin.post(YEAR, sent).status_code == 302
    found = calendar("standard")
    assert (found.workday, found.announced) == (timedelta(hours=4), frozenset({2026, 2027}))
    assert found.hours(date(2026, 8, 1)) == ((480, 720),)


@pytest.mark.parametrize(
    "sent",
    [
        {"first": "", "what": "closed"},
        {"first": "2026-13-01", "what": "closed"},
        {"first": "2026-10-12", "last": "2026-10-11", "what": "closed"},
        {"first": "2026-01-01", "last": "2028-01-01", "what": "closed"},
        {"first": "2026-10-12", "what": "hours", "hours": ""},
        {"first": "2026-10-12", "what": "hours", "hours": "18:00-09:00"},
        {"first": "9999-10-12", "what": "closed"},
        {"change": "week", "standard_day": "", "announced": "2026"},
        {"change": "week", "week-monday": "09:00-18:00", "announced": "bald"},
    ],
)
def test_what_no_calendar_can_be_is_refused_in_words(estate, admin, sent):
    for step in ("look", "do"):
        assert "不能这样改" in page(admin.post(YEAR, {"change": "days", **sent, "step": step}), 422)
    assert len(calendar_versions("standard")) == 1


def test_only_administrators_change_a_calendar(estate):
    clerk = signed_in(estate.ann)
    assert "standard" in page(clerk.get(reverse("web:calendars")))
    assert (
        clerk.post(YEAR, {"change": "days", "first": "2026-10-12", "what": "closed", "step": "do"}).status_code == 404
    )
    assert clerk.get(reverse("web:calendar", args=["nothing"])).status_code == 404
    assert len(calendar_versions("standard")) == 1


def test_a_department_runs_by_the_calendar_of_its_region(estate, admin):
    do(Command(verb=Verb.OPEN, procedure="estate.service", given={"building": "A", "room": "1"}), estate.ann)
    listing = reverse("web:calendars")
    assert "建日历" not in page(signed_in(estate.ann).get(listing))
    for name in ("广西", "9th", "standard"):
        page(admin.post(listing, {"change": "new", "name": name, "like": "standard"}), 422)
    begun = admin.post(listing, {"change": "new", "name": "guangxi", "like": "standard"})
    assert begun["Location"] == reverse("web:calendar", args=["guangxi"])
    closed = {"change": "days", "first": DAY.isoformat(), "what": "closed", "step": "do"}
    assert admin.post(begun["Location"], closed).status_code == 302
    assert not calendar("guangxi").is_working_day(DAY)
    assert calendar("standard").is_working_day(DAY)
    wanted = {"change": "department", "pack": "estate", "calendar": "guangxi", "reason": "三月三"}
    told = page(admin.post(listing, {**wanted, "step": "look"}))
    assert "时限的到期时间会变" in told
    assert '<option value="guangxi" selected>' in told
    assert regional.department("estate")[0].calendar == "standard"
    assert admin.post(listing, {**wanted, "step": "do"})["Location"] == listing
    found, history = regional.department("estate")
    assert (found.calendar, found.own, history[0].reason) == ("guangxi", "standard", "三月三")
    assert basis(estate.definition, current_epoch()).calendar == calendar("guangxi")
    # The clock that runs is computed anew by a job, and the same choice again is none.
    before = Case.objects.get().seq
    assert drain(timezone.now()).done
    assert Case.objects.get().seq == before + 1
    regional.choose("estate", "guangxi", by=0, at=FRIDAY)
    regional.choose("estate", None, by=0, at=FRIDAY)
    assert [each.value for each in regional.department("estate")[1]] == [None, "guangxi"]
    assert basis(estate.definition, current_epoch()).calendar == calendar("standard")


def test_a_change_of_a_calendar_is_told_for_those_who_run_by_it(estate, admin):
    do(Command(verb=Verb.OPEN, procedure="estate.service", given={"building": "A", "room": "1"}), estate.ann)
    admin.post(reverse("web:calendars"), {"change": "new", "name": "guangxi", "like": "standard"})
    regional.choose("estate", "guangxi", by=0, at=FRIDAY)
    look = {"change": "days", "first": DAY.isoformat(), "what": "closed", "step": "look"}
    assert "到期时间都不变" in page(admin.post(YEAR, look))
    assert "时限的到期时间会变" in page(admin.post(reverse("web:calendar", args=["guangxi"]), look))


def test_only_administrators_say_who_runs_by_which(estate, admin):
    wanted = {"change": "department", "pack": "estate", "calendar": "standard", "step": "do"}
    assert signed_in(estate.ann).post(reverse("web:calendars"), wanted).status_code == 404
    for wrong in ({"pack": "nothing"}, {"calendar": "nothing"}):
        assert admin.post(reverse("web:calendars"), {**wanted, **wrong}).status_code == 404
    assert regional.department("estate")[1] == ()
