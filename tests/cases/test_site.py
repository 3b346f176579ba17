"""What the site sets is versioned, tightens and never loosens, and clocks that run by it are computed anew."""

from datetime import timedelta
from decimal import Decimal

import pytest

from gendan.cases import library, site
from gendan.cases.basis import basis
from gendan.cases.commands import run
from gendan.cases.models import Basis, Clock, Event
from gendan.cases.outbox import drain
from gendan.cases.store import glimpse
from gendan.core.calendar_mapping import to_mapping
from gendan.core.command import Command, Verb
from gendan.core.refusals import Refused
from gendan.people.calendars import calendar
from gendan.people.epoch import current_epoch
from tests.cases.company import FRIDAY, act, codes, do
from tests.cases.estate import open_estate


@pytest.fixture
def estate(db):
    return open_estate()


LATER = FRIDAY + timedelta(minutes=30)


def ticket(desk, **given):
    command = Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "甲", **given})
    return do(command, desk.ann).case


def clock(case, name="check"):
    return glimpse(case).case.clocks[name]


def refused(call):
    with pytest.raises(Refused) as caught:
        call()
    return [reason.code for reason in caught.value.reasons]


@pytest.mark.django_db(transaction=True)
def test_a_changed_setting_computes_running_clocks_anew_and_both_stand(desk):
    case, done = ticket(desk), ticket(desk)
    do(act(done, "check"), desk.ann)
    events = Event.objects.filter(case_id=done).count()
    site.set_setting("desk", "limit", "2", by=desk.chief, at=LATER, reason="旺季")
    assert clock(case).due_at == FRIDAY + timedelta(hours=4)
    assert drain(LATER).dead == 0
    moved = clock(case)
    assert moved.due_at == FRIDAY + timedelta(hours=2)
    (earlier,) = moved.earlier
    assert (earlier.due_at, earlier.replaced_at) == (FRIDAY + timedelta(hours=4), LATER)
    assert earlier.under != moved.under
    told = {row.id: row.body["settings"] for row in Basis.objects.filter(id__in=[*earlier.under, *moved.under])}
    assert told[earlier.under[0]] == {}
    assert list(told[moved.under[0]]) == ["limit"]
    # What that setting does not concern has no event of it.
    assert Event.objects.filter(case_id=done).count() == events
    assert clock(done, "check").earlier == ()
    (change,) = site.setting_history("desk", "limit")
    assert (change.value, change.by, change.at, change.reason) == (2, desk.chief, LATER, "旺季")


def test_a_setting_may_tighten_and_not_loosen(desk):
    for value in (9, 0, "viel"):
        assert refused(lambda value=value: site.set_setting("desk", "limit", value, by=desk.chief, at=LATER)) == [
            "value.limit"
        ]
    assert refused(lambda: site.set_setting("desk", "nothing", 1, by=desk.chief, at=LATER)) == ["missing"]
    assert site.setting_history("desk", "limit") == ()


def test_a_table_is_the_sites_and_every_version_stays(desk):
    case = ticket(desk, name="浙江")
    assert glimpse(case).case.data["fee"] == "10.00"
    site.set_table("desk", "fee", [{"province": "浙江", "fee": "12"}], by=desk.chief, at=LATER, reason="涨价")
    assert glimpse(ticket(desk, name="浙江")).case.data["fee"] == "12.00"
    site.set_table("desk", "fee", None, by=desk.chief, at=LATER)
    assert basis(desk.definition, current_epoch()).cell("fee", ("浙江",), None) == Decimal("10.00")
    assert [change.value for change in site.table_history("desk", "fee")] == [None, [[["浙江"], ["12.00"]]]]


@pytest.mark.django_db(transaction=True)
def test_a_changed_calendar_computes_running_clocks_anew(estate):
    opening = Command(verb=Verb.OPEN, procedure="estate.service", given={"building": "A", "room": "1"})
    case = do(opening, estate.ann).case
    due = clock(case, "do").due_at
    said = to_mapping(calendar("standard"))
    said["days"] = {**said["days"], "2026-10-12": []}
    site.change_calendar(said, by=0, at=LATER)
    assert drain(LATER).dead == 0
    moved = clock(case, "do")
    assert [each.due_at for each in moved.earlier] == [due]
    assert moved.due_at == due + timedelta(days=1)
    assert Clock.objects.get(case_id=case, name="do").due_at == moved.due_at


@pytest.mark.django_db(transaction=True)
def test_what_was_missed_stays_missed(desk):
    case = ticket(desk)
    late = FRIDAY + timedelta(hours=5)
    do(Command(verb=Verb.TICK, case=case), 0, late)
    assert clock(case).breached_at == FRIDAY + timedelta(hours=4)
    site.set_setting("desk", "limit", 8, by=desk.chief, at=late)
    drain(late)
    assert clock(case).breached_at == FRIDAY + timedelta(hours=4)


def test_the_site_adds_choices_where_the_pack_lets_it(db):
    from tests.cases.trade import open_trade

    trade = open_trade()

    def opened(grade):
        given = {"buyer": "王记", "grade": grade}
        return run(Command(verb=Verb.OPEN, procedure="trade.contract", given=given), person=trade.carl, at=FRIDAY)

    assert codes(opened("特级")) == ["value.grade"]
    site.set_choices("trade", "contract", "grade", ["特级"], by=trade.hana, at=FRIDAY)
    assert opened("特级").done
    site.set_choices("trade", "contract", "grade", [], by=trade.hana, at=FRIDAY)
    assert codes(opened("特级")) == ["value.grade"]
    assert refused(lambda: site.set_choices("trade", "contract", "grade", ["A"], by=0, at=FRIDAY)) == ["value.grade"]
    assert refused(lambda: site.set_choices("trade", "contract", "buyer", ["A"], by=0, at=FRIDAY)) == ["missing"]
    assert library.pack(trade.definition).procedures["contract"].fields["grade"].site
