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
    *, order: str = "", since: datetime | None = None, until: datetime | None = None, limit: int | None = 200
) -> list[Usage]:
    """用料与损耗 Material by order, workshop and product; `limit` None: all."""
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


_LAST = (
    "select quantity from ("
    " (select m.id, m.source_after as quantity from stock_movement m where m.product = b.product"
    "  and m.source = b.place and m.at < {moment} order by m.at desc, m.id desc limit 1)"
    " union all"
    " (select m.id, m.target_after from stock_movement m where m.product = b.product and m.target = b.place"
    "  and m.at < {moment} order by m.at desc, m.id desc limit 1)"
    ") d order by id desc limit 1"
)
"""What stood of a balance before a moment: its last movement tells it, at either end."""


def turnover(*, since: datetime, until: datetime, place: str = "", limit: int | None = 1000) -> list[Turnover]:
    """进出存 By product and place, from one moment up to another; what stood before plus what came less what went is
    what stands after. It costs two movements of each product and place, and those of the time itself."""
    with cursor() as on:
        on.execute(
            "with moved as (select product, place, sum(came) as came, sum(went) as went from ("
            " select product, target as place, quantity as came, 0::numeric as went from stock_movement"
            "  where at >= $1::timestamptz and at < $2::timestamptz union all"
            " select product, source, 0, quantity from stock_movement"
            "  where at >= $1::timestamptz and at < $2::timestamptz) e group by 1, 2)"
            " select b.product, p.name, g.measure, coalesce(x.quantity, 0), coalesce(e.came, 0), coalesce(e.went, 0),"
            " y.quantity from stock_balance b join stock_place p on p.id = b.place"
            " left join stock_place w on w.id = p.warehouse_id join stock_good g on g.product = b.product"
            f" cross join lateral ({_LAST.format(moment='$2::timestamptz')}) y"
            f" left join lateral ({_LAST.format(moment='$1::timestamptz')}) x on true"
            " left join moved e on e.product = b.product and e.place = b.place"
            " where $3::text = '' or p.name = $3::text or w.name = $3::text order by 1, 2 limit $4::int",
            [since, until, place, limit],
        )
        return [Turnover(**dict(zip(Turnover.__slots__, row, strict=True))) for row in on]
