"""计件工资 What workers' pieces came to: by step and rate, with the corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gendan.cases.store import cursor
from gendan.core.events import Json
from gendan.core.scalars import to_cents
from gendan.money.staging import staged, unstaged


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Whose wages: of a person, or of somebody without an account by his `name`, as the books have it. An entry that
    names a person is that person's, whatever name stands beside it.
    """

    person: int = 0
    name: str = ""

    @classmethod
    def told(cls, person: object, name: object) -> Worker | None:
        """The worker that a person and a name tell; None where they tell nobody."""
        if isinstance(person, int) and person:
            return cls(person=person)
        text = str(name or "").strip()
        return cls(name=staged(text)) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wage:
    """A line of a wage slip: what a worker made at a step at one rate, or a correction (`reason` says why).

    `worker` is a person, 0 for one without an account, who has a `name`; both empty: nobody was told. `rate` None of
    pieces says that none was set when they were reported. `carried`: it is of a `day` whose slip was drawn up before
    it was reported, and is paid by a later one.
    """

    worker: int
    name: str
    step: str
    pieces: Decimal
    rate: Decimal | None
    amount: Decimal
    reason: str = ""
    day: date | None = None
    carried: bool = False

    def plain(self) -> dict[str, Json]:
        """The line as JSON."""
        return {
            "step": self.step,
            "pieces": format(self.pieces.normalize(), "f"),
            "rate": None if self.rate is None else format(self.rate.normalize(), "f"),
            "amount": str(self.amount),
            "reason": self.reason,
            "day": None if self.day is None else self.day.isoformat(),
            "carried": self.carried,
        }


_MADE = """
select p.worker, case when p.worker = 0 then p.worker_name else '' end, p.step, sum(p.pieces), p.rate, sum(p.wage), '',
    null::date
from orders_progress p where p.day between $1::date and $2::date and p.pieces > 0
    and ($3::bigint is null or (p.worker = $3::bigint and (p.worker <> 0 or p.worker_name = $4::text)))
group by 1, 2, p.step, p.rate
union all
select c.worker, case when c.worker = 0 then c.worker_name else '' end, c.step, 0, null, c.amount, c.reason, c.day
from orders_wagecorrection c where c.day between $1::date and $2::date
    and ($3::bigint is null or (c.worker = $3::bigint and (c.worker <> 0 or c.worker_name = $4::text)))
order by 1, 2, 8 nulls first, 3, 5
"""


def wages(since: date, until: date, *, person: int | None = None, worker: str = "") -> list[Wage]:
    """The wages from a day to a day, both included: of one worker, or of all where neither person nor name is told."""
    one = Worker.told(person, worker)
    with cursor() as on:
        on.execute(_MADE, [since, until, one.person if one else None, one.name if one else ""])
        return [_wage(row) for row in on]


def _wage(row: tuple[Any, ...]) -> Wage:
    return Wage(
        worker=row[0],
        name=unstaged(row[1]),
        step=row[2],
        pieces=row[3],
        rate=row[4],
        amount=to_cents(row[5]),
        reason=row[6],
        day=row[7],
    )


_EARNED = """
select w.n, coalesce((
    select sum(p.wage) from orders_progress p
    where p.worker = w.person and p.day between w.since and w.until and p.pieces > 0), 0) + coalesce((
    select sum(c.amount) from orders_wagecorrection c
    where c.worker = w.person and c.day between w.since and w.until), 0)
from unnest($1::int[], $2::bigint[], $3::date[], $4::date[]) w (n, person, since, until)
"""


def earned(asked: list[tuple[object, ...]]) -> list[Decimal]:
    """Look-up `orders.wages(person, since, until)`: what a person's pieces came to, corrections included."""
    told = [
        (number, person, since, until)
        for number, (person, since, until) in enumerate(asked)
        if isinstance(person, int) and person and isinstance(since, date) and isinstance(until, date)
    ]
    found: dict[int, Decimal] = {}
    if told:
        with cursor() as on:
            on.execute(_EARNED, [[each[part] for each in told] for part in range(4)])
            found = dict(on.fetchall())
    return [to_cents(found.get(number, Decimal(0))) for number in range(len(asked))]
