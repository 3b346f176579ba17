"""单上的项目 What stands on a case of the procedure, and the lists that one works from."""

from __future__ import annotations

from gendan.core.field import Field
from gendan.core.listing import KIND, Filter, Test
from gendan.core.procedure import Procedure
from gendan.packs.manual.anchors import procedure_anchor
from gendan.packs.manual.content import Block, Line, Section, Source, Table
from gendan.packs.manual.field_words import rules_in_words, seen_in_words, sort_in_words
from gendan.packs.manual.speech import Speech


def form_section(procedure: Procedure, speech: Speech) -> Section | None:
    if not procedure.fields:
        return None
    both = speech.both
    rows: list[tuple[Line, ...]] = []
    for field in procedure.fields.values():
        rules = speech.both("", " ").join(speech.sentence(each) for each in rules_in_words(field, speech))
        rows.append((speech.say(field.title), _content(field, rules, speech), seen_in_words(field, speech)))
    head = (both("项目", "Item"), both("填什么", "What is filled in"), both("谁看得到", "Who sees it"))
    clauses = [
        both(f"“{speech.say(each.title)}”：{each.source}", f"“{speech.say(each.title)}”: {each.source}")
        for each in procedure.fields.values()
        if each.source
    ]
    blocks: list[Block] = [Table(head, tuple(rows), (4, 9, 4))]
    if clauses:
        blocks.append(Source(both(f"依据：{'；'.join(clauses)}", f"Source: {'; '.join(clauses)}")))
    return Section(
        anchor=procedure_anchor(procedure.name, "form"), title=both("单上的项目", "The form"), blocks=tuple(blocks)
    )


def _content(field: Field, rules: str, speech: Speech) -> Line:
    if field.computed is not None:
        return rules
    sort = speech.sentence(sort_in_words(field, speech))
    return sort + speech.both("", " ") + rules if rules else sort


def _test_in_words(test: Filter, speech: Speech) -> str:
    """Which cases a list's filter leaves: “方式”为“上门”的."""
    both = speech.both
    field = speech.field_of(test.field)
    name = speech.quoted(speech.field(test.field))
    values = [_value_in_words(each, field, test, speech) for each in test.values]
    match test.test:
        case Test.EMPTY:
            return both(f"未填{name}的", f"without {name}")
        case Test.FILLED:
            return both(f"已填{name}的", f"with {name}")
        case Test.CONTAINS:
            return both(f"{name}含{values[0]}的", f"{name} with {values[0]} in it")
        case Test.RANGE:
            low, high = values
            if low and high:
                return both(f"{name}从 {low} 到 {high} 的", f"{name} from {low} to {high}")
            return (
                both(f"{name}不小于 {low} 的", f"{name} not below {low}")
                if low
                else both(f"{name}不大于 {high} 的", f"{name} not above {high}")
            )
        case Test.IS:
            return both(f"{name}为{'或'.join(values)}的", f"{name} is {' or '.join(values)}")


def _value_in_words(value: str, field: Field | None, test: Filter, speech: Speech) -> str:
    if test.test is Test.RANGE:
        return value
    if test.field == KIND and speech.procedure is not None and value in speech.procedure.kinds:
        return speech.quoted(speech.say(speech.procedure.kinds[value].title))
    if field is not None and field.type == "bool":
        return speech.value(field, value == "true")
    return speech.quoted(speech.value(field, value).strip("“”"))


def lists_section(procedure: Procedure, speech: Speech) -> Section | None:
    if not procedure.lists:
        return None
    both = speech.both
    rows: list[tuple[Line, ...]] = []
    for each in procedure.lists.values():
        states = speech.listed(speech.state(name) for name in each.states) or both("全部未结的单", "all open cases")
        holder = {"nobody": both("无人领取的", "claimed by nobody"), "me": both("我领取的", "claimed by me")}.get(
            each.holder, ""
        )
        order = speech.listed(
            speech.field(name.removeprefix("-")) + (both("（从大到小）", " (falling)") if name.startswith("-") else "")
            for name in each.sort
        ) or both("开单先后", "as they were opened")
        which = [states, *(_test_in_words(test, speech) for test in each.where), *([holder] if holder else ())]
        rows.append((speech.say(each.title), both("，", ", ").join(which), order))
    head = (both("清单", "List"), both("列哪些单", "Which cases"), both("次序", "Order"))
    return Section(
        anchor=procedure_anchor(procedure.name, "lists"),
        title=both("工作清单", "Lists to work from"),
        blocks=(Table(head, tuple(rows), (4, 6, 5)),),
    )
