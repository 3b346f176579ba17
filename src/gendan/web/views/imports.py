"""导入 Imports of files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def upload(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """Not there yet."""
    raise Http404


def run(request: HttpRequest, run: str) -> HttpResponse:
    """Not there yet."""
    raise Http404
