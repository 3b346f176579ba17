"""Jobs, by name and ids alone: queued in the caller's transaction, run by the job runner after its commit."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

QUEUE = "gendan"


def defer(task: str, *, wait_for: str | None = None, once: bool = False, **ids: str) -> None:
    """Queue the job `gendan.TASK` with its ids. Jobs with the same `wait_for` run one after another.

    With `once` nothing is queued where such a one already is. A job that does not come about (the transaction is rolled
    back) was never queued.
    """
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    name = f"gendan.{task}"
    lock = wait_for if wait_for is not None else f"{name} {' '.join(ids.values())}"
    queued = lock if once else None
    job = app.configure_task(name=name, lock=lock, queueing_lock=queued, queue=QUEUE, allow_unknown=True)
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(**ids)
