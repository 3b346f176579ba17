"""单据 One case: found, looked at, its history and its files."""

from __future__ import annotations

from typing import Annotated

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router

from gendan.api import cases
from gendan.api.addresses import CaseUid, Digest, ElementName, Searched
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.json_values import shown
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.case import CaseTold, HistoryTold, RevealedTold
from gendan.api.speaking import speaker
from gendan.cases import queries
from gendan.cases.prose import history
from gendan.cases.queries import CasePage
from gendan.cases.queries.files import file_of

router = Router(tags=["cases"])


def seen(uid: object, caller: Caller) -> CasePage:
    """The case as the caller sees it. Raises Problem (404) where he does not, and that is logged."""
    found = queries.case_page(str(uid), person=caller.person, at=caller.at)
    if found is None:
        raise missing()
    return found


@operation(router, "GET", "/cases", scope=Scope.READ, gives=CaseTold)
def find_case(
    request: HttpRequest,
    response: HttpResponse,
    number: Annotated[Searched, Query(min_length=1, description="The case's number.", examples=["202602-000017"])],
) -> CaseTold:
    """Find a case by its number."""
    caller = caller_of(request)
    found = seen(number, caller)
    response["ETag"] = f'"{found.case.version}"'
    return cases.case(found, caller.language)


@operation(router, "GET", "/cases/{uid}", scope=Scope.READ, gives=CaseTold)
def get_case(request: HttpRequest, response: HttpResponse, uid: CaseUid) -> CaseTold:
    """Look at one case.

    Its facts as the caller may see them, what can be done now and why the rest can't, deadlines, signatures, files,
    and the cases around it.
    """
    caller = caller_of(request)
    found = seen(uid, caller)
    response["ETag"] = f'"{found.case.version}"'
    return cases.case(found, caller.language)


@operation(router, "GET", "/cases/{uid}/history", scope=Scope.READ, gives=HistoryTold)
def get_history(request: HttpRequest, uid: CaseUid) -> HistoryTold:
    """What happened to a case, event by event."""
    caller = caller_of(request)
    found = seen(uid, caller)
    spoken = speaker(caller.language, found.pack, found.procedure)
    return HistoryTold(lines=cases.history(history(found.events, spoken, found.sees)))


@operation(router, "GET", "/cases/{uid}/files/{sha256}", scope=Scope.READ, gives=bytes)
def download_file(request: HttpRequest, uid: CaseUid, sha256: Digest) -> FileResponse:
    """Download a file of a case."""
    caller = caller_of(request)
    found = file_of(str(uid), sha256, person=caller.person, at=caller.at)
    if found is None:
        raise missing()
    return FileResponse(
        found.opened(), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )


@operation(router, "POST", "/cases/{uid}/fields/{field}/reveal", scope=Scope.READ, gives=RevealedTold)
def reveal_field(request: HttpRequest, uid: CaseUid, field: ElementName) -> RevealedTold:
    """Show a hidden value in clear. That it was looked at is kept."""
    caller = caller_of(request)
    seen(uid, caller)
    value = queries.reveal(str(uid), field, person=caller.person, at=caller.at)
    if value is None:
        raise missing()
    return RevealedTold(field=field, value=shown(value))
