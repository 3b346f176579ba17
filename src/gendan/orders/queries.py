"""What orders came to: facts for many cases with one query each, and rows for papers and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import orjson

from gendan.cases.store import cursor
from gendan.orders.lines import bare
from gendan.orders.production import productions
from gendan.orders.slips import STANDS
from gendan.people.prepared import answer

Cases = Sequence[int]

_LATEST: Final = (
    "select distinct on (q.case_id) q.case_id, {column} from orders_quotation q{join}"
    " where q.case_id = any($1::bigint[]) order by q.case_id, q.version desc"
)


def _latest(column: str, cases: Cases, join: str = "") -> dict[int, Any]:
    with cursor() as on:
        on.execute(_LATEST.format(column=column, join=join), [list(cases)])
        return dict(on.fetchall())


def totals(cases: Cases) -> dict[int, Decimal]:
    """Fact `orders.total`: what the last quotation comes to; nothing before there is one."""
    return _latest("q.total", cases)


def quoted(cases: Cases) -> dict[int, bool]:
    """Fact `orders.quoted`: that there is a quotation, and of the lines as they stand now."""
    found = _latest(
        "q.field = '' or coalesce(md5((c.data -> q.field)::text), '') = q.digest",
        cases,
        " left join cases_case c on c.id = q.case_id",
    )
    return {case: found.get(case) is True for case in cases}


def quotations(cases: Cases) -> dict[int, int]:
    """Fact `orders.quotations`: how many times the order was quoted."""
    return dict.fromkeys(cases, 0) | _latest("q.version", cases)


def difference(cases: Cases) -> dict[int, Decimal]:
    """Fact `orders.difference`: by how much the last quotation is above the one before it; nothing of the first one."""
    with cursor() as on:
        on.execute(
            "select distinct on (q.case_id) q.case_id, q.total - b.total from orders_quotation q"
            " join orders_quotation b on b.case_id = q.case_id and b.version = q.version - 1"
            " where q.case_id = any($1::bigint[]) order by q.case_id, q.version desc",
            [list(cases)],
        )
        return dict(on.fetchall())


def prices_before(case: int) -> dict[tuple[int, str], Decimal]:
    """What a piece cost in the quotation before the last, by the line's number and product; nothing without one."""
    with cursor() as on:
        on.execute(
            "select lines::text from orders_quotation where case_id = $1::bigint"
            " order by version desc offset 1 limit 1",
            [case],
        )
        row = on.fetchone()
    found = orjson.loads(row[0]) if row is not None else []
    return {(number, line["product"]): Decimal(line["price"]) for number, line in enumerate(found, 1)}


def lines(cases: Cases) -> dict[int, int]:
    """Fact `orders.lines`: the lines of the last quotation."""
    return dict.fromkeys(cases, 0) | _latest("jsonb_array_length(q.lines)", cases)


def pieces(cases: Cases) -> dict[int, Decimal]:
    """Fact `orders.pieces`: the pieces of the last quotation."""
    return {case: Decimal(0) for case in cases} | {
        case: bare(each) for case, each in _latest("q.pieces", cases).items()
    }


def made(cases: Cases) -> dict[int, Decimal]:
    """Fact `orders.made`: pieces that went through every step."""
    return {case: found.made for case, found in productions(cases).items()}


def unmade(cases: Cases) -> dict[int, Decimal | None]:
    """Fact `orders.unmade`: pieces that have not; nothing where neither sheet nor quotation says how many there are."""
    return {case: found.unmade for case, found in productions(cases).items()}


def sheet_numbers(cases: Cases) -> dict[int, str | None]:
    """Fact `orders.sheet`: the number of the production sheet that stands; nothing where there is none."""
    return {case: found.number if not found.recalled else None for case, found in productions(cases).items()}


def sheets(cases: Cases) -> dict[int, int]:
    """Fact `orders.sheets`: how many production sheets were issued, those withdrawn included."""
    return {case: found.version for case, found in productions(cases).items()}


_EVERY: Final = "true"
_UNSETTLED: Final = (
    "p.id > coalesce((select max(s.progress_id) from orders_settlement s where s.case_id = p.case_id), 0)"
)
"""Which reports are asked for: all, or those that no settlement has taken in yet."""


def _sums(aggregate: str, cases: Cases, which: str = _EVERY) -> dict[int, Decimal]:
    zero = Decimal("0.00")
    found = answer(
        f"select case_id, {aggregate} from orders_progress p"  # noqa: S608 texts of this module alone
        f" where case_id = any($1::bigint[]) and {which} group by case_id",
        [cases],
    )
    return dict.fromkeys(cases, zero) | {case: total for case, total in found if total is not None}


def costs_done(cases: Cases) -> dict[int, Decimal]:
    """Fact `orders.cost_done`: what the work that was done cost, step by step, on every sheet."""
    return _sums("sum(cost)", cases)


def costs_unsettled(cases: Cases) -> dict[int, Decimal]:
    """Fact `orders.cost_unsettled`: what the work cost that was done since the last settlement."""
    return _sums("sum(cost)", cases, _UNSETTLED)


def wages_done(cases: Cases) -> dict[int, Decimal]:
    """Fact `orders.wages`: the wages of the pieces that were made, without corrections."""
    return _sums("sum(wage)", cases)


def wages_dated() -> str:
    """`dated` of `orders.wages`: the wage of each progress report, of the day on which the work was done; it is the
    worker's (nobody's, where he has no account)."""
    return (
        "select p.case_id, p.id as entry, p.day, p.at, p.worker as person, p.wage as amount"
        " from orders_progress p where p.wage <> 0"
    )


def reworked(cases: Cases) -> dict[int, Decimal]:
    """Fact `orders.reworked`: pieces that had to go through a step again."""
    return {case: bare(each) for case, each in _sums("-sum(pieces) filter (where pieces < 0)", cases).items()}


def promised(cases: Cases) -> dict[int, date]:
    """Fact `orders.promised`: the day that the customer was told last."""
    return dict(
        answer(
            "select distinct on (case_id) case_id, day from orders_promise where case_id = any($1::bigint[])"
            " order by case_id, id desc",
            [cases],
        )
    )


def promises(cases: Cases) -> dict[int, int]:
    """Fact `orders.promises`: how many days the customer was told, one after the other."""
    found = answer(
        "select case_id, count(*) from orders_promise where case_id = any($1::bigint[]) group by case_id", [cases]
    )
    return dict.fromkeys(cases, 0) | dict(found)


def frozen_lines(cases: Cases) -> dict[int, list[dict[str, Any]]]:
    """The lines of the last quotation as they were frozen, see `models.Quotation`."""
    return {case: orjson.loads(found) for case, found in _latest("q.lines::text", cases).items()}


def quotation_rows(cases: Cases) -> dict[int, list[dict[str, object]]]:
    """Rows `orders.quotation`: the quoted lines, each with what was given and its price."""
    return {
        case: [
            {
                **line["values"],
                "line": number,
                "product": line["product"],
                "product_name": line["name"],
                "unit": line["unit"],
                "quantity": Decimal(line["quantity"]),
                "price": Decimal(line["price"]),
                "amount": Decimal(line["amount"]),
                "list": line["list"],
            }
            for number, line in enumerate(found, 1)
        ]
        for case, found in frozen_lines(cases).items()
    }


def derivation_rows(cases: Cases) -> dict[int, list[dict[str, object]]]:
    """Rows `orders.derivation`: how each price came about, step by step; the steps of a line sum to its price of a
    piece, those of sort line to what the line costs besides.
    """
    return {
        case: [
            {
                "line": number,
                "product": line["product"],
                "sort": step["sort"],
                "title": step["title"],
                "measure": _number(step.get("measure")),
                "unit": step.get("unit", ""),
                "rate": _number(step.get("rate")),
                "percent": _number(step.get("percent")),
                "formula": step.get("formula", ""),
                "amount": Decimal(step["amount"]),
            }
            for number, line in enumerate(found, 1)
            for step in line["steps"]
        ]
        for case, found in frozen_lines(cases).items()
    }


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def done_rows(cases: Cases) -> dict[int, list[dict[str, object]]]:
    """Rows `orders.done`: what was done at each step, on every sheet: pieces, pieces again, wages, cost."""
    return _done(cases, _EVERY)


def unsettled_rows(cases: Cases) -> dict[int, list[dict[str, object]]]:
    """Rows `orders.unsettled`: as `orders.done`, of what was done since the last settlement."""
    return _done(cases, _UNSETTLED)


_STEPS: Final = (
    "select case_id, step, coalesce(sum(pieces) filter (where pieces > 0), 0),"
    " coalesce(-sum(pieces) filter (where pieces < 0), 0), sum(wage), sum(cost)"
    " from orders_progress p where case_id = any($1::bigint[]) and {which}"
    " group by case_id, step order by case_id, min(id)"
)


def _done(cases: Cases, which: str) -> dict[int, list[dict[str, object]]]:
    found: dict[int, list[dict[str, object]]] = {case: [] for case in cases}
    with cursor() as on:
        on.execute(_STEPS.format(which=which), [list(cases)])
        for case, step, through, again, wage, cost in on:
            found[case].append(
                {"step": step, "pieces": bare(through), "reworked": bare(again), "wage": wage, "cost": cost}
            )
    return found


_SLIPS: Final = "select s.case_id, {column} from orders_wageslip s where s.case_id = any($1::bigint[]) and {stands}"


def slip_rows(cases: Cases) -> dict[int, list[dict[str, object]]]:
    """Rows `orders.slip`: the lines of the wage slip that stands for the case."""
    with cursor() as on:
        on.execute(_SLIPS.format(column="s.lines::text", stands=STANDS), [list(cases)])
        return {case: [slip_line(line) for line in orjson.loads(said)] for case, said in on}


def slip_line(line: Mapping[str, Any]) -> dict[str, object]:
    """A line of a wage slip as it was frozen, see `wages.Wage`."""
    return {
        "step": line["step"],
        "pieces": Decimal(line["pieces"]),
        "rate": _number(line["rate"]),
        "amount": Decimal(line["amount"]),
        "reason": line["reason"],
        "day": date.fromisoformat(line["day"]) if line["day"] else None,
        "carried": line.get("carried") is True,
    }


def slip_totals(cases: Cases) -> dict[int, Decimal]:
    """Fact `orders.slip_total`: what the wage slip of the case comes to; nothing where none stands."""
    with cursor() as on:
        on.execute(_SLIPS.format(column="s.total", stands=STANDS), [list(cases)])
        return dict(on.fetchall())
