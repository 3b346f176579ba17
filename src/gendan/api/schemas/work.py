"""A person's work."""

from __future__ import annotations

from uuid import UUID

from gendan.api.schemas.base import Told


class Counted(Told):
    """A count, up to 1,000; `capped` says that there are more."""

    count: int
    capped: bool


class QueueTold(Counted):
    """The unclaimed cases of a post (`pack.post`)."""

    queue: str
    title: str


class WorkTold(Told):
    """What is the caller's to do: mine, late, waiting for others, to be signed (up to 100), mine in which something
    waits for its conditions, the queues of his posts, and batches not finished."""

    mine: Counted
    late: Counted
    waiting: Counted
    sign: Counted
    pending: Counted
    queues: list[QueueTold]
    batches: int


class NextTold(Told):
    """The case to take next; null where there is no work."""

    uid: UUID | None
