"""Gives every request its moment: the clock is read once, here, and all that happens in the request happens then."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class MomentMiddleware:
    """Sets `request.at`, in UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]  # the request carries its moment
        return self.get_response(request)
