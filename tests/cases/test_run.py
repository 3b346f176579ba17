"""One command through the one door."""

from datetime import timedelta
from decimal import Decimal

import pytest

from gendan.cases import store
from gendan.cases.commands import run
from gendan.cases.models import Case, Clock, Event, Outbox
from gendan.core.command import Command, Verb
from gendan.people.models import Access, AccessLog
from tests.cases import words
from tests.cases.company import FRIDAY, act, codes, do, opening

pytestmark = pytest.mark.django_db


def test_opening_makes_a_row_an_event_and_a_clock(office):
    outcome = do(opening(), office.wang)
    row = Case.objects.get(id=outcome.case)
    assert (row.state, row.number, row.label, row.version, row.queue) == (
        "received",
        "202610-0001",
        "1001",
        1,
        "doors.order_taker",
    )
    assert outcome.number == "202610-0001"
    assert [(event.kind, event.actor) for event in Event.objects.filter(case_id=row.id)] == [("opened", office.wang)]
    assert bytes(row.head) == bytes(Event.objects.get(case_id=row.id).hash)
    clock = Clock.objects.get(case_id=row.id)
    assert (clock.name, clock.due_at) == ("offer", FRIDAY + timedelta(days=1))


def test_a_step_moves_the_case_and_says_what_it_led_to(office):
    case = do(opening(), office.wang).case
    outcome = do(act(case, "quote"), office.wang, FRIDAY + timedelta(minutes=5))
    assert (outcome.state, outcome.version) == ("quoted", 2)
    stored = store.glimpse(case)
    assert stored is not None
    assert (stored.case.holder, stored.actors) == (office.wang, (office.wang,))
    assert {name: clock.state for name, clock in stored.case.clocks.items()} == {"offer": "met", "reply": "running"}
    assert [(row.sort, row.word) for row in Outbox.objects.order_by("id")] == [("effect", "document.quotation")]


def test_a_refusal_is_whole_and_writes_nothing(office):
    case = do(opening(), office.wang).case
    before = Event.objects.count()
    outcome = run(act(case, "confirm", seen=0), person=office.wang, at=FRIDAY)
    assert sorted(codes(outcome)) == ["needs.signed_quote", "stale", "state"]
    assert (outcome.number, outcome.state) == ("202610-0001", "received")
    assert Event.objects.count() == before


def test_who_does_not_see_the_case_learns_nothing_and_is_logged(office):
    case = do(opening(), office.wang).case
    outcome = run(act(case, "quote"), person=office.stranger, at=FRIDAY)
    assert (codes(outcome), outcome.case, outcome.number) == (["missing"], None, "")
    seen = AccessLog.objects.get(kind=Access.NOT_SEEN)
    assert (seen.person_id, seen.about) == (office.stranger, f"case {case}")
    assert codes(run(act(case + 1000, "quote"), person=office.wang, at=FRIDAY)) == ["missing"]
    assert AccessLog.objects.filter(kind=Access.NOT_SEEN).count() == 1


def test_facts_are_loaded_under_the_lock_and_gates_hold(office):
    case = _drafted(office)
    words.facts["orders.total"] = {case: Decimal("1500.00")}
    refused = run(act(case, "audit"), person=office.li, at=FRIDAY)
    assert codes(refused) == ["gate.secured"]
    words.facts["money.received"] = {case: Decimal("500.00")}
    outcome = do(act(case, "audit"), office.li)
    assert outcome.state == "drafted"
    assert do(act(case, "audit"), office.chen).state == "released"
    assert codes(run(act(case, "ship"), person=office.hu, at=FRIDAY)) == ["missing"]


def test_inside_effects_run_in_the_transaction_and_fail_the_command(office):
    case = _released(office)
    words.failing.add(case)
    refused = run(act(case, "progress", given={"made": 1}), person=office.ma, at=FRIDAY)
    assert (codes(refused), refused.version) == (["effect.orders.progress"], 7)
    events = Event.objects.filter(case_id=case).count()
    words.failing.clear()
    do(act(case, "progress", given={"made": 1}), office.ma)
    assert Event.objects.filter(case_id=case).count() == events + 1
    assert [(call.word, call.case, call.person, dict(call.arguments)) for call in words.calls] == [
        ("orders.progress", case, office.ma, {"made": 1})
    ]


def test_the_same_key_is_done_once_and_another_command_is_refused(office):
    command = Command(verb=Verb.OPEN, procedure="doors.door_order", given={"customer": "李记"}, key="order-1")
    first = do(command, office.wang)
    again = run(command, person=office.wang, at=FRIDAY + timedelta(hours=1))
    assert (again.replayed, again.case, again.number) == (True, first.case, first.number)
    other = Command(verb=Verb.OPEN, procedure="doors.door_order", given={"customer": "张记"}, key="order-1")
    assert codes(run(other, person=office.wang, at=FRIDAY)) == ["key"]
    assert codes(run(command, person=office.zhao, at=FRIDAY)) == ["key"]
    assert Case.objects.count() == 1


def test_a_child_opens_in_its_parents_transaction_and_its_end_comes_back(office):
    from gendan.cases.outbox import drain

    case = do(opening(), office.wang).case
    do(act(case, "quote"), office.wang)
    do(act(case, "confirm", given={"signed_quote": _file()}), office.wang)
    outcome = do(act(case, "stop", given={"reason": "客户要求"}), office.wang)
    (child,) = outcome.opened
    row = Case.objects.get(id=child.id)
    assert (child.name, row.parent, row.state, row.data["customer"]) == ("loss", case, "costing", "王记门业")
    assert [each["id"] for each in Case.objects.get(id=case).children["loss"]] == [child.id]
    do(act(child.id, "cost", given={"total": "80"}), office.ma)
    do(act(child.id, "agree", given={"signed": _file()}), office.wang)
    assert Case.objects.get(id=case).state == "stopping"
    drain(FRIDAY)
    assert Case.objects.get(id=case).state == "stopped"


def _file():
    return {"sha256": "0" * 64, "name": "quote.pdf", "size": 1, "type": "application/pdf"}


def _drafted(office):
    case = do(opening(), office.wang).case
    do(act(case, "quote"), office.wang)
    do(act(case, "confirm", given={"signed_quote": _file()}), office.wang)
    do(act(case, "draft"), office.sun)
    return case


def _released(office):
    case = _drafted(office)
    do(act(case, "audit"), office.li)
    do(act(case, "audit"), office.chen)
    return case
