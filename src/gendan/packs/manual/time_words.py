"""时限 Amounts of time, dues and deadlines in words: `提交之后4个工作小时内须办“审核通过”`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gendan.core.amount import Amount, DueError, Unit
from gendan.core.due_rules import (
    AtField,
    By,
    Closed,
    DayOfMonth,
    Due,
    EndOfField,
    EndOfWorkday,
    FromField,
    TimeOfWorkday,
)
from gendan.core.expression import Expression
from gendan.core.expression.tree import Constant
from gendan.core.procedure import Deadline, Moment, Trigger
from gendan.packs.manual.expression_words import condition_in_words
from gendan.packs.manual.kind_folding import folded
from gendan.packs.manual.speech import KINDS_TOLD, Speech
from gendan.packs.manual.who_words import told

_UNITS = {
    Unit.MINUTE: ("分钟", "minute", "minutes"),
    Unit.HOUR: ("小时", "hour", "hours"),
    Unit.DAY: ("天", "day", "days"),
    Unit.MONTH: ("个月", "month", "months"),
    Unit.YEAR: ("年", "year", "years"),
    Unit.WORK_MINUTE: ("个工作分钟", "working minute", "working minutes"),
    Unit.WORK_HOUR: ("个工作小时", "working hour", "working hours"),
    Unit.WORKDAY: ("个工作日", "working day", "working days"),
}


def amount(said: Amount, speech: Speech) -> str:
    """An amount with what the site has set in place of a setting: `4个工作小时`."""
    if said.setting is None:
        return _settled(said, speech)
    head, _, name = said.setting.partition(".")
    if head == "kind":
        known = speech.kind.value(name) if speech.kind else None
        settled = _of(said, known)
        return _settled(settled, speech) if settled else _unknown(said, speech)
    title, _value = speech.setting(name)
    settled = _of(said, speech.in_force.setting(speech.pack, name))
    if settled is None:
        return _unknown(said, speech)
    if speech.brief:
        return _settled(settled, speech)
    by = speech.quoted(title)
    return speech.both(f"{_settled(settled, speech)}（见设置{by}）", f"{_settled(settled, speech)} (the setting {by})")


def every_in_words(said: Amount, speech: Speech) -> str:
    """How often: `每1个工作日`, `every working day`."""
    told = amount(said, speech)
    return speech.both(f"每{told}", f"every {told.removeprefix('1 ')}")


def _of(said: Amount, value: object) -> Amount | None:
    try:
        return said.settled(lambda _name: value)
    except DueError:
        return None


def _unknown(said: Amount, speech: Speech) -> str:
    if each := _of_each_kind(said, speech):
        return each
    name = speech.kind_column((said.setting or "").rpartition(".")[2])
    unit = _UNITS[said.unit] if said.unit else ("", "", "")
    return speech.both(f"类别所定的“{name}”{unit[0]}", f"the kind’s “{name}” {unit[2]}".rstrip())


def _of_each_kind(said: Amount, speech: Speech) -> str:
    """What a few kinds have, one by one: `“进度”30分钟、“一般咨询”60分钟`; nothing where there are many."""
    head, _, name = (said.setting or "").partition(".")
    kinds = list(speech.procedure.kinds.values()) if speech.procedure is not None and head == "kind" else []
    settled = [_of(said, kind.value(name)) for kind in kinds[: KINDS_TOLD + 1]]
    if not 0 < len(kinds) <= KINDS_TOLD or None in settled:
        return ""
    return speech.listed(
        speech.both(
            f"“{speech.say(kind.title)}”{_settled(amount, speech)}",
            f"{_settled(amount, speech)} (“{speech.say(kind.title)}”)",
        )
        for kind, amount in zip(kinds, settled, strict=True)
        if amount is not None
    )


def _settled(said: Amount, speech: Speech) -> str:
    value = said.value or Decimal(0)
    assert said.unit is not None
    zh, one, many = _UNITS[said.unit]
    if value == Decimal("0.5"):
        half = {Unit.HOUR: "半小时", Unit.DAY: "半天", Unit.YEAR: "半年"}.get(said.unit, f"半{zh}")
        return speech.both(half, f"half a {one}" if one[0] != "h" else f"half an {one}")
    shown = f"{value.normalize():f}"
    return speech.both(f"{shown}{zh}", f"{shown} {one if value == 1 else many}")


def by_in_words(by: By, speech: Speech) -> str:
    """A moment by which something is due: `下一个工作日10:00`."""
    match by:
        case EndOfWorkday(plus=plus):
            return speech.both(f"{_workday(plus, speech)}下班", f"the end of {_workday(plus, speech)}")
        case TimeOfWorkday(time=time, plus=plus):
            return speech.both(f"{_workday(plus, speech)}{time:%H:%M}", f"{time:%H:%M} of {_workday(plus, speech)}")
        case FromField(amount=span, field=name, after=after):
            field = speech.quoted(_field(name, speech))
            said = amount(span, speech)
            side = ("之后", "after") if after else ("之前", "before")
            return speech.both(f"{field}{side[0]}{said}", f"{said} {side[1]} {field}")
        case EndOfField(field=name):
            field = speech.quoted(_field(name, speech))
            return speech.both(f"{field}当天结束", f"the end of {field}")
        case AtField(field=name):
            field = speech.quoted(_field(name, speech))
            return speech.both(f"{field}所定的时间", f"the moment that {field} gives")
        case DayOfMonth(day=day):
            moved = _moved(by, speech)
            return speech.both(f"每月{day}日结束{moved}", f"the end of day {day} of the month{moved}")


def _moved(by: DayOfMonth, speech: Speech) -> str:
    """What becomes of a day of the month that is a day off."""
    return speech.both(
        *{
            Closed.NEXT: ("（遇休息日顺延到下一个工作日）", " (where that is a day off, the next working day)"),
            Closed.BEFORE: ("（遇休息日提前到上一个工作日）", " (where that is a day off, the working day before)"),
            Closed.KEEP: ("（遇休息日不变）", " (also where that is a day off)"),
        }[by.closed]
    )


def recurring_in_words(by: By, speech: Speech) -> str:
    """When the system does what it does again and again: `每个工作日09:00`."""
    match by:
        case EndOfWorkday(plus=0):
            return speech.both("每个工作日下班时", "at the end of every working day")
        case TimeOfWorkday(time=time, plus=0):
            return speech.both(f"每个工作日{time:%H:%M}", f"at {time:%H:%M} of every working day")
        case DayOfMonth(day=day):
            moved = _moved(by, speech)
            return speech.both(f"每月{day}日{moved}一上班", f"as day {day} of the month begins{moved},")
        case _:
            return by_in_words(by, speech)


def _workday(plus: int, speech: Speech) -> str:
    if plus == 0:
        return speech.both("当个工作日", "the same working day")
    if plus == 1:
        return speech.both("下一个工作日", "the next working day")
    return speech.both(
        f"其后第{plus}个工作日",
        f"the {plus}th working day after" if plus > 3 else ("the second", "the third")[plus - 2] + " working day after",
    )


def _field(name: str, speech: Speech) -> str:
    head, _, rest = name.partition(".")
    if head == "parent" and rest:
        return next((speech.about(each).field(rest) for each in speech.parents), rest)
    return speech.field(name)


def due_in_words(due: Due, speech: Speech) -> str:
    """One rule without its condition: `1个工作日内`, `下一个工作日10:00前`."""
    if due.amount is not None:
        said = amount(due.amount, speech)
        return speech.both(f"{said}内", f"within {said}")
    assert due.by is not None
    said = by_in_words(due.by, speech)
    return speech.both(f"{said}前", f"by {said}")


def rules_in_words(rules: tuple[Due, ...], speech: Speech) -> str:
    """All rules, each with when it counts; of several the first that holds."""
    rules = _that_count(rules, speech)
    if len(rules) == 1 and rules[0].is_unconditional:
        return due_in_words(rules[0], speech)
    said = []
    for at, rule in enumerate(rules):
        when = _when(rule, speech)
        due = due_in_words(rule, speech)
        if when:
            said.append(speech.both(f"{when}的，{due}", f"{due} where {when}"))
        else:
            said.append(speech.both(f"{'其他的，' if at else ''}{due}", f"{'otherwise ' if at else ''}{due}"))
    return speech.both("；", "; ").join(said)


def _that_count(rules: tuple[Due, ...], speech: Speech) -> tuple[Due, ...]:
    """The rules that may count for the kind of which is spoken: a condition over the kind alone is settled there."""
    found: list[Due] = []
    for rule in rules:
        settled = folded(rule.when.tree, speech.kind) if isinstance(rule.when, Expression) else None
        if isinstance(settled, Constant) and settled.value is not True:
            continue
        found.append(replace(rule, when=None) if isinstance(settled, Constant) else rule)
        if found[-1].is_unconditional:
            break
    return tuple(found) or rules


def _when(rule: Due, speech: Speech) -> str:
    said = []
    if rule.before is not None:
        said.append(speech.both(f"{rule.before:%H:%M}以前起算", f"it starts before {rule.before:%H:%M}"))
    if isinstance(rule.when, Expression):
        said.append(condition_in_words(rule.when, speech))
    return speech.both("且", " and ").join(said)


def trigger_in_words(trigger: Trigger, speech: Speech) -> str:
    """What a clock listens to: `“提交”`, `进入“待审单”`."""
    if trigger.moment in (Moment.ACTION, Moment.PART):
        return speech.quoted(speech.step(trigger.name))
    state = speech.quoted(speech.state(trigger.name))
    if trigger.moment is Moment.ENTER:
        return speech.both(f"进入{state}", f"coming to {state}")
    return speech.both(f"离开{state}", f"leaving {state}")


def limit_in_words(deadline: Deadline, speech: Speech) -> str:
    """The limit alone, for a table's cell: `4个工作小时内`."""
    speech = speech.briefly()
    if deadline.every is not None:
        return speech.both(f"{every_in_words(deadline.every, speech)}一次", every_in_words(deadline.every, speech))
    return rules_in_words(deadline.due, speech)


def deadline_in_words(deadline: Deadline, speech: Speech) -> tuple[str, ...]:
    """A deadline, sentence by sentence: from when to when, for whom it stands still, who is told."""
    said = [_span(deadline, speech)]
    if deadline.when is not None:
        when = condition_in_words(deadline.when, speech)
        said.append(speech.both(f"只在{when}时计时", f"it runs only where {when}"))
    if deadline.drops:
        names = speech.ored(trigger_in_words(each, speech) for each in deadline.drops)
        said.append(speech.both(f"{names}时作罢，不计按时或逾期", f"with {names} it ends without being judged"))
    if deadline.pauses_in:
        states = speech.ored(speech.quoted(speech.state(each)) for each in deadline.pauses_in)
        said.append(speech.both(f"在{states}期间停表", f"while the case is in {states} the clock stands still"))
    if deadline.pauses_while is not None:
        when = condition_in_words(deadline.pauses_while, speech)
        said.append(speech.both(f"在{when}期间停表", f"while {when} the clock stands still"))
    if deadline.earliest:
        rule = _earliest(deadline.earliest, speech)
        said.append(speech.both(f"不得早于{rule}办理", f"it may not be done earlier than {rule}"))
    for warn in deadline.warn:
        before = amount(warn.amount, speech)
        said.append(speech.both(f"到期前{before}提醒责任人", f"{before} before it is due the owner is reminded"))
    if deadline.notify:
        people = speech.anded(told(each, speech) for each in deadline.notify)
        said.append(speech.both(f"逾期时通知{people}", f"when it is late, {people} {_is_are(deadline.notify)} told"))
    if deadline.remind is not None:
        every = every_in_words(deadline.remind.every, speech)
        most = deadline.remind.most
        chinese = f"逾期后{every}再提醒一次" + (f"，最多{most}次" if most else "，直到办完")
        english = f"after that {every}" + (f", at most {most} times" if most else ", until it is done")
        said.append(speech.both(chinese, english))
    if deadline.charged is not None:
        whose = told(deadline.charged, speech)
        outside = deadline.charged not in speech.pack.posts and deadline.charged != "owner"
        chinese = f"逾期算{whose}的" + ("，不算本部门的" if outside else "")
        english = f"its lateness is that of {whose}" + (", and on nobody’s card here" if outside else "")
        said.append(speech.both(chinese, english))
    return tuple(speech.sentence(each) for each in said)


def _is_are(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"


def _earliest(rules: tuple[Due, ...], speech: Speech) -> str:
    said = []
    for rule in rules:
        when = _when(rule, speech)
        if rule.amount is not None:
            span = amount(rule.amount, speech)
            moment = speech.both(f"起算后{span}", f"{span} after its start")
        else:
            assert rule.by is not None
            moment = by_in_words(rule.by, speech)
        said.append(speech.both(f"{moment}（{when}的）", f"{moment} (where {when})") if when else moment)
    return speech.ored(said)


def _span(deadline: Deadline, speech: Speech) -> str:
    starts = speech.ored(trigger_in_words(each, speech) for each in deadline.starts)
    stops = speech.ored(trigger_in_words(each, speech) for each in deadline.stops)
    if deadline.every is not None:
        every = every_in_words(deadline.every, speech)
        met = condition_in_words(deadline.met, speech) if deadline.met is not None else ""
        until = speech.both(f"，到{stops}为止" if stops else "", f", until {stops}" if stops else "")
        kept = speech.both(f"，每次都须{met}" if met else "", f"; each time it must hold that {met}" if met else "")
        return speech.both(
            f"自{starts}起，{every}查一次{kept}{until}",
            f"from {starts} it is looked at {every}{until}{kept}",
        )
    limit = rules_in_words(deadline.due, speech)
    ends = speech.both(
        f"须办完{stops}" if stops else "须了结", f"{stops} is to be done" if stops else "it is to be over"
    )
    if any(each.moment in (Moment.ENTER, Moment.LEAVE) for each in deadline.stops):
        ends = speech.both(f"须{stops}", f"{stops} is to follow")
    if len(deadline.due) > 1 or (deadline.due and not deadline.due[0].is_unconditional):
        return speech.both(f"自{starts}起计时，{ends}：{limit}", f"{ends}, counted from {starts}: {limit}")
    if deadline.due and deadline.due[0].amount is not None:
        return speech.both(f"自{starts}起计时，{limit}{ends}", f"{ends} {limit} of {starts}")
    return speech.both(f"自{starts}起计时，{limit}{ends}", f"{ends} {limit}, counted from {starts}")
