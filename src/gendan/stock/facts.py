"""What packs may know of a case's goods: facts, each loaded for many cases by one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from gendan.cases.basis import basis
from gendan.cases.store import cursor
from gendan.people.epoch import current_epoch
from gendan.people.prepared import answer
from gendan.stock.actions.counting import last_count
from gendan.stock.places import places
from gendan.stock.queries import goods
from gendan.stock.reports import turnover
from gendan.stock.reports import usage as usage_of

ZERO = Decimal(0)


def reserved(cases: Sequence[int]) -> Mapping[int, Decimal]:
    """`stock.reserved`: how much each case holds, over all its goods."""
    return _held(cases, "place > 0")


def short(cases: Sequence[int]) -> Mapping[int, Decimal]:
    """`stock.short`: how much each case wanted to reserve and could not get."""
    return _held(cases, "place = 0")


def _held(cases: Sequence[int], where: str) -> Mapping[int, Decimal]:
    found = dict.fromkeys(cases, ZERO)
    found.update(
        answer(
            f'select "case", sum(change) from stock_hold where "case" = any($1::bigint[]) and {where} group by 1',
            [cases],
        )
    )
    return found


def picked(cases: Sequence[int]) -> Mapping[int, int]:
    """`stock.picked`: how many units somebody has taken from the shelf for each case."""
    found = dict.fromkeys(cases, 0)
    found.update(
        answer(
            "select held_by, count(*) from stock_whereabouts where held_by = any($1::bigint[]) and picked group by 1",
            [cases],
        )
    )
    return found


def dispatched(cases: Sequence[int]) -> Mapping[int, Decimal]:
    """`stock.dispatched`: how much each case has sent to customers."""
    return _moved(cases, "dispatch")


def issued(cases: Sequence[int]) -> Mapping[int, Decimal]:
    """`stock.issued`: how much material each case has handed out."""
    return _moved(cases, "issue")


def received(cases: Sequence[int]) -> Mapping[int, Decimal]:
    """`stock.received`: how much each case has brought in."""
    return _moved(cases, "receive")


def lost(cases: Sequence[int]) -> Mapping[int, Decimal]:
    """`stock.lost`: how much each case has written off."""
    return _moved(cases, "lose")


def _moved(cases: Sequence[int], sort: str) -> Mapping[int, Decimal]:
    found = dict.fromkeys(cases, ZERO)
    found.update(
        answer(
            'select "case", sum(quantity) from stock_movement where "case" = any($1::bigint[]) and sort = $2::text'
            " group by 1",
            [cases, sort],
        )
    )
    return found


def codes(cases: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """`stock.codes`: the units that each case has moved last, or holds: product and codes, for papers."""
    found: dict[int, list[dict[str, Any]]] = {case: [] for case in cases}
    with cursor() as on:
        on.execute(
            'select d."case", u.product, u.code_1, u.code_2, u.code_3 from ('
            ' select m."case", x.unit from stock_movement m join stock_unitmove x on x.movement = m.id'
            ' where m."case" = any($1::bigint[])'
            " union select held_by, unit from stock_whereabouts where held_by = any($1::bigint[])"
            ') d ("case", unit) join stock_unit u on u.id = d.unit order by d."case", u.product, u.id',
            [list(cases)],
        )
        for case, product, *given in on:
            shown = {f"code_{place}": code or "" for place, code in enumerate(given, 1)}
            found[case].append({"product": product, "code": next(code for code in given if code), **shown})
    return found


def lines(cases: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """`stock.lines`: what each case has moved: product, quantity, unit, from where and to where, for papers."""
    here = places()
    found: dict[int, list[dict[str, Any]]] = {case: [] for case in cases}
    with cursor() as on:
        on.execute(
            'select m."case", m.product, sum(m.quantity), g.measure, m.source, m.target from stock_movement m'
            ' join stock_good g on g.product = m.product where m."case" = any($1::bigint[])'
            " group by 1, 2, 4, 5, 6 order by min(m.id)",
            [list(cases)],
        )
        for case, product, quantity, measure, source, target in on:
            found[case].append(
                {
                    "product": product,
                    "quantity": quantity,
                    "measure": measure,
                    "from": here.name_of(source),
                    "to": here.name_of(target),
                }
            )
    return found


def differences(cases: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """`stock.differences`: the lines of each case's last count that are not as the book says, for papers."""
    counts = last_count(cases)
    return {
        case: [
            {
                "product": row["product"] or "、".join(row["unexpected"]),
                "place": row["place_name"],
                "book": row["book"],
                "counted": row["counted"],
                "difference": row["counted"] - row["book"],
                "missing": "、".join(row["missing"]),
                "unexpected": "、".join(row["unexpected"]),
            }
            for row in counts.get(case, [])
            if row["counted"] != row["book"] or row["missing"] or row["unexpected"]
        ]
        for case in cases
    }


def differing(cases: Sequence[int]) -> Mapping[int, int]:
    """`stock.differing`: how many lines of each case's last count are not as the book says."""
    return {case: len(rows) for case, rows in differences(cases).items()}


def counted_lines(cases: Sequence[int]) -> Mapping[int, int]:
    """`stock.counted`: how many lines each case's last count has."""
    found = last_count(cases)
    return {case: len(found.get(case, [])) for case in cases}


# -- ledgers, as they stood when a case was opened


def standing(cases: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """`stock.standing`: all goods by place, as they stood when each case was opened."""
    return {
        case: [
            {"product": each.product, "place": each.place, "quantity": each.quantity, "measure": each.measure}
            for each in goods(moment=opened, limit=None)
        ]
        for case, opened in _opened(cases).items()
    }


def day(cases: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """`stock.day`: what came in and went out on the day on which each case was opened, up to its opening."""
    return {
        case: _turnover(opened.replace(hour=0, minute=0, second=0, microsecond=0), opened)
        for case, opened in _opened(cases).items()
    }


def last_month(cases: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """`stock.last_month`: what came in and went out in the month before the one in which each case was opened."""
    return {case: _turnover(*_month_before(opened)) for case, opened in _opened(cases).items()}


def usage(cases: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """`stock.usage`: what orders have used and lost in the month before the one in which each case was opened."""
    found = {}
    for case, opened in _opened(cases).items():
        since, until = _month_before(opened)
        found[case] = [
            {
                "order": each.order,
                "workshop": each.party,
                "product": each.product,
                "measure": each.measure,
                "planned": each.planned,
                "unplanned": each.unplanned,
                "lost": each.lost,
            }
            for each in usage_of(since=since, until=until, limit=None)
        ]
    return found


def _turnover(since: datetime, until: datetime) -> list[dict[str, Any]]:
    return [
        {
            "product": each.product,
            "place": each.place,
            "measure": each.measure,
            "before": each.before,
            "came": each.came,
            "went": each.went,
            "after": each.after,
        }
        for each in turnover(since=since, until=until, limit=None)
    ]


def _month_before(moment: datetime) -> tuple[datetime, datetime]:
    until = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (until - timedelta(days=1)).replace(day=1), until


def _opened(cases: Sequence[int]) -> dict[int, datetime]:
    """When each case was opened, by the clock of its department's calendar: there its day and month are thought."""
    with cursor() as on:
        on.execute("select id, opened_at, definition from cases_case where id = any($1::bigint[])", [list(cases)])
        found = on.fetchall()
    epoch = current_epoch()
    return {case: at.astimezone(basis(definition, epoch).calendar.timezone) for case, at, definition in found}
