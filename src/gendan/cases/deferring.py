"""Jobs, by name and ids alone: queued in the caller's transaction, run by the job runner after its commit."""

from __future__ import annotations

from django.db import transaction

QUEUE = "gendan"


def defer(task: str, *, wait_for: str | None = None, **ids: str) -> None:
    """Queue the job `gendan.TASK` with its ids. Jobs with the same `wait_for` run one after another.

    A job that does not come about (the transaction is rolled back) was never queued.
    """
    from procrastinate.contrib.django import app

    name = f"gendan.{task}"
    lock = wait_for if wait_for is not None else f"{name} {' '.join(ids.values())}"
    with transaction.atomic():
        app.configure_task(name=name, lock=lock, queue=QUEUE, allow_unknown=True).defer(**ids)
