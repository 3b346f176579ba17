"""台账 An area's tables as pages and files: of all, and of one case."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gendan.cases import ledgers, queries
from gendan.cases.ledgers import MOST, WHOLE
from gendan.cases.prose import value_in_words
from gendan.cases.queries import CaseSeen
from gendan.core.field import Field
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.vocabulary import Column, Ledger, Table
from gendan.people.log import log_access
from gendan.people.models import Access
from gendan.web.areas import actions_of, pages_of
from gendan.web.forms import Worker, control
from gendan.web.forms.reading import name_of
from gendan.web.views.areas import title_of
from gendan.web.views.common import language, now, person_of, speaker, zone
from gendan.web.views.doing import by_field
from gendan.web.views.exports import table_file, written_file
from gendan.web.views.grid import Cell, Grid, Line

_RIGHT = frozenset({"money", "decimal", "int"})


@login_required
def of_site(request: HttpRequest, word: str) -> HttpResponse:
    """A ledger of all, with its filters."""
    ledger = _site(request, word)
    given = {
        field.name: request.GET.get(field.name, request.GET.get(name_of(field.name), "")) for field in ledger.fields
    }
    table = Table(columns=())
    faults: tuple[Reason, ...] = ()
    try:
        values = ledgers.typed(ledger, given, zone())
        table = ledgers.site_table(ledger, values, person=person_of(request), at=now(request), most=MOST + 1)
    except Refused as refused:
        faults = refused.reasons
    shown = {name: value for name, value in given.items() if value}
    wrong = by_field(list(faults), replace(speaker(), fields={field.name: field for field in ledger.fields}), None)
    area = word.partition(".")[0]
    context = {
        "here": f"area {word}",
        "title": ledger.title.in_language(language()),
        "way": title_of(area),
        "home": reverse("web:area", args=[area]),
        "pages": pages_of(request, area),
        "actions": actions_of(request, area),
        "controls": tuple(
            control(
                field,
                given[field.name],
                language=language(),
                zone=zone(),
                wrong=wrong.get(field.name, ()),
                people=_people() if field.type == "person" else (),
            )
            for field in ledger.fields
        ),
        "grid": grid_of(replace(table, rows=table.rows[:MOST])),
        "more": len(table.rows) > MOST,
        "exports": _exports("web:ledger_export", [word], shown),
        "paper": _exports("web:ledger_export", [word], shown, ("pdf",))[0][1],
        "workbook": _exports("web:ledger_export", [word], shown, ("workbook",))[0][1] if ledger.workbook else "",
        "refused": faults,
    }
    return render(request, "web/area/ledger.html", context, status=422 if faults else 200)


@login_required
def exported(request: HttpRequest, word: str, form: str) -> HttpResponseBase:
    """A ledger of all as a file."""
    ledger = _site(request, word)
    try:
        values = ledgers.typed(ledger, request.GET.dict(), zone())
    except Refused as refused:
        raise Http404 from refused
    if form == "pdf":
        return _paper(
            ledger, ledgers.paper_of(ledger, values, person=person_of(request), at=now(request), language=language())
        )
    if form == "workbook" and ledger.workbook:
        write = ledgers.workbook_of(ledger)
        return written_file("xlsx", word.replace(".", "-"), lambda path: write(path, values))
    return _file(
        form, ledger, ledgers.site_table(ledger, values, person=person_of(request), at=now(request), most=WHOLE)
    )


@login_required
def of_case(request: HttpRequest, uid: UUID, word: str) -> HttpResponse:
    """A ledger of a case."""
    seen, ledger = _case(request, uid, word)
    table = ledgers.case_table(ledger, seen, language=language(), at=now(request))
    context = {
        "here": f"case {word}",
        "title": f"{seen.case.number} · {ledger.title.in_language(language())}",
        "way": seen.case.number,
        "home": reverse("web:case", args=[uid]),
        "grid": grid_of(table),
        "exports": _exports("web:case_ledger_export", [uid, word], {}),
        "paper": _exports("web:case_ledger_export", [uid, word], {}, ("pdf",))[0][1],
    }
    return render(request, "web/area/ledger.html", context)


@login_required
def case_exported(request: HttpRequest, uid: UUID, word: str, form: str) -> HttpResponseBase:
    """A ledger of a case as a file."""
    seen, ledger = _case(request, uid, word)
    if form == "pdf":
        return _paper(ledger, ledgers.case_paper(ledger, seen, at=now(request), language=language()))
    return _file(form, ledger, ledgers.case_table(ledger, seen, language=language(), at=now(request)))


def _site(request: HttpRequest, word: str) -> Ledger:
    found = ledgers.site_ledger(word, person=person_of(request), at=now(request))
    if found is None:
        log_access(Access.NOT_SEEN, at=now(request), person=person_of(request), about=f"ledger {word}"[:100])
        raise Http404
    return found


def _case(request: HttpRequest, uid: UUID, word: str) -> tuple[CaseSeen, Ledger]:
    seen = queries.seen_case(uid, person=person_of(request), at=now(request))
    if seen is None:
        raise Http404
    found = next((each for each in ledgers.of_case(seen, at=now(request)) if each.name == word), None)
    if found is None:
        raise Http404
    return seen, found


def _people() -> list[Worker]:
    from gendan.people import access

    members = access.organization().members
    return sorted((Worker(key, member.name) for key, member in members.items()), key=lambda each: each.name)


def _exports(
    name: str, arguments: list[object], given: dict[str, str], forms: tuple[str, ...] = ("xlsx", "csv")
) -> list[tuple[str, str]]:
    query = f"?{urlencode(given)}" if given else ""
    return [(form, reverse(name, args=[*arguments, form]) + query) for form in forms]


def grid_of(table: Table) -> Grid:
    """A table of an area as a grid: links to our pages alone, figures on the right."""
    spoken, fields = speaker(), [_field(column) for column in table.columns]
    lines = []
    for number, row in enumerate(table.rows):
        cells = []
        for field, told in zip(fields, row, strict=True):
            value = told.in_language(language()) if isinstance(told, Text) else told
            text, address = _told(field, value)
            said = text if field.type in ("link", "case") else value_in_words(field, value, spoken)
            kind = "right" if field.type in _RIGHT else ""
            cells.append(Cell(said, own_or_none(address), kind=kind))
        lines.append(Line(str(number), cells))
    return Grid(
        heads=[column.title.in_language(language()) for column in table.columns],
        lines=lines,
        empty=table.empty.in_language(language()) if table.empty is not None else _("没有找到。"),
        right=frozenset(place for place, column in enumerate(table.columns) if column.type in _RIGHT),
    )


def own_or_none(address: str) -> str:
    """The address, where it is one of our pages."""
    return address if address.startswith("/") and not address.startswith("//") else ""


def _field(column: Column) -> Field:
    return Field(name="cell", title=Text(""), type=column.type)


def _told(field: Field, value: object) -> tuple[str, str]:
    """The text and the address of a cell of type link or case."""
    if field.type == "link" and isinstance(value, tuple):
        return _said(value[1]), str(value[0])
    if field.type == "case" and isinstance(value, tuple):
        return str(value[1]), f"{reverse('web:find')}?{urlencode({'q': value[1]})}"
    return "", ""


def _file(form: str, ledger: Ledger, table: Table) -> HttpResponseBase:
    heads, rows = ledgers.file_heads(table, language()), ledgers.file_rows(table, language())
    return table_file(form, ledger.name.replace(".", "-"), heads, rows)


def _paper(ledger: Ledger, content: bytes) -> HttpResponse:
    """A paper, to be shown by the browser and printed."""
    name = ledger.name.replace(".", "-")
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )


def _said(value: object) -> str:
    return value.in_language(language()) if isinstance(value, Text) else str(value)
