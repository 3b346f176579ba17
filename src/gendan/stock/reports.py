"""进出存与用料 What came in and went out over some time, and what orders have used and lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gendan.cases.store import cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """用料 What a workshop drew of a material for an order: planned, beyond the plan, and lost; `case` moved it
    last."""

    order: str
    case: int | None
    party: str
    product: str
    measure: str
    planned: Decimal
    unplanned: Decimal
    lost: Decimal


def usage(
    *, order: str = "", since: datetime | None = None, until: datetime | None = None, limit: int = 200
) -> list[Usage]:
    """用料与损耗 Material by order, workshop and product."""
    with cursor() as on:
        on.execute(
            "select m.order_number, m.party, m.product, g.measure,"
            " coalesce(sum(m.quantity) filter (where m.sort = 'issue' and m.planned is not false), 0),"
            " coalesce(sum(m.quantity) filter (where m.sort = 'issue' and m.planned is false), 0),"
            " coalesce(sum(m.quantity) filter (where m.sort = 'lose'), 0),"
            ' (array_agg(m."case" order by m.id desc))[1]'
            " from stock_movement m join stock_good g on g.product = m.product"
            " where m.sort in ('issue', 'lose') and ($1::text = '' or m.order_number = $1::text)"
            " and ($2::timestamptz is null or m.at >= $2::timestamptz)"
            " and ($3::timestamptz is null or m.at < $3::timestamptz)"
            " group by 1, 2, 3, 4 order by 1, 2, 3 limit $4::int",
            [order, since, until, limit],
        )
        return [
            Usage(
                order=row[0],
                party=row[1],
                product=row[2],
                measure=row[3],
                planned=row[4],
                unplanned=row[5],
                lost=row[6],
                case=row[7],
            )
            for row in on
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnover:
    """进出存 Of a product at a place over some time: what stood before, came in, went out, and stood at the end."""

    product: str
    place: str
    measure: str
    before: Decimal
    came: Decimal
    went: Decimal
    after: Decimal


def turnover(*, since: datetime, until: datetime, place: str = "", limit: int = 1000) -> list[Turnover]:
    """进出存 By product and place, from one moment up to another; what stood before plus what came less what went is
    what stands after, by the same entries."""
    with cursor() as on:
        on.execute(
            "with ends as (select m.product, m.target as place, m.quantity as came, 0::numeric as went, m.at"
            " from stock_movement m where m.at < $2::timestamptz union all"
            " select m.product, m.source, 0, m.quantity, m.at from stock_movement m where m.at < $2::timestamptz)"
            " select e.product, p.name, g.measure,"
            " coalesce(sum(e.came - e.went) filter (where e.at < $1::timestamptz), 0),"
            " coalesce(sum(e.came) filter (where e.at >= $1::timestamptz), 0),"
            " coalesce(sum(e.went) filter (where e.at >= $1::timestamptz), 0), sum(e.came - e.went)"
            " from ends e join stock_place p on p.id = e.place left join stock_place w on w.id = p.warehouse_id"
            " join stock_good g on g.product = e.product"
            " where $3::text = '' or p.name = $3::text or w.name = $3::text"
            " group by 1, 2, 3 order by 1, 2 limit $4::int",
            [since, until, place, limit],
        )
        return [Turnover(**dict(zip(Turnover.__slots__, row, strict=True))) for row in on]
