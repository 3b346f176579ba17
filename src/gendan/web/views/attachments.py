"""Files of a case: given to those who see the case, as downloads; pictures and PDF also shown in the page."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from gendan.cases.queries.files import file_of
from gendan.web.views.case_page import IMAGES, PDF
from gendan.web.views.common import now, person_of


@login_required
def attachment(request: HttpRequest, uid: UUID, sha256: str) -> HttpResponseBase:
    """One file of a case. What the case does not hold is not found, whoever else may hold it."""
    found = file_of(str(uid), sha256, person=person_of(request), at=now(request))
    if found is None:
        raise Http404
    shown = request.GET.get("show") == "1" and found.type in (*IMAGES, PDF)
    response = FileResponse(found.opened(), as_attachment=not shown, filename=found.name, content_type=found.type)
    if shown:
        # Only what can hold no page of ours is shown in one, and it may load and run nothing.
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
        )
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
