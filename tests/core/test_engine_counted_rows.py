"""Rows that a rule counts: the rule reads their field as one that names it bare does."""

from __future__ import annotations

from gendan.core.plan import plan_of
from tests.core.desk import Desk, pack_of

PARCEL = """
procedure: parcel
title: 包裹
number: "P{seq}"
fields:
  pieces:  {title: 件数, type: int}
  devices: {title: 明细, type: rows, of: {code: {title: 编码, type: text}}}
  listed:  {title: 已列件数, type: int, computed: count(devices)}
  left:    {title: 未列件数, type: int, computed: pieces - listed}
states:
  new:  {title: 待发, owner: clerk}
  sent: {title: 已发, final: done}
gates:
  all_codes: {when: count(devices) == pieces, says: 明细与件数不符}
actions:
  open: {title: 登记, by: clerk, to: new, asks: [pieces], needs: [pieces]}
  send: {title: 发货, from: new, to: sent, by: clerk, asks: [devices], needs: [devices], gates: [all_codes]}
"""
PACK = pack_of(PARCEL)


def test_a_gate_over_rows_that_are_still_to_be_filled_in_does_not_close_the_action() -> None:
    desk = Desk(PACK)
    case = desk.open("parcel", pieces="2")
    # What opens the gate is what the form asks: closed beforehand, the form could never be filled in.
    assert desk.available(case)["send"].reasons == ()
    assert desk.refused(case, "send", devices=[{"code": "A"}]) == ["gate.all_codes"]
    desk.do(case, "send", devices=[{"code": "A"}, {"code": "B"}])
    assert desk.state(case) == "sent"


def test_what_is_computed_of_a_count_hangs_on_the_rows() -> None:
    plan = plan_of(PACK.procedures["parcel"])
    assert plan.depends("left") == {"pieces", "listed", "devices"}
    assert plan.reads(PACK.procedures["parcel"].gates["all_codes"].when) == {"pieces", "devices"}
