"""Whose it is, and what it was: signatures that were taken back, values that were corrected, clocks that judge interval
after interval. The archive says the same."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from gendan.cases import library, ticking
from gendan.cases.commands import run
from gendan.cases.store import glimpse
from gendan.core.command import Command, Verb
from gendan.measures import queries
from gendan.measures.archiving import archive_months
from gendan.measures.periods import parse
from gendan.people import actions

START = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
LATER = START + timedelta(days=3)
WEEK = parse("2026-W41")
FILES = {
    "pack.yaml": """
pack: ward
version: 1.0.0
title: 值守
posts:
  boss:  {title: 主管}
  clerk: {title: 值守员, reports_to: boss}
  guard: {title: 复核员, reports_to: boss}
  other: {title: 另一复核员, reports_to: boss}
measures:
  opened_sum: {title: 报时金额, sum: {of: open, value: amount}}
  sum_now:    {title: 现金额, sum: amount, procedure: round}
  corrected:  {title: 更正数, count: correct, procedure: round}
  signed:     {title: 会签数, count: agree, credit: signers}
  tended:     {title: 按时巡查, share: {of: deadline.tend, where: met}}
""",
    "procedures/round.yaml": """
procedure: round
title: 巡查
sees: {boss: all, clerk: all, guard: all, other: all}
fields:
  amount: {title: 金额, type: money}
  note:   {title: 记录, type: text}
states:
  running: {title: 值守中, owner: clerk}
  ended:   {title: 已结束, final: done}
actions:
  open:  {title: 开始, by: clerk, to: running, asks: [amount], corrects: {by: boss, within: 30 days}}
  look:  {title: 巡查, from: running, by: clerk, asks: [note]}
  agree: {title: 会签, from: running, to: ended, signs: {need: 2, of: [other, guard, boss]}, unlike: [open]}
deadlines:
  tend: {title: 每小时巡查, starts: open, drops: [agree], every: 1 hour, met: done(look)}
""",
}


@pytest.fixture
def people(db):
    library.activate({path: text.encode() for path, text in FILES.items()}, by=0, at=START)
    made = {}
    for post in ("boss", "clerk", "guard", "other"):
        made[post] = actions.create_person(actor=0, at=START, username=post, name=post)
        actions.hold(made[post], f"ward.{post}", actor=0, at=START, since=START.date())
    return made


def do(who, at, verb=Verb.ACT, **more):
    outcome = run(Command(verb=verb, **more), person=who, at=at)
    assert outcome.done, outcome.reasons
    return outcome.case


def opened(people, amount="5.00"):
    given = {"amount": amount}
    return do(people["clerk"], START, Verb.OPEN, procedure="ward.round", given=given)


def figure(name, archive, by=()):
    """The figure, which the archive gives too, with each group's value."""
    list(archive_months(archive, at=LATER))
    live, kept = (
        queries.figure("ward", name, WEEK, viewer=0, at=LATER, by=by, compared=False, source=source)
        for source in ("live", "archive")
    )
    assert (live.total, live.groups, live.digest) == (kept.total, kept.groups, kept.digest)
    return live.total, {group.key[0]: group.value for group in live.groups}


def test_a_value_is_as_it_stood_and_corrected_as_it_stands_now(people, archive):
    case = opened(people, "5.00")
    opened(people, "2.00")
    do(people["boss"], START + timedelta(hours=1), Verb.CORRECT, case=case, action="open",
       given={"amount": "7.50"}, reason="笔误", extra={"of": 1})  # fmt: skip
    assert figure("opened_sum", archive)[0].value == Decimal("7.00")
    assert figure("sum_now", archive)[0].value == Decimal("9.50")
    total, groups = figure("corrected", archive, by=["person"])
    assert total.value == 1
    assert {key: value.value for key, value in groups.items()} == {people["boss"]: 1}


def test_who_took_his_signature_back_is_not_credited(people, archive):
    case = opened(people)
    at = START + timedelta(minutes=10)
    do(people["other"], at, case=case, action="agree")
    do(people["other"], at, Verb.WITHDRAW, case=case, action="agree")
    do(people["guard"], at, case=case, action="agree")
    do(people["boss"], at, case=case, action="agree")
    assert glimpse(case).case.state == "ended"
    total, groups = figure("signed", archive, by=["person"])
    assert {key: value.value for key, value in groups.items()} == {people["guard"]: 1, people["boss"]: 1}
    assert total.value == 2, "each signature is a row"


def test_who_signed_again_after_his_signature_was_void_is_credited_once(people, archive):
    case = opened(people)
    at = START + timedelta(minutes=10)
    do(people["guard"], at, case=case, action="agree")
    do(people["guard"], at, Verb.WITHDRAW, case=case, action="agree")
    do(people["guard"], at + timedelta(minutes=1), case=case, action="agree")
    do(people["other"], at + timedelta(minutes=2), case=case, action="agree")
    _, groups = figure("signed", archive, by=["person"])
    assert {key: value.value for key, value in groups.items()} == {people["guard"]: 1, people["other"]: 1}


def test_each_interval_of_a_clock_is_judged(people, archive):
    case = opened(people)
    # Not looked at in the first hour, then in the second; the fourth has not ended.
    ticking.tick(START + timedelta(minutes=70), 100)
    do(people["clerk"], START + timedelta(minutes=90), case=case, action="look", given={"note": "好"})
    ticking.tick(START + timedelta(hours=3, minutes=5), 100)
    total, _ = figure("tended", archive)
    assert (total.counted, total.base) == (2, 3)
    page = queries.grounds("ward", "tended", WEEK, viewer=0, at=LATER)
    said = [((each.when - START) // timedelta(hours=1), each.counted) for each in page.grounds]
    assert said == [(1, False), (2, True), (3, True)]
