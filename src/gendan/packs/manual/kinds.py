"""分类规定 What differs between the kinds of one procedure."""

from __future__ import annotations

from gendan.core.amount import DueError, parse_amount
from gendan.core.procedure import Kind, Procedure
from gendan.packs.manual.anchors import procedure_anchor
from gendan.packs.manual.content import Block, Facts, Line, Paragraph, Section
from gendan.packs.manual.expression_words import condition_in_words
from gendan.packs.manual.kind_folding import folded
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import source
from gendan.packs.manual.time_words import rules_in_words as dues_in_words


def kinds_section(procedure: Procedure, speech: Speech) -> Section | None:
    if not procedure.kinds:
        return None
    sections = tuple(_kind(procedure, kind, speech.of_kind(kind)) for kind in procedure.kinds.values())
    said = speech.both(
        f"本流程分{len(procedure.kinds)}类，步骤相同；各类不同之处如下。",
        f"The cases are of {len(procedure.kinds)} kinds that share their steps; what differs stands below.",
    )
    return Section(
        anchor=procedure_anchor(procedure.name, "kinds"),
        title=speech.both("分类规定", "Kinds"),
        blocks=(Paragraph(said),),
        sections=sections,
    )


def _kind(procedure: Procedure, kind: Kind, speech: Speech) -> Section:
    both = speech.both
    needed: list[Line] = []
    for field in procedure.fields.values():
        if field.required is None:
            continue
        tree = folded(field.required.tree, kind)
        title = speech.quoted(speech.say(field.title))
        if str(tree) == "true":
            needed.append(speech.sentence(both(f"{title}必填", f"{title} is needed")))
        elif str(tree) == "false":
            needed.append(speech.sentence(both(f"{title}可以不填", f"{title} may be left empty")))
        elif _reads_kind(field.required.text):
            when = condition_in_words(field.required, speech)
            needed.append(speech.sentence(both(f"{when}时{title}必填", f"{title} is needed where {when}")))
    held: list[Line] = []
    for gate in procedure.gates.values():
        if not _reads_kind(gate.when.text):
            continue
        says = speech.say(gate.says)
        if str(folded(gate.when.tree, kind)) == "true":
            held.append(both(f"“{says}”一条不查。", f"“{says}” is not asked."))
        else:
            held.append(
                both(
                    f"{condition_in_words(gate.when, speech)}（“{says}”）。",
                    f"{speech.sentence(condition_in_words(gate.when, speech))} (“{says}”)",
                )
            )
    clocks: list[Line] = []
    for deadline in procedure.deadlines.values():
        title = speech.quoted(speech.say(deadline.title))
        when = str(folded(deadline.when.tree, kind)) if deadline.when is not None else ""
        depends = (deadline.when is not None and _reads_kind(deadline.when.text)) or any(
            _reads_kind(str(rule.when or "")) or "kind." in str(rule.amount or "") + str(rule.by or "")
            for rule in deadline.due
        )
        if not depends:
            continue
        if when == "false":
            clocks.append(speech.sentence(both(f"{title}不计", f"{title} does not run")))
        else:
            limit = dues_in_words(deadline.due, speech)
            clocks.append(speech.sentence(both(f"{title}：{limit}", f"{title}: {limit}")))
    pairs: list[tuple[str, tuple[Line, ...]]] = [
        (both("必填", "Needed"), tuple(needed)),
        (both("须满足", "Has to hold"), tuple(held)),
        (both("时限", "By when"), tuple(clocks)),
        (
            both("参数", "Values"),
            tuple(
                f"{speech.kind_column(name)}{both('：', ': ')}{_value(procedure, name, value, speech)}"
                for name, value in kind.values
            ),
        ),
    ]
    blocks: tuple[Block, ...] = (Facts(tuple(pair for pair in pairs if pair[1])),)
    return Section(
        anchor=f"kind-{procedure.name}-{kind.name}",
        title=speech.say(kind.title),
        blocks=(*blocks, *source(kind.source, speech)),
    )


def _value(procedure: Procedure, column: str, value: object, speech: Speech) -> str:
    """What a kind has in a column: called as the choice of the case, or of what is registered, that has the column's
    name, or as an amount of time."""
    named = (
        fields.get(column) for fields in (procedure.fields, *(each.fields for each in speech.pack.records.values()))
    )
    field = next((each for each in named if each is not None and each.type == "choice"), procedure.fields.get(column))
    if isinstance(value, str) and (field is None or field.type != "choice"):
        try:
            return speech.value(None, parse_amount(value))
        except DueError:
            return value
    return speech.value(field, value)


def _reads_kind(text: str) -> bool:
    return "kind" in text
