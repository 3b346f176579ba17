"""What orders show on pages of things that other areas keep."""

from __future__ import annotations

from datetime import datetime

from gendan.cases.store import cursor
from gendan.catalogue.queries import names_of
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table

QUOTATIONS_MOST = 50


def quotations(name: str, *, at: datetime) -> Table:
    """The last quotation of each order of a party, the latest first."""
    with cursor() as on:
        on.execute(
            "select q.case_id, c.number, q.day, q.pieces, q.total from ("
            " select distinct on (q.case_id) q.* from orders_quotation q where q.terms ->> 'party' = any($1::text[])"
            " order by q.case_id, q.version desc) q join cases_case c on c.id = q.case_id"
            " order by q.day desc, q.case_id desc limit $2::int",
            [list(names_of(name)), QUOTATIONS_MOST],
        )
        found = on.fetchall()
    return Table(
        columns=(
            Column(title=Text("单号", "Number"), type="case"),
            Column(title=Text("报价日", "Quoted on"), type="date"),
            Column(title=Text("件数", "Pieces"), type="decimal"),
            Column(title=Text("金额", "Amount"), type="money"),
        ),
        rows=tuple(((case, number), day, pieces, total) for case, number, day, pieces, total in found),
    )
