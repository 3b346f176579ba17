"""交接 A person's whole work given to another: one command a case, through the one door, with an outcome for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gendan.cases.commands import run_many
from gendan.cases.outcome import Outcome
from gendan.cases.queries.load import Held, held_by
from gendan.core.command import Command, Verb

MOST: Final = 2_000
"""Cases that one hand-over takes; what is left is handed over by another."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A case of the hand-over as it was held, and what became of it."""

    case: Held
    outcome: Outcome


def hand_over_all(
    giver: int, taker: int, posts: Sequence[str], *, person: int, at: datetime, reason: str, key: str
) -> tuple[Handed, ...]:
    """Give what `giver` holds in `posts` (`pack.post`), the due first, to `taker`, as far as `person` may.

    `key` makes the whole happen once: the same again hands over what is left and does nothing twice. Where the taker
    does not hold a case's post, or the person is not above it, that case's outcome says so and it stays where it was.
    """
    cases = held_by(giver, posts)[:MOST]
    commands = (
        Command(
            verb=Verb.HAND_OVER,
            case=each.id,
            person=taker,
            seen=each.version,
            reason=reason or None,
            key=f"{key}:{each.id}",
        )
        for each in cases
    )
    outcomes = run_many(commands, person=person, at=at)
    return tuple(Handed(each, outcome) for each, outcome in zip(cases, outcomes, strict=True))
