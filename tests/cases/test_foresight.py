"""What a change would do to running deadlines is told before it is made, and is what it then does."""

from datetime import timedelta

import pytest

from gendan.cases import site
from gendan.cases.models import Event
from gendan.cases.outbox import drain
from gendan.cases.store import glimpse
from gendan.core.calendar_mapping import to_mapping
from gendan.core.command import Command, Verb
from gendan.core.refusals import Refused
from gendan.people.calendars import calendar
from tests.cases.company import FRIDAY, act, do
from tests.cases.estate import open_estate

LATER = FRIDAY + timedelta(minutes=30)


def ticket(desk, **given):
    return do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "甲", **given}), desk.ann).case


@pytest.mark.django_db(transaction=True)
def test_a_settings_effect_is_told_before_and_is_what_happens(desk):
    cases = [ticket(desk) for _ in range(3)]
    do(act(cases[2], "check"), desk.ann)
    events = Event.objects.count()
    told = site.foresee_setting("desk", "limit", "2", at=LATER)
    assert (told.cases, told.looked, told.moved, told.sooner, told.late, told.whole) == (3, 3, 2, 2, 0, True)
    assert [(each.number, each.deadline, each.before, each.after) for each in told.shifts] == [
        (f"2026-00{number}", "check", FRIDAY + timedelta(hours=4), FRIDAY + timedelta(hours=2)) for number in (1, 2)
    ]
    assert Event.objects.count() == events
    assert site.setting_history("desk", "limit") == ()
    site.set_setting("desk", "limit", "2", by=desk.chief, at=LATER)
    drain(LATER)
    for case, shift in zip(cases[:2], told.shifts, strict=True):
        clock = glimpse(case).case.clocks["check"]
        assert clock.due_at == shift.after
        assert [each.due_at for each in clock.earlier] == [shift.before]
    assert site.foresee_setting("desk", "limit", "2", at=LATER).moved == 0


def test_who_would_be_late_at_once_is_counted(desk, db):
    ticket(desk)
    told = site.foresee_setting("desk", "limit", 1, at=FRIDAY + timedelta(hours=3))
    assert (told.moved, told.late) == (1, 1)


def test_what_can_not_be_set_is_not_foreseen(desk, db):
    for call in (
        lambda: site.foresee_setting("desk", "limit", 9, at=LATER),
        lambda: site.foresee_table("desk", "fee", [{"province": "浙江", "fee": "viel"}], at=LATER),
        lambda: site.foresee_table("desk", "nothing", [], at=LATER),
    ):
        with pytest.raises(Refused):
            call()


@pytest.mark.django_db(transaction=True)
def test_a_calendars_effect_is_told_before_and_is_what_happens(db):
    estate = open_estate()
    given = {"building": "A", "room": "1"}
    case = do(Command(verb=Verb.OPEN, procedure="estate.service", given=given), estate.ann).case
    said = to_mapping(calendar("standard"))
    said["days"] = {**said["days"], "2026-10-12": []}
    told = site.foresee_calendar(said, at=LATER)
    (shift,) = [each for each in told.shifts if each.deadline == "do"]
    assert shift.after == shift.before + timedelta(days=1)
    assert calendar("standard").is_working_day(LATER.date().replace(day=12))
    site.change_calendar(said, by=0, at=LATER)
    drain(LATER)
    assert glimpse(case).case.clocks["do"].due_at == shift.after
