"""The jobs of this room: they read the clock, and hand it on."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from gendan.cases.deferring import QUEUE
from gendan.notices.delivering import deliver
from gendan.notices.telling import DELIVER


@app.periodic(cron="* * * * *", periodic_id="deliver")
@app.task(name=f"gendan.{DELIVER}", queue=QUEUE, lock=f"gendan.{DELIVER}", pass_context=False)
def deliver_messages(timestamp: int = 0) -> None:
    """Take out queued messages: at once when there are any, and every minute what is to be tried again."""
    while deliver(datetime.now(UTC)).sent:
        pass
