"""What a person does with his messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from gendan.notices.models import Message, State
from gendan.notices.queries import told_alike


def mark_read(
    *,
    actor: int,
    at: datetime,
    messages: Collection[int] | None = None,
    upto: int | None = None,
    like: int | None = None,
) -> int:
    """Let the actor's own messages count as read: those named, or all. Gives how many were unread.

    `upto` leaves out what came after that message; `like` leaves out what is not told alike (see `queries.heaps`).
    Others' messages are never touched, whatever is named.
    """
    own = Message.objects.filter(person_id=actor, state=State.SENT)
    if messages is not None:
        own = own.filter(id__in=messages)
    if upto is not None:
        own = own.filter(id__lte=upto)
    if like is not None:
        alike = told_alike(actor, like)
        if alike is None:
            return 0
        own = own.filter(**alike)
    return own.update(state=State.READ, read_at=at)
