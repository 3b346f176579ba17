"""访问日志 Who got in, who did not, who saw what; and who changed what of people, rights and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gendan.cases.sheets import Cell as FileCell
from gendan.people import journal
from gendan.people.journal import PAGE, Asked
from gendan.people.models import Access, AccessLog, Act
from gendan.people.wording import ACCESS, act_in_words
from gendan.web.views.administration import administrators_only, day, moment, name_of, number, people_options
from gendan.web.views.common import language, now, zone
from gendan.web.views.exports import table_file
from gendan.web.views.grid import Cell, Grid, Line
from gendan.web.views.list_page import Option

MOST: Final = 100_000
"""Lines of a file."""
GRAVE: Final = frozenset((Access.REFUSED, Access.LOCKED, Access.NOT_SEEN, Access.TOKEN_REFUSED))


@administrators_only
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The access log, or with `acts` what was changed."""
    acts = "acts" in request.GET
    asked = _asked(request)
    grid = _acts(asked, request) if acts else _accesses(asked, request)
    kinds: Sequence[tuple[str, str]]
    if acts:
        kinds = [(name, act_in_words(name, language())) for name in journal.kinds_of_acts()]
    else:
        kinds = [(kind.value, ACCESS[kind.value].in_language(language())) for kind in Access]
    context = {
        "here": "log",
        "acts": acts,
        "grid": grid,
        "asked": asked,
        "since": _iso(asked.since),
        "until": _iso(asked.until),
        "people": people_options(asked.person, nobody=_("所有人"), all_of_them=True),
        "kinds": [Option("", _("全部种类"), not asked.kind)]
        + [Option(name, title, name == asked.kind) for name, title in kinds],
        "query": urlencode([(name, value) for name, value in request.GET.items() if name not in ("before", "acts")]),
    }
    return render(request, "web/system/log.html", context)


@administrators_only
@require_GET
def exported(request: HttpRequest, form: str) -> HttpResponseBase:
    """The access log as a file, as far as it was asked for."""
    asked = _asked(request)
    heads = [_("时间"), _("种类"), _("姓名"), _("用户名"), _("地址"), _("所看内容"), _("详情")]

    def lines() -> Iterator[Sequence[FileCell]]:
        for each in journal.all_accesses(asked, most=MOST):
            person = name_of(each.person_id) if each.person_id else ""
            kind = ACCESS[each.kind].in_language(language())
            at = each.at.astimezone(zone())
            yield at, kind, person, each.username, each.address, each.about, _details(each.details)

    return table_file(form, f"access-log-{now(request):%Y%m%d}", heads, lines())


def _asked(request: HttpRequest) -> Asked:
    sent = request.GET
    return Asked(
        person=number(sent.get("person")),
        kind=sent.get("kind", "")[:60],
        since=day(sent.get("since")),
        until=day(sent.get("until")),
        text=sent.get("text", "").replace("\x00", "")[:100],
        before=number(sent.get("before")),
    )


def _accesses(asked: Asked, request: HttpRequest) -> Grid:
    found = journal.accesses(asked, limit=PAGE + 1)
    heads = [_("时间"), _("种类"), _("姓名"), _("用户名"), _("地址"), _("所看内容"), _("详情")]
    return Grid(heads, [_access(each) for each in found[:PAGE]], _("没有这样的记录。"), _next(request, found))


def _access(row: AccessLog) -> Line:
    kind = ACCESS[row.kind].in_language(language())
    return Line(
        str(row.pk),
        [
            Cell(moment(row.at), kind="number"),
            Cell(kind, tone="late" if row.kind in GRAVE else "note" if row.kind == Access.TRIED else "chip"),
            Cell(name_of(row.person_id), reverse("web:person", args=[row.person_id])) if row.person_id else Cell(""),
            Cell(row.username),
            Cell(row.address, kind="number"),
            Cell(row.about),
            Cell(_details(row.details), kind="quiet"),
        ],
    )


def _acts(asked: Asked, request: HttpRequest) -> Grid:
    found = journal.acts(asked, limit=PAGE + 1)
    return Grid(
        [_("时间"), _("做了什么"), _("操作人"), _("对象"), _("详情")],
        [_act(each) for each in found[:PAGE]],
        _("没有这样的记录。"),
        _next(request, found),
    )


def _act(row: Act) -> Line:
    whom = Cell(name_of(row.whom_id), reverse("web:person", args=[row.whom_id])) if row.whom_id else Cell("")
    return Line(
        str(row.pk),
        [
            Cell(moment(row.at), kind="number"),
            Cell(act_in_words(row.what, language())),
            Cell(name_of(row.by_id)),
            whom,
            Cell(_details(row.details), kind="quiet wide"),
        ],
    )


def _details(details: object) -> str:
    """What a line holds besides, as `name: value`; of persons the names."""
    if not isinstance(details, Mapping):
        return ""
    said = []
    for name, value in details.items():
        if value in (None, "", [], {}):
            continue
        persons = name in ("as", "by", "deputy", "superior", "before") and isinstance(value, int)
        shown = name_of(value) if persons else "、".join(map(str, value)) if isinstance(value, list) else str(value)
        said.append(f"{name}: {shown}")
    return "；".join(said)


def _next(request: HttpRequest, found: Sequence[AccessLog] | Sequence[Act]) -> str:
    if len(found) <= PAGE:
        return ""
    kept = {name: value for name, value in request.GET.items() if name != "before"}
    return f"?{urlencode({**kept, 'before': found[PAGE - 1].pk})}"


def _iso(value: date | None) -> str:
    return value.isoformat() if value is not None else ""
