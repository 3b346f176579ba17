"""签字 Who signs a step, what is sealed by it, and where a refusal leads."""

from __future__ import annotations

from gendan.core.procedure import BACK, Action, Role, Signs
from gendan.packs.manual.asking_words import asked, gates
from gendan.packs.manual.content import Line
from gendan.packs.manual.expression_words import condition_in_words
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.who_words import people, signs_in_words


def signatures(action: Action, speech: Speech) -> tuple[Line, ...]:
    """Who signs, each part of it, what is sealed, where a refusal sends the case."""
    both = speech.both
    lines: list[Line] = []
    if action.signs is not None:
        lines.append(speech.sentence(signs_in_words(action.signs, speech)))
        lines += _parts(action.signs, speech)
        lines.append(
            both(
                "同一个人只签一次；签的人可以转办、加签，也可以在签齐之前撤回。",
                "One person signs once; a signer may hand over, ask one more to sign "
                "first, and withdraw until all have signed.",
            )
        )
    if action.reject is not None:
        where = speech.quoted(speech.state(action.reject))
        if action.reject == BACK:
            where = speech.both("来处的状态", "the state that it came from")
        lines.append(
            speech.sentence(
                both(
                    f"不同意的驳回并写明理由，单回到{where}",
                    f"who refuses gives a reason, and the case goes back to {where}",
                )
            )
        )
    return tuple(lines)


def covered(action: Action, speech: Speech) -> tuple[Line, ...]:
    """What may not change afterwards without undoing the step or its signatures."""
    if not action.covers:
        return ()
    names = speech.listed(speech.quoted(_covered(each, speech)) for each in action.covers)
    chinese = "须重新办" if action.signs is None else "已签的即告失效，须重新签"
    english = "the step has to be done again" if action.signs is None else "what was signed is void and signed again"
    return (speech.sentence(speech.both(f"{names}一经改动，{chinese}", f"once any of {names} is changed, {english}")),)


def _covered(name: str, speech: Speech) -> str:
    return speech.field(name) if speech.field_of(name) else speech.fact(name)


def _parts(signs: Signs, speech: Speech) -> list[Line]:
    assert speech.procedure is not None
    lines: list[Line] = []
    for member in signs.of:
        if isinstance(member, Signs):
            lines += _parts(member, speech)
            continue
        part = speech.procedure.parts.get(member.name) if member.role is Role.PART else None
        if part is None:
            continue
        spoken = speech.within(part)
        said = [
            speech.both(
                f"“{speech.say(part.title)}”由{people(part.by, speech)}办",
                f"“{speech.say(part.title)}” is done by {people(part.by, speech)}",
            )
        ]
        if part.when is not None:
            when = condition_in_words(part.when, spoken)
            said.append(speech.both(f"{when}时才要", f"it is wanted only where {when}"))
        said += [str(each).rstrip("。.") for each in (*asked(part, spoken), *gates(part.gates, spoken))]
        lines.append(speech.sentence(speech.both("；", "; ").join(said)))
    return lines
