"""号段 Series of numbers: the last, the next, and the numbers that no case has, with why."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gendan.cases import library
from gendan.cases.numbers import DRAWN
from gendan.cases.queries.series import Gaps, SeriesView, gaps, one_series, series
from gendan.web.views.administration import administrators_only
from gendan.web.views.common import manual_of, speaker
from gendan.web.views.grid import Cell, Grid, Line


@administrators_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every series, the newest first."""
    grid = Grid(
        [_("流程"), _("号段"), _("最后一个号"), _("下一个号"), _("编号方式")],
        [_line(each) for each in series(library.gapless_procedures())],
        _("还没有编过号。新开第一张单后，这里会有号段。"),
    )
    return render(request, "web/system/series.html", {"here": "series", "grid": grid})


@administrators_only
@require_GET
def page(request: HttpRequest, key: int) -> HttpResponse:
    """One series, with its gaps."""
    found = one_series(key, library.gapless_procedures())
    if found is None:
        raise Http404
    counted = gaps(found)
    grid = Grid(
        [_("从"), _("到"), _("个数")],
        [
            Line(str(first), [Cell(_number(found, first)), Cell(_number(found, end)), Cell(str(end - first + 1))])
            for first, end in counted.runs
        ],
        _("没有缺号。"),
    )
    context = {
        "here": "series",
        "series": found,
        "title": _title(found.procedure),
        "shape": f"{found.before}…{found.after}",
        "gaps": counted,
        "why": _why(found, counted),
        "grid": grid,
    }
    return render(request, "web/system/one_series.html", context)


def _line(found: SeriesView) -> Line:
    return Line(
        str(found.id),
        [
            Cell(_title(found.procedure)),
            Cell(f"{found.before}…{found.after}", reverse("web:one_series", args=[found.id]), kind="id"),
            Cell(_number(found, found.last) if found.last else "—", kind="number"),
            Cell(_number(found, found.next), kind="number"),
            Cell(_("连续，不许缺号"), tone="note") if found.gapless else Cell(_("不等待，可能缺号"), tone="chip"),
        ],
    )


def _why(found: SeriesView, counted: Gaps) -> str:
    if not counted.missing:
        return _("从 1 到最后一个号，每个号都有单。")
    if found.gapless:
        return _("这个号段不许缺号，却缺了。请查验记录：有单可能被人从数据库里删掉了。")
    return _(
        "同时开单的人互不等待，每次最多预取 %(count)s 个号；"
        "开单没有办成，或预取后没有用完，这些号就空着，以后也不再用。"
    ) % {"count": DRAWN}


def _number(found: SeriesView, number: int) -> str:
    _manual, procedure = manual_of(found.procedure)
    width = 1
    if procedure is not None:
        from gendan.core.numbering import parse_number

        width = parse_number(procedure.number).width
    return f"{found.before}{str(number).zfill(width)}{found.after}"


def _title(procedure: str) -> str:
    manual, steps = manual_of(procedure)
    return speaker(manual, steps).say(steps.title) if steps is not None else procedure
