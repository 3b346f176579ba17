"""The case that a batch is: opened with it, told of its answers, ended by the last of them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from gendan.cases import library
from gendan.cases.commands import Outcome, run
from gendan.cases.exchanges.context import Context
from gendan.core.amount import add_amount
from gendan.core.command import Command, Verb
from gendan.packs.reader import SHIPPED
from gendan.people.access import current_epoch

PACK: Final = "exchange"
PROCEDURE: Final = "exchange.batch"


def install(at: datetime) -> None:
    """See that the shipped pack of batches is active, in the version that this Gendan ships."""
    library.activate(SHIPPED / PACK, by=0, at=at)


def open_batch(context: Context, sent: int, *, language: str, at: datetime) -> Outcome:
    """Open the case of a batch of `sent` rows. Raises RuntimeError where that is refused, which is a fault of ours."""
    if library.active(PACK, current_epoch()) is None:
        install(at)
    declared = context.declared
    due = None if declared.due is None else add_amount(at, declared.due, context.under.calendar)
    given = {
        "exchange": context.name,
        "title": declared.title.in_language(language),
        "sender": context.actor.person or None,
        "due_at": due,
        "sent": sent,
        "unanswered": sent,
    }
    return _done(run(Command(verb=Verb.OPEN, procedure=PROCEDURE, given=given), person=0, at=at))


def tell_batch(batch: int, unanswered: int, *, at: datetime) -> Outcome:
    """Tell a batch how many of its rows are unanswered now; one that is closed is left as it is."""
    command = Command(verb=Verb.ACT, case=batch, action="answer", given={"unanswered": unanswered})
    outcome = run(command, person=0, at=at)
    if [reason.code for reason in outcome.reasons] == ["state"]:
        return outcome
    return _done(outcome)


def _done(outcome: Outcome) -> Outcome:
    if not outcome.done:
        raise RuntimeError(f"a batch was refused: {', '.join(reason.code for reason in outcome.reasons)}")
    return outcome
