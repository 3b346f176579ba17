"""步骤说明 One step as an instruction: who does it, when, what is filled in, what has to hold, what follows."""

from __future__ import annotations

from gendan.core.expression import Expression
from gendan.core.expression.tree import Constant
from gendan.core.field import Field
from gendan.core.procedure import BACK, Action, Effect, Opening, Procedure, Role, Routing, Target, Who
from gendan.core.text import Text
from gendan.packs.manual.anchors import procedure_anchor, step_anchor
from gendan.packs.manual.asking_words import asked, gates
from gendan.packs.manual.clocks import ends_with
from gendan.packs.manual.content import Facts, Line, Link, Section, Source
from gendan.packs.manual.expression_words import condition_in_words, value_in_words
from gendan.packs.manual.signing_words import covered, signatures
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.steps import OPEN, Step
from gendan.packs.manual.time_words import amount, due_in_words, limit_in_words
from gendan.packs.manual.who_words import owner_in_words, people, signs_in_words, told, who_in_words


def step_section(step: Step, speech: Speech) -> Section:
    """The section about one step of `speech.procedure`."""
    procedure = speech.procedure
    assert procedure is not None
    action = step.action
    speech = speech.within(action)
    both = speech.both
    pairs: list[tuple[str, tuple[Line, ...]]] = [
        (both("谁办", "Who"), (who_line(action, speech),)),
        (both("何时办", "When"), (when_line(action, speech),)),
        (both("填写", "Filled in"), asked(action, speech)),
        (both("系统填", "Set by the system"), _sets(action, speech)),
        (both("须满足", "Has to hold"), gates(action.gates, speech)),
        (both("签字", "Signatures"), signatures(action, speech)),
        (both("改了就失效", "Void once changed"), covered(action, speech)),
        (both("回避", "Not by"), _unlike(action, speech)),
        (both("时限", "By when"), limits(action, speech)),
        (both("办完之后", "After it"), after(action, speech)),
        (both("系统随后", "The system then"), tuple(effect(each, speech) for each in action.then)),
        (both("开出子单", "Opens"), tuple(opening(each, speech) for each in action.opens)),
        (both("并入在办的单", "Joins"), _links(action, speech)),
        (both("要记住", "Bear in mind"), remarks(action, speech)),
    ]
    blocks = [Facts(tuple((title, lines) for title, lines in pairs if lines))]
    clause = source(action.source, speech)
    return Section(
        anchor=step_anchor(procedure.name, action.name),
        title=speech.say(action.title),
        blocks=(*blocks, *clause),
    )


def source(said: str | None, speech: Speech) -> tuple[Source, ...]:
    """The clause behind an element, where the pack names it."""
    return (Source(speech.both(f"依据：{said}", f"Source: {said}")),) if said else ()


def who_line(action: Action, speech: Speech) -> str:
    """Who does it."""
    by = people(action.by, speech)
    if action.signs is not None and not action.by:
        return speech.sentence(signs_in_words(action.signs, speech))
    if any(who.role is Role.SYSTEM for who in action.by):
        itself, persons = _by_itself(action, speech), persons_of(action)
        if not persons:
            return speech.sentence(itself)
        by = people(persons, speech)
        return speech.sentence(
            speech.both(f"{by}办理；否则{itself}" if action.after else f"{by}办理，或{itself}", f"{by}; or {itself}")
        )
    if not action.entered_by:
        return speech.sentence(by)
    entered = people(action.entered_by, speech)
    return speech.sentence(
        speech.both(
            f"{by}；可由{entered}代为登记，记录上两人都有",
            f"{by}; {entered} may enter it for them, and the record names both",
        )
    )


def persons_of(action: Action) -> tuple[Who, ...]:
    """Who may do it besides the system."""
    return tuple(who for who in action.by if who.role is not Role.SYSTEM)


def _by_itself(action: Action, speech: Speech) -> str:
    both = speech.both
    start = action.after
    if start is None:
        ends = _ends_that_start(action, speech)
        if ends:
            return both(f"系统自动办理：{ends}", f"the system, by itself: {ends}")
        return both("系统自动办理", "the system, by itself")
    if start.late is not None:
        title = speech.quoted(speech.deadline(start.late))
        return both(f"{title}逾期时由系统自动办理", f"the system, by itself, once {title} is late")
    if start.amount is not None:
        since = start.since or ""
        name = speech.field(since) if speech.field_of(since) else speech.step(since) if since else ""
        said = amount(start.amount, speech)
        return both(
            f"{speech.quoted(name) if name else '开单'}之后{said}由系统自动办理",
            f"the system, by itself, {said} after {speech.quoted(name) if name else 'the opening'}",
        )
    assert start.fact is not None
    fact = condition_in_words(start.fact, speech)
    return both(f"一旦{fact}，由系统自动办理", f"the system, by itself, as soon as {fact}")


def _ends_that_start(action: Action, speech: Speech) -> str:
    procedure = speech.procedure
    assert procedure is not None
    said = []
    for each in procedure.openings.values():
        child = speech.pack.procedures.get(each.procedure)
        there = speech.about(child) if child else speech
        ends = [speech.quoted(there.state(state)) for state, name in each.then if name == action.name]
        if ends:
            title, ended = speech.quoted(speech.child(each.name)), speech.ored(ends)
            said.append(speech.both(f"{title}以{ended}结束时", f"when {title} ends as {ended}"))
    for exchange in speech.pack.exchanges.values():
        answers = [value for value, name in exchange.answers if name == action.name]
        if exchange.procedure == procedure.name and answers:
            title = speech.quoted(speech.say(exchange.title))
            values = speech.ored(speech.quoted(each) for each in answers)
            said.append(speech.both(f"{title}回来的结果为{values}时", f"when {title} answers {values}"))
    return speech.ored(dict.fromkeys(said))


def when_line(action: Action, speech: Speech) -> str:
    """In which states."""
    if action.name == OPEN:
        return speech.sentence(speech.both("开单时", "to open a case"))
    states = speech.ored(speech.quoted(speech.state(each)) for each in action.sources)
    return speech.sentence(speech.both(f"单在{states}时", f"while the case is in {states}"))


def _sets(action: Action, speech: Speech) -> tuple[Line, ...]:
    return tuple(
        speech.sentence(
            speech.both(
                f"“{speech.field(name)}”：{value_in_words(value, speech, speech.field_of(name))}",
                f"“{speech.field(name)}”: {value_in_words(value, speech, speech.field_of(name))}",
            )
        )
        for name, value in action.sets
    )


def _unlike(action: Action, speech: Speech) -> tuple[Line, ...]:
    if not action.unlike:
        return ()
    steps = speech.ored(speech.quoted(speech.step(each)) for each in action.unlike)
    return (speech.sentence(speech.both(f"办过{steps}的人不能办这一步", f"whoever did {steps} may not do it")),)


def limits(action: Action, speech: Speech) -> tuple[Line, ...]:
    """The deadlines that end with this step."""
    procedure = speech.procedure
    assert procedure is not None
    lines: list[Line] = []
    for deadline in procedure.deadlines.values():
        if ends_with(deadline, action, procedure):
            title = speech.quoted(speech.say(deadline.title))
            limit = limit_in_words(deadline, speech)
            lines.append(speech.sentence(speech.both(f"{title}：{limit}", f"{title}: {limit}")))
    return tuple(lines)


def after(action: Action, speech: Speech) -> tuple[Line, ...]:
    """Where the case is then."""
    both = speech.both
    if action.split is not None:
        rows = speech.quoted(speech.field(action.split.rows))
        keeps = speech.listed(speech.quoted(speech.field(each)) for each in action.split.keeps)
        kept = both(f"；{keeps}留在原单", f"; {keeps} remain with the origin") if keeps else ""
        return (
            speech.sentence(
                both(
                    f"所选的{rows}分到新单，新单号在原单号后加序号{kept}",
                    f"the chosen {rows} go to new cases, numbered after the origin{kept}",
                )
            ),
        )
    if action.merge is not None:
        same = speech.listed(speech.quoted(speech.field(each)) for each in action.merge.same)
        ended = speech.quoted(speech.state(action.merge.ends))
        return (
            speech.sentence(
                both(
                    f"{same}相同的单并成一张，其余各单以{ended}结束",
                    f"cases with the same {same} become one; the others end as {ended}",
                )
            ),
        )
    if not action.to:
        return (both("单留在原来的状态。", "The case stays where it is."),)
    return tuple(_target(each, at, action.to, speech) for at, each in enumerate(action.to))


def _target(target: Target, at: int, all_: tuple[Target, ...], speech: Speech) -> str:
    state = speech.quoted(speech.state(target.state))
    known = speech.procedure.states.get(target.state) if speech.procedure else None
    to = speech.both(f"单到{state}", f"the case goes to {state}")
    if target.state == BACK:
        to = speech.both("单回到来处的状态", "the case goes back to the state that it came from")
    elif known is not None and known.final is not None:
        to = speech.both(f"单以{state}结束", f"the case ends as {state}")
    elif known is not None and known.owner is not None and not known.rests:
        owner = owner_in_words(known, speech)
        # Only a plain name takes the ’s.
        plain = known.owner.by is Routing.QUEUE
        turn = f"it is {owner}’s turn" if plain else f"it is the turn of {owner}"
        to = speech.both(f"单到{state}，轮到{owner}", f"the case goes to {state}; {turn}")
    if target.when is not None:
        when = condition_in_words(target.when, speech)
        return speech.sentence(speech.both(f"{when}的，{to}", f"where {when}, {to}"))
    return speech.sentence(speech.both(f"其他的，{to}", f"otherwise {to}") if at and len(all_) > 1 else to)


def effect(said: Effect, speech: Speech) -> Line:
    """A message, a paper, or what an area does."""
    family, _, name = said.word.partition(".")
    given = speech.listed(
        _argument(said.word, key, value_in_words(value, speech, _taken(said.word, key, value, speech)), speech)
        for key, value in said.arguments
    )
    more = speech.both(f"（{given}）", f" ({given})") if given else ""
    if family == "notice":
        notice = speech.pack.notices.get(name)
        title = speech.quoted(speech.say(notice.title) if notice else name)
        to = speech.anded(told(each, speech) for each in said.to)
        return speech.sentence(speech.both(f"发通知{title}给{to}{more}", f"sends the notice {title} to {to}{more}"))
    if family == "document":
        paper = speech.pack.documents.get(name)
        title = speech.quoted(speech.say(paper.title) if paper else name)
        return speech.sentence(speech.both(f"打印{title}{more}", f"prints {title}{more}"))
    title = speech.quoted(speech.fact(said.word))
    return speech.sentence(speech.both(f"办理{title}{more}", f"does {title}{more}"))


def _taken(word: str, key: str, value: Expression, speech: Speech) -> Field | None:
    """The field that an effect takes by the name, where what it is given is written out."""
    declared = speech.vocabulary.effects.get(word)
    argument = declared.arguments.get(key) if declared is not None else None
    return argument if isinstance(argument, Field) and isinstance(value.tree, Constant) else None


def _argument(word: str, key: str, value: str, speech: Speech) -> str:
    """One argument of an effect, called as its area calls it; a notice's own have no title but what they say."""
    declared = speech.vocabulary.effects.get(word)
    if declared is None:
        return value
    title = speech.say(declared.called(key))
    # What the field is called that fills it is not said twice.
    return value if value == speech.quoted(title) else speech.both(f"{title}：{value}", f"{title}: {value}")


def opening(said: Opening, speech: Speech) -> Line:
    """A child case that the step opens."""
    both = speech.both
    title = speech.title_of(said.procedure)
    link = Link(speech.quoted(title), procedure_anchor(said.procedure))
    lead = both("一张", "a case of ")
    if said.for_each is not None:
        rows = speech.quoted(speech.field(said.for_each))
        lead = both(f"{rows}每行一张", f"for each row of {rows} a case of ")
    elif said.for_holders:
        posts = speech.anded(who_in_words(each, speech) for each in said.for_holders)
        lead = both(f"{posts}每人一张", f"for each holder of {posts} a case of ")
    elif said.many:
        lead = both("（可以多张）", "(perhaps several) a case of ")
    tail = []
    own = _opened_for(said, speech)
    if said.when is not None:
        when = condition_in_words(said.when, own)
        tail.append(both(f"只在{when}时开", f"only where {when}"))
    child = speech.pack.procedures.get(said.procedure)
    there = speech.about(child) if child else speech
    taken, filled = [speech.quoted(speech.field(each)) for each in said.takes], []
    for name, value in said.with_:
        title, field = speech.quoted(there.field(name)), there.field_of(name)
        words = value_in_words(value, own, field if isinstance(value.tree, Constant) else None)
        if name == "kind" and isinstance(value.tree, Constant):
            words = speech.quoted(there.kind_title(str(value.tree.value)))
        if words == title:
            taken.append(title)
        else:
            filled.append(both(f"{title}填{words}", f"its {title} is {words}"))
    if taken:
        names = speech.listed(taken)
        tail.append(both(f"带去{names}", f"it takes {names} with it"))
    tail += filled
    ends: dict[str, list[str]] = {}
    for state, name in said.then:
        ends.setdefault(name, []).append(speech.quoted(there.state(state)))
    for name, states in ends.items():
        ended, then = speech.ored(states), speech.quoted(speech.step(name))
        tail.append(both(f"以{ended}结束时本单接着办{then}", f"when it ends as {ended}, {then} follows here"))
    if not tail:
        return (lead, link, both("。", "."))
    return (lead, link, both("：", ": "), speech.sentence(both("；", "; ").join(tail)))


def _opened_for(said: Opening, speech: Speech) -> Speech:
    """One who speaks about the opening of each of several: of its row, or of whose it is."""
    if said.for_holders:
        return speech.among([Field(name="holder", title=Text("各人", "Each of them"), type="person")])
    rows = speech.field_of(said.for_each) if said.for_each is not None else None
    return speech.among(rows.columns) if rows is not None else speech


def _links(action: Action, speech: Speech) -> tuple[Line, ...]:
    lines: list[Line] = []
    for each in action.links:
        other = speech.pack.procedures.get(each.procedure)
        state = speech.quoted(speech.about(other).state(each.state) if other else each.state)
        link = Link(speech.quoted(speech.title_of(each.procedure)), procedure_anchor(each.procedure))
        lines.append(
            (
                speech.both("与一张在", "it joins a case of "),
                link,
                speech.both(f"的{state}状态的单连起来。", f" that stands in {state}."),
            )
        )
    return tuple(lines)


def remarks(action: Action, speech: Speech) -> tuple[Line, ...]:
    """What else holds: an earlier moment, corrections, several at once."""
    both = speech.both
    said: list[str] = []
    if action.happened is not None:
        span = amount(action.happened, speech)
        said.append(
            both(
                f"可以填实际发生的时间，最多早{span}，时限从那时算起",
                f"the moment at which it happened may be given, at most {span} back; clocks count from it",
            )
        )
    if action.corrects is not None:
        by = people(action.corrects.by, speech)
        within = both("，不限时间", ", at any time")
        if action.corrects.within is not None:
            span = amount(action.corrects.within, speech)
            within = both(f"，在{span}以内", f", within {span}")
        said.append(
            both(
                f"填错的可由{by}更正并写明理由{within}；原来的和更正的都保留",
                f"what was entered may be corrected by {by} with a reason{within}; both stand",
            )
        )
    if action.together:
        names = speech.listed(speech.quoted(speech.field(each)) for each in action.together)
        said.append(
            both(
                f"可以成批办，一批里各单的{names}须相同",
                f"it may be done for a batch, whose cases have the same {names}",
            )
        )
    for deadline in speech.procedure.deadlines.values() if speech.procedure else ():
        if deadline.earliest and any(each.name == action.name for each in deadline.stops):
            rule = due_in_words(deadline.earliest[0], speech)
            said.append(both(f"有最早办理的限制：不得在{rule}办", f"it may not be done before: {rule}"))
    return tuple(speech.sentence(each) for each in said)


def procedure_of(speech: Speech) -> Procedure:
    """The procedure that is spoken of."""
    assert speech.procedure is not None
    return speech.procedure
