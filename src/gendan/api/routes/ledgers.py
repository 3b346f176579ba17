"""台账 The tables that areas show: of all to who may look at the area, of a case to who sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Path, Query, Router

from gendan.api import describing
from gendan.api.addresses import CaseUid
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.exporting import exported, written
from gendan.api.json_values import shown
from gendan.api.media import PDF
from gendan.api.operation import operation
from gendan.api.problems import missing, refused
from gendan.api.routes.areas import WORD
from gendan.api.schemas.base import PLAIN
from gendan.api.schemas.ledger import LedgerColumn, LedgerDescribed, LedgersTold, LedgerTold
from gendan.api.speaking import speaker
from gendan.cases import ledgers, queries
from gendan.cases.area_actions import areas_open
from gendan.cases.queries import CaseSeen
from gendan.cases.registry import vocabulary
from gendan.core.refusals import Refused
from gendan.core.vocabulary import Ledger, Table

router = Router(tags=["areas"])

Word = Annotated[str, Path(pattern=WORD, description="The ledger's word.", examples=["catalogue.products"])]
Filter = Annotated[
    list[Annotated[str, Query(max_length=300, pattern=PLAIN)]],
    Query(max_length=20, description="What rows are filtered by, each as NAME:VALUE.", examples=[["text:D1"]]),
]
FORM: Final = "The kind of file."
Many = Annotated[int, Query(ge=1, le=10_000, description="How many rows at most.")]


@operation(router, "GET", "/ledgers", scope=Scope.READ, gives=LedgersTold)
def list_ledgers(request: HttpRequest) -> LedgersTold:
    """The ledgers of the areas at which the caller may look."""
    caller = caller_of(request)
    areas = areas_open(caller.person, caller.at)
    found = (each for each in vocabulary().ledgers.values() if each.about == "site")
    return LedgersTold(ledgers=[_described(each, caller) for each in found if each.name.partition(".")[0] in areas])


@operation(router, "GET", "/ledgers/{word}", scope=Scope.READ, gives=LedgerTold)
def get_ledger(request: HttpRequest, word: Word, filter: Filter = [], limit: Many = 500) -> LedgerTold:  # noqa: B006 read only
    """The rows of a ledger: products, price lists, piece wages of a month. For who may look at its area."""
    caller = caller_of(request)
    found, values = _asked(word, filter, caller)
    return _told(
        found, ledgers.site_table(found, values, person=caller.person, at=caller.at, most=limit + 1), caller, limit
    )


@operation(router, "GET", "/ledgers/{word}/file", scope=Scope.READ, gives=bytes)
def export_ledger(
    request: HttpRequest,
    word: Word,
    filter: Filter = [],  # noqa: B006 read only
    form: Annotated[Literal["xlsx", "csv", "pdf", "workbook"], Query(description=FORM)] = "xlsx",
) -> FileResponse | HttpResponse:
    """A ledger as a file, of at most 100,000 rows; no cell of it can become a formula.

    `workbook` is the one that can be brought in again, where the ledger has such a one: price lists.
    """
    caller = caller_of(request)
    found, values = _asked(word, filter, caller)
    if form == "workbook":
        if not found.workbook:
            raise missing()
        write = ledgers.workbook_of(found)
        return written("xlsx", _file_name(found), lambda path: write(path, values))
    if form == "pdf":
        return _paper(
            ledgers.paper_of(found, values, person=caller.person, at=caller.at, language=caller.language), found
        )
    return _file(
        form, found, ledgers.site_table(found, values, person=caller.person, at=caller.at, most=ledgers.WHOLE), caller
    )


@operation(router, "GET", "/cases/{uid}/ledgers", scope=Scope.READ, gives=LedgersTold)
def list_case_ledgers(request: HttpRequest, uid: CaseUid) -> LedgersTold:
    """The ledgers of a case at which the caller may look."""
    caller = caller_of(request)
    return LedgersTold(ledgers=[_described(each, caller) for each in ledgers.of_case(_seen(uid, caller), at=caller.at)])


@operation(router, "GET", "/cases/{uid}/ledgers/{word}", scope=Scope.READ, gives=LedgerTold)
def get_case_ledger(request: HttpRequest, uid: CaseUid, word: Word) -> LedgerTold:
    """The rows of a case's ledger: how its prices came about, what was made, where its sources differ."""
    caller = caller_of(request)
    found, seen = _of_case(uid, word, caller)
    table = ledgers.case_table(found, seen, language=caller.language, at=caller.at)
    return _told(found, table, caller, len(table.rows))


@operation(router, "GET", "/cases/{uid}/ledgers/{word}/file", scope=Scope.READ, gives=bytes)
def export_case_ledger(
    request: HttpRequest,
    uid: CaseUid,
    word: Word,
    form: Annotated[Literal["xlsx", "csv", "pdf"], Query(description=FORM)] = "xlsx",
) -> FileResponse | HttpResponse:
    """A case's ledger as a file."""
    caller = caller_of(request)
    found, seen = _of_case(uid, word, caller)
    if form == "pdf":
        return _paper(ledgers.case_paper(found, seen, at=caller.at, language=caller.language), found)
    return _file(form, found, ledgers.case_table(found, seen, language=caller.language, at=caller.at), caller)


def _asked(word: str, filter: list[str], caller: Caller) -> tuple[Ledger, dict[str, object]]:
    """A ledger of all and what it is filtered by. Raises Problem: `missing`, `refused`."""
    found = ledgers.site_ledger(word, person=caller.person, at=caller.at)
    if found is None:
        raise missing()
    given = dict(each.partition(":")[::2] for each in filter)
    try:
        return found, ledgers.typed(found, given, ZoneInfo(settings.TIME_ZONE))
    except Refused as wrong:
        fields = {field.name: field for field in found.fields}
        raise refused(
            wrong.reasons, speaker=lambda language: replace(speaker(language), fields=fields), action=word
        ) from wrong


def _of_case(uid: UUID, word: str, caller: Caller) -> tuple[Ledger, CaseSeen]:
    """A ledger of a case, and the case. Raises Problem: `missing`."""
    seen = _seen(uid, caller)
    found = next((each for each in ledgers.of_case(seen, at=caller.at) if each.name == word), None)
    if found is None:
        raise missing()
    return found, seen


def _seen(uid: CaseUid, caller: Caller) -> CaseSeen:
    found = queries.seen_case(uid, person=caller.person, at=caller.at)
    if found is None:
        raise missing()
    return found


def _described(ledger: Ledger, caller: Caller) -> LedgerDescribed:
    spoken = speaker(caller.language)
    return LedgerDescribed(
        word=ledger.name,
        title=spoken.say(ledger.title),
        filters=[describing.field(field, spoken) for field in ledger.fields],
    )


def _told(ledger: Ledger, table: Table, caller: Caller, limit: int) -> LedgerTold:
    spoken = speaker(caller.language)
    return LedgerTold(
        word=ledger.name,
        title=spoken.say(ledger.title),
        columns=[LedgerColumn(title=spoken.say(each.title), type=each.type) for each in table.columns],
        rows=[[_cell(value) for value in row] for row in table.rows[:limit]],
        more=len(table.rows) > limit,
    )


def _file(form: str, ledger: Ledger, table: Table, caller: Caller) -> FileResponse:
    heads, rows = ledgers.file_heads(table, caller.language), ledgers.file_rows(table, caller.language)
    return exported(form, _file_name(ledger), heads, rows)


def _paper(content: bytes, ledger: Ledger) -> HttpResponse:
    kept = f'attachment; filename="{_file_name(ledger)}.pdf"'
    return HttpResponse(content, content_type=PDF, headers={"Content-Disposition": kept})


def _file_name(ledger: Ledger) -> str:
    return ledger.name.replace(".", "-")


def _cell(value: object) -> object:
    """A cell as JSON; of a link or a case what it is called."""
    return shown(value[1]) if isinstance(value, tuple) else shown(value)
