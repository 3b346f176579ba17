"""调用 The calls of the pack language in words: the past, signatures, rows, children, tables, records and time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from gendan.core.expression.tree import Arithmetic, Call, Constant, Junction, Name, Node, Not, Word
from gendan.core.field import Field
from gendan.packs.manual.value_sorts import symbol

if TYPE_CHECKING:
    from gendan.packs.manual.expression_words import Words

Clause = Callable[[Call, "Words", bool], str]
Noun = Callable[[Call, "Words"], str]


def condition(node: Call, words: Words, wanted: bool) -> str:
    """The call as a clause; empty where its value is only ever compared."""
    told = _CLAUSES.get(node.word)
    return told(node, words, wanted) if told else ""


def value(node: Call, words: Words) -> str:
    """The call as a noun."""
    told = _NOUNS.get(node.word) or _OF_MEASURES.get(node.word)
    if told is not None:
        return told(node, words)
    if node.word in _CLAUSES:
        said = condition(node, words, True)
        return words.both(f"是否{said}", f"whether {said}")
    return _looked_up(node, words) if node.word.startswith(("table.", "record.")) else _of_area(node, words)


def compared(node: Call, operator: str, right: Node, words: Words, wanted: bool) -> str:
    """`count(step) == 0` and its like as one would say them; empty where there is no better way than the common one."""
    if node.word != "count" or not isinstance(right, Constant) or right.value != 0 or operator not in ("==", ">"):
        return ""
    name = symbol(node)
    none = (operator == "==") == wanted
    speech = words.speech
    if speech.opening(name) is not None:
        title = speech.quoted(speech.child(name))
        return words.both(f"{'没有' if none else '有'}{title}", f"there is {'no' if none else 'a'} case of {title}")
    rows = speech.field_of(name)
    if rows is not None and rows.type == "rows":
        title = speech.quoted(speech.field(name))
        return words.both(
            f"{title}{'没有' if none else '至少有一'}行", f"{title} has {'no' if none else 'at least one'} row"
        )
    return _done(node, words, not none)


# -- clauses


def _done(node: Call, words: Words, wanted: bool) -> str:
    step = words.speech.quoted(words.speech.step(symbol(node)))
    if wanted:
        return words.both(f"已办过{step}", f"{step} has been done")
    return words.both(f"还没有办过{step}", f"{step} has not been done")


def _valid(node: Call, words: Words, wanted: bool) -> str:
    step = words.speech.quoted(words.speech.step(symbol(node)))
    if wanted:
        return words.both(f"{step}仍然有效，其后没有改动", f"{step} still stands, with nothing changed since")
    return words.both(f"{step}没有办，或其后有改动", f"{step} has not been done, or something has changed since")


def _signed(node: Call, words: Words, wanted: bool) -> str:
    name = symbol(node)
    speech = words.speech
    title = speech.step(name) if speech.procedure and name in speech.procedure.parts else speech.post(name)
    if wanted:
        return words.both(f"{speech.quoted(title)}已签字", f"{speech.quoted(title)} has signed")
    return words.both(f"{speech.quoted(title)}还没有签字", f"{speech.quoted(title)} has not signed")


def _given(node: Call, words: Words, wanted: bool) -> str:
    said = words.value(node.arguments[0])
    if wanted:
        return words.both(f"已填{said}", f"{said} is filled in")
    return words.both(f"未填{said}", f"{said} is not filled in")


def _any(node: Call, words: Words, wanted: bool) -> str:
    checklist = _checklist(node, words)
    if checklist:
        if wanted:
            return words.both(f"{checklist}至少有一项打勾", f"at least one item of {checklist} is ticked")
        return words.both(f"{checklist}一项都没有打勾", f"no item of {checklist} is ticked")
    of, inner = _rows(node, words)
    said = _of_a_row(node.arguments[0], inner)
    if wanted:
        return words.both(f"{of}中至少有一行，{said}", f"in at least one row of {of}, {said}")
    return words.both(f"{of}中没有一行，{said}", f"in no row of {of} it holds that {said}")


def _all(node: Call, words: Words, wanted: bool) -> str:
    checklist = _checklist(node, words)
    if checklist:
        if wanted:
            return words.both(f"{checklist}各项都已打勾", f"every item of {checklist} is ticked")
        return words.both(f"{checklist}没有全部打勾", f"not every item of {checklist} is ticked")
    of, inner = _rows(node, words)
    said = _of_a_row(node.arguments[0], inner)
    if wanted:
        return words.both(f"{of}的每一行，{said}", f"in every row of {of}, {said}")
    return words.both(f"{of}并非每一行都是：{said}", f"not in every row of {of} it holds that {said}")


def _of_a_row(node: Node, words: Words) -> str:
    """What holds of a row; of several conditions, in brackets, so that what follows is not taken for the row's."""
    inner = node
    while isinstance(inner, Not):
        inner = inner.operand
    said = words.condition(node)
    return words.both(f"（{said}）", f"({said})") if isinstance(inner, Junction) else said


def _followed_by(node: Call, words: Words, wanted: bool) -> str:
    speech = words.speech
    step = speech.quoted(speech.step(symbol(node)))
    keywords = dict(node.keywords)
    window = words.value(keywords["within"]) if "within" in keywords else ""
    more = [
        words.both(f"其{_keyword(node, name, words)}为{_matched(node, name, each, words)}",
                   f"its {_keyword(node, name, words)} is {_matched(node, name, each, words)}")
        for name, each in node.keywords
        if name != "within"
    ]  # fmt: skip
    besides = words.both("，且" + "，且".join(more), " where " + " and ".join(more)) if more else ""
    if wanted:
        within = words.both(f"其后{window}内", f" within {window}") if window else words.both("其后", "")
        return words.both(f"{within}又发生了{step}{besides}", f"{step} followed{within}{besides}")
    within = words.both(f"其后{window}内", f" within {window}") if window else words.both("其后", "")
    return words.both(f"{within}没有发生{step}{besides}", f"{step} did not follow{within}{besides}")


# -- nouns


def _last(node: Call, words: Words) -> str:
    speech, name, member = words.speech, symbol(node), node.member or ""
    if speech.opening(name) is not None:
        title = speech.quoted(words.child_figure(name, member))
        return words.both(
            f"最近一张{speech.quoted(speech.child(name))}的{title}",
            f"{title} of the last {speech.quoted(speech.child(name))}",
        )
    field = speech.asked_by(name, member)
    title = speech.quoted(speech.say(field.title) if field else member)
    step = speech.quoted(speech.step(name))
    return words.both(f"最近一次{step}所填的{title}", f"{title} as the last {step} had it")


def _count(node: Call, words: Words) -> str:
    speech, name = words.speech, symbol(node)
    if speech.opening(name) is not None:
        title = speech.quoted(speech.child(name))
        return words.both(f"{title}的张数", f"the number of cases of {title}")
    rows = speech.field_of(name)
    if rows is not None and rows.type == "rows":
        title = speech.quoted(speech.field(name))
        return words.both(f"{title}的行数", f"the number of rows of {title}")
    step = speech.quoted(speech.step(name))
    return words.both(f"办{step}的次数", f"the number of times {step} was done")


def _at(node: Call, words: Words) -> str:
    step = words.speech.quoted(words.speech.step(symbol(node)))
    return words.both(f"办{step}的时刻", f"the moment of {step}")


def _sum(node: Call, words: Words) -> str:
    head = _head(node.arguments[0], words)
    if not head:
        said = words.value(node.arguments[0])
        return words.both(f"各单{said}之和", f"the sum of {said} over the cases")
    of, inner = _rows(node, words)
    each = words.both("各单" if words.speech.opening(head) is not None else "各行", "")
    if words.speech.opening(head) is not None and isinstance(node.arguments[0], Word):
        member = node.arguments[0].word.partition(".")[2]
        said = words.speech.quoted(words.child_figure(head, member))
    else:
        said = inner.value(node.arguments[0])
    return words.both(f"{of}{each}{said}之和", f"the sum of {said} over {of}")


def _booked(node: Call, words: Words) -> str:
    said = words.value(node.arguments[0])
    return words.both(f"本期入账的{said}合计", f"the total of {said} booked in the period")


def _open_cases(node: Call, words: Words) -> str:
    speech = words.speech
    name = symbol(node)
    other = speech.pack.procedures.get(name)
    spoken = speech.about(other) if other else speech
    alike = [_alike(key, each, words, words.within(spoken)) for key, each in node.keywords]
    said = speech.quoted(speech.title_of(name))
    if not alike:
        return words.both(f"未结的{said}的张数", f"the number of open cases of {said}")
    return words.both(
        f"{speech.listed(alike)}的未结{said}的张数", f"the number of open cases of {said} where {speech.anded(alike)}"
    )


def _alike(name: str, node: Node, words: Words, there: Words) -> str:
    title = there.speech.quoted(there.speech.field(name))
    if isinstance(node, Name) and node.name == name:
        return words.both(f"{title}相同", f"{title} is the same")
    other = there.operand(node, there.speech.field_of(name), of=Name(0, 0, name))
    return words.both(f"{title}为{other}", f"{title} is {other}")


def _time(chinese: str, one: str, many: str) -> Noun:
    def told(node: Call, words: Words) -> str:
        said = words.value(node.arguments[0])
        if isinstance(node.arguments[0], Arithmetic):
            return words.both(f"（{said}）{chinese}", f"({said}) {many}")
        return words.both(f"{said}{chinese}", f"{said} {one if said == '1' else many}")

    return told


def _looked_up(node: Call, words: Words) -> str:
    speech = words.speech
    family, _, name = node.word.partition(".")
    of = speech.pack.records.get(name) if family == "record" else speech.pack.tables.get(name)
    given = speech.anded(map(words.value, node.arguments))
    title = speech.quoted(speech.say(of.title) if of else name)
    column = words.field_of(node)
    said = speech.quoted(speech.say(column.title) if column else node.member or "")
    return words.both(f"按{given}在{title}中查得的{said}", f"{said} that {title} gives for {given}")


def _of_area(node: Call, words: Words) -> str:
    title = words.speech.quoted(words.speech.fact(node.word))
    declared = words.speech.vocabulary.lookups.get(node.word)
    takes = [*declared.arguments.values()] if declared is not None else []
    fields = [each if isinstance(each, Field) else None for each in takes] + [None] * len(node.arguments)
    given = [
        words.operand(each, field)
        for each, field in zip(node.arguments, fields, strict=False)
        if not (isinstance(each, Constant) and each.value == "")  # nothing given narrows nothing
    ]
    given += [f"{name} {words.value(each)}" for name, each in node.keywords]
    if not given:
        return title
    return words.both(f"{title}（{words.speech.listed(given)}）", f"{title} ({words.speech.listed(given)})")


# -- what they are about


def _keyword(node: Call, name: str, words: Words) -> str:
    field = words.speech.asked_by(symbol(node), name)
    return words.speech.quoted(words.speech.say(field.title) if field else words.speech.field(name))


def _matched(node: Call, name: str, each: Node, words: Words) -> str:
    return words.operand(each, words.speech.asked_by(symbol(node), name), of=Name(0, 0, name))


def _checklist(node: Call, words: Words) -> str:
    """The title of the checklist that is asked about, empty where it is rows."""
    inner = node.arguments[0]
    field = words.field_of(inner) if isinstance(inner, Name) else None
    return words.speech.quoted(words.speech.say(field.title)) if field and field.type == "checklist" else ""


def _head(node: Node, words: Words) -> str:
    """The rows, or the children, that the names in `node` are of."""
    for each in node.walk():
        if isinstance(each, Word) and "." in each.word:
            head = each.word.partition(".")[0]
            field = words.speech.field_of(head)
            if words.speech.opening(head) is not None or (field is not None and field.columns):
                return head
        if isinstance(each, Name) and (field := words.speech.field_of(each.name)) is not None and field.columns:
            return each.name
    return ""


def _rows(node: Call, words: Words) -> tuple[str, Words]:
    speech, head = words.speech, _head(node.arguments[0], words)
    field = speech.field_of(head) if head else None
    if head and speech.opening(head) is not None:
        return speech.quoted(speech.child(head)), words
    if field is not None:
        return speech.quoted(speech.field(head)), words.within(speech.among(field.columns))
    return words.both("各行", "the rows"), words


_CLAUSES: Mapping[str, Clause] = {
    "done": _done,
    "valid": _valid,
    "signed": _signed,
    "given": _given,
    "any": _any,
    "all": _all,
    "followed_by": _followed_by,
}
_NOUNS: Mapping[str, Noun] = {
    "last": _last,
    "count": _count,
    "at": _at,
    "sum": _sum,
    "open_cases": _open_cases,
    "minutes": _time("分钟", "minute", "minutes"),
    "hours": _time("小时", "hour", "hours"),
    "days": _time("天", "day", "days"),
    "workdays": _time("个工作日", "working day", "working days"),
}
_OF_MEASURES: Mapping[str, Noun] = {"booked": _booked}
"""What a ratio's sides may call besides."""
TOLD = frozenset({*_CLAUSES, *_NOUNS})
"""The calls of the language that have their words here."""
