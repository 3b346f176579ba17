"""岗位的责任 What a post answers for: time limits, messages, indicators, reports."""

from __future__ import annotations

from gendan.core.pack import Post
from gendan.core.procedure import Deadline, Procedure
from gendan.packs.manual.anchors import post_anchor, step_anchor
from gendan.packs.manual.content import Block, Facts, Items, Line, Link, Paragraph, Section, Table
from gendan.packs.manual.measure_words import (
    PERIODS,
    measure_in_words,
    procedure_of,
    report_in_words,
    scorecard_rows,
    target_in_words,
)
from gendan.packs.manual.posts_below import below
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.steps import named, posts_in
from gendan.packs.manual.time_words import deadline_in_words, every_in_words, recurring_in_words


def deadlines_section(post: Post, speech: Speech) -> Section | None:
    pairs: list[tuple[str, tuple[Line, ...]]] = []
    for procedure in speech.pack.matters:
        spoken = speech.about(procedure)
        for deadline in procedure.deadlines.values():
            stops = {stop.name for stop in deadline.stops if stop.moment == "action"}
            acts = [procedure.actions[name] for name in stops if name in procedure.actions]
            mine = any(post.name in posts_in(procedure, act) for act in acts)
            if mine or deadline.charged == post.name:
                title = f"{speech.say(procedure.title)} · {speech.say(deadline.title)}"
                pairs.append((title, (speech.both("", " ").join(deadline_in_words(deadline, spoken)),)))
    if not pairs:
        return None
    return Section(
        anchor=post_anchor(post.name, "deadlines"),
        title=speech.both("时限", "Time limits"),
        blocks=(Facts(tuple(pairs)),),
    )


def told_section(post: Post, speech: Speech) -> Section | None:
    """The messages that come to the post, and the lateness that it is told of."""
    both = speech.both
    lines: list[Line] = []
    late: list[str] = []
    lower = {each.name for each in below(speech.pack, post.name)}
    for procedure in speech.pack.matters:
        title = speech.say(procedure.title)
        for action in procedure.actions.values():
            for each in action.then:
                notice = speech.pack.notices.get(each.word.partition(".")[2])
                if notice is None or not each.word.startswith("notice.") or post.name not in each.to:
                    continue
                link = Link(f"{title} · {speech.say(action.title)}", step_anchor(procedure.name, action.name))
                name = speech.quoted(speech.say(notice.title))
                lines.append((both(f"{name}：办过“", f"{name}: after “"), link, both("”之后。", "”.")))
        for deadline in procedure.deadlines.values():
            which = f"{title} · {speech.say(deadline.title)}"
            if post.name in deadline.notify:
                late.append(which)
            elif "superior" in deadline.notify and _owners(procedure, deadline) & lower:
                late.append(both(f"{which}（下属岗位的）", f"{which} (of a post below)"))
    if late:
        names = speech.listed(late)
        lines.append(
            speech.sentence(both(f"这些时限逾期时收到提醒：{names}", f"reminders when these are late: {names}"))
        )
    if not lines:
        return None
    return Section(
        anchor=post_anchor(post.name, "told"), title=both("收到的通知", "Messages"), blocks=(Items(tuple(lines)),)
    )


def _owners(procedure: Procedure, deadline: Deadline) -> frozenset[str]:
    """The posts that own a case while the clock runs: those of the states that its stops start from."""
    acts = [procedure.actions[each.name] for each in deadline.stops if each.name in procedure.actions]
    states = {name for act in acts for name in act.sources}
    owners = (procedure.states[name].owner for name in states if name in procedure.states)
    return frozenset(owner.post for owner in owners if owner is not None and owner.post is not None)


def measured_section(post: Post, speech: Speech) -> Section | None:
    both = speech.both
    blocks: list[Block] = []
    shown: set[str] = set()
    for card in speech.pack.scorecards.values():
        if card.for_ != post.name:
            continue
        every = PERIODS[card.every][speech.english]
        blocks.append(
            Paragraph(
                speech.sentence(
                    both(
                        f"“{speech.say(card.title)}”{every}算一次，各项得分按权重相加",
                        f"“{speech.say(card.title)}” is worked out {every}; the items’ scores are added by weight",
                    )
                )
            )
        )
        head = (
            both("指标", "Indicator"),
            both("权重", "Weight"),
            both("得 0 分", "Scores nothing at"),
            both("得满分", "Scores in full at"),
        )
        blocks.append(Table(head, tuple(scorecard_rows(card, speech)), (6, 2, 4, 4)))
        shown |= {item.measure for item in card.items}
    names = [name for name in speech.pack.measures if name in shown or _credited(name, post, speech)]
    pairs: list[tuple[str, tuple[Line, ...]]] = []
    for name in names:
        measure = speech.pack.measures[name]
        lines = list(measure_in_words(measure, speech))
        target = target_in_words(measure, speech)
        if target:
            lines.append(speech.sentence(both(f"目标：{target}", f"target: {target}")))
        pairs.append((speech.say(measure.title), (speech.both("", " ").join(lines),)))
    if pairs:
        blocks.append(Facts(tuple(pairs)))
    if not blocks:
        return None
    return Section(
        anchor=post_anchor(post.name, "figures"),
        title=both("指标与考核", "Indicators and scorecard"),
        blocks=tuple(blocks),
    )


def _credited(name: str, post: Post, speech: Speech) -> bool:
    """Whether holders of the post are credited with the measure."""
    measure = speech.pack.measures[name]
    procedure = procedure_of(measure, speech)
    if procedure is None:
        return False
    credit = measure.credit or ""
    base = (measure.base or "").removeprefix(f"{procedure.name}.")
    if credit.startswith("actor of "):
        acts = [credit.removeprefix("actor of ").strip().rpartition(".")[2]]
    elif base.startswith("deadline."):
        deadline = procedure.deadlines.get(base[9:])
        acts = [each.name for each in deadline.stops] if deadline else []
    elif credit in ("", "actor"):
        acts = [base] if credit == "actor" or measure.target is not None else []
    else:
        acts = []
    return any(name in procedure.actions and named(procedure, procedure.actions[name].by, post.name) for name in acts)


def reports_section(post: Post, speech: Speech) -> Section | None:
    both = speech.both
    pairs: list[tuple[str, tuple[Line, ...]]] = []
    for report in speech.pack.reports.values():
        said = (speech.both("", " ").join(report_in_words(report, speech)),)
        if post.name in (report.for_each, report.made_by):
            pairs.append((both(f"要交：{speech.say(report.title)}", f"To hand in: {speech.say(report.title)}"), said))
        elif post.name in report.to:
            pairs.append((both(f"收到：{speech.say(report.title)}", f"Comes in: {speech.say(report.title)}"), said))
    for routine in speech.pack.routines:
        if routine.for_each == post.name:
            title = speech.title_of(routine.open)
            when = ""
            if routine.every is not None:
                when = every_in_words(routine.every, speech)
            elif routine.on is not None:
                when = recurring_in_words(routine.on, speech)
            pairs.append(
                (
                    both("例行", "Routine"),
                    (
                        speech.sentence(
                            both(
                                f"{when}由系统给每位{speech.say(post.title)}开一张“{title}”",
                                f"{when} the system opens a case of “{title}” for each {speech.say(post.title)}",
                            )
                        ),
                    ),
                )
            )
    if not pairs:
        return None
    return Section(
        anchor=post_anchor(post.name, "reports"),
        title=both("报表与例行工作", "Reports and routines"),
        blocks=(Facts(tuple(pairs)),),
    )
