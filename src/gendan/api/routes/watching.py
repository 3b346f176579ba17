"""关注和提到 The cases that a caller watches, and whom he may name in a remark."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from gendan.api import cases
from gendan.api.addresses import CaseUid
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.base import PLAIN
from gendan.api.schemas.case import CasesFound, Colleagues
from gendan.cases import mentions, queries, watching
from gendan.cases.queries import CaseSeen

router = Router(tags=["cases"])


@operation(router, "GET", "/watches", scope=Scope.READ, gives=CasesFound, problems=(401, 403))
def list_watches(request: HttpRequest) -> CasesFound:
    """The cases that the caller watches and still sees, the last one first."""
    caller = caller_of(request)
    found = watching.watched(person=caller.person, at=caller.at)
    return CasesFound(rows=cases.lines(found, caller.language), more=False)


@operation(router, "PUT", "/cases/{uid}/watch", scope=Scope.ACT, gives=None, status=204, problems=(401, 403, 404))
def watch_case(request: HttpRequest, uid: CaseUid) -> Status[None]:
    """Watch a case.

    What others do to it from now on is told to the caller by messages. It is his own matter, and no event of the case.
    """
    caller = caller_of(request)
    watching.watch(_seen(caller, uid).case.id, person=caller.person, at=caller.at)
    return Status(204, None)


@operation(router, "DELETE", "/cases/{uid}/watch", scope=Scope.ACT, gives=None, status=204, problems=(401, 403, 404))
def unwatch_case(request: HttpRequest, uid: CaseUid) -> Status[None]:
    """Watch a case no more."""
    caller = caller_of(request)
    watching.unwatch(_seen(caller, uid).case.id, person=caller.person)
    return Status(204, None)


@operation(router, "GET", "/cases/{uid}/colleagues", scope=Scope.READ, gives=Colleagues)
def list_colleagues(
    request: HttpRequest,
    uid: CaseUid,
    q: Annotated[
        str, Query(max_length=40, pattern=PLAIN, description="The beginning of a name, of its pinyin or initials.")
    ] = "",
) -> Colleagues:
    """Whom a remark on the case may name: `@` and the name tells them. They see the case."""
    caller = caller_of(request)
    seen = _seen(caller, uid)
    case = mentions.Sighted.of(seen.stored, seen.actor, seen.basis, caller.at, seen.epoch)
    return Colleagues(names=[member.name for member in mentions.offered(q, case, but=caller.person)])


def _seen(caller: Caller, uid: UUID) -> CaseSeen:
    found = queries.seen_case(uid, person=caller.person, at=caller.at)
    if found is None:
        raise missing()
    return found
