"""What an effect holds is given back when the case ends, however it ends; and only by cases that had it."""

import pytest

from gendan.cases import library
from gendan.cases.commands import run_many
from gendan.cases.registry import with_words
from gendan.core.command import Command, Verb
from gendan.core.expression import Type
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.vocabulary import EffectWord, Vocabulary
from tests.cases.company import FRIDAY, Company, act, codes, do

held: list[tuple[int, int]] = []
released: list[list[int]] = []
stuck: set[int] = set()


def hold(calls):
    held.extend((call.case, call.arguments["pieces"]) for call in calls)


def give_back(calls):
    if any(call.case in stuck for call in calls):
        raise Refused((Reason("short", {"what": "stock"}),))
    released.append(sorted(call.case for call in calls))


WORDS = Vocabulary.of(
    ("store",),
    [
        EffectWord(
            name="store.reserve",
            title=Text("预留", "Reserve"),
            handler="tests.cases.test_holding:hold",
            arguments={"pieces": Type("int")},
            required=("pieces",),
            holds=True,
            release="tests.cases.test_holding:give_back",
        )
    ],
)
FILES = {
    "pack.yaml": """
pack: shelf
version: 1.0.0
title: 货架
needs: [store]
posts:
  clerk: {title: 员}
""",
    "procedures/order.yaml": """
procedure: order
title: 单
fields:
  pieces: {title: 件, type: int}
states:
  new:  {title: 新, owner: clerk}
  kept: {title: 已留, owner: clerk}
  done: {title: 完, final: done}
  gone: {title: 撤, final: cancelled}
actions:
  open:  {title: 开, by: clerk, to: new, asks: [pieces], needs: [pieces]}
  keep:  {title: 留, from: new, to: kept, by: clerk, then: [{store.reserve: {pieces: pieces}}]}
  ship:  {title: 发, from: kept, to: done, by: clerk}
  drop:  {title: 撤, from: [new, kept], to: gone, by: clerk}
deadlines:
  all: {title: 限, starts: open, stops: [ship, drop], due: [{in: 1 workday}]}
""",
}


@pytest.fixture
def shelf(db):
    held.clear()
    released.clear()
    stuck.clear()
    with with_words(WORDS):
        files = {path: text.encode() for path, text in FILES.items()}
        company = Company(library.activate(files, by=0, at=FRIDAY).definition)
        company.hire("cara", "clerk", pack="shelf")
        yield company


def opened(shelf):
    return do(Command(verb=Verb.OPEN, procedure="shelf.order", given={"pieces": 3}), shelf.cara).case


@pytest.mark.parametrize("end", ["ship", "drop"])
def test_the_end_gives_back_what_is_held(shelf, end):
    case = opened(shelf)
    do(act(case, "keep"), shelf.cara)
    assert (held, released) == ([(case, 3)], [])
    do(act(case, end), shelf.cara)
    assert released == [[case]]


def test_who_held_nothing_gives_nothing_back(shelf):
    do(act(opened(shelf), "drop"), shelf.cara)
    assert released == []


def test_many_are_given_back_at_once(shelf):
    cases = [opened(shelf) for _ in range(4)]
    done = list(run_many([act(case, "keep") for case in cases[:3]], person=shelf.cara, at=FRIDAY))
    done += run_many([act(case, "drop") for case in cases], person=shelf.cara, at=FRIDAY)
    assert all(outcome.done for outcome in done)
    assert released == [cases[:3]]


def test_what_can_not_be_given_back_does_not_end(shelf):
    case = opened(shelf)
    do(act(case, "keep"), shelf.cara)
    stuck.add(case)
    (outcome,) = run_many([act(case, "drop")], person=shelf.cara, at=FRIDAY)
    assert codes(outcome) == ["effect.held.release"]
    stuck.clear()
    do(act(case, "drop"), shelf.cara)
