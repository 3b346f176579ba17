"""生产 Production sheets issued and withdrawn, pieces reported step by step, days promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import orjson
from django.db.models import Max

from gendan.cases.effects import Call
from gendan.cases.store import cursor
from gendan.catalogue.queries import products
from gendan.core.refusals import Reason, Refused
from gendan.core.scalars import to_cents
from gendan.money.staging import staged
from gendan.orders.lines import Line, frozen, pieces, rows
from gendan.orders.models import Progress, Promise, Settlement, Sheet, SheetRecall
from gendan.orders.production import Production, Rate, productions, rates, routes
from gendan.people.access import day_of

STEPS_MOST: Final = 50


def issue(calls: Sequence[Call]) -> None:
    """Effect `orders.issue`: give production its sheet, with a number of its own; the one before must be withdrawn.

    The lines are those given, else those of the quotation that stands. The steps are those given (a text, with commas),
    else the routes of the products' series, joined in their order.

    Raises Refused: orders.no_lines, orders.sheet_stands (with its number), orders.steps.
    """
    stands = productions(call.case for call in calls)
    quoted = _quoted_lines([call.case for call in calls])
    given_lines = [rows(call.arguments.get("lines")) or quoted.get(call.case, ()) for call in calls]
    steps = _steps(calls, given_lines)
    sheets: list[Sheet] = []
    for call, lines, way in zip(calls, given_lines, steps, strict=True):
        before = stands[call.case]
        if before.number and not before.recalled:
            raise Refused((Reason("orders.sheet_stands", {"sheet": before.number}),))
        if not lines:
            raise Refused((Reason("orders.no_lines", {"number": call.number}),))
        version = before.version + 1
        sheets.append(
            Sheet(
                case_id=call.case,
                version=version,
                number=f"{call.number}-{version}",
                lines=frozen(lines),
                steps=_said_steps(call.arguments.get("steps")) if way is None else way,
                pieces=pieces(lines),
                keeps=call.arguments.get("keeps") is True,
                person=call.person,
                at=call.at,
            )
        )
    Sheet.objects.bulk_create(sheets)


def _quoted_lines(cases: Sequence[int]) -> dict[int, list[Line]]:
    with cursor() as on:
        on.execute(
            "select distinct on (q.case_id) q.case_id, (select json_agg(l -> 'values' order by n)"
            " from jsonb_array_elements(q.lines) with ordinality l (l, n))::text"
            " from orders_quotation q where q.case_id = any($1::bigint[]) order by q.case_id, q.version desc",
            [list(cases)],
        )
        return {case: orjson.loads(lines) for case, lines in on if lines}


def _said_steps(given: object) -> list[str]:
    """The steps that a text names."""
    said = given if isinstance(given, str) else ""
    for mark in "，、;；>→|\n":
        said = said.replace(mark, ",")
    steps = list(dict.fromkeys(each.strip() for each in said.split(",") if each.strip()))
    if len(steps) > STEPS_MOST or any(len(each) > 60 for each in steps):
        raise Refused((Reason("orders.steps", {"given": said[:100]}),))
    return steps


def _steps(calls: Sequence[Call], lines: Sequence[Sequence[Line]]) -> list[list[str] | None]:
    """The steps of each call's lines by the routes of their products' series; None where the call names its own."""
    said = [str(call.arguments.get("steps") or "").strip() for call in calls]
    codes = [
        [] if own else list(dict.fromkeys(str(line.get("product") or "") for line in of))
        for own, of in zip(said, lines, strict=True)
    ]
    described = products(code for of in codes for code in of)
    series = [list(dict.fromkeys(described[code].series for code in of if code in described)) or [""] for of in codes]
    days = [day_of(call.at) for call in calls]
    # Calls of one transaction are of one moment, mostly: one question for each day.
    known = {
        day: routes({"", *(name for of, on in zip(series, days, strict=True) if on == day for name in of)}, day)
        for day in set(days)
    }
    return [
        None if own else list(dict.fromkeys(step for name in of for step in known[day].get(name, ())))
        for own, of, day in zip(said, series, days, strict=True)
    ]


def recall(calls: Sequence[Call]) -> None:
    """Effect `orders.recall`: withdraw the production sheet. What was made on it stays; nothing more is reported on it.
    Where there is none, or it is withdrawn already, nothing happens.
    """
    latest = {
        sheet.case_id: sheet
        for sheet in Sheet.objects.filter(case_id__in=[call.case for call in calls], recall=None).order_by("version")
    }
    SheetRecall.objects.bulk_create(
        [
            SheetRecall(
                sheet=sheet,
                case_id=call.case,
                reason=str(call.arguments.get("reason") or ""),
                person=call.person,
                at=call.at,
            )
            for call in calls
            if (sheet := latest.get(call.case)) is not None
        ]
    )


def settle(calls: Sequence[Call]) -> None:
    """Effect `orders.settle`: what was reported until now was charged or waived, and isn't asked for a second time.
    Where nothing was reported, nothing happens.
    """
    last = dict(
        Progress.objects.filter(case_id__in=[call.case for call in calls])
        .values_list("case_id")
        .annotate(last=Max("id"))
    )
    Settlement.objects.bulk_create(
        [
            Settlement(case_id=call.case, progress_id=last[call.case], person=call.person, at=call.at)
            for call in calls
            if call.case in last
        ]
    )


@dataclass(frozen=True, slots=True)
class _Report:
    """Pieces reported by one call."""

    call: Call
    stands: Production
    step: str
    pieces: Decimal
    line: int | None
    day: date

    def product(self) -> str:
        """The product whose rate counts: the line's, or the only one that the sheet has."""
        codes = self.stands.products
        if self.line is not None:
            return codes[self.line - 1] if 0 < self.line <= len(codes) else ""
        return codes[0] if len(set(codes)) == 1 else ""


def progress(calls: Sequence[Call]) -> None:
    """Effect `orders.progress`: pieces went through a step. Their wage is that of the step on the day.

    Raises Refused: orders.no_sheet (the sheet was withdrawn), orders.step (with the steps there are), orders.made (not
    a number above 0), orders.too_many (with what is left), orders.line, orders.day (in the future).
    """
    _report(calls, sign=1)


def rework(calls: Sequence[Call]) -> None:
    """Effect `orders.rework`: pieces must go through a step again. What was earned for them stands.

    Raises Refused: as `progress`; orders.too_many where fewer went through it.
    """
    _report(calls, sign=-1)


def _report(calls: Sequence[Call], *, sign: int) -> None:
    stands = productions(call.case for call in calls)
    through: dict[tuple[int, str], Decimal] = {}
    reports: list[_Report] = []
    for call in calls:
        report = _read(call, stands[call.case])
        _within(report, through, sign)
        reports.append(report)
    earned = _rates(reports) if sign > 0 else [None] * len(reports)
    Progress.objects.bulk_create([_entry(report, rate, sign) for report, rate in zip(reports, earned, strict=True)])


def _read(call: Call, stands: Production) -> _Report:
    given = call.arguments
    if stands.recalled:
        raise Refused((Reason("orders.no_sheet", {"sheet": stands.number}),))
    made = given.get("made")
    if isinstance(made, bool) or not isinstance(made, int | Decimal) or made <= 0:
        raise Refused((Reason("orders.made", {"given": str(made)}),))
    step = str(given.get("step") or "")
    if stands.steps and step not in stands.steps:
        raise Refused((Reason("orders.step", {"given": step, "steps": list(stands.steps)}),))
    line = given.get("line")
    if line is not None and not (isinstance(line, int) and 0 < line <= max(len(stands.products), 1)):
        raise Refused((Reason("orders.line", {"given": str(line), "lines": len(stands.products)}),))
    today = day_of(call.at)
    day = given.get("on")
    if isinstance(day, date) and day > today:
        raise Refused((Reason("orders.day", {"given": day.isoformat(), "today": today.isoformat()}),))
    return _Report(call, stands, step, Decimal(made), line, day if isinstance(day, date) else today)


def _within(report: _Report, through: dict[tuple[int, str], Decimal], sign: int) -> None:
    """That no more pieces go through a step than there are, and no more again than went through it."""
    key = (report.call.case, report.step)
    done = through.get(key, report.stands.through.get(report.step, Decimal(0)))
    total = report.stands.pieces
    after = done + sign * report.pieces
    if after < 0 or (total is not None and after > total):
        left = done if sign < 0 else (total or Decimal(0)) - done
        raise Refused(
            (Reason("orders.too_many", {"step": report.step, "given": str(report.pieces), "left": str(left)}),)
        )
    through[key] = after


def _rates(reports: Sequence[_Report]) -> list[Rate | None]:
    codes = [report.product() for report in reports]
    described = products(code for code in codes if code)
    series: Mapping[str, str] = {code: product.series for code, product in described.items()}
    return rates([(each.step, code, series.get(code, ""), each.day) for each, code in zip(reports, codes, strict=True)])


def _entry(report: _Report, rate: Rate | None, sign: int) -> Progress:
    call, given = report.call, report.call.arguments
    worker = given.get("person")
    told: dict[str, Any] = {}
    if rate is not None:
        told = {
            "rate": rate.wage,
            "wage": to_cents(rate.wage * report.pieces),
            "cost": to_cents(rate.cost * report.pieces),
        }
    return Progress(
        case_id=call.case,
        sheet=report.stands.version,
        line=report.line,
        step=report.step,
        pieces=sign * report.pieces,
        worker=worker if isinstance(worker, int) else 0,
        worker_name=staged(name) if (name := str(given.get("worker") or "").strip()) else "",
        day=report.day,
        reason=str(given.get("reason") or ""),
        person=call.person,
        at=call.at,
        **told,
    )


def promise(calls: Sequence[Call]) -> None:
    """Effect `orders.promise`: the customer was told a day. Every day that he was told stands; the last one counts.

    Raises Refused: orders.day (before today).
    """
    told: list[Promise] = []
    for call in calls:
        day = call.arguments.get("on")
        if not isinstance(day, date) or day < day_of(call.at):
            raise Refused((Reason("orders.day", {"given": str(day or ""), "today": day_of(call.at).isoformat()}),))
        reason = str(call.arguments.get("reason") or "")
        told.append(Promise(case_id=call.case, day=day, reason=reason, person=call.person, at=call.at))
    Promise.objects.bulk_create(told)
