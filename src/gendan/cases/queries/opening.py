"""新办 What a person may open a case of, and why an outside party may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gendan.cases import library
from gendan.cases.basis import Basis, basis
from gendan.cases.queries.seen import actor_of
from gendan.cases.record_words import RecordWords
from gendan.cases.references import LookedUp
from gendan.cases.sight import opening_party
from gendan.core.command import Actor, Command, Refusal, Verb
from gendan.core.engine import decide
from gendan.core.facts import Facts
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.people import access


@dataclass(frozen=True, slots=True)
class _Opener:
    """Somebody before the opening of a procedure's cases."""

    under: Basis
    procedure: Procedure
    actor: Actor

    def refused(self, given: Mapping[str, str], at: datetime) -> tuple[Reason, ...]:
        """What an opening with these values would be refused for."""
        facts = Facts(
            settings=self.under.settings,
            table=self.under.cell,
            record=RecordWords(self.under, at),
            looked_up=LookedUp(at),
            definition=self.under.pack.hash,
            under=self.under.under,
        )
        name = f"{self.procedure.pack}.{self.procedure.name}"
        command = Command(verb=Verb.OPEN, procedure=name, given=given)
        tried = decide(self.procedure, None, command, facts, self.actor, self.under.calendar, at)
        return tried.reasons if isinstance(tried, Refusal) else ()


def opening(procedure: str, *, person: int, at: datetime, party: str | None = None) -> tuple[Basis, Procedure] | None:
    """The procedure (`pack.procedure`) that a person may open a case of, with what it is judged under; None where he
    may not.

    What the opening asks and needs stands in the procedure's action `open`.
    """
    found = _opener(procedure, person, at, party)
    if found is None or any(reason.family in ("access", "missing") for reason in found.refused({}, at)):
        return None
    return found.under, found.procedure


def closed_to(procedure: str, *, person: int, at: datetime) -> tuple[Reason, ...]:
    """Why a case of the procedure (`pack.procedure`) is not opened by the outside party that a person belongs to,
    whatever would be filled in: the opening's gates that read nothing of it but who opens."""
    found = _opener(procedure, person, at, None)
    fields = frozenset(opening_party(found.procedure, found.actor)) if found is not None else frozenset()
    if found is None or not fields:
        return ()
    gates = (found.procedure.gates[name] for name in found.procedure.actions["open"].gates)
    about = {f"gate.{gate.name}" for gate in gates if fields >= gate.when.names > frozenset()}
    reasons = found.refused(dict.fromkeys(fields, found.actor.party or ""), at) if about else ()
    return tuple(reason for reason in reasons if reason.code in about)


def _opener(procedure: str, person: int, at: datetime, party: str | None) -> _Opener | None:
    """None where there is no such procedure, or nobody."""
    epoch = access.current_epoch()
    definition = library.active(procedure.partition(".")[0], epoch)
    if definition is None:
        return None
    under = basis(definition, epoch)
    found = under.pack.procedures.get(procedure.partition(".")[2])
    if found is None:
        return None
    try:
        return _Opener(under, found, actor_of(under, person, at, party, epoch))
    except Refused:
        return None
