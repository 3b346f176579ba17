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
class _Tried:
    under: Basis
    procedure: Procedure
    actor: Actor
    reasons: tuple[Reason, ...]


def opening(procedure: str, *, person: int, at: datetime, party: str | None = None) -> tuple[Basis, Procedure] | None:
    """The procedure (`pack.procedure`) that a person may open a case of, with what it is judged under; None where he
    may not.

    What the opening asks and needs stands in the procedure's action `open`.
    """
    tried = _tried(procedure, {}, person, at, party)
    if tried is None or any(reason.family in ("access", "missing") for reason in tried.reasons):
        return None
    return tried.under, tried.procedure


def closed_to(procedure: str, *, person: int, at: datetime) -> tuple[Reason, ...]:
    """Why a case of the procedure (`pack.procedure`) is not opened by the outside party that a person belongs to,
    whatever would be filled in: the opening's gates that read nothing of it but who opens."""
    tried = _tried(procedure, {}, person, at, None)
    fields = frozenset(opening_party(tried.procedure, tried.actor)) if tried is not None else frozenset()
    if tried is None or not fields:
        return ()
    known = (tried.procedure.gates[name] for name in tried.procedure.actions["open"].gates)
    about = {f"gate.{gate.name}" for gate in known if fields >= gate.when.names > frozenset()}
    if not about:
        return ()
    again = _tried(procedure, dict.fromkeys(fields, tried.actor.party or ""), person, at, None)
    return tuple(reason for reason in again.reasons if reason.code in about) if again is not None else ()


def _tried(procedure: str, given: Mapping[str, str], person: int, at: datetime, party: str | None) -> _Tried | None:
    """What an opening with these values would be refused for; None where there is no such procedure, or nobody."""
    epoch = access.current_epoch()
    definition = library.active(procedure.partition(".")[0], epoch)
    if definition is None:
        return None
    under = basis(definition, epoch)
    found = under.pack.procedures.get(procedure.partition(".")[2])
    if found is None:
        return None
    facts = Facts(
        settings=under.settings,
        table=under.cell,
        record=RecordWords(under, at),
        looked_up=LookedUp(at),
        definition=under.pack.hash,
        under=under.under,
    )
    try:
        actor = actor_of(under, person, at, party, epoch)
    except Refused:
        return None
    command = Command(verb=Verb.OPEN, procedure=procedure, given=given)
    tried = decide(found, None, command, facts, actor, under.calendar, at)
    return _Tried(under, found, actor, tried.reasons if isinstance(tried, Refusal) else ())
