"""待我签字 What waits for a person's signature, and lies neither with him nor in his queues: a signer is no owner."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from gendan.cases import library
from gendan.cases.basis import basis
from gendan.cases.queries.case import facts_for_page
from gendan.cases.queries.lists import ASKED_TO_SIGN
from gendan.cases.queries.paging import Page, Parameters
from gendan.cases.queries.rows import COLUMNS, Row, made
from gendan.cases.queries.work import DUE_FIRST, my_posts
from gendan.cases.sight import signing_states
from gendan.cases.store import cursor, glimpse
from gendan.core.command import Actor
from gendan.core.engine import available
from gendan.core.refusals import Refused
from gendan.people import access

LOOKED_AT: Final = 200
"""Cases that are looked at, due first: of more than that nobody sees the end of the list."""

_NOT_MINE: Final = frozenset(("access", "signed", "turn", "state"))
"""Reasons for which a signature is not the person's to give now. Others (a closed gate) he can do something about."""


def to_sign(*, person: int, at: datetime, limit: int = 20) -> Page:
    """The cases whose signature the person can give now, due first; those that he holds or that lie in his queues are
    found there."""
    epoch = access.current_epoch()
    found: list[int] = []
    for case in _candidates(person, at, epoch):
        if _waits(case, person, at, epoch):
            found.append(case)
            if len(found) > limit:
                break
    rows = _rows(found[:limit], person, at, epoch)
    return Page(rows=rows, count=len(rows), capped=len(found) > limit)


def _candidates(person: int, at: datetime, epoch: int) -> list[int]:
    """Open cases that stand where a post of the person signs, or where he was asked to, and that he has not signed."""
    parameters = Parameters()
    me = parameters.add(str(person), "bigint")
    posts = parameters.add(list(my_posts(person, at, epoch)), "text[]")
    branches = []
    for _number, pack in library.active_packs():
        try:
            actor = access.actor(person, pack, at, epoch=epoch)
        except Refused:
            return []
        for procedure in pack.procedures.values():
            name = f"{pack.name}.{procedure.name}".replace("'", "''")
            own, others = signing_states(procedure, _signing_posts(actor))
            for states, which in ((own, "true"), (others - own, ASKED_TO_SIGN.format(me))):
                if states:
                    named = parameters.add(sorted(states), "text[]")
                    branches.append(f"(procedure = '{name}' and state = any({named}) and {which})")
    if not branches:
        return []
    with cursor() as on:
        on.execute(
            f"select id from cases_case where final is null and holder is distinct from {me}"
            f" and not (holder is null and coalesce(queue, '') = any({posts})) and ({' or '.join(branches)})"
            f" order by {DUE_FIRST} limit {LOOKED_AT:d}",
            parameters.values,
        )
        return [row[0] for row in on]


def _signing_posts(actor: Actor) -> frozenset[str]:
    return actor.posts.union(*actor.stands_in.values())


def _waits(case: int, person: int, at: datetime, epoch: int) -> bool:
    stored = glimpse(case)
    if stored is None:
        return False
    under = basis(stored.definition, epoch)
    procedure = under.procedure(stored.case.procedure)
    actor = access.actor(person, under.pack, at, epoch=epoch)
    facts = facts_for_page(stored, under, procedure, at, epoch)
    return any(
        each.signs and _NOT_MINE.isdisjoint(reason.family for reason in each.reasons)
        for each in available(procedure, stored.case, facts, actor, under.calendar, at)
    )


def _rows(cases: list[int], person: int, at: datetime, epoch: int) -> tuple[Row, ...]:
    if not cases:
        return ()
    with cursor() as on:
        on.execute(f"select {COLUMNS} from cases_case where id = any($1::bigint[])", [cases], prepare=True)
        rows = {row.id: row for row in made(on.fetchall(), person, at, epoch)}
    return tuple(rows[case] for case in cases if case in rows)
