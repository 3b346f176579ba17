"""Faults that one file, or one name, can show: each is found at its line, with its code, and nothing else is blamed."""

from typing import NamedTuple

import pytest

from gendan.packs.reader import read_pack
from gendan.packs.wording import message
from tests.packs.packs_at_hand import doors, edited, line_of

PACK, ORDER, LOSS = "pack.yaml", "procedures/door_order.yaml", "procedures/loss_statement.yaml"
STORY, NOTICES = "stories/release.yaml", "notices.yaml"


class Fault(NamedTuple):
    """An edit of the sound pack, and what must be found; `at` is text of the line (of the edited file) where it is
    found."""

    code: str
    path: str
    old: str
    new: str
    at: str


FAULTS = [
    # the text of a file
    Fault("full_width_key", ORDER, "title: 门单", "title：门单", "title：门单"),
    Fault("full_width_key", ORDER, "urgent:       {title: 加急,", "urgent:       {title：加急,", "title：加急"),
    Fault(
        "duplicate_key",
        ORDER,
        "  ready:      {title",
        "  drafted:    {title: 又一个, final: done}\n  ready:      {title",
        "又一个",
    ),
    Fault(
        "duplicate_key",
        ORDER,
        "from: received, to: quoted",
        "from: received, from: received, to: quoted",
        "quote:    {",
    ),
    Fault("empty_value", ORDER, "title: 门单", "title:", "title:"),
    Fault("empty_value", ORDER, "title: 门单", "title: ~", "title: ~"),
    Fault("empty_value", ORDER, "title: 门单", "title: null", "title: null"),
    Fault("empty_item", ORDER, "needs: [lines], then", "needs: [lines, ~], then", "needs: [lines, ~]"),
    Fault("yaml_tab", ORDER, "    title: 审单", "\t    title: 审单", "\t    title"),
    Fault(
        "yaml_flow",
        ORDER,
        "urgent:       {title: 加急, type: bool}",
        "urgent:       {title: 加急, type: bool",
        "urgent:       {",
    ),
    Fault("yaml_quote", ORDER, "says: 尚有未完工的门}", 'says: "尚有未完工的门}', 'says: "尚有未完工的门}'),
    Fault("yaml_colon", ORDER, "    title: 审单", "    title 审单", "    title 审单"),
    Fault("yaml_colon", ORDER, "    title: 审单", "   title: 审单", "   title: 审单"),
    Fault("yaml_quote", PACK, "title: 内勤主管", 'title: "内勤主管', 'title: "内勤主管'),
    Fault("tag_refused", ORDER, "title: 门单", "title: !!python/name:os.system 门单", "title: !!python"),
    Fault(
        "condition_unquoted", ORDER, "when: given(deliver_on), by", "when: any_of(urgent, lines), by", "any_of(urgent"
    ),
    Fault(
        "condition_unquoted",
        ORDER,
        "made:    {when: orders.unmade == 0,",
        "made:    {when: urgent == 'a, b',",
        "urgent == 'a, b'",
    ),
    Fault("alias_unknown", ORDER, "title: 门单", "title: *nowhere", "title: *nowhere"),
    # the shape of an element
    Fault("unknown_key", ORDER, "covers: [lines", "cover: [lines", "cover: [lines"),
    Fault("unknown_key", PACK, "calendar: standard", "calender: standard", "calender"),
    Fault("missing_key", ORDER, "quoted:     {title: 已报价, ", "quoted:     {", "quoted:     {"),
    Fault(
        "missing_key",
        LOSS,
        "deadlines:\n  settle:   {title: 损失确认, starts: open, ",
        "deadlines:\n  settle:   {title: 损失确认, ",
        "settle:",
    ),
    Fault("not_one_of", ORDER, "final: cancelled", "final: canceled", "final: canceled"),
    Fault(
        "not_bool",
        LOSS,
        "total:    {title: 损失金额, type: money}",
        "total:    {title: 损失金额, type: money, filter: yes}",
        "filter: yes",
    ),
    Fault("not_number", ORDER, "min: 400", "min: 4OO", "min: 4OO"),
    Fault("not_number", ORDER, "min: 400", f"min: {'9' * 400}", "min: 999"),
    Fault("bad_version", PACK, "version: 1.0.0", "version: 1.0", "version: 1.0"),
    Fault("bad_name", ORDER, "  reply:       {", "  re-ply:      {", "re-ply"),
    Fault("reserved_name", LOSS, "states:\n", "  owner:    {title: 客户, type: party}\nstates:\n", "owner:    {"),
    Fault(
        "not_mapping",
        ORDER,
        "paid:    {when: money.received >= orders.total, says: 货款未到账，不得发货}",
        "paid:    货款未到账",
        "货款未到账",
    ),
    Fault("text_without_chinese", NOTICES, "title: {zh: 发货通知, en: Shipped}", "title: {en: Shipped}", "title: {en"),
    Fault("key_not_for_type", ORDER, "type: bool}", "type: bool, min: 1}", "min: 1}\n"),
    Fault("bounds_crossed", ORDER, "max: 3000", "max: 300", "max: 300"),
    Fault("not_of_type", PACK, "default: 0.30, min", "default: 0.20, min", "default: 0.20"),
    Fault("bad_need", ORDER, "need: all", "need: most", "need: most"),
    Fault("need_too_many", ORDER, "need: all", "need: 3", "need: 3"),
    Fault("number_seq_missing", ORDER, '"{opened:%Y%m}-{seq:04}"', '"{opened:%Y%m}"', "number:"),
    Fault("number_piece", ORDER, '"{opened:%-m}{seq:02}"', '"{opened:%H}{seq:02}"', "label:"),
    Fault(
        "brace_not_name",
        NOTICES,
        'zh: "您的订单 {number} 已发货。"',
        'zh: "您的订单 {number + 1} 已发货。"',
        "发货通知",
    ),
    # conditions and times
    Fault("expression_single_equals", ORDER, "orders.unmade == 0", "orders.unmade = 0", "orders.unmade = 0"),
    Fault("expression_unfinished", ORDER, "when: orders.unmade == 0", "when: orders.unmade ==", "orders.unmade =="),
    Fault("expression_not_allowed", ORDER, "when: orders.unmade == 0", "when: orders.unmade.__class__", "__class__"),
    Fault(
        "expression_too_many_digits", ORDER, "when: orders.unmade == 0", f"when: orders.unmade == {'1' * 500}", "1111"
    ),
    Fault("time_amount_unit", ORDER, "due: [{in: 1 workday}]", "due: [{in: 1 wrokday}]", "wrokday"),
    Fault("time_by_syntax", ORDER, "by: end of deliver_on", "by: ending of deliver_on", "ending of"),
    Fault("time_due_both", ORDER, "{in: 15 days}", "{in: 15 days, by: end of workday}", "15 days"),
    Fault("time_before", ORDER, 'before: "16:00"', 'before: "16:60"', "16:60"),
    Fault("time_warn_syntax", ORDER, "warn: [30 minutes before]", "warn: [30 minutes]", "30 minutes]"),
    # names
    Fault("unknown_state", ORDER, "from: drafted", "from: draftd", "from: draftd"),
    Fault(
        "unknown_state",
        ORDER,
        "to: dispatched, by: warehouse_keeper",
        "to: shipped, by: warehouse_keeper",
        "to: shipped",
    ),
    Fault(
        "unknown_actor",
        ORDER,
        "to: dispatched, by: warehouse_keeper",
        "to: dispatched, by: warehouse_man",
        "warehouse_man",
    ),
    Fault(
        "unknown_post",
        ORDER,
        "ready:      {title: 待发货, owner: order_taker}",
        "ready:      {title: 待发货, owner: order_takr}",
        "order_takr",
    ),
    Fault("unknown_post", PACK, "acts: {cashier:", "acts: {kassier:", "kassier"),
    Fault(
        "unknown_post",
        PACK,
        "production_clerk:     {title: 生产统计, reports_to: office_supervisor}",
        "production_clerk:     {title: 生产统计, reports_to: office_superviser}",
        "office_superviser",
    ),
    Fault(
        "posts_in_circle",
        PACK,
        "office_supervisor:    {title: 内勤主管}",
        "office_supervisor:    {title: 内勤主管, reports_to: order_taker}",
        "office_supervisor:    {",
    ),
    Fault("unknown_field", ORDER, "asks: [signed_quote], needs", "asks: [signed_qoute], needs", "signed_qoute"),
    Fault("unknown_field", ORDER, "needs: [customer], happened", "needs: [costumer], happened", "costumer"),
    Fault("unknown_field", ORDER, "covers: [lines, deliver_on", "covers: [line, deliver_on", "covers: [line,"),
    Fault("unknown_gate", ORDER, "gates: [secured]", "gates: [secure]", "gates: [secure]"),
    Fault(
        "unknown_action", ORDER, "unlike: [open, quote, amend, draft]", "unlike: [open, quote, ammend, draft]", "ammend"
    ),
    Fault(
        "unknown_action", ORDER, "starts: confirm, stops: draft,", "starts: confirm, stops: drafts,", "stops: drafts"
    ),
    Fault("unknown_action", ORDER, "withdrawn: carry_on", "withdrawn: carryon", "carryon"),
    Fault("unknown_notice", ORDER, "{notice.shipped:", "{notice.sent:", "notice.sent"),
    Fault("unknown_document", ORDER, "document.production_sheet", "document.product_sheet", "product_sheet"),
    Fault("unknown_procedure", ORDER, "procedure: loss_statement", "procedure: loss_statment", "loss_statment"),
    Fault("unknown_child_final", ORDER, "then: {agreed: halt,", "then: {agree: halt,", "{agree: halt"),
    Fault("unknown_child_field", ORDER, "takes: [customer]", "takes: [lines]", "takes: [lines]"),
    Fault(
        "unknown_type",
        ORDER,
        "urgent:       {title: 加急, type: bool}",
        "urgent:       {title: 加急, type: boolean}",
        "boolean",
    ),
    Fault("unknown_recipient", ORDER, "to: [customer]}}", "to: [buyer]}}", "to: [buyer]"),
    Fault("unknown_channel", NOTICES, "by: [sms, mail, task]", "by: [sms, male, task]", "male"),
    Fault("unknown_waits", ORDER, "waits: loss", "waits: losses", "waits: losses"),
    Fault("field_not_actor", ORDER, "to: confirmed, by: customer", "to: confirmed, by: lines", "by: lines"),
    Fault("field_not_moment", ORDER, "by: end of deliver_on", "by: end of lines", "by: end of lines"),
    Fault(
        "final_has",
        ORDER,
        "stopped:    {title: 已停单, final: cancelled}",
        "stopped:    {title: 已停单, final: cancelled, owner: cashier}",
        "stopped:    {",
    ),
    Fault("notice_to_nobody", ORDER, "{notice.shipped: {to: [customer]}}", "notice.shipped", "notice.shipped"),
    Fault("effect_not_dotted", ORDER, "then: [stock.dispatch,", "then: [dispatch,", "then: [dispatch"),
    # stories
    Fault("missing_key", STORY, "- {as: sheet_maker, do: draft}", "- {do: draft}", "{do: draft}"),
    Fault(
        "step_needs_one",
        STORY,
        "- {as: sheet_maker, do: draft}",
        "- {as: sheet_maker, do: draft, open: door_order}",
        "do: draft",
    ),
    Fault(
        "step_key",
        STORY,
        "- {as: sheet_maker, do: draft}",
        "- {as: sheet_maker, do: draft, rows: [{a: b}]}",
        "do: draft",
    ),
    Fault("not_moment", STORY, "at: 2026-10-09 09:30", "at: 2026-13-09 09:30", "2026-13-09"),
    Fault("bad_refusal", STORY, "refused: [gate.secured]", "refused: [Gate secured]", "Gate secured"),
    Fault("time_amount_unit", STORY, '"+40 minutes"', '"+40 minuts"', "minuts"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault.code}-{number}" for number, fault in enumerate(FAULTS)])
def test_a_fault_is_found_at_its_line_and_nothing_else_is_blamed(fault: Fault) -> None:
    files = edited(doors(), fault.path, fault.old, fault.new)
    findings = read_pack(files).findings
    wanted = line_of(files, fault.path, fault.at.rstrip("\n"))
    found = [(finding.code, finding.place.file, finding.place.line) for finding in findings]
    assert found == [(fault.code, fault.path, wanted)], [message(finding, "en") for finding in findings]


def test_what_was_meant_is_said() -> None:
    files = edited(doors(), ORDER, "from: drafted", "from: draftd")
    (finding,) = read_pack(files).findings
    assert finding.params["meant"] == ("drafted",)
    assert finding.place.column == len("    from: ") + 1


def test_all_faults_are_found_at_once() -> None:
    """Those that leave the file readable, each in another element, together in one pack."""
    chosen = [
        fault
        for fault in FAULTS
        if fault.code in {"unknown_gate", "not_bool", "unknown_channel", "expression_single_equals", "unknown_document"}
    ]
    files = doors()
    for fault in chosen:
        files = edited(files, fault.path, fault.old, fault.new)
    assert sorted(finding.code for finding in read_pack(files).findings) == sorted(fault.code for fault in chosen)


def test_an_element_that_is_lost_costs_no_other() -> None:
    files = edited(doors(), ORDER, "gates: [made]}", "gates: [made], ask: [lines]}")
    files = edited(files, ORDER, "unlike: [open, quote", "unlike: [open, complete, quot")
    reading = read_pack(files)
    assert [finding.code for finding in reading.findings] == ["unknown_action", "unknown_key"]
    assert reading.pack is not None
    assert "complete" not in reading.pack.procedures["door_order"].actions
    assert "ship" in reading.pack.procedures["door_order"].actions
    assert reading.lost == {("procedures", "door_order")}
    assert not reading.sound


@pytest.mark.parametrize("path", [PACK, ORDER, LOSS, NOTICES])
def test_a_file_that_cannot_be_read_makes_no_name_unknown(path: str) -> None:
    findings = read_pack({**doors(), path: b"pack: [\n"}).findings
    assert [(finding.code, finding.place.file) for finding in findings] == [("yaml_flow", path)]
