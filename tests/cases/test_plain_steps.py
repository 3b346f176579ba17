"""Steps that read and write nothing but their case: one statement reads it, one writes it, and none is lost between."""

from dataclasses import replace

import pytest

from gendan.cases import commands
from gendan.cases.commands import run
from gendan.cases.models import Case, CommandKey, Event, UniqueValue
from gendan.cases.rebuilding import rebuild
from gendan.cases.verifying import verify
from gendan.core.command import Command, Verb
from tests.cases.company import FRIDAY, act, codes, do, opening
from tests.statements import statements

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_learned(monkeypatch):
    monkeypatch.setattr(commands, "_needs_lock", set())
    # As in a process that sees each case for the first time; `test_recall` has the other way.
    monkeypatch.setattr(commands.recall, "recall_for", lambda command: None)


def meanwhile(monkeypatch, work):
    """Have `work` done after the next reading that takes no lock, before what was read is judged."""
    look = commands.store.look

    def late(case, key=None):
        found = look(case, key)
        monkeypatch.setattr(commands.store, "look", look)
        work()
        return found

    monkeypatch.setattr(commands.store, "look", late)


def test_a_plain_step_is_read_and_written_and_no_more(desk):
    ticket = Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人"})
    first, *cases = [do(ticket, desk.ann).case for _ in range(4)]
    do(act(first, "check"), desk.ann)  # what is asked and written down once of a pack is known now
    assert [statements(lambda case=case: do(act(case, "check"), desk.ann)) for case in cases] == [2, 2, 2]
    assert verify().faults == ()
    assert rebuild(check=True).differences == ()


def test_what_another_did_meanwhile_is_judged_anew(office, monkeypatch):
    case = do(opening(), office.wang).case
    meanwhile(monkeypatch, lambda: do(Command(verb=Verb.CLAIM, case=case), office.zhao))
    refused = run(Command(verb=Verb.CLAIM, case=case), person=office.wang, at=FRIDAY)
    assert (codes(refused), refused.reasons[0].parameters["holder"]) == (["claimed"], office.zhao)
    assert list(Event.objects.filter(case_id=case).values_list("kind", flat=True).order_by("seq")) == [
        "opened",
        "claimed",
    ]


def test_a_key_that_was_done_meanwhile_is_answered_again(office, monkeypatch):
    case = do(opening(), office.wang).case
    command = Command(verb=Verb.CLAIM, case=case, key="once")
    meanwhile(monkeypatch, lambda: do(command, office.wang))
    again = run(command, person=office.wang, at=FRIDAY)
    assert (again.replayed, CommandKey.objects.count(), Event.objects.filter(case_id=case).count()) == (True, 1, 2)


def test_a_key_that_another_case_took_meanwhile_writes_nothing(office, monkeypatch):
    first, second = (do(opening(), office.wang).case for _ in range(2))
    meanwhile(monkeypatch, lambda: do(Command(verb=Verb.CLAIM, case=second, key="once"), office.wang))
    refused = run(Command(verb=Verb.CLAIM, case=first, key="once"), person=office.wang, at=FRIDAY)
    assert codes(refused) == ["key"]
    assert Case.objects.get(id=first).holder is None


def test_a_unique_value_that_was_taken_meanwhile_is_not_taken_twice(desk, monkeypatch):
    def opened(**given):
        return do(Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人", **given}), desk.ann)

    case = opened(line="8001").case
    do(act(case, "check"), desk.ann)
    do(act(case, "close"), desk.second)
    assert UniqueValue.objects.count() == 0
    meanwhile(monkeypatch, lambda: opened(line="8001"))
    refused = run(act(case, "again"), person=desk.ann, at=FRIDAY)
    assert codes(refused) == ["unique.line"]
    assert (Case.objects.get(id=case).state, UniqueValue.objects.count()) == ("closed", 1)


def test_a_step_that_opens_a_case_asks_for_the_lock_before_a_number_is_drawn(office):
    case = do(opening(), office.wang).case
    do(act(case, "quote"), office.wang)
    signed = {"sha256": "0" * 64, "name": "quote.pdf", "size": 1, "type": "application/pdf"}
    do(act(case, "confirm", given={"signed_quote": signed}), office.wang)
    assert len(do(act(case, "stop", given={"reason": "客户要求"}), office.wang).opened) == 1
    assert (Verb.ACT, "stop", None) in commands._needs_lock
    assert verify().faults == ()


def test_an_opening_draws_its_number_and_is_written_and_no_more(office):
    first = do(opening(), office.wang)  # makes the month's series
    again = do(replace(opening(), key="once"), office.wang)
    opened = []
    assert statements(lambda: opened.append(do(opening(), office.wang))) == 3
    numbers = [int(each.number.rpartition("-")[2]) for each in (first, again, *opened)]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    replayed = do(replace(opening(), key="once"), office.wang)
    assert (replayed.replayed, replayed.case, Case.objects.count()) == (True, again.case, 3)
    assert verify().faults == ()
    assert rebuild(check=True).differences == ()


def test_a_key_that_opened_a_case_meanwhile_opens_no_other(office, monkeypatch):
    do(opening(), office.wang)
    begin = commands.store.begin

    def late(key):
        found = begin(key)
        monkeypatch.setattr(commands.store, "begin", begin)
        do(replace(opening(), key="once"), office.wang)
        return found

    monkeypatch.setattr(commands.store, "begin", late)
    again = do(replace(opening(), key="once"), office.wang)
    assert (again.replayed, Case.objects.count()) == (True, 2)


def test_gapless_numbers_are_counted_under_their_lock(desk):
    ticket = Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人"})
    numbers = [do(ticket, desk.ann).number for _ in range(3)]
    assert (Verb.OPEN, None, "desk.ticket") in commands._needs_lock
    assert len(set(numbers)) == 3


def test_what_somebody_made_up_is_not_remembered(office):
    case = do(opening(), office.wang).case
    for number in range(3):
        assert run(act(case, f"made_up_{number}"), person=office.wang, at=FRIDAY).reasons
    assert commands._needs_lock == set()
    do(act(case, "quote"), office.wang)
    assert commands._needs_lock == set()
