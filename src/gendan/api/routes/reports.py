"""报表 Reports that are due. What is done with them is done with their cases: looked over, remarked on, submitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gendan.api.addresses import CaseUid
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.media import PDF, XLSX
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.reports import FrozenTold, ReportContent, ReportRow, ReportsTold, ReportTold
from gendan.cases.queries import Row
from gendan.measures.reports import queries
from gendan.measures.reports.paper import pdf
from gendan.measures.reports.queries import ReportView
from gendan.measures.reports.sheet import workbook

router = Router(tags=["figures"])


@operation(router, "GET", "/reports", scope=Scope.READ, gives=ReportsTold, problems=(401, 403))
def list_reports(
    request: HttpRequest,
    ended: Annotated[bool, Query(description="Those that were accepted or dropped, the last first.")] = False,
) -> ReportsTold:
    """List the reports that the caller sees: those that are due, the most urgent first."""
    caller = caller_of(request)
    rows = queries.reports(person=caller.person, at=caller.at, ended=ended)
    return ReportsTold(rows=[_row(each) for each in rows])


@operation(router, "GET", "/reports/{uid}", scope=Scope.READ, gives=ReportTold)
def get_report(request: HttpRequest, uid: CaseUid) -> ReportTold:
    """What a report says: frozen when it was submitted, and as it comes to now.

    Its case is acted on as every case is: `look_over`, `remark`, `submit`.
    """
    view = _view(uid, caller_of(request))
    frozen = view.frozen
    return ReportTold(
        case=_row(view.page.row),
        remarks=str(view.page.case.data.get("remarks") or ""),
        frozen=None
        if frozen is None
        else FrozenTold(
            at=frozen.frozen_at,
            by=frozen.frozen_by,
            seq=frozen.seq,
            digest=frozen.digest,
            content=ReportContent.model_validate(frozen.body),
        ),
        live=None if view.live is None else ReportContent.model_validate(view.live),
        differs=view.differs,
    )


@operation(router, "GET", "/reports/{uid}/file", scope=Scope.READ, gives=bytes)
def download_report(
    request: HttpRequest,
    uid: CaseUid,
    form: Annotated[Literal["xlsx", "pdf"], Query(description="A workbook with charts, or a paper.")] = "xlsx",
) -> HttpResponse:
    """What a report says, as a workbook with charts or as a PDF: frozen where it was submitted."""
    caller = caller_of(request)
    view = _view(uid, caller)
    content = view.content
    if content is None:
        raise missing()
    number, remarks = view.page.case.number, str(view.page.case.data.get("remarks") or "")
    if form == "pdf":
        made = pdf(content, caller.language, caller.at, number=number, remarks=remarks)
    else:
        made = workbook(content, caller.language, number=number, remarks=remarks)
    name = f"{content['declared']}-{content['period']}.{form}"
    return HttpResponse(
        made,
        content_type=PDF if form == "pdf" else XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _view(uid: UUID, caller: Caller) -> ReportView:
    view = queries.report(str(uid), person=caller.person, at=caller.at)
    if view is None:
        raise missing()
    return view


def _row(row: Row) -> ReportRow:
    values: Mapping[str, object] = row.values
    author = values.get("author")
    return ReportRow(
        uid=UUID(str(row.uid)),
        number=row.number,
        procedure=row.procedure,
        declared=str(values.get("declared", "")),
        title=str(values.get("title", "")),
        period=str(values.get("period", "")),
        state=row.state,
        final=row.final,
        author=author if isinstance(author, int) else None,
        due=row.due,
        late=row.late,
    )
