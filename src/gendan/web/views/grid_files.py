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

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gendan.cases.prose import reasons_in_words
from gendan.core.refusals import Refused
from gendan.web.forms.tables import from_file
from gendan.web.forms.workbooks import Explained, write_explained
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
    """The grid of the form that was sent, as a workbook; without lines it is the template to fill in. A table of any
    page comes so too, with nothing to explain."""
    name = request.POST.get("grid", "")
    title = "".join(each for each in request.POST.get("title", "") if each.isalnum() or each in " -_")[:30] or _("明细")
    columns = _columns(request.POST.get(f"{name}-columns", ""))
    handle, path = tempfile.mkstemp(suffix=".xlsx", prefix="gendan-grid-")
    os.close(handle)
    place = Path(path)
    try:
        _write(place, title, columns, _lines(request.POST, name, columns))
        file = place.open("rb")
    finally:
        place.unlink(missing_ok=True)
    return FileResponse(file, as_attachment=True, filename=f"{title}.xlsx", content_type=FORMS["xlsx"])


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


def _write(path: Path, title: str, columns: Sequence[_Column], lines: Sequence[Sequence[str]]) -> None:
    rows = ([column.options.get(cell, cell) for column, cell in zip(columns, line, strict=False)] for line in lines)
    told = [Explained(each.head, each.takes, options=tuple(each.options.values())) for each in columns]
    write_explained(path, told, rows, title=title)
