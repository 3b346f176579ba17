"""岗位 The chapter about posts: what each answers for, does, signs, is told, and by what it is measured."""

from __future__ import annotations

from gendan.core.pack import Pack, Post
from gendan.core.procedure import Action, Procedure, Role, Sight, Who
from gendan.packs.describe import duties_of
from gendan.packs.manual.content import Block, Facts, Items, Line, Link, Paragraph, Section, Table
from gendan.packs.manual.measure_words import (
    PERIODS,
    measure_in_words,
    procedure_of,
    report_in_words,
    scorecard_rows,
    target_in_words,
)
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import effect, gates, source, who_line
from gendan.packs.manual.steps import (
    post_anchor,
    procedure_anchor,
    signers,
    step_anchor,
    steps_of,
)
from gendan.packs.manual.time_words import amount, by_in_words, deadline_in_words, limit_in_words
from gendan.packs.manual.who_words import signs_in_words


def post_section(post: Post, speech: Speech) -> Section:
    """The section about one post."""
    parts = (
        _duties(post, speech),
        _turns(post, speech),
        _steps(post, speech),
        _signs(post, speech),
        _deadlines(post, speech),
        _told(post, speech),
        _measured(post, speech),
        _reports(post, speech),
    )
    return Section(
        anchor=post_anchor(post.name),
        title=speech.say(post.title),
        blocks=(*_standing(post, speech), *source(post.source, speech)),
        sections=tuple(part for part in parts if part is not None),
    )


def below(pack: Pack, post: str) -> tuple[Post, ...]:
    """The posts that report to this one."""
    return tuple(each for each in pack.posts.values() if each.reports_to == post)


def named(people: tuple[Who, ...], post: str) -> bool:
    """Whether the post is among those who may."""
    return any(who.role is Role.POST and who.name == post for who in people)


def _anchor(post: Post, name: str) -> str:
    return f"{post_anchor(post.name)}-{name}"


def _standing(post: Post, speech: Speech) -> tuple[Block, ...]:
    both, pack = speech.both, speech.pack
    title = speech.say(post.title)
    said: list[str] = []
    if post.reports_to is not None:
        above = speech.post(post.reports_to)
        said.append(both(f"{title}向{above}汇报。", f"The {title} reports to the {above}."))
    else:
        said.append(both(f"{title}在本部门没有上级岗位。", f"No post of this department stands above the {title}."))
    lower = below(pack, post.name)
    if lower:
        names = speech.anded(speech.say(each.title) for each in lower)
        said.append(
            both(
                f"{names}向{title}汇报；{title}看得到他们的单，可以指名接办、转交。",
                f"{names} report to the {title}, who sees their cases and may take them over or hand them on, by name.",
            )
        )
    works = [speech.quoted(speech.say(each.procedure.title)) for each in duties_of(pack, post.name)]
    if works:
        said.append(
            both(f"本岗位参与的流程：{speech.listed(works)}。", f"The post takes part in: {speech.listed(works)}.")
        )
    sees = [
        (speech.quoted(speech.say(each.title)), each.sees[post.name])
        for each in pack.procedures.values()
        if post.name in each.sees
    ]
    whole = [title for title, sight in sees if sight is Sight.ALL]
    own = [title for title, sight in sees if sight is Sight.OWN]
    if whole:
        said.append(both(f"看得到{speech.anded(whole)}的全部单。", f"It sees every case of {speech.anded(whole)}."))
    if own:
        said.append(
            both(f"{speech.anded(own)}只看得到与自己有关的单。", f"Of {speech.anded(own)} it sees only its own cases.")
        )
    return (Paragraph(speech.both("", " ").join(said)),)


def _duties(post: Post, speech: Speech) -> Section | None:
    lines: list[Line] = [speech.sentence(speech.say(each)) for each in post.duties]
    if not lines:
        lines = _derived(post, speech)
    for word in speech.pack.acts.get(post.name, ()):
        act = speech.quoted(speech.fact(word))
        lines.append(speech.sentence(speech.both(f"办理{act}", f"does {act}")))
    if not lines:
        return None
    return Section(
        anchor=_anchor(post, "duties"), title=speech.both("职责", "Duties"), blocks=(Items(tuple(lines), ordered=True),)
    )


def _derived(post: Post, speech: Speech) -> list[Line]:
    """The duties that follow from the procedures, where the pack names none."""
    lines: list[Line] = []
    for duties in duties_of(speech.pack, post.name):
        spoken = speech.about(duties.procedure)
        title = speech.quoted(speech.say(duties.procedure.title))
        link = Link(title, procedure_anchor(duties.procedure.name))
        states = [speech.quoted(speech.say(each.title)) for each in duties.owns]
        acts = [speech.quoted(speech.say(each.title)) for each in duties.does]
        signs = [speech.quoted(speech.say(each.title)) for each in duties.signs]
        said = []
        if states:
            said.append(
                spoken.both(
                    f"对{speech.anded(states)}的单负责，按时限办到下一步",
                    f"answers for the cases in {speech.anded(states)}, and sees them to the next step in time",
                )
            )
        if acts:
            said.append(spoken.both(f"办理{speech.anded(acts)}", f"does {speech.anded(acts)}"))
        if signs:
            said.append(spoken.both(f"在{speech.anded(signs)}上签字", f"signs {speech.anded(signs)}"))
        lines.append(
            (
                speech.both("在", "In "),
                link,
                speech.both("中，", ": "),
                spoken.both("；", "; ").join(said) + speech.both("。", "."),
            )
        )
    return lines


def _turns(post: Post, speech: Speech) -> Section | None:
    both = speech.both
    rows: list[tuple[Line, ...]] = []
    for duties in duties_of(speech.pack, post.name):
        spoken = speech.about(duties.procedure)
        for state in duties.owns:
            links: list[str | Link] = []
            for action in duties.procedure.actions.values():
                if state.name not in action.sources or not named((*action.by, *action.entered_by), post.name):
                    continue
                if links:
                    links.append(both("、", ", "))
                links.append(Link(speech.say(action.title), step_anchor(duties.procedure, action.name)))
            where = (
                Link(speech.say(duties.procedure.title), procedure_anchor(duties.procedure.name)),
                both("：", ": "),
                speech.say(state.title),
            )
            wait = f"等{_waits(state.waits, spoken)}" if state.waits and not speech.english else ""
            wait = f"Waiting for {_waits(state.waits, spoken)}" if state.waits and speech.english else wait
            what = tuple(links) if links else wait or both("等别的岗位", "Waiting for others")
            rows.append((where, what, _state_limits(duties.procedure, state.name, spoken)))
    if not rows:
        return None
    head = (both("单到了", "A case comes to"), both("要办什么", "What is to be done"), both("多久", "How soon"))
    note = both(
        "单先进本岗位的队列，谁领就由谁办；领了不办的，可以放回。轮到本岗位而没有按时办的，算领单人逾期；没有人领的，算本岗位。",
        "A case comes to the post’s queue first; whoever claims it does it, and may "
        "put it back. What is not done in time counts as "
        "late for whoever claimed it, and for the post where nobody did.",
    )
    return Section(
        anchor=_anchor(post, "turns"),
        title=both("轮到本岗位的单", "When it is the post’s turn"),
        blocks=(Paragraph(note), Table(head, tuple(rows), (4, 6, 5))),
    )


def _waits(name: str | None, speech: Speech) -> str:
    from gendan.packs.manual.who_words import waits_in_words

    return waits_in_words(name, speech) if name else ""


def _state_limits(procedure: Procedure, state: str, speech: Speech) -> Line:
    """The deadlines that end with a step out of the state."""
    leaving = {each.name for each in procedure.actions.values() if state in each.sources}
    said = []
    for deadline in procedure.deadlines.values():
        ends = any(
            (stop.moment == "action" and stop.name in leaving) or (stop.moment == "leave" and stop.name == state)
            for stop in deadline.stops
        )
        if ends and state not in deadline.pauses_in:
            said.append(
                speech.both(
                    f"{speech.say(deadline.title)}：{limit_in_words(deadline, speech)}",
                    f"{speech.say(deadline.title)}: {limit_in_words(deadline, speech)}",
                )
            )
    return speech.both("；", "; ").join(said)


def _steps(post: Post, speech: Speech) -> Section | None:
    both = speech.both
    sections = []
    for procedure in speech.pack.procedures.values():
        spoken = speech.about(procedure)
        rows: list[tuple[Line, ...]] = []
        for step in steps_of(procedure):
            action = step.action
            if not named((*action.by, *action.entered_by), post.name):
                continue
            said = (Link(f"{step.number} {speech.say(action.title)}", step_anchor(procedure, action.name)),)
            rows.append((said, _when(action, spoken), _standard(action, spoken)))
        if rows:
            head = (
                both("步骤", "Step"),
                both("何时", "When"),
                both("标准：须满足的和不许的", "Standard: what has to hold"),
            )
            sections.append(
                Section(
                    anchor=_anchor(post, f"steps-{procedure.name}"),
                    title=speech.say(procedure.title),
                    blocks=(Table(head, tuple(rows), (3, 3, 8)),),
                )
            )
    if not sections:
        return None
    note = both(
        "步骤的序号与流程一章相同；点步骤名看完整的说明。",
        "Steps are numbered as in the chapter on procedures, where each is told in full.",
    )
    return Section(
        anchor=_anchor(post, "steps"),
        title=both("办理的步骤与标准", "What the post does, and to which standard"),
        blocks=(Paragraph(note),),
        sections=tuple(sections),
    )


def _when(action: Action, speech: Speech) -> str:
    if not action.sources:
        return speech.both("开单时", "Opening a case")
    return speech.ored(speech.state(each) for each in action.sources)


def _standard(action: Action, speech: Speech) -> Line:
    spoken = speech.within(action)
    said = []
    if action.needs:
        names = spoken.listed(spoken.quoted(spoken.field(each)) for each in action.needs)
        said.append(spoken.sentence(spoken.both(f"必填{names}", f"{names} must be filled in")))
    procedure = speech.procedure
    assert procedure is not None
    for name in action.gates:
        gate = procedure.gates.get(name)
        if gate is not None:
            said.append(spoken.sentence(spoken.say(gate.says)))
    if action.unlike:
        steps = spoken.ored(spoken.quoted(spoken.step(each)) for each in action.unlike)
        said.append(spoken.sentence(spoken.both(f"办过{steps}的人不能办", f"not by whoever did {steps}")))
    return spoken.both("", " ").join(said) or spoken.both("无特别要求。", "Nothing in particular.")


def _signs(post: Post, speech: Speech) -> Section | None:
    both = speech.both
    rows: list[tuple[Line, ...]] = []
    for procedure in speech.pack.procedures.values():
        spoken = speech.about(procedure)
        for action in procedure.actions.values():
            if action.signs is None or not named(signers(procedure, action.signs), post.name):
                continue
            link = (
                Link(
                    f"{speech.say(procedure.title)} · {speech.say(action.title)}", step_anchor(procedure, action.name)
                ),
            )
            held = tuple(gates(action.gates, spoken))
            looked = speech.both("", " ").join(str(each) for each in held) or both("无另外的关卡。", "No gate besides.")
            rows.append((link, speech.sentence(signs_in_words(action.signs, spoken)), looked))
    if not rows:
        return None
    head = (both("签什么", "What"), both("怎么签", "How"), both("签之前须满足", "What has to hold before"))
    return Section(
        anchor=_anchor(post, "signs"), title=both("签字", "Signatures"), blocks=(Table(head, tuple(rows), (4, 5, 7)),)
    )


def _deadlines(post: Post, speech: Speech) -> Section | None:
    pairs: list[tuple[str, tuple[Line, ...]]] = []
    for procedure in speech.pack.procedures.values():
        spoken = speech.about(procedure)
        for deadline in procedure.deadlines.values():
            stops = {stop.name for stop in deadline.stops if stop.moment == "action"}
            acts = [procedure.actions[name] for name in stops if name in procedure.actions]
            mine = any(named((*act.by, *act.entered_by), post.name) for act in acts)
            if mine or deadline.charged == post.name:
                title = f"{speech.say(procedure.title)} · {speech.say(deadline.title)}"
                pairs.append((title, (speech.both("", " ").join(deadline_in_words(deadline, spoken)),)))
    if not pairs:
        return None
    return Section(
        anchor=_anchor(post, "deadlines"), title=speech.both("时限", "Time limits"), blocks=(Facts(tuple(pairs)),)
    )


def _told(post: Post, speech: Speech) -> Section | None:
    """The messages that come to the post."""
    lines: list[Line] = []
    for procedure in speech.pack.procedures.values():
        spoken = speech.about(procedure)
        for action in procedure.actions.values():
            for each in action.then:
                if each.word.startswith("notice.") and post.name in each.to:
                    link = Link(
                        f"{speech.say(procedure.title)} · {speech.say(action.title)}",
                        step_anchor(procedure, action.name),
                    )
                    lines.append((link, speech.both("：", ": "), str(effect(each, spoken))))
        for deadline in procedure.deadlines.values():
            if post.name in deadline.notify:
                title = speech.quoted(speech.say(deadline.title))
                lines.append(
                    speech.sentence(
                        speech.both(
                            f"“{speech.say(procedure.title)}”的时限{title}逾期时",
                            f"when the deadline {title} of “{speech.say(procedure.title)}” is late",
                        )
                    )
                )
    if not lines:
        return None
    return Section(
        anchor=_anchor(post, "told"), title=speech.both("收到的通知", "Messages"), blocks=(Items(tuple(lines)),)
    )


def _measured(post: Post, speech: Speech) -> Section | None:
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
        anchor=_anchor(post, "figures"), title=both("指标与考核", "Indicators and scorecard"), blocks=tuple(blocks)
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
    return any(name in procedure.actions and named(procedure.actions[name].by, post.name) for name in acts)


def _reports(post: Post, speech: Speech) -> Section | None:
    both = speech.both
    pairs: list[tuple[str, tuple[Line, ...]]] = []
    for report in speech.pack.reports.values():
        said = (speech.both("", " ").join(report_in_words(report, speech)),)
        if report.for_each == post.name:
            pairs.append((both(f"要交：{speech.say(report.title)}", f"To hand in: {speech.say(report.title)}"), said))
        elif post.name in report.to:
            pairs.append((both(f"收到：{speech.say(report.title)}", f"Comes in: {speech.say(report.title)}"), said))
    for routine in speech.pack.routines:
        if routine.for_each == post.name:
            title = speech.title_of(routine.open)
            when = ""
            if routine.every is not None:
                when = both(f"每{amount(routine.every, speech)}", f"every {amount(routine.every, speech)}")
            elif routine.on is not None:
                when = by_in_words(routine.on, speech)
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
        anchor=_anchor(post, "reports"),
        title=both("报表与例行工作", "Reports and routines"),
        blocks=(Facts(tuple(pairs)),),
    )


__all__ = ["below", "named", "post_section", "who_line"]
