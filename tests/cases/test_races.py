"""Who is quicker: two on one case, many on one series, one value, one key."""

import contextvars
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from gendan.cases.commands import run, run_many
from gendan.cases.models import Case, CommandKey, Event, UniqueValue
from gendan.cases.rebuilding import rebuild
from gendan.cases.verifying import verify
from gendan.core.command import Command, Verb
from tests.cases import words
from tests.cases.company import FRIDAY, act, codes, do, opening
from tests.cases.trade import open_trade

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run works in threads of their own that begin together; their results in order."""
    barrier = threading.Barrier(len(works))
    results: list = [None] * len(works)

    def body(number, work):
        try:
            barrier.wait()
            results[number] = work()
        except BaseException as error:
            results[number] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(body, number, work))
        for number, work in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def test_two_on_one_order_one_wins_and_the_other_is_told_who(office):
    for _ in range(5):
        case = do(opening(), office.buyer).case
        claim = Command(verb=Verb.CLAIM, case=case)
        outcomes = at_once(
            lambda claim=claim: run(claim, person=office.wang, at=FRIDAY),
            lambda claim=claim: run(claim, person=office.zhao, at=FRIDAY),
        )
        (winner,) = [outcome for outcome in outcomes if outcome.done]
        (loser,) = [outcome for outcome in outcomes if not outcome.done]
        holder = Case.objects.get(id=case).holder
        assert holder == (office.wang if outcomes[0] is winner else office.zhao)
        assert codes(loser) == ["claimed"]
        assert loser.reasons[0].parameters["holder"] == holder
        assert Event.objects.filter(case_id=case).count() == 2


def test_a_waiting_step_judges_what_it_waited_for(office):
    """The one that waited sees the clocks and the memory of the one that went first, not those of its old snapshot."""
    for _ in range(5):
        case = do(opening(), office.wang).case
        outcomes = at_once(
            *[lambda case=case: run(act(case, "quote"), person=office.wang, at=FRIDAY) for _ in range(4)]
        )
        assert sorted(map(codes, outcomes)) == [[], ["state"], ["state"], ["state"]]
    assert verify().faults == ()
    assert rebuild(check=True).differences == ()


def test_sixteen_writers_leave_no_gap(desk):
    def write(writer):
        return [
            run(
                Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人"} if number % 5 else {}),
                person=desk.ann if writer % 2 else desk.bob,
                at=FRIDAY,
            ).number
            for number in range(10)
        ]

    def batch():
        commands = [
            Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人"} if number % 5 else {})
            for number in range(10)
        ]
        return [outcome.number for outcome in run_many(commands, person=desk.ann, at=FRIDAY)]

    results = at_once(*[lambda writer=writer: write(writer) for writer in range(12)], *[batch for _ in range(4)])
    numbers = sorted(number for of_writer in results for number in of_writer if number)
    assert numbers == [f"2026-{seq:03}" for seq in range(1, 129)]


def test_a_hundred_over_the_new_year_have_a_number_each_and_none_is_left_out(desk):
    """Fifty in the last minute of the year, fifty in the first of the next, all at once: each year counts from one."""
    last, first = datetime(2026, 12, 31, 15, 59, 30, tzinfo=UTC), datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    command = Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人"})
    results = at_once(
        *[lambda at=(last, first)[number % 2]: run(command, person=desk.ann, at=at).number for number in range(100)]
    )
    assert sorted(results) == [f"{year}-{seq:03}" for year in (2026, 2027) for seq in range(1, 51)]


def test_a_signature_under_an_order_that_changes_at_that_moment_stands_for_nothing_unseen(db):
    """Who signs what he saw is refused where it has changed, or has signed what was there and is void now."""
    trade = open_trade()
    heard = set()
    for number in range(12):
        given = {"buyer": f"买家{number}", "amount": "10.00"}
        case = do(Command(verb=Verb.OPEN, procedure="trade.contract", given=given), trade.carl).case
        do(act(case, "submit"), trade.carl)
        sign = Command(verb=Verb.ACT, case=case, action="sign", seen=Case.objects.get(id=case).version)
        signed, edited = at_once(
            lambda sign=sign: run(sign, person=trade.abel, at=FRIDAY),
            lambda case=case: run(act(case, "edit", given={"amount": "99.00"}), person=trade.cleo, at=FRIDAY),
        )
        assert edited.done
        heard.add(tuple(codes(signed)))
        chain = Case.objects.get(id=case).chain.get("sign") or {}
        assert [each["by"] for each in chain.get("signed", []) if not each.get("void")] == []
        assert codes(run(replace(sign, seen=None), person=trade.abel, at=FRIDAY)) == []
    assert heard <= {(), ("stale",)}
    assert verify().faults == ()


def test_plain_numbers_are_never_given_twice(office):
    results = at_once(
        *[lambda: [run(opening(), person=office.wang, at=FRIDAY).number for _ in range(5)] for _ in range(8)]
    )
    numbers = [number for of_writer in results for number in of_writer]
    assert len(set(numbers)) == 40
    assert all(number.startswith("202610-") for number in numbers)


def test_a_unique_value_has_one_holder(desk):
    def take():
        return run(
            Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人", "line": "8001"}),
            person=desk.ann,
            at=FRIDAY,
        )

    outcomes = at_once(*[take for _ in range(6)])
    (winner,) = [outcome for outcome in outcomes if outcome.done]
    for loser in outcomes:
        if loser is not winner:
            assert codes(loser) == ["unique.line"]
            assert loser.reasons[0].parameters["number"] == winner.number
    assert UniqueValue.objects.count() == 1


def test_one_key_at_once_is_one_command(desk):
    command = Command(verb=Verb.OPEN, procedure="desk.ticket", given={"name": "某人"}, key="same")
    outcomes = at_once(*[lambda: run(command, person=desk.ann, at=FRIDAY) for _ in range(6)])
    assert len({outcome.case for outcome in outcomes}) == 1
    assert sorted(outcome.replayed for outcome in outcomes) == [False] + [True] * 5
    assert (Case.objects.count(), CommandKey.objects.count()) == (1, 1)


def test_batches_on_the_same_cases_neither_deadlock_nor_double(office):
    cases = [do(opening(), office.wang).case for _ in range(30)]
    results = at_once(
        lambda: list(run_many([act(case, "quote") for case in cases], person=office.wang, at=FRIDAY)),
        lambda: list(run_many([act(case, "quote") for case in reversed(cases)], person=office.wang, at=FRIDAY)),
    )
    done = sum(outcome.done for outcomes in results for outcome in outcomes)
    assert done == 30
    assert Event.objects.filter(kind="acted").count() == 30
    assert verify().faults == ()


def test_several_workers_drain_once(office):
    from gendan.cases.outbox import drain

    parents = []
    for _ in range(6):
        case = do(opening(), office.wang).case
        do(act(case, "quote"), office.wang)
        do(act(case, "confirm", given={"signed_quote": FILE}), office.wang)
        child = do(act(case, "stop", given={"reason": "x"}), office.wang).opened[0]
        do(act(child.id, "withdraw"), office.wang)
        parents.append(case)
    drained = at_once(*[lambda: drain(FRIDAY) for _ in range(4)])
    drain(FRIDAY + timedelta(minutes=10))
    assert sum(each.done for each in drained) >= 6
    assert set(Case.objects.filter(id__in=parents).values_list("state", flat=True)) == {"confirmed"}
    for case in parents:
        assert Event.objects.filter(case_id=case, body__contains='"carry_on"').count() <= 1
    assert words.calls == []


FILE = {"sha256": "0" * 64, "name": "quote.pdf", "size": 1, "type": "application/pdf"}
