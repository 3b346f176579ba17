"""报表 Reports that are due: which there are, what one says, and its workbook and paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gendan.cases.queries import Row
from gendan.core.refusals import Refused
from gendan.measures.reports import queries
from gendan.measures.reports.content import Content
from gendan.measures.reports.declared import declared
from gendan.measures.reports.paper import pdf
from gendan.measures.reports.queries import ReportView
from gendan.measures.reports.sheet import workbook
from gendan.measures.reports.wording import change, number_words, said, unit_words
from gendan.people import access
from gendan.web.charts import Chart, Series
from gendan.web.views.administration import moment
from gendan.web.views.common import language, manual_of, now, person_of, speaker
from gendan.web.views.exports import FORMS
from gendan.web.views.figures_page import SIGNS, Told
from gendan.web.views.grid import Cell, Grid, Line

SHOWN: Final = 60
"""Lines of the page; the workbook has all."""
CHARTED: Final = 20


@login_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The reports that are due, or with `ended` those that were."""
    ended = "ended" in request.GET
    rows = queries.reports(person=person_of(request), at=now(request), ended=ended)
    heads = [_("报表"), _("期间"), _("状态"), _("报告人"), _("提交时限"), _("单号")]
    empty = _("还没有办结的报表。") if ended else _("现在没有到期的报表。报表由各部门的手册规定，到日子自动开单。")
    context = {"here": "reports", "ended": ended, "grid": Grid(heads, [_line(each) for each in rows], empty)}
    return render(request, "web/reports/list.html", context)


@login_required
@require_GET
def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One report: its figures, its table, what was remarked, and whether it says something else by now."""
    view = _view(request, uid)
    case, content = view.page.case, view.content
    live = view.live if view.differs else None
    spoken = speaker(view.page.pack, view.page.procedure)
    names = access.names_of([view.frozen.frozen_by]) if view.frozen is not None else {}
    open_acts = [each for each in view.page.available if not each.reasons]
    context = {
        "here": "reports",
        "uid": uid,
        "number": case.number,
        "title": _title(view),
        "period": case.data.get("period", ""),
        "state": spoken.state(case.state),
        "due": next((spoken.moment(each) for each in _dues(view)), ""),
        "remarks": case.data.get("remarks", ""),
        "case": reverse("web:case", args=[uid]),
        "can": [spoken.action(each.action) for each in open_acts if each.action in view.page.procedure.actions],
        "frozen_at": moment(view.frozen.frozen_at) if view.frozen is not None else "",
        "frozen_by": names.get(view.frozen.frozen_by, "") if view.frozen is not None else "",
        "digest": view.frozen.digest if view.frozen is not None else "",
        "there": content is not None,
        "figures": _figures(content, live),
        "live": live is not None,
        "figure_chart": _figure_chart(content),
        "row_chart": _row_chart(content),
        "table": _table(content),
        "left_out": 0 if content is None else content["left_out"] + max(0, len(content["rows"]) - SHOWN),
        "attachments": [
            (each.name, reverse("web:attachment", args=[uid, each.sha256])) for each in view.page.attachments
        ],
    }
    return render(request, "web/reports/report.html", context)


@login_required
@require_GET
def exported(request: HttpRequest, uid: UUID, form: str) -> HttpResponse:
    """What the report says, as a workbook with charts or as a paper."""
    view = _view(request, uid)
    case, content = view.page.case, view.content
    if content is None or form not in ("xlsx", "pdf"):
        raise Http404
    remarks = str(case.data.get("remarks") or "")
    if form == "xlsx":
        made, kind = workbook(content, language(), number=case.number, remarks=remarks), FORMS["xlsx"]
    else:
        made = pdf(content, language(), now(request), number=case.number, remarks=remarks)
        kind = "application/pdf"
    name = f"{content['declared']}-{content['period']}.{form}"
    return HttpResponse(made, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _view(request: HttpRequest, uid: UUID) -> ReportView:
    view = queries.report(str(uid), person=person_of(request), at=now(request))
    if view is None:
        raise Http404
    return view


def _title(view: ReportView) -> str:
    if view.content is not None:
        return said(view.content["title"], language())
    return str(view.page.case.data.get("title", ""))


def _dues(view: ReportView) -> list[datetime]:
    """When the clocks that run are due, the earliest first."""
    running = [each.clock for each in view.page.deadlines if not each.clock.has_ended]
    return sorted(clock.due_at for clock in running if clock.due_at is not None)


def _line(row: Row) -> Line:
    manual, procedure = manual_of(row.procedure)
    spoken = speaker(manual, procedure)
    address = reverse("web:report", args=[row.uid])
    author = row.values.get("author")
    return Line(
        str(row.uid),
        [
            Cell(_declared_title(row), address),
            Cell(str(row.values.get("period", "")), kind="number"),
            Cell(spoken.state(row.state), tone="chip"),
            Cell(spoken.person(author) if author else row.holder_name),
            Cell(spoken.moment(row.due) if row.due else "", tone="late" if row.late else "", kind="number"),
            Cell(row.number, reverse("web:case", args=[row.uid]), kind="number"),
        ],
    )


def _declared_title(row: Row) -> str:
    """The report's title in the reader's language; of one that is not declared any more, as it stood."""
    try:
        return declared(str(row.values.get("declared"))).report.title.in_language(language())
    except Refused:
        return str(row.values.get("title", ""))


def _figures(content: Content | None, live: Content | None) -> list[tuple[Told, str]]:
    """The figures, each with what it comes to now where that is something else."""
    if content is None:
        return []
    now_by = {each["measure"]: each for each in live["figures"]} if live is not None else {}
    found = []
    for each in content["figures"]:
        other = now_by.get(each["measure"], each)
        differs = other["value"] != each["value"]
        found.append((_told(each, content), number_words(other["value"], share=each["share"]) if differs else ""))
    return found


def _told(figure: Mapping[str, Any], content: Content) -> Told:
    share, target, anomaly = figure["share"], figure["target"], figure["anomaly"]
    moved = change(figure)
    pack = content["declared"].partition(".")[0]
    address = ""
    if figure["measure"] in _measures(content):
        address = f"{reverse('web:figure', args=[pack, figure['measure']])}?period={content['period']}"
    return Told(
        title=said(figure["title"], language()),
        value=number_words(figure["value"], share=share),
        unit=unit_words(figure["unit"], language()),
        previous=number_words(figure["previous"], share=share),
        change="" if moved is None else ("+" if Decimal(moved) > 0 else "") + number_words(moved, share=share),
        target=""
        if target is None
        else f"{SIGNS.get(target['operator'], target['operator'])} {number_words(target['value'], share=share)}",
        met=figure["met"],
        provisional=figure["provisional"],
        anomaly="" if anomaly is None else said(anomaly["rule"], language()),
        counted=f"{figure['counted']:,} / {figure['base']:,}",
        address=address,
    )


def _measures(content: Content) -> frozenset[str]:
    try:
        return frozenset(declared(content["declared"]).under.pack.measures)
    except Refused:
        return frozenset()


def _figure_chart(content: Content | None) -> Chart | None:
    """Shares beside those of the period before: the figures that one scale fits."""
    shares = [each for each in content["figures"] if each["share"]] if content is not None else []
    if content is None or not shares:
        return None
    names = [said(each["title"], language()) for each in shares]
    return Chart(
        name="figures",
        kind="bar",
        title=_("本期与上期"),
        categories=names,
        series=[
            Series(name=_("本期"), values=[_drawn(each["value"], share=True) for each in shares]),
            Series(name=_("上期"), values=[_drawn(each["previous"], share=True) for each in shares]),
        ],
        unit="%",
    )


def _row_chart(content: Content | None) -> Chart | None:
    if content is None or not content["by"] or not content["rows"]:
        return None
    shares = {each["measure"]: each["share"] for each in content["figures"]}
    column = content["columns"][0]
    share = bool(shares.get(column["name"]))
    rows = content["rows"][:CHARTED]
    words = "en" if language().startswith("en") else "zh"
    title = said(column["title"], language())
    return Chart(
        name="rows",
        kind="bar",
        title=title,
        categories=[" · ".join(line["words"][words]) for line in rows],
        series=[Series(name=title, values=[_drawn(line["values"][0], share=share) for line in rows])],
        unit="%" if share else unit_words(column["unit"], language()),
        lying=True,
    )


def _drawn(value: str | None, *, share: bool) -> Decimal | None:
    return None if value is None else Decimal(value) * (100 if share else 1)


def _table(content: Content | None) -> Grid | None:
    if content is None or not content["columns"]:
        return None
    shares = {each["measure"]: each["share"] for each in content["figures"]}
    words = "en" if language().startswith("en") else "zh"
    heads = [said(each["title"], language()) for each in (*content["by"], *content["columns"])]
    lines = []
    for place, line in enumerate(content["rows"][:SHOWN]):
        cells = [Cell(text) for text in line["words"][words]]
        if content["by"]:
            cells += [
                Cell(number_words(value, share=bool(shares.get(column["name"]))), kind="number right")
                for value, column in zip(line["values"], content["columns"], strict=True)
            ]
        lines.append(Line(str(place), cells))
    keys = len(content["by"])
    right = frozenset(range(keys, len(heads))) if keys else frozenset()
    return Grid(heads, lines, _("这一期没有数据。"), right=right)
