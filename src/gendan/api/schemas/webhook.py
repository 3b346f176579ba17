"""Webhooks, their deliveries and tries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StrictInt

from gendan.api.schemas.base import WHOLE, Given, PersonId, Text, Told
from gendan.core.events import Kind

Wanted = Annotated[Text, Field(pattern=r"^[a-z][a-z0-9_]{0,59}(\.[a-z][a-z0-9_]{0,59})?$", examples=["shop_review"])]


class WebhookGiven(Given):
    """A webhook: where it leads, with whose eyes it sees, and what it listens to."""

    name: Annotated[Text, Field(min_length=1, max_length=100)]
    address: Annotated[Text, Field(min_length=1, max_length=500, examples=["https://erp.example.com/gendan"])]
    owner: PersonId = Field(description="What this person may not see is not sent.")
    procedures: list[Wanted] = Field(
        default=[], max_length=100, description="Packs, or `pack.procedure`; none: all of them."
    )
    kinds: list[Kind] = Field(default=[], max_length=50, description="Kinds of events; none: all of them.")


class RotatedGiven(Given):
    """For how many hours the secret before still signs beside the new one."""

    overlap_hours: Annotated[StrictInt, Field(ge=0, le=168), WHOLE] = 24


class PausedGiven(Given):
    """Why."""

    reason: Annotated[Text, Field(max_length=200)] = ""


class WebhookTold(Told):
    """A webhook, and how it fares."""

    id: int
    name: str
    address: str
    owner: int
    procedures: list[str]
    kinds: list[str]
    created_at: datetime
    paused_at: datetime | None
    paused_why: str
    ended_at: datetime | None
    before_until: datetime | None = Field(description="Until then the secret before signs too.")
    waiting: int
    failed: int
    last_sent_at: datetime | None


class WebhookMade(WebhookTold):
    """A new webhook. `secret` is told this once."""

    secret: str


class SecretTold(Told):
    """A new secret, told this once."""

    secret: str


class WebhooksTold(Told):
    """All webhooks, the newest first."""

    webhooks: list[WebhookTold]


class DeliveryLine(Told):
    """One delivery, without what was sent. `key` is its `webhook-id`."""

    id: int
    webhook: int
    key: str
    kind: str
    number: str
    state: str = Field(description="queued, sent or failed.")
    tries: int
    at: datetime
    next_at: datetime | None
    sent_at: datetime | None


class DeliveryPage(Told):
    """Deliveries, the newest first. `next` is `before` of the following page."""

    deliveries: list[DeliveryLine]
    next: int | None


class TryTold(Told):
    """One try: the status of the answer, or the fault for which there was none."""

    at: datetime
    status: int | None
    fault: str
    answer: str
    milliseconds: int
    sent: dict[str, str] = Field(description="The headers that were sent.")


class DeliveryTold(DeliveryLine):
    """A delivery in full. `body` is empty once its time is over."""

    address: str
    body: str
    attempts: list[TryTold]


class PingTold(Told):
    """The trial delivery that was queued."""

    delivery: int
