"""Files of a case: shown to those who see the case, as downloads and never as pages of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

import orjson
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from gendan.cases import attachments, queries
from gendan.cases.queries import CasePage
from gendan.web.views.common import now, person_of


@login_required
def attachment(request: HttpRequest, uid: UUID, sha256: str) -> HttpResponseBase:
    """One file of a case. What the case does not hold is not found, whoever else may hold it."""
    page = queries.case_page(str(uid), person=person_of(request), at=now(request))
    names = dict(files_of(page)) if page is not None else {}
    path = attachments.path_of(sha256) if sha256 in names else None
    if path is None:
        raise Http404
    with path.open("rb") as file:
        kind = attachments.content_type(file.read(8192), path)
    return FileResponse(path.open("rb"), as_attachment=True, filename=names[sha256], content_type=kind)


def files_of(page: CasePage) -> Iterator[tuple[str, str]]:
    """Every file that the reader sees in the case, by its digest: attachments, and values of fields of type file."""
    for each in page.attachments:
        yield each.sha256, each.name
    files = {name for name in page.visible if page.procedure.fields[name].type == "file"}
    for event in page.events:
        said = orjson.loads(event.body)
        for part in ("set", "with"):
            for name, value in (said.get(part) or {}).items():
                own = part == "with" or name in files
                if own and isinstance(value, Mapping) and isinstance(value.get("sha256"), str):
                    yield value["sha256"], str(value.get("name") or "file")
