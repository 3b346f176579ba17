"""登记 Declared records: listed and searched, one with its versions by date, and written by those who may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import records
from gendan.cases.prose import Speaker, value_in_words
from gendan.cases.queries import records as queries
from gendan.cases.queries.records import RecordLook
from gendan.core.refusals import Refused
from gendan.people import access
from gendan.people.log import log_access
from gendan.people.models import Access
from gendan.web.context import Place, may_import
from gendan.web.forms import control
from gendan.web.forms.reading import given
from gendan.web.views import site_page
from gendan.web.views.administration import signed
from gendan.web.views.common import language, now, person_of, speaker, zone
from gendan.web.views.grid import Cell, Grid, Line


@login_required
def listing(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """The records of a type; sent, a new one or a new version of one that is there."""
    seen, spoken = look_of(request, pack, name)
    wrong: list[str] = []
    values: dict[str, object] = {}
    if request.method == "POST":
        made, wrong, values = _write(request, seen, spoken)
        if made is not None:
            return redirect("web:record", pack, name, made)
    search = request.GET.get("q", "").strip()[:100]
    after = request.GET.get("after", "")
    page = queries.listed(seen, search=search, after=int(after) if after.isdecimal() and len(after) < 18 else None)
    base = reverse("web:records", args=[pack, name])
    context = {
        "here": f"records {pack}.{name}",
        "title": spoken.say(seen.kind.title),
        "columns": [spoken.say(field.title) for field in seen.fields.values()],
        "rows": [
            (
                reverse("web:record", args=[pack, name, row.id]),
                [value_in_words(field, row.values.get(each), spoken) for each, field in seen.fields.items()],
            )
            for row in page.rows
        ],
        "search": search,
        "base": base,
        "file": f"{reverse('web:records_file', args=[pack, name])}?{urlencode({'q': search})}",
        "read": reverse("web:records_read", args=[pack, name]),
        "next": f"{base}?{urlencode({'q': search, 'after': page.after})}" if page.after is not None else "",
        "imports": _imports(request, seen, spoken),
        "may_change": seen.may_change,
        "wrong": wrong,
        "controls": _controls(seen, values) if seen.may_change else [],
        "since": request.POST.get("since", ""),
    }
    return render(request, "web/records/list.html", context, status=422 if wrong else 200)


@login_required
def record(request: HttpRequest, pack: str, name: str, record: int) -> HttpResponse:
    """One record: what it holds, and every version before."""
    seen, spoken = look_of(request, pack, name)
    try:
        versions = queries.versions(seen, record)
    except Refused as refused:
        raise Http404 from refused
    stands = next((each for each in versions if each.since <= seen.today), versions[-1])
    wrong: list[str] = []
    values: dict[str, object] = dict(stands.values)
    if request.method == "POST":
        made, wrong, values = _write(request, seen, spoken)
        if made is not None:
            return redirect("web:record", pack, name, made)
    context = {
        "here": f"records {pack}.{name}",
        "title": spoken.say(seen.kind.title),
        "key": spoken.listed(
            [value_in_words(seen.fields.get(each), stands.values.get(each), spoken) for each in seen.kind.key]
        ),
        "base": reverse("web:records", args=[pack, name]),
        "facts": [
            (spoken.say(field.title), value_in_words(field, stands.values.get(each), spoken))
            for each, field in seen.fields.items()
        ],
        "columns": [spoken.say(field.title) for each, field in seen.fields.items() if each not in seen.kind.key],
        "versions": [
            {
                "since": each.since,
                "cells": [
                    value_in_words(field, each.values.get(which), spoken)
                    for which, field in seen.fields.items()
                    if which not in seen.kind.key
                ],
                "signed": signed(each.at, each.by, spoken),
                "source": each.source,
                "find": f"{reverse('web:find')}?{urlencode({'q': each.source})}" if each.source else "",
                "stands": each is stands,
                "future": each.since > seen.today,
            }
            for each in versions
        ],
        "cases": _cases(request, seen, record, spoken),
        "imports": _imports(request, seen, spoken),
        "may_change": seen.may_change,
        "wrong": wrong,
        "controls": _controls(seen, values) if seen.may_change else [],
        "since": request.POST.get("since", ""),
    }
    return render(request, "web/records/record.html", context, status=422 if wrong else 200)


def _cases(request: HttpRequest, seen: RecordLook, record: int, spoken: Speaker) -> Grid:
    """The open cases about a record."""
    lines = []
    for row in queries.cases_about(seen, record, person=person_of(request), at=now(request)):
        procedure = seen.pack.procedures[row.procedure.partition(".")[2]]
        said = replace(spoken, procedure=procedure)
        lines.append(
            Line(
                row.uid,
                [
                    Cell(row.number, reverse("web:case", args=[row.uid]), kind="id"),
                    Cell(spoken.say(procedure.title)),
                    Cell(said.state(row.state), tone="chip"),
                    Cell(row.holder_name or (said.post(row.queue.partition(".")[2]) if row.queue else "—")),
                    Cell(spoken.moment(row.due), tone="late" if row.late else "", kind="number")
                    if row.due is not None
                    else Cell("—"),
                ],
            )
        )
    return Grid([_("单号"), _("单据"), _("状态"), _("在谁那里"), _("到期")], lines, _("没有在办的单。"))


def _imports(request: HttpRequest, seen: RecordLook, spoken: Speaker) -> list[Place]:
    """The imports that write such records and that the reader may do."""
    actor = access.actor(person_of(request), seen.pack, now(request))
    return [
        Place(spoken.say(each.title), reverse("web:import", args=[seen.pack.name, each.name]))
        for each in seen.pack.imports.values()
        if each.writes == seen.kind.name and may_import(seen.pack, each, actor)
    ]


def _said(seen: RecordLook, name: str, values: Mapping[str, object], spoken: Speaker) -> str:
    return value_in_words(seen.fields.get(name), values.get(name), spoken)


def look_of(request: HttpRequest, pack: str, name: str) -> tuple[RecordLook, Speaker]:
    """The type as the reader sees it, and who speaks of it. Raises Http404; a look at another's is logged."""
    try:
        seen = queries.look(pack, name, person=person_of(request), at=now(request))
    except Refused as refused:
        log_access(Access.NOT_SEEN, at=now(request), person=person_of(request), about=f"records {pack}.{name}")
        raise Http404 from refused
    return seen, speaker(seen.pack)


def _write(request: HttpRequest, seen: RecordLook, spoken: Speaker) -> tuple[int | None, list[str], dict[str, object]]:
    """The record that was written, or why it was not, with what was given."""
    fields = [field for field in seen.fields.values() if not field.hidden]
    values = given(fields, request.POST)
    # A hidden value is never sent to the page: left out, it stays as it is.
    said = request.POST.get("since", "")
    try:
        since = date.fromisoformat(said) if said else None
    except ValueError:
        return None, [_("请写日期，如 2026-10-01。")], values
    try:
        made = records.change(
            seen.pack.name, seen.kind.name, values, person=person_of(request), at=now(request), since=since
        )
    except Refused as refused:
        return None, site_page.faults(refused.reasons, seen.kind.fields, spoken), values
    messages.success(request, _("已登记。"))
    return made, [], values


def _controls(seen: RecordLook, values: dict[str, object]) -> list[object]:
    return [
        control(
            replace(field, site=False),
            values.get(name),
            language=language(),
            zone=zone(),
            must=name in seen.kind.key,
        )
        for name, field in seen.fields.items()
        if not field.hidden and field.type not in ("file", "rows", "checklist")
    ]
