"""表格 The lines of a form's grid as a file: read from one into the grid, and written to one with its explanation.

Nothing is kept and nobody's rights are asked but that he is signed in: what is read or written is what he has before
him. What becomes of it, the form's own action judges.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gendan.cases.prose import reasons_in_words
from gendan.core.refusals import Refused
from gendan.web.forms.tables import from_file
from gendan.web.views.common import speaker
from gendan.web.views.exports import FORMS

COLUMNS_MOST = 200
ROWS_MOST = 20_000


class _Column:
    """A column as the page tells it: its name, its head, what it takes, and the options of a choice."""

    def __init__(self, told: object) -> None:
        if not isinstance(told, list) or len(told) != 4 or not all(isinstance(each, str) for each in told[:3]):
            raise Http404
        self.name, self.head, self.takes = told[:3]
        options = told[3] if isinstance(told[3], list) else []
        self.options = {str(pair[0]): str(pair[1]) for pair in options if isinstance(pair, list) and len(pair) == 2}


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponseBase:
    """The lines of a file as lists of texts in the order of the grid's columns, or why it can't be read."""
    columns = _columns(request.POST.get("columns", ""))
    upload = request.FILES.get("file")
    if upload is None:
        raise Http404
    try:
        rows = from_file([(each.name, [each.head, each.head.partition(" (")[0]]) for each in columns], upload)
    except Refused as refused:
        return JsonResponse({"wrong": reasons_in_words(refused.reasons, speaker())}, status=422)
    return JsonResponse({"lines": [[row.get(each.name, "") for each in columns] for row in rows]})


@login_required
@require_POST
def written(request: HttpRequest) -> HttpResponseBase:
    """The grid of the form that was sent, as a workbook; without lines it is the template to fill in."""
    name = request.POST.get("grid", "")
    columns = _columns(request.POST.get(f"{name}-columns", ""))
    handle, path = tempfile.mkstemp(suffix=".xlsx", prefix="gendan-grid-")
    os.close(handle)
    place = Path(path)
    try:
        _write(place, columns, _lines(request.POST, name, columns))
        file = place.open("rb")
    finally:
        place.unlink(missing_ok=True)
    return FileResponse(file, as_attachment=True, filename=f"{_('明细')}.xlsx", content_type=FORMS["xlsx"])


def _columns(told: str) -> list[_Column]:
    try:
        found = json.loads(told)
    except ValueError as wrong:
        raise Http404 from wrong
    if not isinstance(found, list) or not 0 < len(found) <= COLUMNS_MOST:
        raise Http404
    return [_Column(each) for each in found]


def _lines(sent: QueryDict, name: str, columns: Sequence[_Column]) -> list[list[str]]:
    text = str(sent.get(f"{name}-table", ""))
    if text.strip():
        return [line.split("\t")[: len(columns)] for line in text.replace("\r\n", "\n").split("\n")[:ROWS_MOST]]
    found: dict[int, dict[str, str]] = {}
    for key in sent:
        if key.startswith(f"{name}-"):
            number, _dash, column = key.removeprefix(f"{name}-").partition("-")
            if number.isdecimal() and str(sent[key]):
                found.setdefault(int(number), {})[column] = str(sent[key])
    return [[found[number].get(each.name, "") for each in columns] for number in sorted(found)]


def _write(path: Path, columns: Sequence[_Column], lines: Sequence[Sequence[str]]) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet(_("明细"))
        page.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            page.write_string(0, place, column.head, bold)
            page.set_column(place, place, max(10, min(40, len(column.head) * 2)))
            titles = list(column.options.values())
            if titles and sum(map(len, titles)) + len(titles) <= 255:
                page.data_validation(1, place, 5000, place, {"validate": "list", "source": titles})
        for number, line in enumerate(lines, 1):
            for place, (column, cell) in enumerate(zip(columns, line, strict=False)):
                if cell:
                    page.write_string(number, place, column.options.get(cell, cell))
        page = book.add_worksheet(_("填写说明"))
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 80, wrapped)
        for number, column in enumerate(columns):
            page.write_string(number, 0, column.head, bold)
            page.write_string(number, 1, column.takes, wrapped)
