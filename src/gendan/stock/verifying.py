"""Whether the book agrees with itself."""

from __future__ import annotations

from gendan.cases.store import cursor
from gendan.stock.models.place import FIRST_PLACE


def faults() -> list[str]:
    """What of the book does not agree with its movements: balances, units, and holds. Empty where all is well."""
    told = []
    with cursor() as on:
        on.execute(
            "select b.product, b.place, b.party, b.quantity, coalesce(s.quantity, 0) from stock_balance b left join ("
            " select product, place, party, sum(change) as quantity from ("
            f" select product, target as place, case when target < {FIRST_PLACE} then party else '' end as party,"
            " quantity as change from stock_movement union all"
            f" select product, source, case when source < {FIRST_PLACE} then party else '' end, -quantity"
            " from stock_movement) m group by 1, 2, 3) s using (product, place, party)"
            " where b.quantity <> coalesce(s.quantity, 0)"
        )
        told += [f"balance of {row[0]} at {row[1]} {row[2]}: {row[3]}, by movements {row[4]}" for row in on]
        on.execute(
            "select b.product, b.place, b.held, coalesce(h.held, 0) from stock_balance b left join (select product,"
            " place, sum(change) as held from stock_hold group by 1, 2) h using (product, place)"
            f" where b.place >= {FIRST_PLACE} and b.held <> coalesce(h.held, 0)"
        )
        told += [f"held of {row[0]} at {row[1]}: {row[2]}, by holds {row[3]}" for row in on]
        on.execute(
            "select b.product, b.place, b.quantity, b.held, count(w.unit), count(w.held_by) from stock_balance b"
            " join stock_good g on g.product = b.product and g.coded"
            " left join stock_whereabouts w on w.product = b.product and w.place = b.place"
            f" where b.place >= {FIRST_PLACE} group by 1, 2, 3, 4"
            " having b.quantity <> count(w.unit) or b.held <> count(w.held_by)"
        )
        told += [f"units of {row[0]} at {row[1]}: {row[4]} ({row[5]} held), by book {row[2]} ({row[3]})" for row in on]
    return told
