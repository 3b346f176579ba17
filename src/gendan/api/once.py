"""Once: a request that makes something and carries an `Idempotency-Key` makes it once, however often it comes.

Commands on cases are not held here: they carry their key through the one door, which keeps it with what they did.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gendan.api.authority import Bearer
from gendan.api.caller import Caller
from gendan.api.models import KeptAnswer
from gendan.api.problems import At, Problem, answer, refused
from gendan.core.refusals import Reason

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
PATTERN: Final = r"^[!-~]{1,120}$"
LASTS: Final = timedelta(days=90)
"""How long a key is known."""

PARAMETER: Final[dict[str, Any]] = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "With the same key the same request is done once and answered again, another refused (`key`).",
    "schema": {"type": "string", "pattern": PATTERN},
}

Run = Callable[..., HttpResponseBase]


def once(bearer: Bearer) -> Callable[[Run], Run]:
    """Let an operation be done once for a key. `bearer` is whom it asks for."""

    def decorated(run: Run) -> Run:
        @wraps(run)
        def running(request: HttpRequest, *arguments: object, **named: object) -> HttpResponseBase:
            key = request.headers.get(HEADER)
            if key is None:
                return run(request, *arguments, **named)
            if re.fullmatch(PATTERN, key) is None:
                return answer(request, Problem(422, "malformed", places=[At("header", (HEADER,), "pattern")]))
            try:
                caller = bearer(request)
            except Problem:
                # It is refused in its own way, and told as every operation tells it.
                return run(request, *arguments, **named)
            digest = _digest(request)
            kept = _kept(request, caller, key, digest)
            if kept is not None:
                return kept
            try:
                with transaction.atomic():
                    response = run(request, *arguments, **named)
                    if isinstance(response, HttpResponse) and response.status_code < 300:
                        KeptAnswer.objects.create(
                            person=caller.person,
                            key=key,
                            digest=digest,
                            status=response.status_code,
                            body=response.content,
                            at=caller.at,
                        )
            except IntegrityError:
                # The same request came at the same time; what this one made is undone, the other's answer stands.
                kept = _kept(request, caller, key, digest)
                if kept is None:
                    raise
                return kept
            return response

        return running

    return decorated


def let_go(at: datetime) -> int:
    """Let old answers go; how many."""
    return KeptAnswer.objects.filter(at__lt=at - LASTS).delete()[0]


def _kept(request: HttpRequest, caller: Caller, key: str, digest: bytes) -> HttpResponse | None:
    found = KeptAnswer.objects.filter(person=caller.person, key=key).first()
    if found is None:
        return None
    if bytes(found.digest) != digest:
        return answer(request, refused((Reason("key"),)))
    again = HttpResponse(bytes(found.body), status=found.status, content_type="application/json; charset=utf-8")
    again[REPLAYED] = "true"
    return again


def _digest(request: HttpRequest) -> bytes:
    asked = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(asked + request.body).digest()
