"""Clocks whose moment has come, and what follows a commit."""

from datetime import timedelta

import pytest

from gendan.cases.commands import run, run_many
from gendan.cases.models import Case, Clock, Event, Outbox
from gendan.cases.outbox import LEASE, TRIES, drain
from gendan.cases.ticking import due_cases, tick
from gendan.core.command import Command, Verb
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.vocabulary import EffectWord, Vocabulary
from tests.cases.company import FRIDAY, act, codes, do, opening

pytestmark = pytest.mark.django_db


def ticket(**given):
    return Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人", **given})


def test_only_what_is_due_is_looked_at(desk):
    early = do(ticket(), desk.ann).case
    late = do(ticket(), desk.ann, FRIDAY + timedelta(hours=2)).case
    assert due_cases(FRIDAY + timedelta(hours=2)) == []
    assert due_cases(FRIDAY + timedelta(hours=3)) == [early]
    assert tick(FRIDAY + timedelta(hours=3)) == 1  # the warning
    assert tick(FRIDAY + timedelta(hours=3)) == 0
    assert tick(FRIDAY + timedelta(hours=4)) == 1
    rows = {row.id: row for row in Case.objects.all()}
    assert (rows[early].late, rows[late].late) == (True, False)
    assert rows[early].version == 1  # what a person saw before is not stale
    told = Event.objects.filter(case_id=early).order_by("seq")
    assert list(told.values_list("kind", flat=True)) == ["opened", "ticked", "ticked"]
    assert due_cases(FRIDAY + timedelta(hours=4)) == []


def test_a_clock_that_ends_is_looked_at_no_more(desk):
    case = do(ticket(), desk.ann).case
    do(act(case, "check"), desk.ann)
    do(act(case, "close"), desk.second)
    assert due_cases(FRIDAY + timedelta(days=30)) == []
    assert {clock.name: clock.running for clock in Clock.objects.filter(case_id=case)} == {
        "check": False,
        "close": False,
    }


def test_many_are_ticked_in_one_go_with_one_transaction_a_thousand(desk):
    list(run_many([ticket() for _ in range(25)], person=desk.ann, at=FRIDAY))
    assert tick(FRIDAY + timedelta(hours=5), limit=10) == 10
    assert tick(FRIDAY + timedelta(hours=5)) == 15
    assert tick(FRIDAY + timedelta(hours=5)) == 0


def told(calls):
    for call in calls:
        if FAILING:
            raise FAILING[0]
        TOLD.append(call)


TOLD: list = []
FAILING: list = []


@pytest.fixture
def channel():
    from gendan.cases.registry import with_words

    TOLD.clear()
    FAILING.clear()
    word = EffectWord(
        name="deadline.late", title=Text("超时", "late"), handler="tests.cases.test_ticking:told", outside=True
    )
    with with_words(Vocabulary.of(("deadline",), [word])):
        yield


def test_an_outside_effect_runs_after_the_commit_and_is_tried_again(desk, channel):
    case = do(ticket(), desk.ann).case
    due = FRIDAY + timedelta(hours=4)
    tick(due)
    rows = list(Outbox.objects.filter(word="deadline.late"))
    assert [(row.case_id, row.body["arguments"]["deadline"], row.body["to"]) for row in rows] == [
        (case, "check", ["owner"])
    ]
    assert TOLD == []
    FAILING.append(RuntimeError("the line is down"))
    assert drain(due).again >= 1
    row = Outbox.objects.get(word="deadline.late")
    assert (row.tries, row.dead, row.error) == (1, False, "RuntimeError: the line is down")
    assert row.next_at > due
    FAILING.clear()
    assert drain(due).done == 0
    assert drain(due + timedelta(minutes=1)).done == 1
    assert [(call.case, call.word, call.key) for call in TOLD] == [(case, "deadline.late", row.key)]
    assert drain(due + timedelta(days=1)).done == 0


def test_what_keeps_failing_is_given_up_and_kept(desk, channel):
    do(ticket(), desk.ann)
    now = FRIDAY + timedelta(hours=4)
    tick(now)
    FAILING.append(Refused((Reason("missing"),)))
    for _ in range(TRIES):
        now += timedelta(hours=2)
        drain(now)
    row = Outbox.objects.get(word="deadline.late")
    assert (row.dead, row.tries, row.error, row.next_at) == (True, TRIES, "missing", None)


def test_a_worker_that_dies_loses_nothing(desk, channel):
    do(ticket(), desk.ann)
    due = FRIDAY + timedelta(hours=4)
    tick(due)
    from gendan.cases.outbox import _claim

    assert any(row.word == "deadline.late" for row in _claim(due, 10))  # and dies here
    assert drain(due).done == 0
    assert drain(due + LEASE).done == 1
    assert len(TOLD) == 1


def test_stale_commands_are_told_what_happened_since(office):
    case = do(opening(), office.wang).case
    do(act(case, "quote"), office.wang, FRIDAY + timedelta(minutes=1))
    refused = run(act(case, "confirm", seen=1, given={"signed_quote": FILE}), person=office.wang, at=FRIDAY)
    assert codes(refused) == ["stale"]
    assert refused.reasons[0].parameters["stands"] == 2


FILE = {"sha256": "0" * 64, "name": "quote.pdf", "size": 1, "type": "application/pdf"}
