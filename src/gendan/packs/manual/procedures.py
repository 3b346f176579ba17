"""流程 The chapter about procedures: purpose, drawing, states, steps, exceptions, deadlines, forms, kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from gendan.core.procedure import Final, Procedure, Role, Sight, State
from gendan.packs.manual.anchors import post_anchor, procedure_anchor, step_anchor
from gendan.packs.manual.clocks import ends_with
from gendan.packs.manual.content import Block, Drawing, Facts, Items, Line, Link, Paragraph, Section, Table
from gendan.packs.manual.expression_words import value_in_words
from gendan.packs.manual.forms import form_section, lists_section
from gendan.packs.manual.kinds import kinds_section
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import persons_of, source, step_section, who_line
from gendan.packs.manual.steps import OPEN, Sort, Step, main_way, ordered_states, steps_of
from gendan.packs.manual.time_words import deadline_in_words, limit_in_words
from gendan.packs.manual.who_words import owner_in_words, people, told, waits_in_words

_ENDS = {
    Final.DONE: ("办成", "done"),
    Final.FAILED: ("没有办成", "failed"),
    Final.CANCELLED: ("取消", "cancelled"),
}
_EXCEPTIONS = {
    Sort.RETURN: ("退回与返回", "Going back"),
    Sort.ASIDE: ("暂离正常流程", "Off the usual way"),
    Sort.END: ("取消与中止", "Cancelling and stopping"),
    Sort.REOPEN: ("重开已结束的单", "Reopening"),
}


def procedure_section(procedure: Procedure, speech: Speech, drawings: Mapping[str, str]) -> Section:
    """The section about one procedure."""
    speech = speech.about(procedure)
    steps = steps_of(procedure)
    parts = [
        _purpose(procedure, speech),
        _flow(procedure, speech, drawings),
        _states(procedure, speech),
        _overview(procedure, steps, speech),
        _instructions(procedure, steps, speech),
        _exceptions(procedure, steps, speech),
        _deadlines(procedure, speech),
        form_section(procedure, speech),
        kinds_section(procedure, speech),
        lists_section(procedure, speech),
    ]
    return Section(
        anchor=procedure_anchor(procedure.name),
        title=speech.say(procedure.title),
        sections=tuple(part for part in parts if part is not None),
    )


def _purpose(procedure: Procedure, speech: Speech) -> Section:
    both = speech.both
    title = speech.say(procedure.title)
    opens = procedure.actions.get(OPEN)
    said: list[Line] = []
    ends = {
        final: speech.ored(
            speech.quoted(speech.say(each.title)) for each in procedure.states.values() if each.final is final
        )
        for final in Final
    }
    if opens is not None:
        by = people(opens.by, speech)
        step = Link(speech.quoted(speech.say(opens.title)), step_anchor(procedure.name, OPEN))
        if any(who.role is Role.SYSTEM for who in opens.by):
            above = speech.anded(speech.quoted(speech.say(each.title)) for each in speech.parents)
            above = above or both("系统", "the system")
            others = tuple(who for who in opens.by if who.role is not Role.SYSTEM)
            openers = (
                both(f"{people(others, speech)}或{above}", f"{people(others, speech)} or {above}") if others else above
            )
            start = both(f"由{openers}开出", f"opened by {openers}")
            said.append(
                (
                    both(f"每张“{title}”{start}，第一步是", f"Each case of “{title}” is {start}; its first step is "),
                    step,
                    both("。", "."),
                )
            )
        else:
            said.append(
                (
                    both(f"每张“{title}”由{by}以", f"Each case of “{title}” is opened by {by} with "),
                    step,
                    both("开出。", "."),
                )
            )
    way = [speech.quoted(speech.state(each)) for each in main_way(procedure)]
    if len(way) > 1 and ends[Final.DONE]:
        said.append(
            speech.sentence(
                both(
                    f"正常情况下依次经过{speech.listed(way[:-1])}，到{way[-1]}办成",
                    f"if all goes well it passes {speech.listed(way[:-1])} and is done in {way[-1]}",
                )
            )
        )
    for final in (Final.FAILED, Final.CANCELLED):
        if ends[final]:
            what = _ENDS[final]
            said.append(
                speech.sentence(
                    both(
                        f"单在{ends[final]}结束的，算{what[0]}",
                        f"a case that ends in {ends[final]} counts as {what[1]}",
                    )
                )
            )
    pairs: list[tuple[str, tuple[Line, ...]]] = [
        (both("单号", "Number"), (_number(procedure, speech),)),
        (both("谁看得到", "Who sees it"), _seen(procedure, speech)),
    ]
    if procedure.priority is not None:
        order = value_in_words(procedure.priority, speech)
        pairs.append(
            (
                both("先后", "Order"),
                (speech.sentence(both(f"先后数大的先办；先后数：{order}", f"higher first: {order}")),),
            )
        )
    rest = [speech.quoted(speech.say(each.title)) for each in procedure.states.values() if each.rests]
    if rest:
        pairs.append(
            (
                both("静候", "At rest"),
                (
                    speech.sentence(
                        both(
                            f"在{speech.anded(rest)}时不轮到任何人，也不计时",
                            f"in {speech.anded(rest)} it is nobody’s turn, and no clock runs",
                        )
                    ),
                ),
            )
        )
    blocks: tuple[Block, ...] = (*(Paragraph(each) for each in said), Facts(tuple(pairs)))
    return Section(
        anchor=procedure_anchor(procedure.name, "purpose"),
        title=both("目的与范围", "Purpose and scope"),
        blocks=(*blocks, *source(procedure.source, speech)),
    )


_EXAMPLE = date(2026, 5, 8)
"""The day that stands for all in the example of a number: its parts differ, and none is told for another."""


def _number(procedure: Procedure, speech: Speech) -> str:
    shown = procedure.number
    if shown == "{seq}":
        return speech.both("由系统从 1 起按顺序编。", "Given by the system, counting from 1.")
    dated = "{opened:" in shown
    shown = re.sub(r"\{opened:([^}]*)\}", lambda found: _EXAMPLE.strftime(found[1]), shown)
    shown = re.sub(r"\{seq:0?(\d+)\}", lambda found: "0" * (int(found[1]) - 1) + "1", shown).replace("{seq}", "1")
    gapless = speech.both("，连续不断号", ", without gaps") if procedure.gapless else ""
    day = dated and speech.both(f"{_EXAMPLE.year}年{_EXAMPLE.month}月{_EXAMPLE.day}日的", f" of {_EXAMPLE:%-d %B %Y}")
    return speech.sentence(
        speech.both(
            f"由系统编{gapless}，如{day or ''}第一张是“{shown}”",
            f"given by the system{gapless}; the first one{day or ''}, say, is “{shown}”",
        )
    )


def _seen(procedure: Procedure, speech: Speech) -> tuple[Line, ...]:
    lines: list[Line] = []
    for sight, words in (
        (Sight.ALL, ("全部的单", "every case")),
        (Sight.OWN, ("与自己有关的单", "the cases that are his own")),
    ):
        posts = [told(name, speech) for name, each in procedure.sees.items() if each is sight]
        if posts:
            said = speech.both(f"{speech.anded(posts)}：{words[0]}", f"{speech.anded(posts)}: {words[1]}")
            lines.append(speech.sentence(said))
    lines.append(
        speech.both(
            "此外，责任人、经办人和签字人看得到轮到自己的单。",
            "Besides, owners, actors and signers see the cases in which it is their turn.",
        )
    )
    return tuple(lines)


def _flow(procedure: Procedure, speech: Speech, drawings: Mapping[str, str]) -> Section | None:
    svg = drawings.get(procedure.name)
    if not svg:
        return None
    title = speech.say(procedure.title)
    caption = speech.both(f"“{title}”的流程", f"The flow of “{title}”")
    return Section(
        anchor=procedure_anchor(procedure.name, "flow"),
        title=speech.both("流程图", "The flow"),
        blocks=(Drawing(procedure.name, caption, svg),),
    )


def _states(procedure: Procedure, speech: Speech) -> Section:
    both = speech.both
    rows: list[tuple[Line, ...]] = []
    for name in ordered_states(procedure):
        state = procedure.states[name]
        rows.append((speech.say(state.title), _turn(state, speech), _meaning(state, procedure, speech)))
    head = (both("状态", "State"), both("轮到谁", "Whose turn"), both("这时办什么", "What is done"))
    return Section(
        anchor=procedure_anchor(procedure.name, "states"),
        title=both("状态与责任人", "States and their owners"),
        blocks=(Table(head, tuple(rows), (3, 4, 9)),),
    )


def _turn(state: State, speech: Speech) -> Line:
    if state.final is not None:
        return speech.both("已结束", "Ended")
    if state.rests:
        return speech.both("无人", "Nobody")
    owner = owner_in_words(state, speech)
    post = state.owner.post if state.owner else None
    if post is None:
        return owner or speech.both("无人", "Nobody")
    title = speech.post(post)
    before, _, rest = owner.partition(title)
    return (before, Link(title, post_anchor(post)), rest)


def _meaning(state: State, procedure: Procedure, speech: Speech) -> Line:
    both = speech.both
    if state.final is not None:
        return speech.sentence(_ENDS[state.final][speech.english])
    said: list[str | Link] = []
    if state.waits is not None:
        whom = waits_in_words(state.waits, speech)
        said.append(both(f"等{whom}；催办是责任人的事。", f"It waits for {whom}; the owner sees to it. "))
    for system, lead in ((False, both("可办：", "Open to do: ")), (True, both("系统自动：", "By itself: "))):
        links: list[str | Link] = []
        for action in procedure.actions.values():
            by_system = any(who.role is Role.SYSTEM for who in action.by)
            by_persons = bool(persons_of(action)) or not by_system
            if state.name not in action.sources or not (by_system if system else by_persons):
                continue
            if links:
                links.append(both("、", ", "))
            links.append(Link(speech.say(action.title), step_anchor(procedure.name, action.name)))
        if links:
            said += [lead, *links, both("。", ". ")]
    return tuple(said)


def _overview(procedure: Procedure, steps: tuple[Step, ...], speech: Speech) -> Section:
    both = speech.both
    rows: list[tuple[Line, ...]] = []
    for step in steps:
        action = step.action
        rows.append(
            (
                str(step.number),
                (Link(speech.say(action.title), step_anchor(procedure.name, action.name)),),
                _short_who(step, speech),
                _way(step, speech),
                _limit(step, procedure, speech),
            )
        )
    head = (
        both("序", "No."),
        both("步骤", "Step"),
        both("谁办", "Who"),
        both("从 → 到", "From → to"),
        both("时限", "By when"),
    )
    return Section(
        anchor=procedure_anchor(procedure.name, "steps"),
        title=both("步骤总表", "The steps"),
        blocks=(Table(head, tuple(rows), (1, 4, 4, 6, 4)),),
    )


def _short_who(step: Step, speech: Speech) -> Line:
    action = step.action
    if any(who.role is Role.SYSTEM for who in action.by):
        persons = [people([each], speech) for each in persons_of(action)]
        return (
            speech.ored([*persons, speech.both("系统", "the system")]) if persons else speech.both("系统", "The system")
        )
    return str(who_line(action, speech)).rstrip("。.").partition("；" if not speech.english else ";")[0]


def _way(step: Step, speech: Speech) -> Line:
    action = step.action
    sources = [speech.state(each) for each in action.sources]
    shown = speech.listed(sources[:3]) + (speech.both("等", " and others") if len(sources) > 3 else "")
    if step.action.name == OPEN:
        shown = speech.both("开单", "Opening")
    targets = list(dict.fromkeys(target.state for target in action.to))
    if not targets:
        to = speech.both("不变", "unchanged") if action.merge is None else speech.state(action.merge.ends)
    else:
        to = speech.both(" 或 ", " or ").join(
            speech.both("来处", "where it came from") if each == "back" else speech.state(each) for each in targets
        )
    return f"{shown} → {to}"


def _limit(step: Step, procedure: Procedure, speech: Speech) -> Line:
    """The limits that end with the step; where there are several, each by its name."""
    ending = [each for each in procedure.deadlines.values() if ends_with(each, step.action, procedure)]
    limits = [limit_in_words(each, speech) for each in ending]
    if len(set(limits)) > 1:
        return speech.both("", " ").join(
            speech.sentence(speech.both(f"{speech.say(each.title)}：{limit}", f"{speech.say(each.title)}: {limit}"))
            for each, limit in zip(ending, limits, strict=True)
        )
    return "".join(limits[:1])


def _instructions(procedure: Procedure, steps: tuple[Step, ...], speech: Speech) -> Section:
    return Section(
        anchor=procedure_anchor(procedure.name, "instructions"),
        title=speech.both("步骤说明", "Each step"),
        blocks=(
            Paragraph(
                speech.both(
                    "“须满足”的各条，系统逐条检查，缺一条就办不了，页面、批量、导入都一样；缺哪几条，系统一次全部提示。",
                    "The system checks every line under “Has to hold”; while one is "
                    "missing the step can’t be done, on a page, "
                    "in a batch or by an import alike, and all that is missing is told at once.",
                )
            ),
        ),
        sections=tuple(step_section(step, speech) for step in steps),
    )


def _exceptions(procedure: Procedure, steps: tuple[Step, ...], speech: Speech) -> Section | None:
    blocks: list[Block] = []
    for sort, title in _EXCEPTIONS.items():
        lines: list[Line] = []
        for step in steps:
            if step.sort is not sort:
                continue
            link = Link(speech.quoted(speech.say(step.action.title)), step_anchor(procedure.name, step.action.name))
            who = _short_who(step, speech)
            way = _way(step, speech)
            lines.append((link, speech.both(f"（{who}）：{way}。", f" ({who}): {way}.")))
        if lines:
            blocks += [Paragraph(title[speech.english] + speech.both("：", ":")), Items(tuple(lines))]
    if not blocks:
        return None
    return Section(
        anchor=procedure_anchor(procedure.name, "exceptions"),
        title=speech.both("例外情况", "Exceptions"),
        blocks=tuple(blocks),
    )


def _deadlines(procedure: Procedure, speech: Speech) -> Section | None:
    if not procedure.deadlines:
        return None
    pairs = []
    for deadline in procedure.deadlines.values():
        said = list(deadline_in_words(deadline, speech))
        if deadline.source:
            said.append(speech.both(f"（依据：{deadline.source}）", f"(Source: {deadline.source})"))
        pairs.append((speech.say(deadline.title), (speech.both("", " ").join(said),)))
    return Section(
        anchor=procedure_anchor(procedure.name, "deadlines"),
        title=speech.both("时限", "Deadlines"),
        blocks=(Facts(tuple(pairs)),),
    )
