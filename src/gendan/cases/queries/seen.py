"""A case as a person sees it at all: found, read or recalled, and judged whether it is there for him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gendan.cases import recall, store
from gendan.cases.basis import Basis, basis
from gendan.cases.rows import Stored, as_uid
from gendan.cases.sight import sees
from gendan.core.case import Case
from gendan.core.command import SYSTEM, Actor
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Refused
from gendan.people import access
from gendan.people.log import log_access
from gendan.people.models import Access


@dataclass(frozen=True, kw_only=True)
class CaseSeen:
    """A case that a person sees, with what it is judged under and who he is to it. `epoch` is of people and rights.

    `read` is what was read of it, for a command that is given at once (see `commands.run`).
    """

    stored: Stored
    basis: Basis
    procedure: Procedure
    actor: Actor
    epoch: int
    read: store.Read | None = None

    @property
    def case(self) -> Case:
        """The case itself, as the engine knows it."""
        return self.stored.case

    @property
    def pack(self) -> Pack:
        """The pack version that it runs under."""
        return self.basis.pack


def find(reference: str) -> int | None:
    """The id of the case with this uid, else with this number (the newest), else None. Nobody's rights are asked."""
    uid = as_uid(reference)
    if uid is not None and (known := recall.recall(str(uid))) is not None and known.stored is not None:
        return known.stored.case.id
    with store.cursor() as on:
        if uid is not None:
            on.execute("select id from cases_case where uid = $1::uuid", [str(uid)], prepare=True)
        else:
            on.execute(
                "select id from cases_case where number = $1::text order by id desc limit 1", [reference], prepare=True
            )
        row = on.fetchone()
    return None if row is None else row[0]


def seen_case(
    uid: UUID, *, person: int, at: datetime, party: str | None = None, key: str | None = None
) -> CaseSeen | None:
    """The case of this uid, read with one statement, which also looks what a command of this key led to. None where
    there is none, or none for this person, which is logged."""
    read = _read(str(uid), key)
    return None if read.stored is None else _seen(read.stored, person, at, party, read.epoch, read=read)


def case_to_act_on(
    uid: UUID, *, person: int, at: datetime, party: str | None = None, key: str | None = None, seen: int | None = None
) -> CaseSeen | None:
    """The same for a command that is given at once with its `read`: where this process recalls the version that was
    `seen`, nothing is read."""
    known = recall.recall(str(uid), seen=seen)
    if known is not None and known.stored is not None:
        found = _seen(known.stored, person, at, party, known.epoch, last=False, read=known)
        if found is not None:
            return found
    return seen_case(uid, person=person, at=at, party=party, key=key)


def look_for(case: int | str, *, person: int, at: datetime, party: str | None = None) -> CaseSeen | None:
    """The case by id, uid or number. Departments may have the same numbers: of several cases it is the newest that the
    person sees. None where there is none, or none for this person, which is logged."""
    uid = as_uid(case) if isinstance(case, str) else None
    if uid is not None:
        return seen_case(uid, person=person, at=at, party=party)
    epoch = access.current_epoch()
    ids = _numbered(case) if isinstance(case, str) else [case]
    stands = [stored for each in ids if (stored := store.glimpse(each)) is not None]
    for stored in stands:
        if (seen := _seen(stored, person, at, party, epoch, last=stored is stands[-1])) is not None:
            return seen
    return None


def actor_of(under: Basis, person: int, at: datetime, party: str | None, epoch: int) -> Actor:
    """Who acts: a person, the system (0), or an outside party under its own sign-in. Raises Refused for somebody who
    may do nothing."""
    if person == 0:
        return SYSTEM if party is None else Actor(person=0, party=party)
    return access.actor(person, under.pack, at, epoch=epoch)


def _read(case: str, key: str | None) -> store.Read:
    read = store.look(case, key)
    recall.keep(read)
    return read


def _numbered(number: str) -> list[int]:
    """The cases of this number, the newest first."""
    with store.cursor() as on:
        on.execute(
            "select id from cases_case where number = $1::text order by id desc limit 20", [number], prepare=True
        )
        return [row[0] for row in on]


def _seen(
    stored: Stored,
    person: int,
    at: datetime,
    party: str | None,
    epoch: int,
    *,
    last: bool = True,
    read: store.Read | None = None,
) -> CaseSeen | None:
    under = basis(stored.definition, epoch)
    procedure = under.procedure(stored.case.procedure)
    try:
        actor = actor_of(under, person, at, party, epoch)
    except Refused:
        return None
    if sees(procedure, stored.case, stored.actors, actor):
        return CaseSeen(stored=stored, basis=under, procedure=procedure, actor=actor, epoch=epoch, read=read)
    if last:
        log_access(Access.NOT_SEEN, at=at, person=person, about=f"case {stored.case.number}")
    return None
