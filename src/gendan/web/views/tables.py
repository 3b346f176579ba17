"""对照表 The tables of a manual that are the site's: edited as a grid, pasted from a spreadsheet, kept as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gendan.cases import site
from gendan.cases.prose import Speaker, reason_in_words
from gendan.cases.sheets import Unreadable, comparable, open_table, write_csv
from gendan.core.field import Field
from gendan.core.pack import Table
from gendan.core.refusals import Refused
from gendan.core.text import Text
from gendan.web.forms import control
from gendan.web.forms.reading import given
from gendan.web.forms.texts import as_text
from gendan.web.views import site_page
from gendan.web.views.administration import administrators_only
from gendan.web.views.common import language, now, person_of, zone
from gendan.web.views.site import LOOK, standing

GRID_MOST: Final = 400
"""Rows that are edited in a page; a longer table is changed as a file."""
FILE_MOST: Final = 20_000
ROWS: Final = "rows"


@administrators_only
def table(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """One table: its rows to be edited, or taken from a file, with the effect of a change shown before it is made."""
    person = person_of(request)
    under, spoken = standing(pack)
    declared = under.pack.tables.get(name)
    if declared is None:
        raise Http404
    fields = (*declared.key, *declared.columns)
    rows: Sequence[Mapping[str, object]] | None = site.table_rows(pack, name)
    wrong: list[str] = []
    effect = None
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            rows = None if "shipped" in request.POST else _given(request, declared, spoken, file)
            if request.POST.get("step") == LOOK or file is not None:
                effect = site_page.effect(site.foresee_table(pack, name, rows, at=now(request)), spoken, now(request))
                if file is not None and len(rows or ()) > GRID_MOST:
                    # More than a page can hold: what was read is what is kept.
                    site.set_table(pack, name, rows, by=person, at=now(request), reason=reason)
                    messages.success(request, _("已从文件改好。"))
                    return redirect("web:table", pack, name)
            else:
                site.set_table(pack, name, rows, by=person, at=now(request), reason=reason)
                messages.success(request, _("已修改。在办的单，时限正按新表重算。"))
                return redirect("web:table", pack, name)
        except Unreadable as unreadable:
            wrong = [reason_in_words(each, spoken) for each in unreadable.reasons]
        except Refused as refused:
            wrong = site_page.faults(refused.reasons, {each.name: each for each in fields}, spoken)
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
        "reason": reason,
        "unsaved": request.method == "POST",
    }
    return render(request, "web/site/table.html", context, status=422 if wrong else 200)


@administrators_only
def download(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """The rows as a CSV file, which comes back as it went."""
    under, spoken = standing(pack)
    declared = under.pack.tables.get(name)
    if declared is None:
        raise Http404
    fields = (*declared.key, *declared.columns)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(
            path,
            [spoken.say(each.title) for each in fields],
            ([as_text(row[each.name], zone()) for each in fields] for row in site.table_rows(pack, name)),
        )
        response = HttpResponse(path.read_bytes(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{pack}-{name}.csv"'
    return response


def _given(
    request: HttpRequest, declared: Table, spoken: Speaker, file: UploadedFile | None
) -> list[Mapping[str, object]]:
    """The rows that were sent: of the grid, or of the file."""
    fields = (*declared.key, *declared.columns)
    if file is None:
        grid = Field(name=ROWS, title=Text(""), type="rows", columns=fields)
        rows = given([grid], request.POST).get(ROWS, [])
        return list(rows) if isinstance(rows, list) else []
    if file.size is None or file.size > 10 * 1024 * 1024:
        raise Unreadable("too_large", given=(file.size or 0) >> 20, most=10)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(file.read())
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
