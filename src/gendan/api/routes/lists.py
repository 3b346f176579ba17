"""清单 The cases of a procedure: listed, exported, opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Status

from gendan.api import cases
from gendan.api.addresses import After, IdempotencyKey, Limit, PackName, ProcedureName
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.doing import do
from gendan.api.exporting import exported
from gendan.api.files import resolved
from gendan.api.listing import AskedQuery, list_query
from gendan.api.operation import ACTING, READING, operation
from gendan.api.problems import refused
from gendan.api.schemas.case import CasePage, OpenGiven, OutcomeTold
from gendan.api.speaking import about, speaker
from gendan.api.working import procedure_of
from gendan.cases import queries
from gendan.cases.prose import Speaker, value_in_words
from gendan.cases.queries import ListQuery, Row
from gendan.cases.sheets import Cell
from gendan.core.command import Command, Verb
from gendan.core.field import Field
from gendan.core.refusals import Refused

router = Router(tags=["lists"])

MOST = 100_000
"""Rows of one export."""
CHUNK = 1000


@operation(
    router,
    "GET",
    "/packs/{pack}/procedures/{procedure}/cases",
    scope=Scope.READ,
    gives=CasePage,
    problems=(*READING, 409),
)
def list_cases(
    request: HttpRequest,
    pack: PackName,
    procedure: ProcedureName,
    asked: AskedQuery,
    after: After = None,
    limit: Limit = 50,
    count: Annotated[bool, Query(description="Whether the whole list is counted, up to 1,000.")] = True,
) -> CasePage:
    """List the cases of a procedure that the caller may see, page by page.

    A page costs the same wherever it lies: `after` is the `next` of the page before.
    """
    caller = caller_of(request)
    found, declared = procedure_of(pack, procedure, caller)
    try:
        shown = queries.page(
            list_query(asked, declared),
            person=caller.person,
            at=caller.at,
            after=after or None,
            limit=limit,
            count=count,
        )
    except Refused as error:
        raise refused(error.reasons, speaker=about(found.pack, declared)) from error
    return cases.page(shown, caller.language)


@operation(
    router,
    "GET",
    "/packs/{pack}/procedures/{procedure}/export",
    scope=Scope.READ,
    gives=bytes,
    problems=(*READING, 409),
)
def export_cases(
    request: HttpRequest,
    pack: PackName,
    procedure: ProcedureName,
    asked: AskedQuery,
    form: Annotated[Literal["xlsx", "csv"], Query(description="The kind of file.")] = "xlsx",
) -> FileResponse:
    """Export a list as a file for a spreadsheet: at most 100,000 cases, no cell of which can become a formula."""
    caller = caller_of(request)
    found, declared = procedure_of(pack, procedure, caller)
    spoken = speaker(caller.language, found.pack, declared)
    fields = [each for each in declared.fields.values() if each.type != "file"]
    heads = ["number", "state", "holder", "due", "opened_at", *(each.name for each in fields)]
    rows = (_cells(row, fields, spoken) for row in _rows(list_query(asked, declared), caller))
    try:
        return exported(form, f"{procedure}-{caller.at:%Y%m%d}", heads, rows)
    except Refused as error:
        raise refused(error.reasons, speaker=about(found.pack, declared)) from error


@operation(
    router,
    "POST",
    "/packs/{pack}/procedures/{procedure}/cases",
    scope=Scope.ACT,
    gives=OutcomeTold,
    status=201,
    problems=ACTING,
)
def open_case(
    request: HttpRequest,
    response: HttpResponse,
    pack: PackName,
    procedure: ProcedureName,
    body: OpenGiven,
    key: IdempotencyKey = None,
) -> Status[OutcomeTold]:
    """Open a case."""
    caller = caller_of(request)
    found, declared = procedure_of(pack, procedure, caller)
    command = Command(
        verb=Verb.OPEN,
        procedure=f"{pack}.{procedure}",
        action="open",
        given=resolved(body.given, caller),
        kind=body.kind,
    )
    done = do(command, caller, response, key=key, speaker=about(found.pack, declared))
    response["Location"] = request.build_absolute_uri(reverse("api:get_case", args=[done.uid]))
    return Status(201, done)


def _rows(query: ListQuery, caller: Caller) -> Iterator[Row]:
    after: str | None = None
    left = MOST
    while left > 0:
        page = queries.page(query, person=caller.person, at=caller.at, after=after, limit=min(CHUNK, left), count=False)
        yield from page.rows
        left -= len(page.rows)
        if page.next is None:
            return
        after = page.next


def _cells(row: Row, fields: list[Field], spoken: Speaker) -> list[Cell]:
    due = row.due.astimezone(spoken.zone) if row.due is not None else None
    fixed: list[Cell] = [row.number, row.state, row.holder_name, due, row.opened_at.astimezone(spoken.zone)]
    return fixed + ["•••" if each.name in row.masked else _cell(each, row, spoken) for each in fields]


def _cell(field: Field, row: Row, spoken: Speaker) -> Cell:
    return value_in_words(field, row.values.get(field.name), spoken)
