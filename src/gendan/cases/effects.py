"""效果 What actions do besides: inside effects in the command's transaction, outside ones after its commit.

A handler of an inside effect is called with many calls at once, does its area's work, and raises Refused where it
can't; it may return commands that must follow, which are queued. It never calls `commands.run`. A handler of an
outside effect is called with calls that may have been tried before: their `key` says which they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gendan.cases import library
from gendan.cases.registry import implementation, vocabulary
from gendan.core.command import Command, EffectCall, Verb
from gendan.core.events import Json
from gendan.core.plan import plan_of
from gendan.core.refusals import Reason, Refused
from gendan.core.values import plain

OUTSIDE: Final = frozenset(("notice", "document", "deadline"))
"""Families of words that are the language's own: messages, papers, and what is told when a clock warns or is late."""

OWN: Final[Mapping[str, str]] = {
    "record": "gendan.cases.records:from_cases",
    "held": "gendan.cases.holding:release",
}
"""What the door itself does inside a command that ends a case, by the family of its word: no pack names these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One effect of one command: for which case, asked by whom and when. `key` is its own and never another's.

    `seq` is the case's event that it follows from. `arguments` are typed for an inside effect, and as events have them
    (JSON) for an outside one.
    """

    case: int
    seq: int
    uid: str
    number: str
    procedure: str
    definition: int
    word: str
    arguments: Mapping[str, object]
    to: tuple[str, ...]
    person: int
    at: datetime
    key: str


def is_outside(word: str) -> bool:
    """Whether the effect runs after the commit. Of an area's words the area says it."""
    if word.partition(".")[0] in OUTSIDE:
        return True
    declared = vocabulary().effect(word)
    return declared is not None and declared.outside


def run_inside(calls: Sequence[Call]) -> list[tuple[Call, Command]]:
    """Run inside effects, each word's together and in the order in which words first come. What must follow is
    returned.

    Raises Refused with reasons `effect.WORD`, whose parameters are the area's own.
    """
    by_word: dict[str, list[Call]] = {}
    for call in calls:
        by_word.setdefault(call.word, []).append(call)
    follow: list[tuple[Call, Command]] = []
    known = vocabulary()
    for word, of_word in by_word.items():
        declared = known.effect(word)
        handler = declared.handler if declared is not None else OWN.get(word.partition(".")[0])
        if handler is None:
            raise Refused((Reason(f"effect.{word}", {"what": "unknown"}),))
        try:
            returned: Iterable[Command] | None = implementation(handler)(of_word)
        except Refused as refused:
            raise Refused(tuple(_named(word, reason) for reason in refused.reasons)) from refused
        cases = {call.case: call for call in of_word}
        for command in returned or ():
            follow.append((cases.get(command.case or 0, of_word[0]), command))
    looked = {command.case for _, command in follow if command.verb is Verb.TICK}
    for call in {call.case: call for call in calls}.values():
        if call.case not in looked and _looks_at_areas(call):
            follow.append((call, Command(verb=Verb.TICK, case=call.case, key=f"{call.key}/look")))
    return follow


def _looks_at_areas(call: Call) -> bool:
    """Whether what an area did for the case may show in it: a field that is computed by the area's word, an action that
    happens by itself."""
    if call.word.partition(".")[0] in OWN:
        return False
    return plan_of(library.procedure(call.definition, call.procedure)).looks_at_areas


def _named(word: str, reason: Reason) -> Reason:
    if reason.family == "effect":
        return reason
    return Reason(f"effect.{word}", {"reason": reason.code, **reason.parameters})


def body(
    call: EffectCall, *, seq: int, uid: str, number: str, procedure: str, definition: int, person: int
) -> dict[str, Json]:
    """An outside effect as JSON, as the outbox keeps it."""
    return {
        "arguments": plain(dict(call.arguments)),
        "to": list(call.to),
        "seq": seq,
        "uid": uid,
        "number": number,
        "procedure": procedure,
        "definition": definition,
        "person": person,
    }
