"""Whether this installation can work: asked by supervisors, proxies and operators."""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gendan import __version__


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 where the database answers, 503 where it does not. Says nothing that a stranger may not know."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            cursor.fetchone()
    except Error:
        return JsonResponse({"status": "unavailable", "database": False, "version": __version__}, status=503)
    return JsonResponse({"status": "ok", "database": True, "version": __version__})
