"""工作台 What is a person's to do: mine, due first; late; what waits for others; and the queues of his posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from gendan.cases import indexes, library
from gendan.cases.answers import one
from gendan.cases.queries import party
from gendan.cases.queries.paging import (
    COUNT_MOST,
    Key,
    Page,
    Parameters,
    beyond,
    merged,
    order,
    pack_place,
    selected,
    unpack_place,
)
from gendan.cases.queries.rows import COLUMNS, made
from gendan.cases.store import cursor
from gendan.people import access

_DUE_FIRST: Final = (Key(indexes.DUE, "timestamptz"), Key("id", "bigint"))
DUE_FIRST: Final = order(_DUE_FIRST)
"""The order of work as SQL."""
_MOST_URGENT: Final = (Key("priority", "bigint", falling=True), Key("id", "bigint"))
_WIDTH: Final = len(COLUMNS.split(","))


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How many cases lie unclaimed in the queue of a post (`pack.post`), at most COUNT_MOST."""

    queue: str
    count: int
    capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """The first pages of a person's work, and the counts of his queues."""

    mine: Page
    late: Page
    waiting: Page
    queues: tuple[QueueCount, ...]


def workbench(*, person: int, at: datetime, limit: int = 20) -> Workbench:
    """All of a person's work at one look."""
    return Workbench(
        mine=mine(person=person, at=at, limit=limit),
        late=late(person=person, at=at, limit=limit),
        waiting=waiting(person=person, at=at, limit=limit),
        queues=queue_counts(person=person, at=at),
    )


def mine(*, person: int, at: datetime, after: str | None = None, limit: int = 50) -> Page:
    """The cases that the person holds and that wait for nobody else, due first; for somebody of an outside party those
    that wait for it.
    """
    if names := party.names_of(person):
        return _of_party(party.turn(names), person, at, after, limit)
    return _held(person, at, after, limit, waiting_for_others=False)


def waiting(*, person: int, at: datetime, after: str | None = None, limit: int = 50) -> Page:
    """The cases that the person holds and that wait for others: he answers for chasing them. For somebody of an outside
    party its cases in which it is somebody else's turn.
    """
    if names := party.names_of(person):
        return _of_party(party.others_turn(names), person, at, after, limit)
    return _held(person, at, after, limit, waiting_for_others=True)


def pending(*, person: int, at: datetime, after: str | None = None, limit: int = 50) -> Page:
    """The cases that the person holds in which something would happen by itself, and waits for its conditions."""
    epoch = access.current_epoch()
    parameters = Parameters()
    branch = f"final is null and pending <> '{{}}' and holder = {parameters.add(str(person), 'bigint')}"
    return page_of([branch], _DUE_FIRST, parameters, person, at, epoch, after, limit)


def late(*, person: int, at: datetime, after: str | None = None, limit: int = 50) -> Page:
    """The cases with a clock past its due moment that the person holds, or that lie unclaimed in his queues."""
    if names := party.names_of(person):
        return _of_party(party.turn(names, late=True), person, at, after, limit)
    epoch = access.current_epoch()
    parameters = Parameters()
    branches = [f"final is null and late and holder = {parameters.add(str(person), 'bigint')}"]
    branches += [
        f"final is null and late and holder is null and queue = {parameters.add(queue, 'text')}"
        for queue in my_posts(person, at, epoch)
    ]
    return page_of(branches, _DUE_FIRST, parameters, person, at, epoch, after, limit)


def queue(
    *, person: int, at: datetime, posts: Sequence[str] | None = None, after: str | None = None, limit: int = 50
) -> Page:
    """The unclaimed cases of the person's posts (or of those of `posts` that are his), by priority and then by age."""
    epoch = access.current_epoch()
    own = my_posts(person, at, epoch)
    wanted = [post for post in own if posts is None or post in posts]
    parameters = Parameters()
    branches = [f"final is null and holder is null and queue = {parameters.add(post, 'text')}" for post in wanted]
    return page_of(branches, _MOST_URGENT, parameters, person, at, epoch, after, limit)


def next_case(*, person: int, at: datetime) -> str | None:
    """The uid of the case to take next: mine by due moment, else the first of my queues; None where there is no
    work."""
    for page in (mine(person=person, at=at, limit=1), queue(person=person, at=at, limit=1)):
        if page.rows:
            return page.rows[0].uid
    return None


def queue_counts(*, person: int, at: datetime) -> tuple[QueueCount, ...]:
    """The person's queues, in the order of their names, with how many cases lie in each."""
    posts = my_posts(person, at, access.current_epoch())
    if not posts:
        return ()
    parameters = Parameters()
    branches = [
        f"select count(*) from (select 1 from cases_case where final is null and holder is null"
        f" and queue = {parameters.add(post, 'text')} limit {COUNT_MOST + 1:d}) q"
        for post in posts
    ]
    with cursor() as on:
        on.execute(f"select {', '.join(f'({branch})' for branch in branches)}", parameters.values)
        counts = on.fetchone()
    assert counts is not None
    return tuple(
        QueueCount(post, min(count, COUNT_MOST), count > COUNT_MOST) for post, count in zip(posts, counts, strict=True)
    )


def my_posts(person: int, at: datetime, epoch: int) -> tuple[str, ...]:
    """The posts (`pack.post`) whose queues are the person's: his own, and those he stands in for."""
    standing, day = access.organization(epoch), access.day_of(at)
    posts = set(standing.posts(person, day))
    for of_absent, _ in standing.absent(person, day).values():
        posts |= of_absent
    return tuple(sorted(posts))


def _held(person: int, at: datetime, after: str | None, limit: int, *, waiting_for_others: bool) -> Page:
    epoch = access.current_epoch()
    parameters = Parameters()
    states = _waiting_states()
    among = f"(procedure || '.' || state) = any({parameters.add(states, 'text[]')})"
    which = among if waiting_for_others else f"not {among}"
    branch = f"final is null and holder = {parameters.add(str(person), 'bigint')} and {which}"
    return page_of([branch], _DUE_FIRST, parameters, person, at, epoch, after, limit)


def _of_party(which: party.Condition, person: int, at: datetime, after: str | None, limit: int) -> Page:
    parameters = Parameters()
    branch = which(parameters, person, at)
    branches = [f"final is null and {branch}"] if branch else []
    return page_of(branches, _DUE_FIRST, parameters, person, at, access.current_epoch(), after, limit)


def _waiting_states() -> list[str]:
    """The states, as `pack.procedure.state`, in which it is somebody else's turn."""
    return [
        f"{procedure.pack}.{procedure.name}.{state.name}"
        for _, pack in library.active_packs()
        for procedure in pack.procedures.values()
        for state in procedure.states.values()
        if state.waits is not None
    ]


def page_of(
    branches: list[str],
    keys: tuple[Key, ...],
    parameters: Parameters,
    person: int,
    at: datetime,
    epoch: int,
    after: str | None,
    limit: int,
) -> Page:
    """A page of the cases that fulfil one of the conditions in `branches`, which exclude each other, in one order."""
    if not branches:
        return Page(rows=())
    counted, capped = _counted(branches, parameters.values)
    further = f" and {beyond(keys, unpack_place(after, len(keys)), parameters)}" if after is not None else ""
    scans = [
        f"(select {COLUMNS}, {selected(keys)} from cases_case where {branch}{further}"
        f" order by {order(keys)} limit {limit + 1:d})"
        for branch in branches
    ]
    with cursor() as on:
        on.execute(merged(scans, keys, limit + 1), parameters.values)
        found: list[Any] = on.fetchall()
    return Page(
        rows=made([line[:_WIDTH] for line in found[:limit]], person, at, epoch),
        next=pack_place(found[limit - 1][_WIDTH:]) if len(found) > limit else None,
        count=counted,
        capped=capped,
    )


def _counted(branches: list[str], parameters: list[Any]) -> tuple[int, bool]:
    scans = " union all ".join(
        f"(select 1 from cases_case where {branch} limit {COUNT_MOST + 1:d})" for branch in branches
    )
    with cursor() as on:
        on.execute(f"select count(*) from (select 1 from ({scans}) a limit {COUNT_MOST + 1:d}) b", list(parameters))
        found: int = one(on)[0]
    return min(found, COUNT_MOST), found > COUNT_MOST
