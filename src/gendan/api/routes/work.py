"""工作台 What is the caller's to do."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router

from gendan.api import cases
from gendan.api.addresses import After, Limit
from gendan.api.authority import Scope
from gendan.api.caller import caller_of
from gendan.api.operation import operation
from gendan.api.schemas.case import CasePage
from gendan.api.schemas.work import Counted, NextTold, QueueTold, WorkTold
from gendan.api.speaking import speaker
from gendan.cases import library, queries
from gendan.cases.models import Batch
from gendan.cases.queries import Page

router = Router(tags=["work"])

_UNFINISHED = (Batch.Stage.READY, Batch.Stage.RUNNING, Batch.Stage.STOPPED)


@operation(router, "GET", "/workbench", scope=Scope.READ, gives=WorkTold, problems=(401, 403))
def get_work(request: HttpRequest) -> WorkTold:
    """How much there is to do."""
    caller = caller_of(request)
    found = queries.workbench(person=caller.person, at=caller.at, limit=1)
    packs = {pack.name: pack for _, pack in library.active_packs()}
    return WorkTold(
        mine=_counted(found.mine),
        late=_counted(found.late),
        waiting=_counted(found.waiting),
        sign=_counted(queries.to_sign(person=caller.person, at=caller.at, limit=100)),
        pending=_counted(queries.pending(person=caller.person, at=caller.at, limit=1)),
        queues=[
            QueueTold(
                queue=each.queue,
                title=speaker(caller.language, packs.get(each.queue.partition(".")[0])).post(each.queue),
                count=each.count,
                capped=each.capped,
            )
            for each in found.queues
        ],
        batches=Batch.objects.filter(person=caller.person, stage__in=_UNFINISHED).count(),
    )


@operation(router, "GET", "/workbench/next", scope=Scope.READ, gives=NextTold, problems=(401, 403))
def get_next(request: HttpRequest) -> NextTold:
    """The case to take next: mine by due moment, else the first of my queues."""
    caller = caller_of(request)
    found = queries.next_case(person=caller.person, at=caller.at)
    return NextTold(uid=UUID(found) if found is not None else None)


@operation(router, "GET", "/workbench/{part}", scope=Scope.READ, gives=CasePage)
def list_work(
    request: HttpRequest,
    part: Annotated[
        Literal["mine", "sign", "late", "waiting", "pending"],
        Path(
            description=(
                "mine; to sign (at most 100, on one page); late; waiting for others; or mine in which something waits "
                "for its conditions to happen by itself."
            )
        ),
    ],
    after: After = None,
    limit: Limit = 50,
) -> CasePage:
    """The cases that are the caller's to do, due first."""
    caller = caller_of(request)
    if part == "sign":
        return cases.page(queries.to_sign(person=caller.person, at=caller.at, limit=100), caller.language)
    parts = {"mine": queries.mine, "late": queries.late, "waiting": queries.waiting, "pending": queries.pending}
    asked = parts[part]
    return cases.page(asked(person=caller.person, at=caller.at, after=after or None, limit=limit), caller.language)


@operation(router, "GET", "/queues/{queue}", scope=Scope.READ, gives=CasePage)
def list_queue(
    request: HttpRequest,
    queue: Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,59}\.[a-z][a-z0-9_]{0,59}$", description="`pack.post`.")],
    after: After = None,
    limit: Limit = 50,
) -> CasePage:
    """The unclaimed cases in the queue of one of the caller's posts, by priority and then by age."""
    caller = caller_of(request)
    found = queries.queue(person=caller.person, at=caller.at, posts=[queue], after=after or None, limit=limit)
    return cases.page(found, caller.language)


def _counted(page: Page) -> Counted:
    return Counted(count=page.count, capped=page.capped)
