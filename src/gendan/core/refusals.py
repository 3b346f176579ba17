"""Why a command is refused, as codes with parameters. Prose is made at the faces, in the reader's language.

A refusal is complete: every reason at once, each with what would satisfy it in its parameters. `access` comes first and
alone; all other reasons are told together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a refusal.

    `code` is one of CODES, with a name behind a dot where it is about a named thing (`gate.secured`, `needs.lines`).
    `parameters` are plain values that the wording and the API show: what stands, what would satisfy.
    """

    code: str
    parameters: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def family(self) -> str:
        """The code without the name behind its dot."""
        return self.code.partition(".")[0]

    @property
    def about(self) -> str:
        """The name behind the dot, empty where the code has none."""
        return self.code.partition(".")[2]


CODES: Mapping[str, str] = {
    "access": "The actor may not do this here: not his post, not his case, or not his turn by name.",
    "missing": "There is no such case, action, procedure or person (for this actor).",
    "state": "The action does not lead out of the state in which the case stands.",
    "claimed": "Someone else has claimed the case. Parameters: holder.",
    "stale": "The case has changed since the version that the command saw. Parameters: seen, stands, by, at.",
    "needs": "needs.FIELD: a field that must be filled is empty.",
    "value": "value.FIELD: what was given is not of the field's type or bounds. Parameters: given, expected, cells.",
    "unasked": "unasked.FIELD: the action does not ask this field.",
    "hidden": "hidden.FIELD: the actor may not see the value that stands in this field, and so may not replace it.",
    "gate": "gate.NAME: a closed gate. Parameters: says, comparisons.",
    "earliest": "earliest.DEADLINE: it is too early. Parameters: at.",
    "unlike": "unlike.ACTION: who did ACTION may not do this one. Parameters: action.",
    "unique": "unique.FIELD: the value, with those of `with`, stands in another open case. Parameters: number, with.",
    "children": "children.NAME: children of the case have not ended, or the merge's cases have some.",
    "together": "together.FIELD: the cases of the batch differ in FIELD.",
    "signed": "The person has signed already, or the chain has no place for this signature now.",
    "turn": "Others must sign first. Parameters: waits_for.",
    "seal": "seal.WORD: a signed value has changed since the signature. Parameters: signed, stands.",
    "happened": "The moment at which it happened is in the future, or further back than the action allows.",
    "key": "The command's key was used for another command.",
    "effect": "effect.WORD: what must happen with the action could not. Parameters: the area's own.",
    "corrects": "The recorded act may not be corrected: not by this person, not any more, or not this field.",
    "mention": "A remark names somebody who may not see the case. Parameters: name.",
    "basis": "What the case runs under is not there: its pack version, calendar or setting. Parameters: what.",
}
"""Every family of codes, and what it means. The faces have wording in both languages for each."""


class Refused(Exception):
    """A command was refused, for all of `reasons`."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons
