"""A step is judged by what this process recalls of its case, and counts only where that still stands."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction

from gendan.cases import commands, queries, recall
from gendan.cases.commands import run
from gendan.cases.looking import hold, look_again
from gendan.cases.models import Case, Event
from gendan.cases.rebuilding import rebuild
from gendan.cases.verifying import verify
from gendan.core.command import Command, Verb
from gendan.people import actions
from tests.cases.company import FRIDAY, act, codes, do, opening
from tests.statements import statements

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def in_another_process():
    """What is done within, this process knows nothing of: it recalls what it did before."""
    cases, ids, epoch = dict(recall._cases), dict(recall._ids), recall._epoch
    yield
    recall._forget_all()
    recall._cases.update(cases)
    recall._ids.update(ids)
    recall._epoch = epoch


def ticket():
    return Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人"})


def test_one_step_after_another_reads_nothing(desk):
    first, *cases = [do(ticket(), desk.ann).case for _ in range(4)]
    for case in (first, *cases):
        do(Command(verb=Verb.CLAIM, case=case), desk.ann)
    do(act(first, "check"), desk.ann)  # what is asked and written down once of a pack is known now
    assert [statements(lambda case=case: do(act(case, "check"), desk.ann)) for case in cases] == [1, 1, 1]
    assert verify().faults == ()
    assert rebuild(check=True).differences == ()


def test_an_opening_draws_its_number_and_is_written(office):
    for _ in range(2):  # the first makes the month's series
        do(opening(), office.wang)
    assert statements(lambda: do(opening(), office.wang)) == 2
    assert Case.objects.count() == 3


def test_a_page_that_was_read_here_is_acted_on_without_another_reading(office):
    case = do(opening(), office.wang)
    recall._forget_all()
    page = queries.case_page(case.uid, person=office.wang, at=FRIDAY)
    asked = {"person": office.wang, "at": FRIDAY, "seen": page.case.version}
    found = []
    assert statements(lambda: found.append(queries.case_to_act_on(page.case.uid, **asked))) == 0
    assert found[0].read.recalled
    assert queries.case_to_act_on(page.case.uid, **{**asked, "seen": 0}).read.recalled is False
    assert queries.case_to_act_on(page.case.uid, **{**asked, "person": office.stranger}) is None


def test_what_another_process_did_is_found_out_and_judged_anew(office):
    case = do(opening(), office.wang).case
    with in_another_process():
        do(Command(verb=Verb.CLAIM, case=case), office.zhao)
    refused = run(Command(verb=Verb.CLAIM, case=case), person=office.wang, at=FRIDAY)
    assert (codes(refused), refused.reasons[0].parameters["holder"]) == (["claimed"], office.zhao)
    assert [*Event.objects.filter(case_id=case).order_by("seq").values_list("kind", flat=True)] == ["opened", "claimed"]


def test_what_was_refused_once_is_done_when_another_process_has_made_it_possible(office):
    case = do(opening(), office.wang).case
    do(Command(verb=Verb.CLAIM, case=case), office.zhao)
    assert codes(run(Command(verb=Verb.CLAIM, case=case), person=office.wang, at=FRIDAY)) == ["claimed"]
    with in_another_process():
        do(Command(verb=Verb.RELEASE, case=case), office.zhao)
    do(Command(verb=Verb.CLAIM, case=case), office.wang)


def test_who_lost_his_post_in_another_process_does_nothing_more(office):
    case = do(opening(), office.wang).case
    with in_another_process():
        actions.deactivate(office.wang, actor=0, at=FRIDAY, reason="离职")
    assert run(act(case, "quote"), person=office.wang, at=FRIDAY).reasons
    assert run(opening(), person=office.wang, at=FRIDAY).reasons
    assert (Case.objects.count(), Event.objects.count()) == (1, 1)


def test_a_key_that_was_done_is_answered_again(office):
    case = do(opening(), office.wang).case
    claim = Command(verb=Verb.CLAIM, case=case, key="once")
    with in_another_process():
        do(claim, office.wang)
    assert run(claim, person=office.wang, at=FRIDAY).replayed
    once = replace(opening(), key="opened once")
    with in_another_process():
        do(once, office.wang)
    assert run(once, person=office.wang, at=FRIDAY).replayed
    assert Case.objects.count() == 2


def test_what_an_area_learned_of_a_case_is_judged_anew(office, monkeypatch):
    case = do(opening(), office.wang).case
    with transaction.atomic():
        look_again(hold([case]).values(), FRIDAY)
    read = []
    look = commands.store.look
    monkeypatch.setattr(commands.store, "look", lambda *given: read.append(given) or look(*given))
    do(Command(verb=Verb.CLAIM, case=case), office.wang)
    assert read == [(case, None)]


def test_what_may_come_to_nothing_is_not_kept(office):
    case = do(opening(), office.wang)
    recall._forget_all()
    with transaction.atomic():
        queries.case_page(case.uid, person=office.wang, at=FRIDAY)
    assert recall.recall(case.case) is None


def test_it_keeps_the_last_cases_and_none_that_is_wide(office, monkeypatch):
    monkeypatch.setattr(recall, "KEPT", 2)
    first, second, third = (do(opening(), office.wang).case for _ in range(3))
    assert [recall.recall(each) is not None for each in (first, second, third)] == [False, True, True]
    monkeypatch.setattr(recall, "WIDEST", 0)
    wide = do(opening(), office.wang)
    assert recall.recall(wide.case) is None
    assert (len(recall._cases), len(recall._ids)) == (2, 2)
