"""Clocks under acts and under time: start, stop, drop, pause, recompute, warn, late, and what happens by itself."""

from __future__ import annotations

from decimal import Decimal

from gendan.core.command import SYSTEM, Verb
from tests.core.desk import Desk, at, codes, pack_of, written

TASK = written("task")
PACK = pack_of(TASK, head="needs: [money]\n")


def task(**given: object) -> tuple[Desk, int]:
    desk = Desk(PACK)
    desk.words["money.received"] = Decimal(0)
    return desk, desk.open("task", **given)


def test_warned_late_reminded_and_what_lateness_starts() -> None:
    desk, case = task()
    assert desk.due(case, "begin") == "10-09 11:30"
    desk.at("2026-10-09 11:05")
    desk.tick()
    assert [word for word, _, _ in desk.effects] == ["deadline.warned"]
    assert desk.effects[-1][2] == ("owner",)
    version = desk.cases[case].version
    desk.at("2026-10-09 11:31")
    desk.tick()
    assert desk.effects[-1][0] == "deadline.late"
    assert desk.effects[-1][1]["deadline"] == "begin"
    assert desk.effects[-1][2] == ("owner", "superior")
    assert desk.state(case) == "late"
    assert version == 1  # ticks are silent, actions are not
    assert desk.cases[case].version == desk.cases[case].seq == 4
    assert desk.cases[case].clocks["begin"].breached_at == at("2026-10-09 11:30")
    desk.at("2026-10-12 12:00")
    desk.tick()
    assert desk.effects[-1][0] == "deadline.reminded"
    count = len(desk.events[case])
    desk.tick()
    assert len(desk.events[case]) == count  # without news there is no event


def test_met_late_and_dropped() -> None:
    desk, case = task(promised="2026-10-12")
    desk.do(case, "start")
    assert desk.due(case, "begin") == "met"
    assert desk.due(case, "work") == "10-12 23:59"
    desk.at("2026-10-14 09:00")
    desk.do(case, "finish")
    assert desk.due(case, "work") == "late"
    other = desk.open("task")
    desk.do(other, "drop")
    assert desk.due(other, "begin") == "dropped"


def test_clocks_count_from_when_it_happened() -> None:
    desk, case = task()
    desk.at("2026-10-10 17:00")
    desk.do(case, "start", more={"happened": at("2026-10-09 10:00")})
    assert desk.due(case, "begin") == "met"
    assert desk.cases[case].clocks["work"].started_at == at("2026-10-09 10:00")
    assert b'"happened":' in desk.events[case][-1].body


def test_a_changed_field_computes_it_anew_and_the_earlier_due_stands() -> None:
    desk, case = task()
    desk.do(case, "start")
    assert desk.due(case, "work") == "10-13 09:30"
    desk.do(case, "alter", urgent="yes")
    assert desk.due(case, "work") == "10-10 09:30"
    assert [each.due_at for each in desk.cases[case].clocks["work"].earlier] == [at("2026-10-13 09:30")]
    desk.do(case, "alter", promised="2026-10-20")
    assert desk.due(case, "work") == "10-20 23:59"


def test_pauses_move_it_in_its_own_unit() -> None:
    desk, case = task()
    desk.do(case, "start")
    desk.at("2026-10-09 14:30")
    desk.do(case, "ask")
    desk.at("2026-10-09 15:30")
    desk.do(case, "heard")
    assert desk.due(case, "work") == "10-13 10:30"


def test_each_interval_is_judged_by_what_stands() -> None:
    desk, case = task()
    desk.do(case, "start")
    desk.pass_(minutes=31)
    desk.tick()
    desk.do(case, "alter", urgent=True)
    desk.pass_(minutes=60)
    desk.tick()
    clock = desk.cases[case].clocks["each"]
    assert (clock.missed, clock.kept) == (1, 2)
    assert "deadline.missed" in [word for word, _, _ in desk.effects]


def test_too_early() -> None:
    desk, case = task()
    desk.do(case, "start")
    assert desk.refused(case, "finish") == ["earliest.rest"]
    desk.pass_(minutes=61)
    assert desk.refused(case, "finish") == []


def test_some_time_since_a_field_it_happens_by_itself() -> None:
    desk, case = task(bought="2026-10-01")
    assert desk.due(case, "after.expire") == "10-31 23:59"
    desk.at("2026-11-01 00:00")
    desk.tick()
    assert desk.state(case) == "gone"
    assert desk.due(case, "after.expire") == "dropped"  # nobody was late


def test_a_fact_come_true_and_a_gate_that_keeps_it_waiting() -> None:
    desk, case = task(amount="100")
    desk.do(case, "start")
    desk.words["money.received"] = Decimal(60)
    desk.tick()
    assert desk.state(case) == "doing"
    assert desk.cases[case].pending == {"settle": ["gate.paid"]}
    count = len(desk.events[case])
    desk.tick()
    assert len(desk.events[case]) == count  # it waits already
    desk.words["money.received"] = Decimal(100)
    desk.tick()
    assert desk.state(case) == "done"
    assert desk.cases[case].pending == {}


def test_rules_changed_and_lateness_overruled_by_name() -> None:
    desk, case = task()
    desk.do(case, "start")
    desk.at("2026-10-14 09:00")
    desk.do(case, "finish")
    said = {"extra": {"overrule": {"work": True}}}
    assert codes(desk.verb(Verb.RECOMPUTE, case, "clerk", **said)) == ["access"]
    assert codes(desk.verb(Verb.RECOMPUTE, case, "boss", **said)) == ["needs.reason"]
    assert codes(desk.verb(Verb.RECOMPUTE, case, "boss", reason="客户改期", **said)) == []
    assert desk.due(case, "work") == "met"
    assert desk.cases[case].clocks["work"].overruled
    assert codes(desk.verb(Verb.RECOMPUTE, case, "clerk")) == ["access"]
    assert codes(desk.verb(Verb.RECOMPUTE, case, SYSTEM)) == []


def test_only_the_system_ticks() -> None:
    desk, case = task()
    assert codes(desk.verb(Verb.TICK, case, "clerk")) == ["access"]


def test_what_is_kept_for_a_time_is_gone_after_it() -> None:
    kept = """
procedure: visit
title: 访客
fields:
  phone: {title: 电话, type: phone, keep: 2 months}
  name:  {title: 名, type: text}
states:
  new:  {title: 新, owner: clerk}
  done: {title: 完, final: done}
actions:
  open:  {title: 开, by: clerk, to: new, asks: [phone, name]}
  close: {title: 完, from: new, to: done, by: clerk}
  again: {title: 重, from: done, to: new, by: clerk, reopens: true}
deadlines:
  d: {title: 时, starts: open, stops: close, due: [{in: 1 day}]}
"""
    desk = Desk(pack_of(kept))
    case = desk.open("visit", phone="13800001111", name="王")
    desk.do(case, "close")
    assert desk.due(case, "keep.phone") == "12-09 09:30"
    desk.do(case, "again")
    assert desk.due(case, "keep.phone") == "dropped"
    desk.pass_(days=1)
    desk.do(case, "close")
    desk.at("2026-12-10 09:29")
    desk.tick()
    assert "phone" in desk.cases[case].data
    desk.at("2026-12-10 09:31")
    desk.tick()
    assert desk.cases[case].data == {"name": "王"}
    assert desk.events[case][-1].kind == "expired"
