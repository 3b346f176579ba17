"""What a command led to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gendan.core.case import Case
from gendan.core.events import Json
from gendan.core.refusals import Reason


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that a command opened besides its own: a child (`name` is the parent's name for it) or a part of a
    split."""

    name: str
    id: int
    uid: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one command.

    `case`, `uid`, `number`, `version` and `state` are of the case after it; of a refused command they are of the case
    as it stands, as far as the actor may know of it (`case` None: of none). `reasons` are why it was refused: empty
    means done. `replayed`: the command's key had been done before, and this is what it had led to then. `unchanged`:
    it was allowed and changed nothing (a clock looked at before it was due). `told` is what an area's action told.
    """

    case: int | None = None
    uid: str = ""
    number: str = ""
    version: int = 0
    state: str = ""
    reasons: tuple[Reason, ...] = ()
    replayed: bool = False
    unchanged: bool = False
    opened: tuple[Opened, ...] = ()
    told: Mapping[str, Json] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether the command was done, now or before."""
        return not self.reasons


def refused(reasons: tuple[Reason, ...], case: Case | None = None) -> Outcome:
    """The outcome of a refused command; `case` where the actor may know of it."""
    if case is None:
        return Outcome(reasons=reasons)
    return Outcome(
        case=case.id, uid=case.uid, number=case.number, version=case.version, state=case.state, reasons=reasons
    )


def to_json(outcome: Outcome) -> dict[str, Json]:
    """A done outcome as JSON, as it is kept with the command's key."""
    return {
        "case": outcome.case,
        "uid": outcome.uid,
        "number": outcome.number,
        "version": outcome.version,
        "state": outcome.state,
        "opened": [[each.name, each.id, each.uid, each.number] for each in outcome.opened],
        **({"told": dict(outcome.told)} if outcome.told else {}),
    }


def from_json(said: Mapping[str, Any]) -> Outcome:
    """The outcome that `to_json` wrote, as one that is replayed."""
    return Outcome(
        case=said["case"],
        uid=said["uid"],
        number=said["number"],
        version=said["version"],
        state=said["state"],
        opened=tuple(Opened(*each) for each in said["opened"]),
        replayed=True,
        told=said.get("told", {}),
    )
