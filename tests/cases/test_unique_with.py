"""What is unique only together: neither a person nor a day alone, but a person's day."""

import pytest

from gendan.cases.commands import run
from gendan.cases.models import UniqueValue
from gendan.cases.rebuilding import rebuild
from gendan.cases.verifying import verify
from gendan.core.command import Command, Verb
from tests.cases.company import FRIDAY, act, codes, do
from tests.cases.desk import PROCEDURE, open_desk
from tests.cases.test_races import at_once

TOGETHER = PROCEDURE.replace(
    "day:     {title: 日期, type: date, filter: true}",
    "day:     {title: 日期, type: date, unique: open, unique_with: [name], filter: true}",
).replace(
    "check: {title: 核, from: new, to: checked, by: clerk}",
    "check: {title: 核, from: [new, checked], to: checked, by: clerk, asks: [name, day]}",
)


@pytest.fixture
def desk(db):
    return open_desk(procedure=TOGETHER)


def ticket(**given):
    return Command(verb=Verb.OPEN, procedure="desk.ticket", given=given)


def test_the_two_together_are_held_and_each_alone_is_free(desk):
    first = do(ticket(name="王", day="2026-10-09"), desk.ann)
    do(ticket(name="王", day="2026-10-10"), desk.ann)
    other = do(ticket(name="李", day="2026-10-09"), desk.ann)
    for _ in range(2):
        do(ticket(name="王"), desk.ann)  # without a day nothing is held
    refused = run(ticket(name="王", day="2026-10-09"), person=desk.ann, at=FRIDAY)
    assert codes(refused) == ["unique.day"]
    (reason,) = refused.reasons
    assert reason.parameters == {"number": first.number, "with": ["name"]}
    # Who changes the one field comes to hold what another has, as who changes the other does.
    assert codes(run(act(other.case, "check", given={"name": "王"}), person=desk.ann, at=FRIDAY)) == ["unique.day"]
    assert codes(run(act(other.case, "check", given={"day": "2026-10-11"}), person=desk.ann, at=FRIDAY)) == []
    do(act(first.case, "check"), desk.ann)
    do(act(first.case, "close"), desk.second)
    do(act(other.case, "check", given={"name": "王", "day": "2026-10-09"}), desk.ann)
    assert codes(run(act(first.case, "again"), person=desk.ann, at=FRIDAY)) == ["unique.day"]
    assert verify().faults == ()
    rebuild()
    assert UniqueValue.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_holds_them():
    desk = open_desk(procedure=TOGETHER)
    command = ticket(name="王", day="2026-10-09")
    outcomes = at_once(*[lambda: run(command, person=desk.ann, at=FRIDAY) for _ in range(6)])
    (winner,) = [outcome for outcome in outcomes if outcome.done]
    assert [each.reasons[0].parameters["number"] for each in outcomes if each is not winner] == [winner.number] * 5
