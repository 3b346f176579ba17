"""填写与关卡 What a step or a part of it asks, and the gates that it passes."""

from __future__ import annotations

from gendan.core.procedure import Action, Part
from gendan.packs.manual.content import Line
from gendan.packs.manual.expression_words import condition_in_words
from gendan.packs.manual.field_words import sort_in_words
from gendan.packs.manual.speech import Speech


def asked(step: Action | Part, speech: Speech) -> tuple[Line, ...]:
    """What is filled in, what of it has to be."""
    lines: list[Line] = []
    for ask in step.asks:
        field = ask.field
        title = speech.quoted(speech.say(field.title))
        needed = field.name in step.needs
        must = speech.both("必填", "needed")
        if not needed and field.required is not None:
            when = condition_in_words(field.required, speech)
            must = speech.both(f"{when}时必填", f"needed where {when}")
            needed = True
        sort = sort_in_words(field, speech)
        said = speech.both(f"{title}：{sort}", f"{title}: {sort}")
        lines.append(speech.sentence(said + (speech.both(f"。{must}", f"; {must}") if needed else "")))
    asked_names = {ask.field.name for ask in step.asks}
    before = [speech.quoted(speech.field(name)) for name in step.needs if name not in asked_names]
    if before:
        names = speech.anded(before)
        said = speech.both(f"{names}须先填好", f"{names} must have been filled in before")
        lines.append(speech.sentence(said))
    return tuple(lines)


def gates(names: tuple[str, ...], speech: Speech) -> tuple[Line, ...]:
    """Each gate: the condition, and what it says while it is closed."""
    procedure = speech.procedure
    assert procedure is not None
    lines: list[Line] = []
    for name in names:
        gate = procedure.gates.get(name)
        if gate is None:
            continue
        condition = condition_in_words(gate.when, speech)
        says = speech.say(gate.says)
        lines.append(
            speech.both(
                f"{condition}。否则系统提示：“{says}”。",
                f"{speech.sentence(condition)} Otherwise the system says: “{says}”.",
            )
        )
    return tuple(lines)
