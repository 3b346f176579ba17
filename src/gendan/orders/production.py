"""生产进度 What stands of production: the sheet, its steps, what went through each, and what a piece earns there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import orjson

from gendan.cases.store import cursor
from gendan.orders.lines import bare


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """How far a case's production is.

    `version` and `number` are those of the last sheet, 0 and "" where there was none; `recalled` that it was
    withdrawn. `pieces` are to be made (of the sheet, else of the quotation; None: nobody knows). `through` are the
    pieces that went through each step, those of earlier sheets that the last one keeps included. `products` are the
    product codes of the lines, in their order.
    """

    version: int = 0
    number: str = ""
    recalled: bool = False
    pieces: Decimal | None = None
    steps: tuple[str, ...] = ()
    through: Mapping[str, Decimal] = field(default_factory=dict)
    products: tuple[str, ...] = ()

    @property
    def route(self) -> tuple[str, ...]:
        """The steps that count: those that the sheet declares, else those that were reported."""
        return self.steps or tuple(self.through)

    @property
    def made(self) -> Decimal:
        """Pieces that went through every step."""
        return min((self.through.get(step, Decimal(0)) for step in self.route), default=Decimal(0))

    @property
    def unmade(self) -> Decimal | None:
        """Pieces that did not; None where nobody knows how many there are to be."""
        return None if self.pieces is None else max(self.pieces - self.made, Decimal(0))


_STANDS: Final = """
select c.id, s.version, s.number, r.id is not null, s.steps::text, s.pieces, q.pieces,
    (select json_agg(l ->> 'product') from jsonb_array_elements(coalesce(s.lines, q.lines)) l)::text,
    (select json_object_agg(p.step, p.pieces) from (
        select p.step, sum(p.pieces)::text as pieces from orders_progress p where p.case_id = c.id
            and p.sheet >= coalesce((select max(k.version) from orders_sheet k where k.case_id = c.id and not k.keeps
                and k.version <= s.version), 0)
        group by p.step) p)::text
from unnest($1::bigint[]) as c (id)
left join lateral (
    select * from orders_sheet s where s.case_id = c.id order by s.version desc limit 1
) s on true
left join orders_sheetrecall r on r.sheet_id = s.id
left join lateral (
    select q.pieces, q.lines from orders_quotation q where q.case_id = c.id order by q.version desc limit 1
) q on true
"""


def productions(cases: Iterable[int]) -> dict[int, Production]:
    """How far production is, for many cases with one query."""
    with cursor() as on:
        on.execute(_STANDS, [sorted(set(cases))])
        return {row[0]: _production(row) for row in on}


def _production(row: Sequence[Any]) -> Production:
    through = {step: bare(Decimal(value)) for step, value in (orjson.loads(row[8]) if row[8] else {}).items()}
    pieces = row[5] if row[1] else row[6]
    return Production(
        version=row[1] or 0,
        number=row[2] or "",
        recalled=bool(row[3]),
        pieces=None if pieces is None else bare(pieces),
        steps=tuple(orjson.loads(row[4])) if row[4] else (),
        through=through,
        products=tuple(each or "" for each in (orjson.loads(row[7]) if row[7] else ())),
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """The wage and the cost of a piece."""

    wage: Decimal
    cost: Decimal


def rates(asked: Sequence[tuple[str, str, str, date]]) -> list[Rate | None]:
    """What a piece earns and costs: for each (step, product, series, day) the rate of the product, else of the series,
    else of all, that began last; None where none was set.
    """
    if not asked:
        return []
    told = [
        {"n": number, "step": step, "product": product, "series": series, "day": day.isoformat()}
        for number, (step, product, series, day) in enumerate(asked)
    ]
    with cursor() as on:
        on.execute(
            "select a.n, r.wage, r.cost from jsonb_to_recordset($1::jsonb)"
            " as a (n int, step text, product text, series text, day date) cross join lateral ("
            " select r.wage, r.cost from orders_steprate r where r.step = a.step and r.since <= a.day"
            " and r.product in ('', a.product) and r.series in ('', a.series)"
            " order by r.product <> '' desc, r.series <> '' desc, r.since desc, r.id desc limit 1) r",
            [orjson.dumps(told).decode()],
        )
        found = {number: Rate(wage, cost) for number, wage, cost in on}
    return [found.get(number) for number in range(len(asked))]


def routes(series: Iterable[str], day: date) -> dict[str, tuple[str, ...]]:
    """The steps of each series on a day: its own, else those of all; those without any are left out."""
    wanted = sorted(set(series))
    with cursor() as on:
        on.execute(
            "select w.series, r.steps::text from unnest($1::text[]) as w (series) cross join lateral ("
            " select r.steps from orders_route r where r.series in ('', w.series) and r.since <= $2::date"
            " order by r.series <> '' desc, r.since desc, r.id desc limit 1) r",
            [wanted, day],
        )
        return {name: tuple(orjson.loads(steps)) for name, steps in on}


def lead_days(asked: Sequence[tuple[object, ...]]) -> list[int | None]:
    """Look-up `orders.lead_days(series, urgent, day)`: days from confirmation to delivery, None where none are set."""
    told = [
        {
            "n": number,
            "series": str(series or ""),
            "urgent": urgent is True,
            "day": day.isoformat() if isinstance(day, date) else None,
        }
        for number, (series, urgent, day) in enumerate(asked)
    ]
    with cursor() as on:
        on.execute(
            "select a.n, r.days from jsonb_to_recordset($1::jsonb) as a (n int, series text, urgent boolean, day date)"
            " cross join lateral (select r.days from orders_leadtime r where r.urgent = a.urgent"
            " and r.series in ('', a.series) and r.since <= a.day"
            " order by r.series <> '' desc, r.since desc, r.id desc limit 1) r",
            [orjson.dumps(told).decode()],
        )
        found = dict(on.fetchall())
    return [found.get(number) for number in range(len(asked))]
