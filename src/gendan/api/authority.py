"""What a token must allow, operation by operation.

Tokens only: a browser's cookie is never looked at, so no other site can make a browser act here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.http import HttpRequest

from gendan.api.caller import Caller, language_of
from gendan.api.problems import Problem, missing
from gendan.people import access
from gendan.people.actions.authority import is_administrator
from gendan.people.log import log_access
from gendan.people.middleware import moment_of
from gendan.people.models import Access
from gendan.people.sessions import address_of
from gendan.people.tokens import use_token
from gendan.people.trying import become


class Scope(StrEnum):
    """How far a token reaches. It narrows what its owner may do, and never widens it."""

    READ = "read"
    ACT = "act"
    IMPORT = "import"
    ADMIN = "admin"


SCOPES: Final[Mapping[Scope, str]] = {
    Scope.READ: "Look at what the owner may see: packs, lists, cases, history, files, exports.",
    Scope.ACT: "Open cases and do what the owner may do with them, one by one or in batches.",
    Scope.IMPORT: "Import files of rows, send exchanges and take in their answers.",
    Scope.ADMIN: "Keep people, posts and settings, and verify the record. The owner must be an administrator.",
}


TRY_AS: Final = "Try-As"
"""The header by which an administrator, with scope admin, looks as the person with this id sees and may do."""
LOOKS: Final = frozenset(("GET", "HEAD"))
MOST_DIGITS: Final = 15


class Bearer:
    """Asks for a token of `scope` (None: any token that stands). What it gives stands in `request.auth`."""

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller. Raises Problem: 401 `token` without a token that stands, 403 `scope` where it does not reach."""
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        at, address = moment_of(request), address_of(request)
        use = use_token(text.strip(), address=address, at=at) if kind.lower() == "bearer" and text.strip() else None
        if use is None:
            raise Problem(401, "token", headers={"WWW-Authenticate": "Bearer"})
        wanted = [self.scope] if self.scope is not None else []
        eyes = request.headers.get(TRY_AS)
        for scope in [*wanted, Scope.ADMIN] if eyes is not None else wanted:
            if not use.allows(scope.value):
                challenge = f'Bearer error="insufficient_scope", scope="{scope.value}"'
                raise Problem(403, "scope", extra={"scope": scope.value}, headers={"WWW-Authenticate": challenge})
        person = use.person if eyes is None else _lent(request, use.person, eyes, at=at, address=address)
        return Caller(person, at, use, language_of(request, use.person), address)


def _lent(request: HttpRequest, administrator: int, said: str, *, at: datetime, address: str) -> int:
    """The person with whose eyes the administrator looks; only looks are possible so, and each is logged."""
    person = int(said) if said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS else 0
    if request.method not in LOOKS or not is_administrator(administrator):
        raise Problem(403, "access")
    if not access.organization().active(person):
        raise missing()
    log_access(
        Access.TRIED,
        at=at,
        person=administrator,
        address=address,
        about=request.get_full_path(),
        details={"as": person},
    )
    become(administrator)
    return person


def demand_administrator(caller: Caller) -> None:
    """Raises Problem (403 `access`) unless the caller is an administrator."""
    if not is_administrator(caller.person):
        raise Problem(403, "access")
