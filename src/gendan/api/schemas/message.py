"""Messages to the caller."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictInt

from gendan.api.schemas.base import WHOLE, Given, Told

MessageId = Annotated[StrictInt, Field(ge=1, le=2**53, description="The number that a message is told by."), WHOLE]


class MessageTold(Told):
    """What the caller was told of one case, in his own language.

    `word` says what about: `notice.NAME` of the pack, or `deadline.late` and the like. `ask`: he is to reach somebody
    outside, whom no channel could reach.
    """

    id: int
    case: UUID
    number: str
    procedure: str
    word: str
    title: str
    text: str
    at: datetime
    read: bool
    ask: bool


class UnreadTold(Told):
    """How many messages are unread. `capped`: counting stopped there, and there may be more."""

    count: int
    capped: bool


class MessagesTold(Told):
    """A part of the caller's messages, the newest first. `next` is `after` of the following page."""

    messages: list[MessageTold]
    next: int | None
    unread: UnreadTold


class HeapCaseTold(Told):
    """A case of a heap."""

    case: UUID
    number: str


class HeapTold(Told):
    """Unread messages told alike: the same word and title of the same procedure.

    `newest` is the last of them, `since` when the first came, `cases` some of the cases that they tell of, the newest
    first; each of them stands in the list that `like` with the newest's id asks for.
    """

    newest: MessageTold
    count: int
    since: datetime
    cases: list[HeapCaseTold]


class HeapsTold(Told):
    """What the caller has not read, like with like, the newest first. `next` is `after` of the following page."""

    heaps: list[HeapTold]
    next: int | None
    unread: UnreadTold


class ReadGiven(Given):
    """Which of the caller's messages are to count as read: all, but for what narrows it here."""

    messages: Annotated[list[MessageId], Field(max_length=1000)] | None = Field(
        default=None, description="Only these. Those of others are passed over."
    )
    upto: MessageId | None = Field(default=None, description="Only what came no later than this message.")
    like: MessageId | None = Field(
        default=None, description="Only what is told alike: the same word and title of the same procedure."
    )


class ReadTold(Told):
    """How many messages were unread and are not any more."""

    read: int
