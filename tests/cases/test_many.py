"""Many commands through the one door."""

from datetime import timedelta

import pytest
from psycopg import RawCursor

from gendan.cases.commands import run, run_many
from gendan.cases.models import Case, Clock, CommandKey, Event, Outbox
from gendan.cases.rebuilding import rebuild
from gendan.cases.verifying import verify
from gendan.core.command import Command, Verb
from tests.cases import words
from tests.cases.company import FRIDAY, act, codes, do, opening

pytestmark = pytest.mark.django_db


def test_every_command_has_its_outcome_and_one_refusal_hinders_no_other(office):
    cases = [do(opening(), office.wang).case for _ in range(3)]
    do(act(cases[1], "quote"), office.wang)
    commands = [act(case, "quote") for case in cases] + [opening(), act(999_999, "quote"), opening(customer="")]
    outcomes = list(run_many(commands, person=office.wang, at=FRIDAY))
    assert [codes(outcome) for outcome in outcomes] == [[], ["state"], [], [], ["missing"], ["needs.customer"]]
    assert [outcome.state for outcome in outcomes] == ["quoted", "quoted", "quoted", "received", "", ""]
    assert Case.objects.count() == 4


def test_a_batch_leaves_what_single_commands_leave(office):
    one = do(opening(), office.wang).case
    do(act(one, "quote"), office.wang)
    (opened,) = run_many([opening()], person=office.wang, at=FRIDAY)
    (quoted,) = run_many([act(opened.case, "quote")], person=office.wang, at=FRIDAY)
    differing = {"id", "uid", "number", "label", "head"}
    rows = [
        {k: v for k, v in Case.objects.filter(id=each).values()[0].items() if k not in differing}
        for each in (one, quoted.case)
    ]
    assert rows[0] == rows[1]
    clocks = [
        list(
            Clock.objects.filter(case_id=each)
            .order_by("name")
            .values_list("name", "due_at", "next_at", "running", "body")
        )
        for each in (one, quoted.case)
    ]
    assert clocks[0] == clocks[1]
    kinds = [
        list(Event.objects.filter(case_id=each).order_by("seq").values_list("kind", "actor", "at", "month"))
        for each in (one, quoted.case)
    ]
    assert kinds[0] == kinds[1]
    assert [Outbox.objects.filter(case_id=each).count() for each in (one, quoted.case)] == [1, 1]
    assert verify().faults == ()
    assert rebuild(check=True).differences == ()


def test_a_batch_is_resumed_and_nothing_is_done_twice(office):
    commands = [opening(customer=f"客户{number}") for number in range(5)]
    stopped = run_many(commands, person=office.wang, at=FRIDAY, batch="import 7")
    first = next(stopped)
    stopped.close()
    assert Case.objects.count() == 5
    again = list(run_many(commands, person=office.wang, at=FRIDAY + timedelta(hours=1), batch="import 7"))
    assert [outcome.replayed for outcome in again] == [True] * 5
    assert again[0].case == first.case
    assert Case.objects.count() == 5
    assert CommandKey.objects.count() == 5


def test_a_case_that_comes_twice_is_judged_after_itself(office):
    case = do(opening(), office.wang).case
    commands = [act(case, "quote"), act(case, "amend"), act(case, "quote"), act(case, "quote")]
    outcomes = list(run_many(commands, person=office.wang, at=FRIDAY))
    assert [codes(outcome) for outcome in outcomes] == [[], [], [], ["state"]]
    assert Event.objects.filter(case_id=case).count() == 4


def test_a_failing_effect_fails_its_command_alone(office):
    cases = [_released(office) for _ in range(5)]
    words.failing.update(cases[1:3])
    commands = [act(case, "progress", given={"made": 1}) for case in cases]
    outcomes = list(run_many(commands, person=office.ma, at=FRIDAY))
    assert [codes(outcome) for outcome in outcomes] == [
        [],
        ["effect.orders.progress"],
        ["effect.orders.progress"],
        [],
        [],
    ]
    assert sorted({call.case for call in words.calls}) == sorted(set(cases) - words.failing)
    assert verify().faults == ()


def test_loading_facts_does_not_grow_with_rows(office):
    case, *more = [_drafted(office) for _ in range(4)]
    words.loads.clear()
    list(run_many([act(case, "audit")], person=office.li, at=FRIDAY))
    one = list(words.loads)
    words.loads.clear()
    list(run_many([act(each, "audit") for each in more], person=office.li, at=FRIDAY))
    assert words.loads == [(word, 3) for word, _ in one]


def test_statements_do_not_grow_with_rows(office, monkeypatch):
    counted = []

    class Counting(RawCursor):
        def execute(self, *given, **more):
            counted.append(given[0])
            return super().execute(*given, **more)

        def copy(self, *given, **more):
            counted.append(given[0])
            return super().copy(*given, **more)

    monkeypatch.setattr("gendan.cases.store.RawCursor", Counting)

    def statements(count):
        cases = [do(opening(), office.wang).case for _ in range(count)]
        counted.clear()
        outcomes = list(run_many([act(case, "quote") for case in cases], person=office.wang, at=FRIDAY))
        assert all(outcome.done for outcome in outcomes)
        return list(counted)

    assert statements(1) == statements(3)


def test_a_step_is_three_statements(office, monkeypatch):
    case = _drafted(office)
    run(act(case, "audit"), person=office.li, at=FRIDAY)
    counted = []

    class Counting(RawCursor):
        def execute(self, *given, **more):
            counted.append(given[0])
            return super().execute(*given, **more)

    monkeypatch.setattr("gendan.cases.store.RawCursor", Counting)
    do(act(case, "audit"), office.chen)
    # One read under the lock, one write; the facts of this test come from memory.
    assert [statement.split()[0] for statement in counted] == ["select", "with"]


def test_claims_in_a_batch_lock_to_one_person(office):
    cases = [do(opening(), office.buyer).case for _ in range(3)]
    claims = [Command(verb=Verb.CLAIM, case=case) for case in cases]
    assert all(outcome.done for outcome in run_many(claims, person=office.wang, at=FRIDAY))
    refused = run(act(cases[0], "quote"), person=office.zhao, at=FRIDAY)
    assert codes(refused) == ["claimed"]
    assert refused.reasons[0].parameters["holder"] == office.wang


def _drafted(office):
    case = do(opening(), office.wang).case
    do(act(case, "quote"), office.wang)
    do(act(case, "confirm", given={"signed_quote": FILE}), office.wang)
    do(act(case, "draft"), office.sun)
    return case


def _released(office):
    case = _drafted(office)
    do(act(case, "audit"), office.li)
    do(act(case, "audit"), office.chen)
    return case


FILE = {"sha256": "0" * 64, "name": "quote.pdf", "size": 1, "type": "application/pdf"}
