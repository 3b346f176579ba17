"""消息 What the caller was told, and what he has read of it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from gendan.api.addresses import Limit
from gendan.api.authority import Scope
from gendan.api.caller import caller_of
from gendan.api.operation import operation
from gendan.api.schemas.message import (
    HeapCaseTold,
    HeapsTold,
    HeapTold,
    MessagesTold,
    MessageTold,
    ReadGiven,
    ReadTold,
    UnreadTold,
)
from gendan.notices import queries
from gendan.notices.actions import mark_read
from gendan.notices.queries import MOST_COUNTED, MessageView

router = Router(tags=["messages"])

After = Annotated[
    int | None, Query(ge=1, le=2**53, description="Where the page begins: `next` of the page before, a message's id.")
]
Like = Annotated[int | None, Query(ge=1, le=2**53, description="Only what is told alike with this message.")]
UnreadOnly = Annotated[bool, Query(description="Only what is unread.")]


@operation(router, "GET", "/messages", scope=Scope.READ, gives=MessagesTold, problems=(401, 403))
def list_messages(
    request: HttpRequest, after: After = None, limit: Limit = 50, unread_only: UnreadOnly = False, like: Like = None
) -> MessagesTold:
    """The caller's messages, the newest first."""
    caller = caller_of(request)
    found = queries.messages(caller.person, after=after, limit=limit + 1, unread_only=unread_only, like=like)
    return MessagesTold(
        messages=[_told(each) for each in found[:limit]],
        next=found[limit - 1].id if len(found) > limit else None,
        unread=_unread(caller.person),
    )


@operation(router, "GET", "/messages/heaps", scope=Scope.READ, gives=HeapsTold, problems=(401, 403))
def list_heaps(request: HttpRequest, after: After = None, limit: Limit = 50) -> HeapsTold:
    """What the caller has not read, like with like: where hundreds of orders come late in one night, that is one."""
    caller = caller_of(request)
    found = queries.heaps(caller.person, after=after, limit=limit + 1)
    return HeapsTold(
        heaps=[
            HeapTold(
                newest=_told(each.newest),
                count=each.count,
                since=each.since,
                cases=[HeapCaseTold(case=uid, number=number) for uid, number in each.cases],
            )
            for each in found[:limit]
        ],
        next=found[limit - 1].newest.id if len(found) > limit else None,
        unread=_unread(caller.person),
    )


@operation(router, "POST", "/messages/read", scope=Scope.ACT, gives=ReadTold, problems=(401, 403, 413, 415))
def read_messages(request: HttpRequest, body: ReadGiven) -> ReadTold:
    """Let messages of the caller's count as read."""
    caller = caller_of(request)
    count = mark_read(actor=caller.person, at=caller.at, messages=body.messages, upto=body.upto, like=body.like)
    return ReadTold(read=count)


def _unread(person: int) -> UnreadTold:
    count = queries.unread(person)
    return UnreadTold(count=count, capped=count >= MOST_COUNTED)


def _told(each: MessageView) -> MessageTold:
    return MessageTold(
        id=each.id,
        case=each.case_uid,
        number=each.number,
        procedure=each.procedure,
        word=each.word,
        title=each.title,
        text=each.text,
        at=each.at,
        read=each.read,
        ask=each.ask,
    )
