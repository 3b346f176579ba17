"""核验 Whether the events are still what was written: every hash, every sequence, every head, and the anchors
outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from django.db import transaction

from gendan.cases import anchors
from gendan.cases.answers import one
from gendan.cases.store import cursor
from gendan.core.events import FORMAT, GENESIS


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as it was written. `code` is one of CODES; `number` names the case, `seq` the event
    meant."""

    code: str
    case: int | None
    number: str
    seq: int | None = None
    where: str = ""


CODES: Final = {
    "changed": "An event is not what was hashed.",
    "gap": "An event is missing before this one, or was put in.",
    "head": "The case's row does not point to its last event.",
    "no_case": "Events, or something else, belong to a case that is not there.",
    "no_events": "A case has no events.",
    "rewritten": "The chain is sound in itself, and not the one that was anchored.",
    "removed": "A case or its last events were there when it was anchored, and are gone.",
    "anchor": "An anchor file was changed, or an anchor before it was taken away.",
}
"""What may be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at, and what was found."""

    events: int
    cases: int
    anchors: int
    faults: tuple[Fault, ...]


_CHAIN: Final = f"""
with chained as (
    select case_id, seq, hash, body,
        lag(seq) over w as seq_before,
        lead(seq) over w is null as is_last,
        sha256(
            int2send({FORMAT}::int2)
            || coalesce(lag(hash) over w, '\\x{GENESIS.hex()}'::bytea)
            || int8send(case_id) || int8send(seq::bigint)
            || int2send(octet_length(kind)::int2) || convert_to(kind, 'UTF8')
            || int8send(actor) || int8send((extract(epoch from at) * 1000000)::bigint)
            || convert_to(body::text, 'UTF8')
        ) as computed
    from cases_event
    window w as (partition by case_id order by seq)
),
found as (
    select case_id, seq, case when seq <> coalesce(seq_before, 0) + 1 then 'gap' else 'changed' end as code
    from chained where hash is distinct from computed or seq <> coalesce(seq_before, 0) + 1
    union all
    select e.case_id, e.seq, case when c.id is null then 'no_case' else 'head' end
    from chained e left join cases_case c on c.id = e.case_id
    where e.is_last and (c.id is null or c.head <> e.hash or c.seq <> e.seq)
    union all
    select c.id, null, 'no_events' from cases_case c
    where not exists (select from cases_event e where e.case_id = c.id)
)
select f.code, f.case_id, f.seq, coalesce(c.number, first.body->>'number', '')
from found f
left join cases_case c on c.id = f.case_id
left join cases_event first on first.case_id = f.case_id and first.seq = 1
order by f.case_id, f.seq, f.code
"""
"""Recomputes every hash in the database: the same as `core.events.chained`."""

_ANCHORED: Final = """
select case when e.hash is null then 'removed' else 'rewritten' end, a.id, a.seq, a.number
from anchored a left join cases_event e on e.case_id = a.id and e.seq = a.seq
where e.hash is distinct from a.head
order by a.id, a.seq
"""

_DANGLING: Final = """
select d.case_id, min(d.place) from (
    select case_id, 'clock' as place from cases_clock
    union all select case_id, 'outbox' from cases_outbox
    union all select case_id, 'unique' from cases_uniquevalue
    union all select parent, 'child' from cases_case where parent is not null
    union all select origin, 'split' from cases_case where origin is not null
    union all select (outcome->>'case')::bigint, 'key' from cases_commandkey
) d
where d.case_id is not null and not exists (select from cases_case c where c.id = d.case_id)
    and not exists (select from cases_event e where e.case_id = d.case_id)
group by d.case_id order by d.case_id
"""


def verify() -> Verified:
    """Look at every event, every case's head and every anchor; nothing is changed."""
    faults: list[Fault] = []
    known: list[anchors.Anchor] = []
    try:
        known.extend(anchors.read())
    except anchors.Damaged as damaged:
        faults.append(Fault(code="anchor", case=None, number="", seq=damaged.line, where=damaged.file))
    with transaction.atomic(), cursor() as on:
        # One snapshot for all that is compared.
        if not transaction.get_connection().savepoint_ids:
            on.execute("set transaction isolation level repeatable read")
        on.execute(_CHAIN)
        faults += _faults(on)
        anchors.load(on, known)
        on.execute(_ANCHORED)
        faults += _faults(on)
        on.execute(_DANGLING)
        told = {fault.case for fault in faults}
        faults += [
            Fault(code="no_case", case=case, number=_anchored_number(known, case), where=place)
            for case, place in on.fetchall()
            if case not in told
        ]
        on.execute("select (select count(*) from cases_event), (select count(*) from cases_case)")
        events, cases = one(on)
    return Verified(events=events, cases=cases, anchors=len(known), faults=tuple(_once(faults)))


def _faults(found: Iterable[Sequence[Any]]) -> list[Fault]:
    return [Fault(code=code, case=case, number=number, seq=seq) for code, case, seq, number in found]


def _once(faults: Iterable[Fault]) -> Iterable[Fault]:
    """Each fault once; of a removed case that several anchors knew, one."""
    seen = set()
    for fault in faults:
        key = (fault.code, fault.case, fault.where, fault.seq if fault.code not in ("removed", "rewritten") else None)
        if key not in seen:
            seen.add(key)
            yield fault


def _anchored_number(known: Iterable[anchors.Anchor], case: int) -> str:
    for anchor in known:
        for line in anchor.lines:
            said = orjson.loads(line)
            if said[0] == case:
                return str(said[1])
    return ""
