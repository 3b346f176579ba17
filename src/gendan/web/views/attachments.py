"""Files of a case: shown to those who see the case, as downloads and never as pages of ours."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from gendan.cases.queries.files import file_of
from gendan.web.views.common import now, person_of


@login_required
def attachment(request: HttpRequest, uid: UUID, sha256: str) -> HttpResponseBase:
    """One file of a case. What the case does not hold is not found, whoever else may hold it."""
    found = file_of(str(uid), sha256, person=person_of(request), at=now(request))
    if found is None:
        raise Http404
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name, content_type=found.type)
