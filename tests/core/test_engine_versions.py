"""What a case brings to another version of its procedure: clocks that only that one has, signatures that it has not."""

from __future__ import annotations

from gendan.core import engine
from gendan.core.case import Case
from gendan.core.command import SYSTEM, Command, Decision, Verb
from gendan.core.fold import fold_all
from tests.core.desk import Desk, at, pack_of

JOB = """
procedure: job
title: 活
fields: {urgent: {title: 急, type: bool}, day: {title: 日, type: date}}
states:
  new:   {title: 新, owner: clerk}
  doing: {title: 做, owner: maker}
  rest:  {title: 歇, rests: true}
  done:  {title: 完, final: done}
  gone:  {title: 撤, final: cancelled}
actions:
  open:  {title: 开, by: clerk, to: new, asks: [urgent, day]}
  start: {title: 始, from: new, to: doing, by: clerk}
  call:  {title: 问, from: doing, by: maker, happened: 3 days}
  heard: {title: 答, from: doing, by: maker}
  sleep: {title: 歇, from: doing, to: rest, by: maker}
  wake:  {title: 醒, from: rest, to: doing, by: maker}
  finish: {title: 完, from: doing, to: done, by: maker}
  drop:  {title: 撤, from: any, to: gone, by: AFTER}
deadlines:
  all: {title: 全程, starts: open, stops: finish, due: [{in: 9 days}]}
CLOCKS
"""
NEW = """
  asked:  {title: 问时限, starts: call, stops: heard, due: [{in: 2 days}]}
  begun:  {title: 始时限, starts: open, stops: start, due: [{in: 1 day}]}
  stands: {title: 停时限, starts: {enter: doing}, drops: {leave: doing}, due: [{in: 3 days}], pauses: {in: [rest]}}
  hurry:  {title: 急时限, starts: open, stops: finish, due: [{in: 1 day}], when: urgent}
  again:  {title: 再来, starts: wake, stops: finish, due: [{in: 1 day}]}
"""


def job(clocks: str = "", after: str = "clerk", renames: str = "doing") -> str:
    text = JOB.replace("CLOCKS", clocks).replace("AFTER", after)
    return text.replace("doing", renames)


def moved(desk: Desk, case: int, other: str, **extra: object) -> Case:
    """The case after it came to the version that has the other procedure; its events fold to it."""
    procedure = pack_of(other).procedures[desk.cases[case].procedure.rpartition(".")[2]]
    command = Command(verb=Verb.MOVE, case=case, extra=extra)
    facts = desk.facts(command, desk.cases[case])
    answer = engine.decide(procedure, desk.cases[case], command, facts, SYSTEM, desk.calendar, desk.now)
    assert isinstance(answer, Decision), answer
    desk.pack = pack_of(other)
    desk._keep(answer)
    assert fold_all(desk.events[case]) == answer.case
    return answer.case


NAMES = {"job": ["asked", "begun", "stands", "hurry", "again"]}


def test_clocks_that_are_new_run_from_what_started_them() -> None:
    desk = Desk(pack_of(job()))
    case = desk.open("job")
    desk.at("2026-10-10 09:30")
    desk.do(case, "start")
    desk.at("2026-10-10 10:30")
    desk.do(case, "call", "maker", more={"happened": at("2026-10-10 10:00")})
    desk.at("2026-10-12 10:00")
    after = moved(desk, case, job(NEW), clocks=NAMES)
    # What was over before is not begun, what never began is not either, nor what its condition rules out.
    assert set(after.clocks) == {"all", "asked", "stands"}
    assert after.clocks["asked"].started_at == at("2026-10-10 10:00")
    assert desk.due(case, "asked") == "10-12 10:00"
    assert desk.due(case, "stands") == "10-13 09:30"
    assert [event.kind for event in desk.events[case][-2:]] == ["moved", "recomputed"]
    desk.do(case, "finish", "maker")
    assert desk.due(case, "stands") == "dropped"


def test_only_clocks_that_are_new_begin_so_and_states_go_by_their_new_names() -> None:
    desk = Desk(pack_of(job()))
    case = desk.open("job", urgent=True)
    desk.do(case, "start")
    started = desk.now
    desk.at("2026-10-10 09:30")
    after = moved(desk, case, job(NEW, renames="working"), states={"doing": "working"}, clocks={"job": ["stands"]})
    assert set(after.clocks) == {"all", "stands"}
    assert after.clocks["stands"].started_at == started
    # A second move: what the first renamed goes by the name that it has had since.
    more = NEW + "  more: {title: 又, starts: {enter: doing}, stops: finish, due: [{in: 4 days}]}\n"
    after = moved(desk, case, job(more, renames="working"), clocks={"job": ["more"]})
    assert after.clocks["more"].started_at == started
    assert desk.events[case][-1].kind == "recomputed"
    again = moved(desk, case, job(more, renames="working"), clocks={"job": ["asked"]})
    assert set(again.clocks) == {"all", "stands", "more"}
    assert desk.events[case][-1].kind == "moved"  # nothing has begun: there is nothing more to tell


def test_a_new_clock_that_pauses_where_the_case_stands_rests_at_once() -> None:
    desk = Desk(pack_of(job()))
    case = desk.open("job")
    desk.do(case, "start")
    desk.do(case, "sleep", "maker")
    paused = NEW.replace("drops: {leave: doing}, due", "drops: finish, due")
    after = moved(desk, case, job(paused), clocks=NAMES)
    assert after.clocks["stands"].state == "paused"


def test_what_happens_by_itself_only_in_the_new_version_has_its_time() -> None:
    desk = Desk(pack_of(job()))
    case = desk.open("job", day="2026-10-08")
    timed = job(after="system").replace("from: any,", "from: new, after: {in: 30 days, since: day},")
    moved(desk, case, timed, clocks={"job": []})
    assert desk.due(case, "after.drop") == "11-07 23:59"
    # Another time counts where rules are asked anew; what goes by itself no more has no clock.
    moved(desk, case, timed.replace("30 days", "40 days"))
    desk.verb(Verb.RECOMPUTE, case, SYSTEM)
    assert desk.due(case, "after.drop") == "11-17 23:59"
    moved(desk, case, job())
    assert desk.due(case, "after.drop") == "dropped"


CONTRACT = """
procedure: contract
title: 合同
states:
  signing: {title: 会签, owner: clerk}
  signed:  {title: 已签, final: done}
actions:
  open:    {title: 拟, by: clerk, to: signing}
  approve: {title: 签, from: signing, to: signed, signs: SIGNS}
  note:    {title: 记, from: signing, by: clerk}
"""


def contract(signs: str) -> str:
    return CONTRACT.replace("SIGNS", signs)


def test_open_signatures_of_slots_that_are_gone_are_void_and_the_others_stand() -> None:
    desk = Desk(pack_of(contract("{need: all, of: [seat_a, seat_b, seat_c]}")))
    case = desk.open("contract")
    desk.do(case, "approve", "seat_a")
    desk.do(case, "approve", "seat_b")
    other = desk.as_("seat_d").person
    desk.verb(Verb.ADD_SIGNER, case, "seat_c", action="approve", person=other)
    after = moved(desk, case, contract("{need: all, of: [seat_b, seat_d]}"))
    entry = after.chain["approve"]
    assert isinstance(entry, dict)
    assert [(each["as"], each.get("void")) for each in entry["signed"]] == [("seat_a", "moved"), ("seat_b", None)]
    assert "add" not in entry
    assert b'"void":{"approve":["seat_a"]}' in desk.events[case][-1].body
    desk.do(case, "approve", "seat_d")
    assert desk.state(case) == "signed"


def test_signatures_of_an_action_that_is_gone_or_signed_no_more_are_void() -> None:
    for other in (
        contract("[seat_a]").replace("approve:", "agree:"),
        contract("[seat_a]").replace("signs: [seat_a]", "by: seat_a"),
    ):
        desk = Desk(pack_of(contract("[seat_a, seat_b]")))
        case = desk.open("contract")
        desk.do(case, "approve", "seat_a")
        entry = moved(desk, case, other).chain["approve"]
        assert isinstance(entry, dict)
        assert [each.get("void") for each in entry["signed"]] == ["moved"]


def test_where_all_that_is_left_is_signed_one_of_the_signers_does_it() -> None:
    desk = Desk(pack_of(contract("{need: all, of: [seat_a, seat_b]}")))
    case = desk.open("contract")
    desk.do(case, "approve", "seat_a")
    moved(desk, case, contract("{need: all, of: [seat_a]}"))
    assert desk.refused(case, "approve", "seat_b") == ["access"]
    assert desk.can(case, "seat_a") == ["approve"]
    desk.do(case, "approve", "seat_a")
    assert desk.state(case) == "signed"
    assert [each.kind for each in desk.events[case]] == ["opened", "signed", "moved", "acted"]
