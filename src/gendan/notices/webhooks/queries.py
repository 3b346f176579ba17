"""What administrators see of webhooks: which there are, how they fare, what went out and what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gendan.notices.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookTry

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookView:
    """A webhook, with how many deliveries wait and failed, and when the last one was taken."""

    id: int
    name: str
    address: str
    owner: int
    owner_name: str
    procedures: tuple[str, ...]
    kinds: tuple[str, ...]
    created_at: datetime
    paused_at: datetime | None
    paused_why: str
    ended_at: datetime | None
    before_until: datetime | None
    waiting: int
    failed: int
    last_sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """One delivery, without what was sent."""

    id: int
    webhook: int
    key: str
    kind: str
    number: str
    state: str
    tries: int
    at: datetime
    next_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TryView:
    """One try: what was answered (`status`), or why nothing was (`fault`)."""

    at: datetime
    status: int | None
    fault: str
    answer: str
    milliseconds: int
    sent: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged(DeliveryView):
    """A delivery with what was sent, and every try with its answer. `body` is empty once it was let go."""

    address: str
    body: str
    attempts: tuple[TryView, ...]


def webhooks(*, ended: bool = False) -> tuple[WebhookView, ...]:
    """All webhooks, the newest first; those that have ended only where asked for."""
    found = Webhook.objects.select_related("owner").order_by("-id")
    return tuple(_views(found if ended else found.filter(ended_at=None)))


def webhook(key: int) -> WebhookView | None:
    """One webhook, None where there is none."""
    return next(iter(_views(Webhook.objects.select_related("owner").filter(pk=key))), None)


def deliveries(webhook: int, *, before: int | None = None, state: str = "") -> tuple[DeliveryView, ...]:
    """Deliveries of a webhook, the newest first, at most PAGE; those before the delivery `before`, where one is
    named.
    """
    found = WebhookDelivery.objects.filter(webhook_id=webhook)
    if state in DeliveryState.values:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(id__lt=before)
    return tuple(DeliveryView(**_delivery(each)) for each in found.defer("body").order_by("-id")[:PAGE])


def exchanged(delivery: int) -> Exchanged | None:
    """One delivery in full, None where there is none."""
    row = WebhookDelivery.objects.select_related("webhook").filter(pk=delivery).first()
    if row is None:
        return None
    return Exchanged(
        **_delivery(row),
        address=row.webhook.address,
        body=row.body,
        attempts=tuple(
            TryView(
                at=each.at,
                status=each.status,
                fault=each.fault,
                answer=each.answer,
                milliseconds=each.milliseconds,
                sent=each.sent,
            )
            for each in WebhookTry.objects.filter(delivery=row).order_by("-id")
        ),
    )


def _views(found: QuerySet[Webhook]) -> Iterator[WebhookView]:
    rows = list(found)
    counted = {
        each["webhook_id"]: each
        for each in WebhookDelivery.objects.filter(webhook_id__in=[row.pk for row in rows])
        .values("webhook_id")
        .annotate(
            waiting=Count("id", filter=Q(next_at__isnull=False)),
            failed=Count("id", filter=Q(state=DeliveryState.FAILED)),
            last=Max("sent_at"),
        )
    }
    for row in rows:
        known = counted.get(row.pk, {})
        yield WebhookView(
            id=row.pk,
            name=row.name,
            address=row.address,
            owner=row.owner_id,
            owner_name=row.owner.name,
            procedures=tuple(row.procedures),
            kinds=tuple(row.kinds),
            created_at=row.created_at,
            paused_at=row.paused_at,
            paused_why=row.paused_why,
            ended_at=row.ended_at,
            before_until=row.before_until,
            waiting=known.get("waiting", 0),
            failed=known.get("failed", 0),
            last_sent_at=known.get("last"),
        )


def _delivery(row: WebhookDelivery) -> dict[str, Any]:
    return {
        "id": row.pk,
        "webhook": row.webhook_id,
        "key": row.key,
        "kind": row.kind,
        "number": row.number,
        "state": row.state,
        "tries": row.tries,
        "at": row.at,
        "next_at": row.next_at,
        "sent_at": row.sent_at,
    }
