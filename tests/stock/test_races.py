"""Many at once on the last unit, and on one code: exactly one has it, and the rest hear who."""

import pytest

from gendan.cases import library
from gendan.cases.commands import run, run_many
from gendan.core.command import Command, Verb
from gendan.core.refusals import Refused
from gendan.stock import facts, queries
from gendan.stock.actions import coming, counting
from tests.cases.company import FRIDAY, Company, act
from tests.cases.test_races import at_once
from tests.stock.yard import build, job, receive, sound, stands

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 100
DESK = {
    "pack.yaml": """
pack: spares
version: 1.0.0
title: 备件
needs: [stock]
posts: {keeper: {title: 备件员}}
""".encode(),
    "procedures/want.yaml": """
procedure: want
title: 要件
number: "W{seq:04}"
fields: {code: {title: 单件, type: unit}}
states: {open: {title: 待领, owner: keeper, rests: true}, done: {title: 已领, final: done}}
actions:
  open:  {title: 要件, by: keeper, to: open, asks: [code]}
  piece: {title: 留一件, from: open, by: keeper, then: [{stock.reserve: {product: "'门'", quantity: 1}}]}
  unit:  {title: 留这件, from: open, by: keeper, then: [{stock.reserve: {codes: code}}]}
  end:   {title: 领走, from: open, to: done, by: keeper}
""".encode(),
}


def tried(function, of):
    def work():
        try:
            function([of])
        except Refused as refused:
            return refused.reasons
        return ()

    return work


@pytest.fixture
def desk():
    """A department whose cases ask for a piece, or for one with a code."""
    company = Company(library.activate(DESK, by=0, at=FRIDAY).definition)
    company.hire("ann", "keeper", pack="spares")
    build()
    return company


def raced(desk, action, refused, **given):
    """A hundred cases want the same at once, five after another of each of twenty; who is refused hears whose it is."""
    opened = Command(verb=Verb.OPEN, procedure="spares.want", given=given)
    cases = [outcome.case for outcome in run_many([opened] * MANY, person=desk.ann, at=FRIDAY)]

    def some(part):
        return [run(act(case, action), person=desk.ann, at=FRIDAY) for case in part]

    told = [each for part in at_once(*[lambda at=at: some(cases[at::20]) for at in range(20)]) for each in part]
    (winner,) = [outcome for outcome in told if outcome.done]
    reasons = [outcome.reasons for outcome in told if not outcome.done]
    assert {tuple(each.parameters["reason"] for each in found) for found in reasons} == {(refused,)}
    assert {tuple(each.parameters["held_by"]) for found in reasons for each in found} == {(winner.number,)}
    assert {case: held for case, held in facts.reserved(cases).items() if held} == {winner.case: 1}
    sound()


def test_the_last_piece_goes_to_exactly_one_and_the_rest_hear_whose_it_is(desk):
    receive(product="门", quantity=1)
    raced(desk, "piece", "stock.short")


def test_the_last_unit_goes_to_exactly_one_and_the_rest_hear_whose_it_is(desk):
    receive(product="机", codes="A1")
    raced(desk, "unit", "stock.held", code="A1")


def test_one_code_comes_in_once_and_the_rest_hear_through_whom():
    build()
    told = at_once(
        *[
            tried(coming.receive, job(product="机", codes="A1", target="成品库", actor=actor))
            for actor in range(1, MANY + 1)
        ]
    )
    (winner,) = [actor for actor, reasons in enumerate(told, 1) if not reasons]
    refused = [reason for reasons in told for reason in reasons]
    assert {reason.code for reason in refused} == {"stock.came_in"}
    assert {(reason.parameters["by"], reason.parameters["where"]) for reason in refused} == {(winner, "成品库")}
    assert len(refused) == MANY - 1
    assert len(queries.at_place(product="机")) == 1
    sound()


def test_of_two_that_adjust_by_one_count_one_books_it_and_the_other_hears_who():
    build()
    receive(product="门", quantity=5)
    counting.count([job(1, place="成品库", product="门", quantity=4)])
    told = at_once(*[tried(counting.adjust, job(1, actor=actor)) for actor in (1, 2)])
    (winner,) = [actor for actor, reasons in enumerate(told, 1) if not reasons]
    (reason,) = [reason for reasons in told for reason in reasons]
    assert (reason.code, reason.parameters["by"]) == ("stock.adjusted", winner)
    assert stands() == {("门", "成品库"): 4}
    sound()
