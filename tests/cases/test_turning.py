"""What hangs on the day is looked at when the day turns, once, and nothing else is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gendan.cases import library, turning
from gendan.cases.commands import run_many
from gendan.cases.models import Case, DayLook, Event
from gendan.cases.outbox import follow
from gendan.cases.rehearsal import rehearse
from gendan.cases.store import glimpse
from gendan.core.command import Command, Verb
from gendan.core.vocabulary import Vocabulary
from gendan.packs.check import check_pack
from gendan.packs.reader import read_pack
from tests.cases.company import FRIDAY, Company, act, do

pytestmark = pytest.mark.django_db

PACK = """
pack: shelf
version: 1.0.0
title: 存货柜
posts:
  clerk: {title: 办事员}
"""

PARCEL = """
procedure: parcel
title: 寄存
priority: 2 if ends_on <= today + days(1) else 1
fields:
  ends_on: {title: 到期日, type: date}
  goes_on: {title: 寄出日, type: date}
  left:    {title: 将到期, type: bool, computed: ends_on <= today + days(2), filter: true}
states:
  kept:   {title: 在柜, owner: clerk}
  called: {title: 待取, owner: clerk}
  rested: {title: 停放, rests: true}
  gone:   {title: 已寄, final: done}
gates:
  its_day: {when: goes_on <= today, says: 未到寄出日}
actions:
  open:  {title: 寄存, by: clerk, to: kept, asks: [ends_on, goes_on], needs: [ends_on]}
  call:  {title: 通知来取, from: kept, to: called, by: system, after: {fact: ends_on <= today}}
  send:  {title: 寄出, from: rested, to: gone, by: system, after: {fact: given(goes_on)}, gates: [its_day]}
  rest:  {title: 停放, from: [kept, called], to: rested, by: clerk}
deadlines:
  keep:  {title: 处理, starts: open, stops: rest, due: [{in: 30 days}], pauses: {while: ends_on < today}}
"""

PLAIN = """
procedure: note
title: 便条
states:
  kept: {title: 在柜, owner: clerk}
  gone: {title: 完, final: done}
actions:
  open:  {title: 写, by: clerk, to: kept}
  close: {title: 完, from: kept, to: gone, by: clerk}
deadlines:
  all:  {title: 全, starts: open, stops: close, due: [{in: 90 days}]}
"""

MIDNIGHT = datetime(2026, 10, 9, 16, 0, tzinfo=UTC)
"""The 10th begins in Shanghai."""


@pytest.fixture
def shelf(db):
    files = {"pack.yaml": PACK, "procedures/parcel.yaml": PARCEL, "procedures/note.yaml": PLAIN}
    company = Company(
        library.activate({path: text.encode() for path, text in files.items()}, by=0, at=FRIDAY).definition
    )
    company.hire("ann", "clerk", pack="shelf")
    return company


def parcel(ends_on, **given):
    return Command(verb=Verb.OPEN, procedure="shelf.parcel", given={"ends_on": ends_on, **given})


def turned(at):
    """The day's look at the moment `at`, and what it sets going."""
    looked = turning.look(at)
    while follow(at, beyond=0).done:
        pass
    return looked


def standing(case):
    row = Case.objects.get(id=case)
    return row.state, row.priority, row.data.get("left")


def kinds(case):
    return list(Event.objects.filter(case_id=case).order_by("seq").values_list("kind", flat=True))


def test_what_hangs_on_the_day_follows_it(shelf):
    soon = do(parcel("2026-10-11"), shelf.ann).case
    later = do(parcel("2026-10-20"), shelf.ann).case
    assert turned(FRIDAY) == 2
    assert standing(soon) == ("kept", 1, True)
    assert standing(later) == ("kept", 1, False)
    assert kinds(later) == ["opened"]  # a look without news is no event
    assert turned(MIDNIGHT - timedelta(seconds=1)) == 0
    assert turned(MIDNIGHT) == 2
    assert standing(soon) == ("kept", 2, True)
    assert kinds(soon) == ["opened", "ticked"]
    assert turned(MIDNIGHT + timedelta(days=1)) == 2
    assert standing(soon) == ("called", 2, True)
    assert Case.objects.get(id=soon).version == 3  # by the action alone: the looks make nobody's page stale
    assert turned(MIDNIGHT + timedelta(days=1, hours=3)) == 0
    turned(MIDNIGHT + timedelta(days=2))
    clock = glimpse(soon).case.clocks["keep"]
    assert (clock.state.value, clock.paused_at) == ("paused", MIDNIGHT + timedelta(days=2))
    assert standing(later)[0] == "kept"


def test_what_waits_for_its_gate_goes_on_with_the_day(shelf):
    case = do(parcel("2026-12-01", goes_on="2026-10-11"), shelf.ann).case
    do(act(case, "rest"), shelf.ann)
    turned(FRIDAY)
    assert list(Case.objects.get(id=case).pending) == ["send"]
    turned(MIDNIGHT)
    assert standing(case)[0] == "rested"
    turned(MIDNIGHT + timedelta(days=1))
    assert standing(case)[0] == "gone"
    assert turned(MIDNIGHT + timedelta(days=2)) == 0  # what has ended hangs on nothing


def test_a_look_that_was_cut_off_goes_on(shelf):
    opened = run_many([parcel("2026-10-10") for _ in range(5)], person=shelf.ann, at=FRIDAY)
    cases = [each.case for each in opened]
    do(Command(verb=Verb.OPEN, procedure="shelf.note"), shelf.ann)
    turned(FRIDAY)
    DayLook.objects.update(
        day=date(2026, 10, 10), procedure="shelf.parcel", state="kept", case_id=cases[2], whole=False
    )
    assert turned(MIDNIGHT) == 2
    assert [standing(case)[0] for case in cases] == ["kept", "kept", "kept", "called", "called"]
    assert DayLook.objects.get(pack="shelf").whole is True


def test_only_packs_of_which_something_hangs_on_the_day_are_looked_at(shelf, django_assert_num_queries):
    for _ in range(3):
        do(Command(verb=Verb.OPEN, procedure="shelf.note"), shelf.ann)
    assert turned(FRIDAY) == 0
    with django_assert_num_queries(2):  # the epoch, and how far the look has come
        assert turning.look(FRIDAY) == 0


STORY = """
story: 到期即通知
at: 2026-10-09 09:30
steps:
  - {as: clerk, open: parcel, with: {ends_on: 2026-10-12}, call: p}
  - {at: 2026-10-11 23:59}
  - expect: {state: kept, fields: {left: true}}
  - {at: 2026-10-12 00:00}
  - expect: {state: called}
  - {at: 2026-10-12 09:00, as: clerk, do: rest}
  - expect: {state: rested}
"""


def _pack(**more):
    texts = {"pack.yaml": PACK, "procedures/parcel.yaml": PARCEL, **more}
    return read_pack({path: text.encode() for path, text in texts.items()})


def test_in_a_story_the_day_turns_too():
    (result,) = rehearse(_pack(**{"stories/ends.yaml": STORY}))
    assert result.difference is None, result.difference


def test_a_condition_that_reads_the_minute_is_warned_of():
    def codes(reading):
        found = check_pack(reading.pack, vocabulary=Vocabulary())
        return [finding.code for finding in found if "by_time" in finding.code]

    assert codes(_pack()) == []
    text = PARCEL.replace("after: {fact: ends_on <= today}", "after: {fact: at(open) + hours(3) <= now}")
    assert codes(_pack(**{"procedures/parcel.yaml": text})) == ["fact_by_time"]
    through = text.replace("at(open) + hours(3) <= now", "left").replace("ends_on <= today + days(2)", "given(now)")
    assert codes(_pack(**{"procedures/parcel.yaml": through})) == ["fact_by_time"]
