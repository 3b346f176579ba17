"""指标 Figures: what is counted in each department, one of them with its past and its groups, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gendan.cases import library
from gendan.cases.queries import chosen
from gendan.cases.sheets import Cell as FileCell
from gendan.core.pack import Measure, Pack
from gendan.core.refusals import Refused
from gendan.measures import queries
from gendan.measures.errors import NotMeasurable
from gendan.measures.results import Figure, Ground, Group, Why
from gendan.web.views import departments, figures_page
from gendan.web.views.administration import moment
from gendan.web.views.common import language, now, person_of, speaker, zone
from gendan.web.views.exports import table_file
from gendan.web.views.grid import Cell, Grid, Line
from gendan.web.views.list_page import Option

PAGE: Final = 50
FILE_MOST: Final = 100_000


@login_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The indicators of a department for a period."""
    packs = [pack for _definition, pack in library.active_packs() if _seen(pack, request)]
    chosen = departments.opened(request, packs)
    way = figures_page.period_way(request)
    rows = (
        [_row(chosen, measure, way) for measure in chosen.measures.values() if _sees(chosen, measure.name, request)]
        if chosen is not None
        else []
    )
    context = {
        "here": "figures",
        "rows": rows,
        "way": way,
        "packs": [
            Option(pack.name, pack.title.in_language(language()), chosen is not None and pack.name == chosen.name)
            for pack in packs
        ],
    }
    response = render(request, "web/figures/list.html", context)
    departments.remember(request, response, chosen)
    return response


@login_required
@require_GET
def line(request: HttpRequest, pack: str, measure: str) -> HttpResponse:
    """One indicator's line of the list, which fetches it: a figure may have very many events to read."""
    manual, declared = _measure(pack, measure)
    way = figures_page.period_way(request)
    if not _sees(manual, measure, request):
        raise Http404
    row = _row(manual, declared, way)
    try:
        found = queries.figure(pack, measure, way.period, viewer=person_of(request), at=now(request))
    except NotMeasurable:
        return render(request, "web/figures/line.html", {"each": replace(row, nothing=True)})
    return render(request, "web/figures/line.html", {"each": replace(row, told=figures_page.told(found, declared))})


def _row(pack: Pack, measure: Measure, way: figures_page.PeriodWay) -> figures_page.Row:
    query = urlencode({"period": way.period.name})
    return figures_page.Row(
        title=measure.title.in_language(language()),
        address=f"{reverse('web:figure', args=[pack.name, measure.name])}?{query}",
        fetched=f"{reverse('web:figure_line', args=[pack.name, measure.name])}?{query}",
    )


@login_required
@require_GET
def figure(request: HttpRequest, pack: str, measure: str) -> HttpResponse:
    """One indicator: its course, its groups, its definition, and the way to what it counts."""
    manual, declared = _measure(pack, measure)
    way = figures_page.period_way(request)
    by = request.GET.get("by", "")
    person, at = person_of(request), now(request)
    try:
        found = queries.figure(pack, measure, way.period, viewer=person, at=at, by=[by] if by else ())
        course: Sequence[Figure] = ()
        if way.period.every != "span":
            count = figures_page.SHOWN_PERIODS
            course = queries.series(
                pack, measure, way.period.every, viewer=person, at=at, until=way.period, count=count
            ).figures
    except (Refused, NotMeasurable) as refused:
        raise Http404 from refused
    spoken = speaker(manual)
    found = replace(found, groups=tuple(sorted(found.groups, key=_largest)))
    groups = [_grouped(each, by, declared, manual, way) for each in found.groups]
    context = {
        "here": "figures",
        "pack": manual.title.in_language(language()),
        "pack_name": pack,
        "measure": measure,
        "told": figures_page.told(found, declared),
        "definition": found.definition.in_language(language()),
        "source": declared.source or "",
        "way": way,
        "by": by,
        "dimensions": figures_page.dimensions(manual, declared, by, spoken),
        "course": figures_page.course(course, declared, pack) if len(course) > 1 else None,
        "grid": _table(groups, spoken.say(found.title)) if by else None,
        "chart": figures_page.by_group(found, declared, [name for name, _line in groups]) if groups else None,
        "spread": found.total.spread,
        "rule": found.rule,
        "past": [(each.period.name, figures_page.told(each, declared)) for each in reversed(course)],
        "grounds": f"{reverse('web:figure_grounds', args=[pack, measure])}?{urlencode({'period': way.period.name})}",
        "query": urlencode({"period": way.period.name, "by": by}),
    }
    return render(request, "web/figures/figure.html", context)


@login_required
@require_GET
def grounds(request: HttpRequest, pack: str, measure: str) -> HttpResponse:
    """The very things that a figure counts, with those of its base and those left out, and why."""
    manual, declared = _measure(pack, measure)
    way = figures_page.period_way(request)
    person, at = person_of(request), now(request)
    by, key = request.GET.get("by", ""), request.GET.get("key")
    which = request.GET.get("which", "counted")
    filters = {by: key} if by and key is not None else {}
    counted = {"counted": True, "others": False}.get(which)
    try:
        total = queries.figure(pack, measure, way.period, viewer=person, at=at, filters=filters, compared=False)
        page = queries.grounds(
            pack,
            measure,
            way.period,
            viewer=person,
            at=at,
            filters=filters,
            counted=counted,
            after=request.GET.get("after") or None,
            limit=PAGE,
        )
    except (Refused, NotMeasurable) as refused:
        raise Http404 from refused
    following = ""
    if page.next is not None:
        kept = {name: value for name, value in request.GET.items() if name != "after"}
        following = f"?{urlencode({**kept, 'after': page.next})}"
    names = speaker(manual)
    seen = {row.id for row in chosen.rows_of([each.case for each in page.grounds], person=person, at=at)}
    heads = [_("单号"), _("时间"), _("记给"), _("状态"), _("数值"), _("计入")]
    lines = [
        Line(
            f"{each.case}-{each.seq}-{each.term}",
            [
                Cell(each.number, _address(each) if each.case in seen else ""),
                Cell(moment(each.when), kind="number"),
                Cell(figures_page.group_words("person", each.person, manual, names)),
                Cell(_state(manual, each)),
                Cell(figures_page.written(each.value, share=False), kind="number right"),
                Cell(_why(each), tone="good" if each.counted else "chip"),
            ],
        )
        for each in page.grounds
    ]
    context = {
        "here": "figures",
        "pack_name": pack,
        "measure": measure,
        "told": figures_page.told(total, declared),
        "total": total.total,
        "way": way,
        "grid": Grid(heads, lines, _("没有这样的依据。"), following, right=frozenset({4})),
        "which": [
            Option("counted", _("计入的"), which == "counted"),
            Option("others", _("没有计入的"), which == "others"),
            Option("all", _("全部"), which == "all"),
        ],
        "filtered": figures_page.group_words(by, key, manual, names) if filters else "",
        "by": by,
        "key": key or "",
        "query": urlencode([(name, value) for name, value in request.GET.items() if name != "after"]),
    }
    return render(request, "web/figures/grounds.html", context)


@login_required
@require_GET
def exported(request: HttpRequest, pack: str, measure: str, form: str) -> HttpResponseBase:
    """What a figure rests on, as a file."""
    manual, _declared = _measure(pack, measure)
    way = figures_page.period_way(request)
    names = speaker(manual)
    by, key = request.GET.get("by", ""), request.GET.get("key")
    filters = {by: key} if by and key is not None else {}
    person, at = person_of(request), now(request)
    try:
        first = queries.grounds(pack, measure, way.period, viewer=person, at=at, filters=filters, limit=1000)
    except (Refused, NotMeasurable) as refused:
        raise Http404 from refused

    def lines() -> Iterator[Sequence[FileCell]]:
        page, told = first, 0
        while True:
            for each in page.grounds:
                when = each.when.astimezone(zone())
                who = figures_page.group_words("person", each.person, manual, names)
                seq = "" if each.booked else each.seq
                yield each.number, seq, when, who, _state(manual, each), each.value, _why(each)
            told += len(page.grounds)
            if page.next is None or told >= FILE_MOST:
                return
            page = queries.grounds(
                pack, measure, way.period, viewer=person, at=at, filters=filters, after=page.next, limit=1000
            )

    heads = [_("单号"), _("第几步"), _("时间"), _("记给"), _("状态"), _("数值"), _("计入")]
    return table_file(form, f"{measure}-{way.period.name}", heads, lines())


def _address(ground: Ground) -> str:
    """Where a ground is seen: in its case, at its event; what an area has booked is no event of the case."""
    case = reverse("web:case", args=[ground.uid])
    return case if ground.booked else f"{case}#event-{ground.seq}"


def _measure(pack: str, measure: str) -> tuple[Pack, Measure]:
    for _definition, each in library.active_packs():
        if each.name == pack and measure in each.measures:
            return each, each.measures[measure]
    raise Http404


def _seen(pack: Pack, request: HttpRequest) -> bool:
    """Whether the reader sees any figure of the pack."""
    return any(_sees(pack, measure, request) for measure in pack.measures)


def _sees(pack: Pack, measure: str, request: HttpRequest) -> bool:
    try:
        queries.seen(pack.name, measure, viewer=person_of(request), at=now(request))
    except Refused:
        return False
    return True


def _largest(group: Group) -> tuple[bool, Decimal, str]:
    """What groups are ordered by: the largest figure first, those without one last."""
    value = group.value.value
    return value is None, -(value or Decimal(0)), str(group.key)


def _grouped(group: Group, by: str, measure: Measure, pack: Pack, way: figures_page.PeriodWay) -> tuple[str, Line]:
    value = group.key[0]
    name = figures_page.group_words(by, value, pack, speaker(pack))
    share = measure.in_percent
    address = ""
    if value is not None and value != 0:
        query = urlencode({"period": way.period.name, "by": by, "key": value})
        address = f"{reverse('web:figure_grounds', args=[pack.name, measure.name])}?{query}"
    cells = [
        Cell(name, address),
        Cell(figures_page.written(group.value.value, share=share), kind="number right"),
        Cell(f"{group.value.counted:,}", kind="number right"),
        Cell(f"{group.value.base:,}", kind="number right"),
    ]
    return name, Line(str(value), cells)


def _table(groups: Sequence[tuple[str, Line]], title: str) -> Grid:
    heads = [_("分组"), title, _("计数"), _("基数")]
    return Grid(heads, [line for _name, line in groups], _("这一期没有数据。"), right=frozenset({1, 2, 3}))


def _state(pack: Pack, ground: Ground) -> str:
    procedure = pack.procedures.get(ground.procedure.partition(".")[2])
    state = procedure.states.get(ground.state) if procedure is not None else None
    return ground.state if state is None else state.title.in_language(language())


def _why(ground: Ground) -> str:
    """Whether a ground counts, or why not."""
    if ground.counted:
        return _("计入（暂定）") if ground.provisional else _("计入")
    says = {
        Why.AMONG: _("不在范围内"),
        Why.WHERE: _("基数内，不符合条件"),
        Why.DROPPED: _("时限中止，不评判"),
        Why.NO_START: _("没有起点"),
        Why.EMPTY: _("数值未填"),
    }
    return says[ground.why] if ground.why is not None else _("不计入")
