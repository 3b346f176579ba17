"""报价 Lines priced and frozen, and the customer's original kept beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from gendan.cases.effects import Call
from gendan.cases.store import cursor
from gendan.catalogue.quoting import QuotedLine, Terms, quote_many
from gendan.core.events import Json
from gendan.core.expression.values import is_number
from gendan.core.refusals import Reason, Refused
from gendan.core.scalars import to_cents
from gendan.orders.lines import Line, field_of, frozen, pieces, pieces_of, rows
from gendan.people.access import day_of


def price(calls: Sequence[Call]) -> None:
    """Effect `orders.price`: price the lines and freeze the quotation, each case's next version, with how every price
    came about. Three queries and one statement for all calls, but for days and grades that differ.

    Raises Refused: orders.no_lines, and a reason for each line that has no price (see `catalogue.quoting.quote_many`).
    """
    asked: list[tuple[Call, list[Line], Terms]] = []
    for call in calls:
        lines = rows(call.arguments.get("lines"))
        if not lines:
            raise Refused((Reason("orders.no_lines", {"number": call.number}),))
        asked.append((call, lines, _terms(call)))
    by_hand = [each for each in asked if each[0].arguments.get("by_hand") is True]
    by_list = [each for each in asked if each[0].arguments.get("by_hand") is not True]
    quoted = quote_many([(lines, terms) for _, lines, terms in by_list])
    written = [
        _quotation(call, lines, terms, [_by_list(*pair) for pair in zip(lines, found, strict=True)])
        for (call, lines, terms), found in zip(by_list, quoted, strict=True)
    ]
    written += [_quotation(call, lines, terms, _by_hand(lines)) for call, lines, terms in by_hand]
    _write(written)


def _terms(call: Call) -> Terms:
    given = call.arguments
    on = given.get("on")
    return Terms(
        on=on if isinstance(on, date) else day_of(call.at),
        party=str(given.get("party") or ""),
        grade=str(given.get("grade") or ""),
        channel=str(given.get("channel") or ""),
        list=str(given.get("list") or ""),
        urgent=given.get("urgent") is True,
    )


def _by_list(line: Line, quoted: QuotedLine) -> dict[str, Json]:
    product, tariff, priced = quoted.product, quoted.tariff, quoted.priced
    return {
        "values": frozen([line])[0],
        "product": product.code,
        "name": product.name,
        "unit": product.unit,
        "quantity": format(priced.quantity, "f"),
        "price": str(priced.price),
        "amount": str(priced.amount),
        "list": f"{tariff.name} {tariff.version}",
        "steps": list[Json](step.plain() for step in priced.steps),
    }


def _by_hand(lines: Sequence[Line]) -> list[dict[str, Json]]:
    """Lines whose price of a piece was told with them, in their column `price`."""
    found: list[dict[str, Json]] = []
    reasons: list[Reason] = []
    for number, line in enumerate(lines, 1):
        told = line.get("price")
        quantity = pieces_of(line)
        code = str(line.get("product") or "")
        if not is_number(told) or Decimal(str(told)) < 0 or quantity <= 0:
            why = "quantity" if is_number(told) else "no_price"
            reasons.append(Reason(f"catalogue.{why}", {"line": number, "product": code}))
            continue
        piece = to_cents(Decimal(str(told)))
        found.append(
            {
                "values": frozen([line])[0],
                "product": code,
                "name": str(line.get("name") or code),
                "unit": str(line.get("unit") or ""),
                "quantity": format(quantity, "f"),
                "price": str(piece),
                "amount": str(to_cents(piece * quantity)),
                "list": "",
                "steps": [{"sort": "component", "title": "议价", "amount": str(piece)}],
            }
        )
    if reasons:
        raise Refused(tuple(reasons[:20]))
    return found


def _quotation(call: Call, lines: Sequence[Line], terms: Terms, quoted: Sequence[dict[str, Json]]) -> dict[str, Any]:
    total = sum((Decimal(str(line["amount"])) for line in quoted), Decimal("0.00"))
    said = {
        "party": terms.party,
        "grade": terms.grade,
        "channel": terms.channel,
        "list": terms.list,
        "urgent": terms.urgent or None,
    }
    return {
        "case_id": call.case,
        "person": call.person,
        "at": call.at.isoformat(),
        "lines": quoted,
        "total": str(total),
        "pieces": format(pieces(lines), "f"),
        "day": terms.on.isoformat(),
        "terms": {name: value for name, value in said.items() if value},
        "field": field_of(call),
    }


# The case's lock is held: the next version is nobody else's.
_WRITE = """
insert into orders_quotation (case_id, version, person, at, lines, total, pieces, day, terms, field, digest)
select q.case_id, coalesce((select max(o.version) from orders_quotation o where o.case_id = q.case_id), 0) + 1,
    q.person, q.at, q.lines, q.total, q.pieces, q.day, q.terms, q.field,
    coalesce(md5((c.data -> q.field)::text), '')
from jsonb_to_recordset($1::jsonb) as q (case_id bigint, person bigint, at timestamptz, lines jsonb, total numeric,
    pieces numeric, day date, terms jsonb, field text)
left join cases_case c on c.id = q.case_id
"""


def _write(quotations: Sequence[dict[str, Any]]) -> None:
    with cursor() as on:
        on.execute(_WRITE, [orjson.dumps(quotations).decode()])


def take_original(calls: Sequence[Call]) -> None:
    """Effect `orders.original`: keep what the customer wrote, line by line, as one of the sources that are compared.

    Raises Refused: orders.no_lines.
    """
    told: list[dict[str, Any]] = []
    for call in calls:
        lines = rows(call.arguments.get("lines"))
        if not lines:
            raise Refused((Reason("orders.no_lines", {"number": call.number}),))
        told.append({"case_id": call.case, "person": call.person, "at": call.at.isoformat(), "lines": frozen(lines)})
    with cursor() as on:
        on.execute(
            "insert into orders_original (case_id, version, person, at, lines) select q.case_id,"
            " coalesce((select max(o.version) from orders_original o where o.case_id = q.case_id), 0) + 1,"
            " q.person, q.at, q.lines from jsonb_to_recordset($1::jsonb)"
            " as q (case_id bigint, person bigint, at timestamptz, lines jsonb)",
            [orjson.dumps(told).decode()],
        )
