"""登记文件 The records of a type as a workbook that comes back: written with its columns explained, read row by row."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gendan.cases import records
from gendan.cases.imports.context import NOT_IN_A_CELL
from gendan.cases.prose import reason_in_words
from gendan.cases.queries import records as queries
from gendan.cases.queries.records import RecordLook
from gendan.cases.sheets import Unreadable
from gendan.core.field import Field
from gendan.core.refusals import Reason, Refused
from gendan.web.forms.controls import head_of, options_of
from gendan.web.forms.tables import from_file
from gendan.web.forms.texts import as_text
from gendan.web.forms.workbooks import explained, write_explained
from gendan.web.views import site_page
from gendan.web.views.common import language, now, person_of, zone
from gendan.web.views.exports import written_file
from gendan.web.views.records import look_of

FILE_MOST = 10 * 1024 * 1024
ROWS_MOST = 5_000
TOLD_MOST = 50


@login_required
def written(request: HttpRequest, pack: str, name: str) -> HttpResponseBase:
    """All records that the reader's search finds, as a workbook; without any it is the template to fill in."""
    seen, spoken = look_of(request, pack, name)
    fields = _fields(seen)
    columns = [explained(each, language=language(), must=each.name in seen.kind.key) for each in fields]
    search = request.GET.get("q", "").strip()[:100]
    found = queries.whole(seen, search=search)
    rows = ([_cell(each, row.values.get(each.name)) for each in fields] for row in found)
    title = spoken.say(seen.kind.title)
    return written_file("xlsx", f"{pack}-{name}", lambda path: write_explained(path, columns, rows, title=title))


@login_required
@require_POST
def read(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """Write the records of a file, all or none: a row with a key that is there gives that record a new version."""
    seen, spoken = look_of(request, pack, name)
    if not seen.may_change:
        raise Http404
    upload = request.FILES.get("file")
    wrong: list[str] = []
    count = 0
    try:
        if upload is None or upload.size is None or upload.size > FILE_MOST:
            raise Unreadable("too_large", given=(upload.size or 0) >> 20 if upload is not None else 0, most=10)
        rows = from_file([(each.name, _titles(each)) for each in _fields(seen)], upload)
        if len(rows) > ROWS_MOST:
            raise Unreadable("too_many_rows", most=ROWS_MOST)
        with transaction.atomic():
            reasons = [reason for number, row in enumerate(rows, 2) for reason in _change(request, seen, number, row)]
            if reasons:
                raise Refused(tuple(reasons))
        count = len(rows)
    except Unreadable as unreadable:
        wrong = [reason_in_words(each, spoken) for each in unreadable.reasons]
    except Refused as refused:
        wrong = site_page.faults(refused.reasons[:TOLD_MOST], seen.kind.fields, spoken)
    if wrong:
        context = {
            "title": spoken.say(seen.kind.title),
            "wrong": wrong,
            "base": reverse("web:records", args=[pack, name]),
        }
        return render(request, "web/records/refused.html", context, status=422)
    told = ngettext("已登记 %(count)s 行。", "已登记 %(count)s 行。", count) % {"count": count}
    messages.success(request, told)
    return redirect("web:records", pack, name)


def _change(request: HttpRequest, seen: RecordLook, number: int, row: Mapping[str, str]) -> tuple[Reason, ...]:
    try:
        with transaction.atomic():
            records.change(seen.pack.name, seen.kind.name, row, person=person_of(request), at=now(request), since=None)
    except Refused as refused:
        return tuple(Reason(each.code, {**each.parameters, "row": number}) for each in refused.reasons)
    return ()


def _cell(field: Field, value: object) -> str:
    """A value as it is read again, a choice by its title."""
    text = as_text(value, zone())
    return dict(options_of(field, language())).get(text, text)


def _fields(seen: RecordLook) -> list[Field]:
    """What a cell can hold and may be told."""
    return [each for each in seen.fields.values() if not each.hidden and each.type not in NOT_IN_A_CELL]


def _titles(field: Field) -> list[str]:
    return [head_of(field, "zh"), head_of(field, "en"), field.title.zh, field.title.en]
