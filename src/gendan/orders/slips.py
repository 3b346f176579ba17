"""工资单 Which wage slips stand, which days they have, and what a new one would pay.

Of each case the last slip stands, unless it was voided. Slips of one worker that stand have no day in common, and each
entry (a report of pieces, a correction) is paid by one of them at most. What was reported for a day after its slip was
drawn up is carried into the next slip that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

import orjson

from gendan.cases.store import cursor
from gendan.core.scalars import to_cents
from gendan.orders.wages import Wage, Worker

STANDS: Final = (
    "not exists (select from orders_wageslip n where n.case_id = s.case_id and n.version > s.version)"
    " and not exists (select from orders_wageslipvoid v where v.slip_id = s.id)"
)
"""The condition under which a slip `s` stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What is asked of a slip: whose it is, and from which day to which, both included."""

    case: int
    number: str
    worker: Worker
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A slip that stands and has days in common with what was asked: its number and its days."""

    number: str
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """What a slip pays: its lines, and the entries that they sum up."""

    lines: tuple[Wage, ...]
    progress: tuple[int, ...]
    corrections: tuple[int, ...]


def lock(spans: Sequence[Span]) -> None:
    """Hold the wages of these workers until the transaction ends: two slips of one worker come one after the other."""
    workers = sorted({(each.worker.person, each.worker.name) for each in spans})
    with cursor() as on:
        for person, name in workers:
            on.execute("select pg_advisory_xact_lock(hashtextextended($1::text, 0))", [f"gendan wages {person} {name}"])


def _asked(spans: Sequence[Span]) -> str:
    return orjson.dumps(
        [
            {"n": at, "worker": each.worker.person, "name": each.worker.name, "since": each.since, "until": each.until}
            for at, each in enumerate(spans)
        ]
    ).decode()


_ASKED: Final = "jsonb_to_recordset($1::jsonb) as a (n int, worker bigint, name text, since date, until date)"
_OVERLAPS: Final = """
select a.n, coalesce(c.number, ''), s.since, s.until from {asked}
join orders_wageslip s on s.worker = a.worker and (a.worker <> 0 or s.worker_name = a.name)
    and s.since <= a.until and s.until >= a.since
left join cases_case c on c.id = s.case_id
where s.case_id <> all($2::bigint[]) and {stands}
order by a.n, s.since
"""


def overlaps(spans: Sequence[Span]) -> list[list[Overlap]]:
    """For each span the slips that have days in common with it: those that stand, but for those of the spans' own
    cases, which the new ones replace; and earlier ones of these spans.
    """
    found: list[list[Overlap]] = [[] for _ in spans]
    with cursor() as on:
        on.execute(_OVERLAPS.format(asked=_ASKED, stands=STANDS), [_asked(spans), [each.case for each in spans]])
        for at, number, since, until in on:
            found[at].append(Overlap(number=number, since=since, until=until))
    for at, each in enumerate(spans):
        found[at] += [
            Overlap(number=other.number, since=other.since, until=other.until)
            for other in spans[:at]
            if other.worker == each.worker and other.since <= each.until and each.since <= other.until
        ]
    return found


_UNPAID: Final = """
select a.n, e.id, e.step, {columns}, e.day, e.day not between a.since and a.until
from {asked} join {table} e on e.worker = a.worker and (a.worker <> 0 or e.worker_name = a.name)
where {made} and (e.day between a.since and a.until or exists (
        select from orders_wageslip s where s.worker = a.worker and (a.worker <> 0 or s.worker_name = a.name)
        and e.day between s.since and s.until and s.case_id <> all($2::bigint[]) and {stands}))
    and not exists (select from orders_wagepaid w join orders_wageslip s on s.id = w.slip_id
        where w.{entry} = e.id and s.case_id <> all($2::bigint[]) and {stands})
order by a.n, e.day, e.id
"""
_PIECES: Final = _UNPAID.format(
    columns="e.pieces, e.rate, e.wage, ''",
    asked=_ASKED,
    table="orders_progress",
    made="e.pieces > 0",
    entry="progress_id",
    stands=STANDS,
)
_CORRECTIONS: Final = _UNPAID.format(
    columns="0::numeric, null::numeric, e.amount, e.reason",
    asked=_ASKED,
    table="orders_wagecorrection",
    made="true",
    entry="correction_id",
    stands=STANDS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    key: int
    step: str
    pieces: Decimal
    rate: Decimal | None
    amount: Decimal
    reason: str
    day: date
    carried: bool


def payable(spans: Sequence[Span]) -> list[Payable]:
    """What a slip of each span pays: what was reported and corrected for its days, and what came too late for a slip
    that stands. What several spans could pay, the first one does.
    """
    pieces = _entries(_PIECES, spans)
    corrections = _entries(_CORRECTIONS, spans)
    return [
        Payable(
            lines=_lines(span.worker, made, corrected),
            progress=tuple(each.key for each in made),
            corrections=tuple(each.key for each in corrected),
        )
        for span, made, corrected in zip(spans, pieces, corrections, strict=True)
    ]


def _entries(query: str, spans: Sequence[Span]) -> list[list[_Entry]]:
    found: list[list[_Entry]] = [[] for _ in spans]
    taken: set[int] = set()
    with cursor() as on:
        on.execute(query, [_asked(spans), [each.case for each in spans]])
        for at, key, step, pieces, rate, amount, reason, day, carried in on:
            if key not in taken:
                taken.add(key)
                entry = _Entry(
                    key=key,
                    step=step,
                    pieces=pieces,
                    rate=rate,
                    amount=amount,
                    reason=reason,
                    day=day,
                    carried=carried,
                )
                found[at].append(entry)
    return found


def _lines(worker: Worker, pieces: Sequence[_Entry], corrections: Sequence[_Entry]) -> tuple[Wage, ...]:
    """Pieces by step and rate, then corrections; what is carried stands last, day by day."""
    lines: list[Wage] = []

    def alike(entry: _Entry) -> tuple[Any, ...]:
        return (entry.day if entry.carried else date.min, entry.step, entry.rate is not None, entry.rate or 0)

    for _, same in groupby(sorted(pieces, key=alike), alike):
        entries = list(same)
        lines.append(_line(worker, entries, entries[0].day if entries[0].carried else None))
    lines += [_line(worker, [each], each.day) for each in corrections]
    return tuple(sorted(lines, key=lambda line: line.carried))


def _line(worker: Worker, entries: Sequence[_Entry], day: date | None) -> Wage:
    first = entries[0]
    return Wage(
        worker=worker.person,
        name=worker.name,
        step=first.step,
        pieces=sum((each.pieces for each in entries), Decimal(0)),
        rate=first.rate,
        amount=to_cents(sum((each.amount for each in entries), Decimal("0.00"))),
        reason=first.reason,
        day=day,
        carried=first.carried,
    )
