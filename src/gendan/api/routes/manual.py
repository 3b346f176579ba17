"""手册 A department's job manual for programs: its chapters, its PDF and HTML, and its procedures as BPMN 2.0."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gendan.api.addresses import PackName, ProcedureName
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.media import BPMN, HTML, PDF
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.base import NAME
from gendan.api.schemas.manual import ManualTold
from gendan.cases import manuals
from gendan.cases.manuals import Version
from gendan.packs.manual import Wanted
from gendan.packs.manual.as_json import as_json
from gendan.people import access
from gendan.people.log import log_access
from gendan.people.models import Access

router = Router(tags=["packs"])

Of = Annotated[
    str | None,
    Query(
        alias="version",
        pattern=r"^[0-9a-f]{12,64}$",
        description="The hash of an older version, or its beginning; the active one without.",
    ),
]
Post = Annotated[str | None, Query(pattern=NAME, description="Only what concerns this post.")]
Procedure = Annotated[str | None, Query(pattern=NAME, description="Only this procedure.")]


@operation(router, "GET", "/packs/{pack}/manual", scope=Scope.READ, gives=ManualTold)
def get_manual(
    request: HttpRequest, pack: PackName, version: Of = None, post: Post = None, procedure: Procedure = None
) -> ManualTold:
    """The job manual of a department in which the caller works, of the active version or of an older one.

    Administrators read every one; who acts for an outside party reads none.
    """
    caller = caller_of(request)
    found = _version(pack, version, caller)
    try:
        made = manuals.manual(
            found.definition,
            language=caller.language,
            on=access.day_of(caller.at),
            wanted=Wanted(post=post, procedure=procedure),
        )
    except KeyError as unknown:
        raise missing() from unknown
    versions = [asdict(each) for each in manuals.versions(pack)]
    return ManualTold.model_validate({**as_json(made), "versions": versions})


@operation(router, "GET", "/packs/{pack}/manual/file", scope=Scope.READ, gives=bytes)
def download_manual(
    request: HttpRequest,
    pack: PackName,
    version: Of = None,
    post: Post = None,
    procedure: Procedure = None,
    form: Annotated[Literal["pdf", "html"], Query(description="The kind of file.")] = "pdf",
) -> HttpResponse:
    """The job manual as a PDF, or as a file of HTML that stands for itself."""
    caller = caller_of(request)
    found = _version(pack, version, caller)
    wanted, on = Wanted(post=post, procedure=procedure), access.day_of(caller.at)
    try:
        if form == "pdf":
            content = manuals.pdf(found.definition, language=caller.language, on=on, wanted=wanted)
        else:
            content = manuals.html(found.definition, language=caller.language, on=on, wanted=wanted).encode()
    except KeyError as unknown:
        raise missing() from unknown
    return _file(content, PDF if form == "pdf" else HTML, f"{pack}-{found.pack.version}.{form}")


@operation(router, "GET", "/packs/{pack}/procedures/{procedure}/bpmn", scope=Scope.READ, gives=bytes)
def download_bpmn(request: HttpRequest, pack: PackName, procedure: ProcedureName, version: Of = None) -> HttpResponse:
    """A procedure as BPMN 2.0 with its layout, for other tools."""
    caller = caller_of(request)
    found = _version(pack, version, caller)
    try:
        content = manuals.bpmn(found.definition, procedure, language=caller.language)
    except KeyError as unknown:
        raise missing() from unknown
    return _file(content, BPMN, f"{pack}-{procedure}.bpmn")


def _version(pack: str, of: str | None, caller: Caller) -> Version:
    """The version that the caller may read. Raises Problem (404); a look at another department's is logged."""
    found = manuals.readable(pack, person=caller.person, at=caller.at, of=of)
    if found is None:
        about = f"manual {pack}"
        log_access(Access.NOT_SEEN, at=caller.at, person=caller.person, address=caller.address, about=about)
        raise missing()
    return found


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
