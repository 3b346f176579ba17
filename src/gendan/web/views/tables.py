"""对照表 The tables of a manual that are the site's: edited as a grid, pasted from a spreadsheet, kept as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gendan.cases import attachments, site
from gendan.cases.prose import Speaker, reason_in_words
from gendan.cases.sheets import Unreadable, open_table, write_csv
from gendan.core.field import Field
from gendan.core.headers import comparable
from gendan.core.pack import Table
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.values import parse
from gendan.web.forms import control
from gendan.web.forms.controls import options_of
from gendan.web.forms.reading import given
from gendan.web.forms.texts import as_text
from gendan.web.forms.workbooks import explained, write_explained
from gendan.web.views import site_page
from gendan.web.views.administration import administrators_only
from gendan.web.views.common import language, now, person_of, zone
from gendan.web.views.exports import written_file
from gendan.web.views.site import LOOK, standing

GRID_MOST: Final = 400
"""Rows that are edited in a page; a longer table is changed as a file."""
FILE_MOST: Final = 20_000
FILE_BYTES: Final = 10 << 20
FAULTS_MOST: Final = 50
"""Cells that can't be so which one page tells."""
SHOWN_MOST: Final = 20
"""Rows that a preview shows of each sort."""
ROWS: Final = "rows"


@dataclass(frozen=True, slots=True)
class Sort:
    """Rows of one sort: what is said of them, how many there are, and the first of them as they are read."""

    title: str
    count: int
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table that no page can hold would become: new, changed and left out rows, and the first as they stand in
    the file. `kept` is the file's hash.
    """

    heads: Sequence[str]
    sorts: Sequence[Sort]
    kept: str

    @classmethod
    def of(
        cls,
        declared: Table,
        before: Sequence[Mapping[str, object]],
        after: Sequence[Mapping[str, object]],
        spoken: Speaker,
        kept: str,
    ) -> Preview:
        """`before` are the rows as they hold, `after` those of the file."""
        fields = (*declared.key, *declared.columns)
        old, new = ({_key(declared, row): _said(fields, row) for row in rows} for rows in (before, after))
        changed = []
        for key, said in new.items():
            if key in old and old[key] != said:
                pairs = zip(old[key], said, strict=True)
                changed.append([now if was == now else f"{was or '—'} → {now or '—'}" for was, now in pairs])
        found = (
            (_("新的行"), [said for key, said in new.items() if key not in old]),
            (_("有变的行"), changed),
            (_("不再有的行"), [said for key, said in old.items() if key not in new]),
            (_("文件的前几行"), list(new.values())),
        )
        return cls(
            [spoken.say(each.title) for each in fields],
            [Sort(title, len(rows), rows[:SHOWN_MOST]) for title, rows in found if rows],
            kept,
        )


def _key(declared: Table, row: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(_said(declared.key, row))


def _said(fields: Sequence[Field], row: Mapping[str, object]) -> list[str]:
    """A row's cells as they are written, typed first: 10 and 10.00 are the same amount."""
    cells = []
    for field in fields:
        value = parse(field, row.get(field.name), zone())
        cells.append(as_text(row.get(field.name) if isinstance(value, Reason) else value, zone()))
    return cells


@administrators_only
def table(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """One table: its rows to be edited, or taken from a file, with the effect of a change shown before it is made."""
    person = person_of(request)
    under, spoken = standing(pack)
    declared = _declared(pack, name)
    fields = (*declared.key, *declared.columns)
    standing_rows = site.table_rows(pack, name)
    rows: Sequence[Mapping[str, object]] | None = standing_rows
    wrong: list[str] = []
    effect = preview = None
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        file, kept = request.FILES.get("file"), request.POST.get("kept", "")
        try:
            if file is not None:
                kept = _kept(file, by=person, at=now(request))
            rows = None if "shipped" in request.POST else _given(request, declared, kept)
            if request.POST.get("step") == LOOK or file is not None:
                effect = site_page.effect(site.foresee_table(pack, name, rows, at=now(request)), spoken, now(request))
                if rows is not None and len(rows) > GRID_MOST:
                    preview = Preview.of(declared, standing_rows, rows, spoken, kept)
            else:
                site.set_table(pack, name, rows, by=person, at=now(request), reason=reason)
                messages.success(request, _("已修改。在办的单，时限正按新表重算。"))
                return redirect("web:table", pack, name)
        except Unreadable as unreadable:
            wrong = [reason_in_words(each, spoken) for each in unreadable.reasons]
        except Refused as refused:
            wrong = site_page.faults(refused.reasons, {each.name: each for each in fields}, spoken)
            if len(wrong) > FAULTS_MOST:
                more = _("另有 %(count)s 处没有列出。") % {"count": len(wrong) - FAULTS_MOST}
                wrong = [*wrong[:FAULTS_MOST], more]
    shown = site.table_rows(pack, name) if rows is None else list(rows)
    grid = Field(name=ROWS, title=declared.title, type="rows", columns=fields)
    context = {
        "here": "packs",
        "pack": {"name": pack, "title": spoken.say(under.pack.title)},
        "name": name,
        "title": spoken.say(declared.title),
        "keys": spoken.listed([spoken.say(each.title) for each in declared.key]),
        "count": len(shown),
        "control": control(grid, shown, language=language(), zone=zone()) if len(shown) <= GRID_MOST else None,
        "wrong": wrong,
        "history": site_page.past_table(site.table_history(pack, name), spoken),
        "effect": effect,
        "preview": preview,
        "reason": reason,
        "unsaved": request.method == "POST",
    }
    return render(request, "web/site/table.html", context, status=422 if wrong else 200)


@administrators_only
def download(request: HttpRequest, pack: str, name: str) -> HttpResponseBase:
    """The rows as a file, which comes back as it went: as CSV, or (`?form=xlsx`) with its columns explained."""
    _, spoken = standing(pack)
    declared = _declared(pack, name)
    fields = (*declared.key, *declared.columns)
    kept = ([as_text(row[each.name], zone()) for each in fields] for row in site.table_rows(pack, name))
    titles = [_titles(each) for each in fields]
    rows = ([called.get(cell, cell) for called, cell in zip(titles, row, strict=True)] for row in kept)
    if request.GET.get("form") == "xlsx":
        columns = [explained(each, language=language(), must=each in declared.key) for each in fields]
        title = spoken.say(declared.title)
        return written_file("xlsx", f"{pack}-{name}", lambda path: write_explained(path, columns, rows, title=title))
    heads = [spoken.say(each.title) for each in fields]
    return written_file("csv", f"{pack}-{name}", lambda path: write_csv(path, heads, rows))


def _declared(pack: str, name: str) -> Table:
    """The table as the site fills it in. Raises Http404 where there is none."""
    try:
        return site.table(pack, name)
    except Refused as refused:
        raise Http404 from refused


def _titles(field: Field) -> Mapping[str, str]:
    return dict(options_of(field, language()))


def _kept(file: UploadedFile, *, by: int, at: datetime) -> str:
    """The hash under which an uploaded table is kept until it is looked over. Raises Unreadable."""
    if file.size is None or file.size > FILE_BYTES:
        raise Unreadable("too_large", given=(file.size or 0) >> 20, most=FILE_BYTES >> 20)
    return str(attachments.store(file.chunks(), name=file.name or "table.csv", by=by, at=at)["sha256"])


def _given(request: HttpRequest, declared: Table, kept: str) -> list[Mapping[str, object]]:
    """The rows that were sent: of the grid, or of the file that was uploaded. Raises Unreadable."""
    fields = (*declared.key, *declared.columns)
    if not kept:
        grid = Field(name=ROWS, title=Text(""), type="rows", columns=fields)
        rows = given([grid], request.POST).get(ROWS, [])
        return list(rows) if isinstance(rows, list) else []
    path = attachments.path_of(kept)
    if path is None:
        raise Http404
    return _read(path, fields)


def _read(path: Path, fields: Sequence[Field]) -> list[Mapping[str, object]]:
    """The rows of a file whose headers are the columns' titles or names. Raises Unreadable."""
    named = {
        comparable(title): each.name for each in fields for title in (each.name, each.title.zh, each.title.en) if title
    }
    found = open_table(path, wanted=named)
    places = {column.place: named[column.name] for column in found.columns if column.name in named}
    missing = [each.title.in_language(language()) for each in fields if each.name not in places.values()]
    if missing:
        raise Unreadable("missing_column", column=missing[0])
    rows: list[Mapping[str, object]] = []
    for line in found.rows():
        rows.append({name: line.cells[place] if place < len(line.cells) else "" for place, name in places.items()})
        if len(rows) > FILE_MOST:
            raise Unreadable("too_many_rows", most=FILE_MOST)
    return rows
