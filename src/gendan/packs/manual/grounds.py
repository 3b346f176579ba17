"""依据与术语 What stands behind the manual: the company's own clauses, the stories that show it, and the terms used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.story import Open, Story
from gendan.packs.manual.anchors import procedure_anchor, step_anchor
from gendan.packs.manual.content import Block, Facts, Line, Link, Paragraph, Section, Table
from gendan.packs.manual.speech import Speech
from gendan.packs.register.rows import Row


def grounds_section(speech: Speech, stories: Iterable[Story], rows: Mapping[str, Row]) -> Section | None:
    """The clauses that the pack names, and the stories with the rows of the register that each shows."""
    sections = [part for part in (_clauses(speech), _shown(speech, tuple(stories), rows)) if part is not None]
    if not sections:
        return None
    return Section(anchor="grounds", title=speech.both("依据", "What stands behind it"), sections=tuple(sections))


def _clauses(speech: Speech) -> Section | None:
    both = speech.both
    by_clause: dict[str, list[str | Link]] = {}
    for clause, said in _named(speech.pack, speech):
        found = by_clause.setdefault(clause, [])
        if found:
            found.append(both("、", ", "))
        found.append(said)
    if not by_clause:
        return None
    rows = tuple((clause, tuple(said)) for clause, said in by_clause.items())
    head = (both("条款", "Clause"), both("写成", "Became"))
    lead = both(
        "公司原有文件的条款，各自写成了手册里的哪一处。",
        "Where each clause of the company’s own papers stands in this manual.",
    )
    return Section(
        anchor="clauses", title=both("原文条款", "Clauses"), blocks=(Paragraph(lead), Table(head, rows, (4, 10)))
    )


def _named(pack: Pack, speech: Speech) -> Iterator[tuple[str, str | Link]]:
    """Every clause with what it became."""
    if pack.source:
        yield pack.source, speech.quoted(speech.say(pack.title))
    for post in pack.posts.values():
        if post.source:
            yield post.source, speech.quoted(speech.say(post.title))
    for setting in pack.settings.values():
        if setting.source:
            yield setting.source, speech.quoted(speech.say(setting.field.title))
    for section in (
        pack.tables,
        pack.records,
        pack.imports,
        pack.exchanges,
        pack.notices,
        pack.measures,
        pack.scorecards,
        pack.reports,
    ):
        for each in section.values():
            if each.source:
                yield each.source, speech.quoted(speech.say(each.title))
    for procedure in pack.matters:
        yield from _of_procedure(procedure, speech)


def _of_procedure(procedure: Procedure, speech: Speech) -> Iterator[tuple[str, str | Link]]:
    title = speech.say(procedure.title)
    if procedure.source:
        yield procedure.source, Link(title, procedure_anchor(procedure.name))
    for action in procedure.actions.values():
        if action.source:
            yield action.source, Link(f"{title} · {speech.say(action.title)}", step_anchor(procedure.name, action.name))
    anchor = procedure_anchor(procedure.name)
    for name, section in (
        ("states", procedure.states),
        ("form", procedure.fields),
        ("deadlines", procedure.deadlines),
        ("lists", procedure.lists),
        ("kinds", procedure.kinds),
    ):
        for each in section.values():
            if each.source:
                yield each.source, Link(f"{title} · {speech.say(each.title)}", f"{anchor}-{name}")
    for gate in procedure.gates.values():
        if gate.source:
            yield gate.source, Link(f"{title} · {speech.say(gate.says)}", f"{anchor}-instructions")


def _shown(speech: Speech, stories: tuple[Story, ...], rows: Mapping[str, Row]) -> Section | None:
    both = speech.both
    told: list[tuple[Line, ...]] = []
    for story in stories:
        where = [speech.title_of(name) for name in _procedures(story, stories) if name in speech.pack.procedures]
        asks = [f"{name} {rows[name].asks}" if name in rows and speech.english else name for name in story.shows]
        told.append((story.name, speech.listed(where), both("、", "; ").join(asks) or "—"))
    if not told:
        return None
    note = both(
        "下面每个故事都在系统里逐步演练过：能办的办成了，不能办的被挡住了。编号是需求登记册里的条目。",
        "Each of these stories was played step by step: what may be done was done, and what may not was refused. "
        "The numbers are rows of the register of demands.",
    )
    head = (both("故事", "Story"), both("流程", "Procedure"), both("登记册条目", "Rows of the register"))
    return Section(
        anchor="stories",
        title=both("演练过的故事", "Stories that show it"),
        blocks=(Paragraph(note), Table(head, tuple(told), (6, 3, 8) if speech.english else (8, 4, 5))),
    )


def _procedures(story: Story, stories: tuple[Story, ...]) -> tuple[str, ...]:
    """The procedures whose cases the story, or the one that it goes on from, opens."""
    by_name = {each.name: each for each in stories}
    found: list[str] = []
    seen: set[str] = set()
    current: Story | None = story
    while current is not None and current.name not in seen:
        seen.add(current.name)
        found += [step.procedure for step in current.steps if isinstance(step, Open)]
        current = by_name.get(current.after or "")
    return tuple(dict.fromkeys(found))


def glossary_section(speech: Speech) -> Section:
    """The terms that the manual uses."""
    both = speech.both
    terms = (
        (
            ("单", "Case"),
            (
                "有责任人、有时限的一件事：一张订单、一次联系、一项任务。",
                "Something that has an owner and a deadline: an order, a contact, a task.",
            ),
        ),
        (
            ("流程", "Procedure"),
            (
                "一类单从开到结束的规定：经过哪些状态，由谁办哪些步骤。",
                "The rules for one sort of case from its opening to its end: which states, which steps, by whom.",
            ),
        ),
        (
            ("状态", "State"),
            (
                "单现在在哪里；状态决定轮到谁、可以办什么。",
                "Where a case stands; it decides whose turn it is and what may be done.",
            ),
        ),
        (
            ("步骤", "Step"),
            (
                "对单办的一件事，由规定的岗位办，办完单可能到下一个状态。",
                "What is done with a case by the posts that may; after it the case may stand elsewhere.",
            ),
        ),
        (
            ("责任人", "Owner"),
            (
                "轮到的岗位里领了这张单的人；还没有人领时，是整个岗位。",
                "Whoever has claimed the case among those whose turn it is; the whole post while nobody has.",
            ),
        ),
        (
            ("关卡", "Gate"),
            (
                "办一步之前必须成立的条件；不成立就办不了，并说明缺什么。",
                "A condition that has to hold before a step; while it does not, the "
                "step can’t be done, and what is missing is told.",
            ),
        ),
        (
            ("时限", "Deadline"),
            (
                "从一件事到另一件事最多多久；到期没有办就是逾期。",
                "How long it may take from one thing to another; what is not done by then is late.",
            ),
        ),
        (
            ("停表", "Standing still"),
            (
                "计时暂停，例如在等别人的时候；继续时到期时间顺延。",
                "The clock does not run, as while others are awaited; the due moment moves on by that time.",
            ),
        ),
        (
            ("签字", "Signature"),
            (
                "指定的人对内容表示同意；签过的内容改了，签字失效。",
                "The consent of somebody named to what stands there; once that is changed, the signature is void.",
            ),
        ),
        (
            ("子单", "Child case"),
            (
                "由一张单的步骤开出来的另一张单；它结束时，原来的单接着办。",
                "A case that a step of another opens; when it ends, the other goes on.",
            ),
        ),
        (
            ("设置、对照表", "Setting, table"),
            (
                "本单位自己定的数和表；只能收紧规定。",
                "Figures and tables of the site’s own; they may tighten a rule only.",
            ),
        ),
        (("指标", "Indicator"), ("从发生过的事数出来的数。", "A figure that is counted from what happened.")),
        (
            ("工作小时、工作日", "Working hour, working day"),
            ("按本单位工作日历的上班时间算的时间。", "Time that is counted in the open hours of the working calendar."),
        ),
    )
    which = speech.english
    pairs = tuple((term[which], (meaning[which],)) for term, meaning in terms)
    blocks: list[Block] = [Facts(pairs)]
    return Section(anchor="glossary", title=both("术语", "Terms"), blocks=tuple(blocks))
