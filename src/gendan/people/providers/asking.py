"""Asking a provider's server: JSON over HTTPS, bounded in time and size, never led elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener, getproxies

from gendan.people.providers.provider import ProviderFailed

SECONDS: Final = 10
MOST_BYTES: Final = 1024 * 1024
LOOPBACK: Final = frozenset(("127.0.0.1", "localhost", "::1"))


class _Nowhere(HTTPRedirectHandler):
    """A redirect is an answer like any other, and none that we can read."""

    def redirect_request(self, *_given: Any) -> None:
        return None


def ask(
    address: str,
    *,
    query: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    body: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The object that the server answers with; posted where there is a `form` or a `body`. Raises ProviderFailed."""
    secured(address)
    data, told = None, {"Accept": "application/json", **(headers or {})}
    if form is not None:
        data = urlencode(form).encode()
        told["Content-Type"] = "application/x-www-form-urlencoded"
    elif body is not None:
        data = json.dumps(body).encode()
        told["Content-Type"] = "application/json; charset=utf-8"
    full = f"{address}?{urlencode(query)}" if query else address
    opener = build_opener(_Nowhere, ProxyHandler(getproxies()), HTTPSHandler())
    try:
        # Only https and the loopback pass `secured`.
        with opener.open(Request(full, data, told), timeout=SECONDS) as answer:  # noqa: S310
            read = answer.read(MOST_BYTES + 1)
    except HTTPError as error:
        error.close()
        raise ProviderFailed("refused", f"{urlsplit(address).path} {error.code}") from None
    except (OSError, HTTPException) as error:
        raise ProviderFailed("unreachable", type(error).__name__) from error
    try:
        said = json.loads(read) if len(read) <= MOST_BYTES else None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise ProviderFailed("unreadable", urlsplit(address).path)
    return said


def secured(address: str) -> str:
    """The address, which must be https, or lead to this machine. Raises ProviderFailed."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ProviderFailed("unreachable", "no https")
    return address
