"""负荷 Who has how much of the posts below the caller's own, what is late, and work handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID, uuid4

from django.http import HttpRequest
from ninja import Path, Query, Router

from gendan.api import cases
from gendan.api.addresses import After, IdempotencyKey, Limit
from gendan.api.authority import Scope
from gendan.api.caller import Caller, caller_of
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.case import CasePage
from gendan.api.schemas.flow import HandedTold, HandOverGiven, HandOverTold, LoadLine, LoadTold
from gendan.api.speaking import speaker
from gendan.cases import library
from gendan.cases.handing import hand_over_all
from gendan.cases.prose import Speaker
from gendan.cases.queries import load
from gendan.people.log import log_access
from gendan.people.models import Access

router = Router(tags=["load"])

Queue = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,59}\.[a-z][a-z0-9_]{0,59}$", description="`pack.post`.")]


@operation(router, "GET", "/load", scope=Scope.READ, gives=LoadTold)
def get_load(request: HttpRequest) -> LoadTold:
    """Who has how much, post by post: first what nobody has claimed. For who is above a post."""
    caller = caller_of(request)
    lines = load.loads(_posts(caller), caller.at)
    done = load.done_today([each.person for each in lines if each.person], caller.at)
    return LoadTold(
        lines=[
            LoadLine(
                queue=each.post,
                title=_speaker(each.post, caller).post(each.post),
                person=each.person or None,
                name=each.name,
                holds=each.holds,
                open=each.open,
                late=each.late,
                due_today=each.due_today,
                done_today=done.get(each.person, 0) if each.person else None,
                oldest=each.oldest,
            )
            for each in lines
        ]
    )


@operation(router, "GET", "/load/late", scope=Scope.READ, gives=CasePage)
def list_late(
    request: HttpRequest,
    days: Annotated[int, Query(ge=0, le=31, description="Days ahead: 0 is until the end of today.")] = 0,
    after: After = None,
    limit: Limit = 50,
) -> CasePage:
    """What is late or will be within some days, in all posts below the caller's own, due first."""
    caller = caller_of(request)
    until = load.end_of_day(caller.at + timedelta(days=days))
    query = load.WorkQuery(posts=_posts(caller), until=until)
    return cases.page(
        load.work_of(query, reader=caller.person, at=caller.at, after=after or None, limit=limit), caller.language
    )


@operation(router, "GET", "/load/{queue}/{person}", scope=Scope.READ, gives=CasePage)
def list_load(
    request: HttpRequest,
    queue: Queue,
    person: Annotated[int, Path(ge=0, le=2**53, description="Whose; 0: what nobody has claimed.")],
    after: After = None,
    limit: Limit = 50,
) -> CasePage:
    """The open cases that a line of the load counts, due first."""
    caller = caller_of(request)
    _demand(queue, caller)
    query = load.WorkQuery(posts=(queue,), person=person)
    return cases.page(
        load.work_of(query, reader=caller.person, at=caller.at, after=after or None, limit=limit), caller.language
    )


@operation(router, "POST", "/load/hand-over", scope=Scope.ACT, gives=HandOverTold)
def hand_over_load(request: HttpRequest, body: HandOverGiven, key: IdempotencyKey = None) -> HandOverTold:
    """Hand a person's whole work of a post over to another holder of it. Every case has its own outcome.

    At most 2,000 cases, the due first; what is left is handed over by another call. A case that is refused stays where
    it was, and hinders no other.
    """
    caller = caller_of(request)
    _demand(body.queue, caller)
    handed = hand_over_all(
        body.giver,
        body.taker,
        [body.queue],
        person=caller.person,
        at=caller.at,
        reason=body.reason.strip(),
        key=f"hand-over:{caller.person}:{key or uuid4().hex}",
    )
    spoken = _speaker(body.queue, caller)
    done = sum(each.outcome.done for each in handed)
    return HandOverTold(
        done=done,
        left=len(handed) - done,
        cases=[
            HandedTold(
                uid=UUID(each.case.uid),
                number=each.case.number,
                done=each.outcome.done,
                reasons=[cases.reason(reason, spoken) for reason in each.outcome.reasons],
            )
            for each in handed
        ],
    )


def _posts(caller: Caller) -> tuple[str, ...]:
    """The posts below the caller's own. Raises Problem (404) for who has none, and logs the look."""
    posts = load.overseen(caller.person, caller.at)
    if not posts:
        _log(caller, "load of posts")
        raise missing()
    return posts


def _demand(queue: str, caller: Caller) -> None:
    if queue not in load.overseen(caller.person, caller.at):
        _log(caller, f"load of {queue}")
        raise missing()


def _log(caller: Caller, about: str) -> None:
    log_access(Access.NOT_SEEN, at=caller.at, person=caller.person, address=caller.address, about=about)


def _speaker(queue: str, caller: Caller) -> Speaker:
    name = queue.partition(".")[0]
    return speaker(caller.language, next((pack for _, pack in library.active_packs() if pack.name == name), None))
