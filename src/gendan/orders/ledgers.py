"""Orders as tables: how a case's prices came about, what its sources say otherwise, what was made; wages and rates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from gendan.cases.store import cursor
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Table
from gendan.money.staging import unstaged
from gendan.orders import comparing, queries
from gendan.orders.lines import bare
from gendan.orders.models import LeadTime, Route, StepRate, WageSlip, WageSlipVoid
from gendan.orders.wages import wages
from gendan.people.access import day_of, names_of

Given = Mapping[str, object]
SORTS = {
    "component": Text("组成", "Component"),
    "special": Text("特价", "Special price"),
    "surcharge": Text("附加费", "Surcharge"),
    "line": Text("本行附加", "For the line"),
    "rounding": Text("舍入", "Rounding"),
}
_ALL = Text("全部", "All")
_URGENT = Text("加急", "Urgent")
_BEFORE = Text("上次单价", "before:")
_SINCE_BEFORE = Text("较上次报价", "Above the quotation before")
_LEAD_TIME = Text("工期", "Lead time")
_ALIKE = Text("一致", "Alike")
_UNLIKE = Text("✗ 不一致", "✗ Differs")


_OF_WAGE: Final = (
    ("工序", "Step", "text"),
    ("件数", "Pieces", "decimal"),
    ("每件", "A piece", "decimal"),
    ("金额", "Amount", "money"),
    ("所属日", "Of the day", "date"),
    ("说明", "Note", "text"),
)
"""The columns of a line of wages."""


def _columns(*titles: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(title=Text(zh, en), type=kind) for zh, en, kind in titles)


def quotation(case: int, given: Given, *, at: datetime) -> Table:
    """The lines of the last quotation and, under each, how its price came about; the total last."""
    language = str(given.get("language") or "zh")
    rows: list[tuple[object, ...]] = []
    total = Decimal(0)
    before = queries.prices_before(case)
    for number, line in enumerate(queries.frozen_lines([case]).get(case, ()), 1):
        total += Decimal(line["amount"])
        subject = " ".join(
            each for each in (line["product"], line["name"] if line["name"] != line["product"] else "") if each
        )
        quantity = f"{line['quantity']} {line['unit']}".strip()
        piece = Decimal(line["price"])
        was = before.get((number, line["product"]), piece)
        by = line["list"] if was == piece else f"{line['list']} {_BEFORE.in_language(language)} {was}".strip()
        rows.append((number, subject, quantity, piece, Decimal(line["amount"]), by))
        for step in line["steps"]:
            sort = SORTS[step["sort"]].in_language(language)
            told = f"　{step['title']}" if step["sort"] != "rounding" else f"　{sort}"
            rows.append((None, told, _worked(step), Decimal(step["amount"]), None, sort))
    if rows:
        rows.append((None, Text("合计", "Total").in_language(language), "", None, total, ""))
    if (more := queries.difference([case]).get(case)) is not None:
        rows.append((None, _SINCE_BEFORE.in_language(language), "", None, more, ""))
    return Table(
        columns=_columns(
            ("行", "Line", "int"),
            ("产品与组成", "Product and components", "text"),
            ("数量与算法", "Quantity and how", "text"),
            ("单价", "Price", "money"),
            ("金额", "Amount", "money"),
            ("依据", "By", "text"),
        ),
        rows=tuple(rows),
    )


def _worked(step: Mapping[str, str]) -> str:
    if "measure" in step:
        return f"{step['measure']} {step.get('unit', '')} × {step.get('rate', '')}".replace("  ", " ")
    return f"{step['percent']}%" if "percent" in step else ""


def differences(case: int, given: Given, *, at: datetime) -> Table:
    """Original, quotation and production sheet side by side: first where they say unlike things."""
    found = comparing.side_by_side(case, str(given.get("language") or "zh"))
    unlike = [each for each in found if not each.alike]
    alike = [each for each in found if each.alike]
    return Table(
        columns=_columns(
            ("行", "Line", "int"),
            ("项目", "Field", "text"),
            ("客户原始单", "Customer's original", "text"),
            ("报价单", "Quotation", "text"),
            ("生产流程单", "Production sheet", "text"),
            ("核对", "Compared", "text"),
        ),
        rows=tuple(
            (
                each.line,
                each.title,
                *(each.says.get(source, "") for source in comparing.SOURCES),
                _ALIKE if each.alike else _UNLIKE,
            )
            for each in [*unlike, *alike]
        ),
        empty=Text(
            "还没有可以核对的：报价、制单之后，三份才齐。",
            "Nothing to compare yet: the three are there once it is quoted and the sheet is made.",
        ),
    )


def production(case: int, given: Given, *, at: datetime) -> Table:
    """What was reported on a case, the latest first."""
    with cursor() as on:
        on.execute(
            "select day, step, line, pieces, worker, worker_name, wage, cost, reason, person, at from orders_progress"
            " where case_id = $1::bigint order by id desc",
            [case],
        )
        found = on.fetchall()
    names = names_of({row[4] for row in found} | {row[9] for row in found})
    return Table(
        columns=_columns(
            ("日期", "Day", "date"),
            ("工序", "Step", "text"),
            ("行", "Line", "int"),
            ("件数", "Pieces", "decimal"),
            ("工人", "Worker", "text"),
            ("工资", "Wage", "money"),
            ("成本", "Cost", "money"),
            ("原因", "Reason", "text"),
            ("报工人", "Reported by", "text"),
            ("报工时间", "Reported", "moment"),
        ),
        rows=tuple(
            (
                day,
                step,
                line,
                bare(pieces),
                unstaged(name) or names.get(worker, ""),
                wage,
                cost,
                reason,
                names.get(person, ""),
                moment,
            )
            for day, step, line, pieces, worker, name, wage, cost, reason, person, moment in found
        ),
    )


def wage_table(given: Given, *, at: datetime, most: int) -> Table:
    """Wages by the piece of a span of days (this month, where none is told), with corrections; of one worker or all."""
    today = day_of(at)
    since, until = given.get("since"), given.get("until")
    first = since if isinstance(since, date) else today.replace(day=1)
    last = until if isinstance(until, date) else _month_end(first)
    person = given.get("person")
    found = wages(
        first, last, person=person if isinstance(person, int) else None, worker=str(given.get("worker") or "")
    )
    names = names_of({each.worker for each in found})
    rows: list[tuple[object, ...]] = [
        (
            each.name or names.get(each.worker, ""),
            each.step,
            bare(each.pieces) if each.pieces else None,
            None if each.rate is None else bare(each.rate),
            each.amount,
            each.day,
            each.reason,
        )
        for each in found[:most]
    ]
    if rows:
        total = sum((each.amount for each in found), Decimal(0))
        rows.append(("Σ", "", None, None, total, None, f"{first} – {last}"))
    return Table(
        columns=_columns(
            ("工人", "Worker", "text"),
            *_OF_WAGE,
        ),
        rows=tuple(rows),
    )


def slip(case: int, given: Given, *, at: datetime) -> Table:
    """The lines of the wage slip that was drawn up last for the case, and their total; below it, where it was voided,
    by whom and why."""
    drawn = WageSlip.objects.filter(case_id=case).order_by("-version").first()
    rows: list[tuple[object, ...]] = []
    if drawn is not None and drawn.lines:
        rows = [_of_slip(queries.slip_line(line)) for line in drawn.lines]
        rows.append((Text("合计", "Total"), None, None, drawn.total, None, ""))
    void = None if drawn is None else WageSlipVoid.objects.filter(slip=drawn).first()
    if void is not None:
        by = f"{names_of({void.person}).get(void.person, '')} {void.reason}".strip()
        rows.append((Text("作废", "Void"), None, None, None, day_of(void.at), by))
    return Table(
        columns=_columns(
            *_OF_WAGE,
        ),
        rows=tuple(rows),
        empty=Text("期间没有计件记录。", "Nothing was made in these days."),
    )


def _of_slip(line: Mapping[str, object]) -> tuple[object, ...]:
    reason = str(line["reason"])
    note: object = reason
    if line["carried"]:
        note = Text(f"补入 {reason}".strip(), f"Carried over {reason}".strip())
    return (line["step"], line["pieces"] or None, line["rate"], line["amount"], line["day"], note)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def rules(given: Given, *, at: datetime, most: int) -> Table:
    """Rates, routes and lead times, the latest first of each."""
    rows: list[tuple[object, ...]] = [
        (
            Text("计件单价", "Piece rate"),
            each.step,
            each.product or each.series or _ALL,
            each.since,
            f"{bare(each.wage)} / {bare(each.cost)}",
            each.at,
        )
        for each in StepRate.objects.order_by("-id")[:most]
    ]
    rows += [
        (Text("工序路线", "Steps"), "", each.series or _ALL, each.since, " → ".join(each.steps), each.at)
        for each in Route.objects.order_by("-id")[:most]
    ]
    rows += [
        (_LEAD_TIME, _URGENT if each.urgent else "", each.series or _ALL, each.since, str(each.days), each.at)
        for each in LeadTime.objects.order_by("-id")[:most]
    ]
    return Table(
        columns=_columns(
            ("规定", "Rule", "text"),
            ("工序或加急", "Step or urgency", "text"),
            ("产品或系列", "Product or series", "text"),
            ("起用日", "From", "date"),
            ("工资 / 成本、工序、天数", "Wage / cost, steps, days", "text"),
            ("登记时间", "Entered", "moment"),
        ),
        rows=tuple(rows[:most]),
    )
