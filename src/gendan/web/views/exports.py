"""导出 Lists and outcomes as files for a spreadsheet. No cell can become a formula, whatever stands in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gendan.cases import batches, exchanges, queries
from gendan.cases.long_work import NotYours
from gendan.cases.prose import Speaker, reasons_in_words, value_in_words
from gendan.cases.queries import ListQuery, Row
from gendan.cases.sheets import Cell, write_csv, write_xlsx
from gendan.core.field import Field
from gendan.core.procedure import Procedure
from gendan.core.refusals import Refused
from gendan.web.views import list_page
from gendan.web.views.asked import asked
from gendan.web.views.common import language, manual_of, now, person_of, speaker, zone
from gendan.web.views.exchanges import sent_batch
from gendan.web.views.lists import found

FORMS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
MOST = 100_000
"""Rows of one file."""
CHUNK = 1000


@login_required
def exported_list(request: HttpRequest, pack: str, procedure: str, form: str) -> HttpResponseBase:
    """All that a list shows, with every field that the reader may see."""
    manual, steps, _actor = found(request, pack, procedure)
    spoken = speaker(manual, steps)
    query = list_page.list_query(asked(request.GET, steps), steps)
    fields = [each for each in steps.fields.values() if each.type != "file"]
    heads = [_("单号"), _("状态"), _("办理人"), _("期限"), _("建单时间")]
    heads += [*([_("类别")] if steps.kinds else []), *(spoken.say(each.title) for each in fields)]
    try:
        rows = _rows(query, person_of(request), now(request))
        return table_file(
            form, f"{steps.name}-{now(request):%Y%m%d}", heads, (_cells(row, steps, fields, spoken) for row in rows)
        )
    except Refused as refused:
        raise Http404 from refused


@login_required
def exported_outcomes(request: HttpRequest, batch: UUID, form: str) -> HttpResponseBase:
    """What became of each case of a batch."""
    try:
        own = batches.own(batch, person=person_of(request))
    except NotYours as gone:
        raise Http404 from gone
    manual, steps = manual_of(own.procedure)
    spoken = speaker(manual, steps)
    heads = ["#", _("单号"), _("结果"), _("说明")]

    def lines() -> Iterator[Sequence[Cell]]:
        for row in own.rows.order_by("row").iterator(CHUNK):
            outcome = {True: spoken.state(row.state), False: _("没有做成"), None: _("未做")}[row.done]
            says = spoken.both("；", "; ").join(
                reasons_in_words(batches.reasons_of(row), spoken, own.action or own.verb)
            )
            yield row.row, row.number, outcome, says

    return table_file(form, f"batch-{own.created_at.astimezone(zone()):%Y%m%d-%H%M}", heads, lines())


@login_required
def exported_sending(request: HttpRequest, pack: str, name: str, uid: UUID, form: str) -> HttpResponseBase:
    """A batch as it was sent outside, with empty columns for the answers."""
    here, standing = sent_batch(request, pack, name, uid)
    person, moment = person_of(request), now(request)

    def write(path: Path) -> None:
        exchanges.write_file(standing.case, path, person=person, at=moment, language=language(), form=form)

    return written_file(form, f"{here.declared.name}-{standing.number}", write)


def _rows(query: ListQuery, person: int, at: datetime) -> Iterator[Row]:
    after: str | None = None
    left = MOST
    while left > 0:
        page = queries.page(query, person=person, at=at, after=after, limit=min(CHUNK, left), count=False)
        yield from page.rows
        left -= len(page.rows)
        if page.next is None:
            return
        after = page.next


def _cells(row: Row, steps: Procedure, fields: Iterable[Field], spoken: Speaker) -> list[Cell]:
    due = row.due.astimezone(zone()) if row.due is not None else None
    fixed: list[Cell] = [row.number, spoken.state(row.state), row.holder_name, due, row.opened_at.astimezone(zone())]
    if steps.kinds:
        kind = steps.kinds.get(row.kind or "")
        fixed.append(spoken.say(kind.title) if kind is not None else "")
    return fixed + [_cell(each, row, spoken) for each in fields]


def _cell(field: Field, row: Row, spoken: Speaker) -> Cell:
    """Figures and moments stay what they are, so that a spreadsheet can add and sort; the rest is in words."""
    if field.name in row.masked:
        return "•••"
    value = row.values.get(field.name)
    if isinstance(value, datetime):
        return value.astimezone(zone())
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and field.type != "person":
        return value
    return value_in_words(field, value, spoken)


def table_file(form: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """A table as a file to keep, `form` xlsx or csv; any other is not found."""
    return written_file(form, name, lambda path: (write_xlsx if form == "xlsx" else write_csv)(path, heads, rows))


def written_file(form: str, name: str, write: Callable[[Path], object]) -> HttpResponseBase:
    """What `write` writes into a file, to keep; `form` xlsx or csv, any other is not found."""
    if form not in FORMS:
        raise Http404
    handle, path = tempfile.mkstemp(suffix=f".{form}")
    os.close(handle)
    try:
        write(Path(path))
        content = Path(path).open("rb")  # noqa: SIM115 the answer closes it
    finally:
        # Opened it stays readable; nobody has to remember to remove it.
        os.unlink(path)
    return FileResponse(content, as_attachment=True, filename=f"{name}.{form}", content_type=FORMS[form])
