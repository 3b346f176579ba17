"""岗位的工作 What a post does: its duties, its turns, its steps with their standards, what it signs."""

from __future__ import annotations

from gendan.core.pack import Post
from gendan.core.procedure import Action, Owner, Procedure, Routing
from gendan.packs.describe import duties_of
from gendan.packs.manual.anchors import post_anchor, procedure_anchor, step_anchor
from gendan.packs.manual.asking_words import gates
from gendan.packs.manual.clocks import ends_from
from gendan.packs.manual.content import Items, Line, Link, Paragraph, Section, Table
from gendan.packs.manual.expression_words import condition_in_words
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.steps import named, posts_in, signers, steps_of
from gendan.packs.manual.time_words import limit_in_words
from gendan.packs.manual.who_words import person_in_words, signs_in_words


def duties_section(post: Post, speech: Speech) -> Section | None:
    lines: list[Line] = [speech.sentence(speech.say(each)) for each in post.duties]
    if not lines:
        lines = _derived(post, speech)
    if acts := speech.pack.acts.get(post.name, ()):
        named_acts = speech.listed(speech.quoted(speech.fact(word)) for word in acts)
        lines.append(speech.sentence(speech.both(f"另可办理：{named_acts}", f"may also do: {named_acts}")))
    if not lines:
        return None
    return Section(
        anchor=post_anchor(post.name, "duties"),
        title=speech.both("职责", "Duties"),
        blocks=(Items(tuple(lines), ordered=True),),
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


def turns_section(post: Post, speech: Speech) -> Section | None:
    both = speech.both
    rows: list[tuple[Line, ...]] = []
    owners: list[Owner] = []
    for duties in duties_of(speech.pack, post.name):
        spoken = speech.about(duties.procedure)
        for state in duties.owns:
            links: list[str | Link] = []
            for action in duties.procedure.actions.values():
                does = named(duties.procedure, (*action.by, *action.entered_by), post.name)
                if state.name not in action.sources or not (does or post.name in posts_in(duties.procedure, action)):
                    continue
                if links:
                    links.append(both("、", ", "))
                if not does:
                    links.append(both("签字：", "sign: "))
                links.append(Link(speech.say(action.title), step_anchor(duties.procedure.name, action.name)))
            assert state.owner is not None
            owners.append(state.owner)
            person = person_in_words(state.owner, spoken)
            where = (
                Link(speech.say(duties.procedure.title), procedure_anchor(duties.procedure.name)),
                both("：", ": "),
                speech.say(state.title),
                *((both(f"（{person}）", f" ({person})"),) if person else ()),
            )
            wait = f"等{_waits(state.waits, spoken)}" if state.waits and not speech.english else ""
            wait = f"Waiting for {_waits(state.waits, spoken)}" if state.waits and speech.english else wait
            what = tuple(links) if links else wait or both("等别的岗位", "Waiting for others")
            rows.append((where, what, _state_limits(duties.procedure, state.name, spoken)))
    if not rows:
        return None
    head = (both("单到了", "A case comes to"), both("要办什么", "What is to be done"), both("多久", "How soon"))
    notes = [Paragraph(_queued(speech))] if any(owner.by is Routing.QUEUE for owner in owners) else []
    direct = [owner for owner in owners if owner.by is not Routing.QUEUE]
    if direct:
        notes.append(Paragraph(_direct(speech, falls_back=any(owner.post is not None for owner in direct))))
    return Section(
        anchor=post_anchor(post.name, "turns"),
        title=both("轮到本岗位的单", "When it is the post’s turn"),
        blocks=(*notes, Table(head, tuple(rows), (4, 6, 5))),
    )


def _queued(speech: Speech) -> str:
    return speech.both(
        "单先进本岗位的队列，谁领就由谁办；领了不办的，可以放回。轮到本岗位而没有按时办的，算领单人逾期；没有人领的，算本岗位。",
        "A case comes to the post’s queue first; whoever claims it does it, and may "
        "put it back. What is not done in time counts as "
        "late for whoever claimed it, and for the post where nobody did.",
    )


def _direct(speech: Speech, *, falls_back: bool) -> str:
    said = speech.both(
        "状态后的括号里注明了人的，单直接轮到那个人，不必领；没有按时办的，算他逾期。",
        "Where a person is named in brackets after the state, the case comes straight to them, without being claimed, "
        "and what is not done in time counts as late for them.",
    )
    if not falls_back:
        return said
    return said + speech.both(
        "按岗位找不到那个人时，单进本岗位的队列。",
        " Where the post has no such person, the case comes to its queue.",
    )


def _waits(name: str | None, speech: Speech) -> str:
    from gendan.packs.manual.who_words import waits_in_words

    return waits_in_words(name, speech) if name else ""


def _state_limits(procedure: Procedure, state: str, speech: Speech) -> Line:
    """The deadlines that end with a step out of the state."""
    said = [
        speech.both(f"{speech.say(each.title)}：{limit}", f"{speech.say(each.title)}: {limit}")
        for each in procedure.deadlines.values()
        if ends_from(each, state, procedure)
        for limit in [limit_in_words(each, speech)]
    ]
    return speech.both("", " ").join(map(speech.sentence, said)) if len(said) > 1 else "".join(said)


def steps_section(post: Post, speech: Speech) -> Section | None:
    both = speech.both
    sections = []
    for procedure in speech.pack.matters:
        spoken = speech.about(procedure)
        rows: list[tuple[Line, ...]] = []
        for step in steps_of(procedure):
            action = step.action
            if not named(procedure, (*action.by, *action.entered_by), post.name):
                continue
            said = (Link(f"{step.number} {speech.say(action.title)}", step_anchor(procedure.name, action.name)),)
            rows.append((said, _when(action, spoken), _standard(action, spoken)))
        if rows:
            head = (
                both("步骤", "Step"),
                both("何时", "When"),
                both("标准：须满足的和不许的", "Standard: what has to hold"),
            )
            sections.append(
                Section(
                    anchor=post_anchor(post.name, f"steps-{procedure.name}"),
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
        anchor=post_anchor(post.name, "steps"),
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
            holds = condition_in_words(gate.when, spoken)
            said.append(spoken.sentence(spoken.both(f"须{holds}", holds)))
    if action.unlike:
        steps = spoken.ored(spoken.quoted(spoken.step(each)) for each in action.unlike)
        said.append(spoken.sentence(spoken.both(f"办过{steps}的人不能办", f"not by whoever did {steps}")))
    return spoken.both("", " ").join(said) or spoken.both("无特别要求。", "Nothing in particular.")


def signs_section(post: Post, speech: Speech) -> Section | None:
    both = speech.both
    rows: list[tuple[Line, ...]] = []
    for procedure in speech.pack.matters:
        spoken = speech.about(procedure)
        for action in procedure.actions.values():
            if action.signs is None or not named(procedure, signers(procedure, action.signs), post.name):
                continue
            link = (
                Link(
                    f"{speech.say(procedure.title)} · {speech.say(action.title)}",
                    step_anchor(procedure.name, action.name),
                ),
            )
            held = tuple(gates(action.gates, spoken))
            looked = speech.both("", " ").join(str(each) for each in held) or both("无另外的关卡。", "No gate besides.")
            rows.append((link, speech.sentence(signs_in_words(action.signs, spoken)), looked))
    if not rows:
        return None
    head = (both("签什么", "What"), both("怎么签", "How"), both("签之前须满足", "What has to hold before"))
    return Section(
        anchor=post_anchor(post.name, "signs"),
        title=both("签字", "Signatures"),
        blocks=(Table(head, tuple(rows), (4, 5, 7)),),
    )
