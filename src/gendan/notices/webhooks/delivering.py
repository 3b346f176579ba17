"""Deliveries leave: signed, each tried again after ever longer pauses, no slow receiver in another's way.

A delivery is claimed by a lease before it leaves, outside any transaction, so that no lock waits for another machine;
it leaves at least once, under the same `webhook-id` at each try.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from gendan.notices.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookTry
from gendan.notices.webhooks.sending import Answer, post
from gendan.notices.webhooks.signing import headers, unseal

PAUSES: Final = tuple(timedelta(seconds=each) for each in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""How long is waited after the first, second … try that failed; after the last one a delivery is given up."""
LEASE: Final = timedelta(minutes=2)
AT_ONCE: Final = 8
"""Posts under way at the same moment, and how many of one webhook a round takes at most."""
ROUND: Final = 64
KEPT: Final = timedelta(days=30)
"""How long what was sent can be looked at and replayed; then its content is let go, and that it was sent stays."""
GONE: Final = 410
"""A receiver that answers so wants to hear no more: the webhook is paused."""


@dataclass(frozen=True, slots=True)
class Left:
    """What one round did: deliveries that were taken, those to be tried again, and those given up."""

    sent: int = 0
    again: int = 0
    failed: int = 0

    @property
    def any(self) -> bool:
        """Whether anything was due."""
        return bool(self.sent or self.again or self.failed)


def deliver(at: datetime) -> Left:
    """Take out what is due at `at`, at most ROUND deliveries. Must not be called inside a transaction."""
    due = _claim(at)
    if not due:
        return Left()
    known = Webhook.objects.in_bulk({each.webhook_id for each in due})
    # The posts touch no database: what came of them is written here, in the caller's thread.
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        said = [signed(each, known[each.webhook_id], at) for each in due]
        answers = list(
            pool.map(lambda each, headers: post(known[each.webhook_id].address, headers, each.body.encode()), due, said)
        )
    sent = again = failed = 0
    for delivery, headers_sent, answer in zip(due, said, answers, strict=True):
        with transaction.atomic():
            state = _record(delivery, headers_sent, answer, at)
        sent += state is DeliveryState.SENT
        again += state is DeliveryState.QUEUED
        failed += state is DeliveryState.FAILED
    return Left(sent, again, failed)


def let_go(at: datetime) -> int:
    """Empty the content of what was settled longer than KEPT ago. Gives of how many deliveries."""
    old = WebhookDelivery.objects.filter(at__lt=at - KEPT, next_at=None).exclude(body="")
    return old.update(body="")


def _claim(at: datetime) -> list[WebhookDelivery]:
    with transaction.atomic():
        waiting = WebhookDelivery.objects.filter(next_at__lte=at)
        claimed: list[WebhookDelivery] = []
        for webhook in waiting.values_list("webhook_id", flat=True).distinct().order_by("webhook_id"):
            rows = waiting.filter(webhook_id=webhook).order_by("next_at", "id").select_for_update(skip_locked=True)
            claimed += rows[:AT_ONCE]
        # Whoever has waited longest goes first, so that no webhook's place in a list is its fate.
        claimed = sorted(claimed, key=lambda each: (each.next_at or at, each.id))[:ROUND]
        WebhookDelivery.objects.filter(id__in=[each.id for each in claimed]).update(
            tries=F("tries") + 1, next_at=at + LEASE
        )
    for each in claimed:
        each.tries += 1
    return claimed


def signed(delivery: WebhookDelivery, webhook: Webhook, at: datetime) -> dict[str, str]:
    """The headers of a try at `at`; within the overlap of a rotation both secrets sign."""
    wanted = [unseal(webhook.secret)]
    if webhook.before is not None and webhook.before_until is not None and at < webhook.before_until:
        wanted.append(unseal(webhook.before))
    return headers(wanted, delivery.key, int(at.timestamp()), delivery.body.encode())


def _record(delivery: WebhookDelivery, said: dict[str, str], answer: Answer, at: datetime) -> DeliveryState:
    WebhookTry.objects.create(
        delivery=delivery,
        at=at,
        status=answer.status,
        fault=answer.fault,
        answer=answer.text,
        sent=said,
        milliseconds=answer.milliseconds,
    )
    if answer.taken:
        state, next_at = DeliveryState.SENT, None
    elif answer.status == GONE or delivery.tries > len(PAUSES):
        state, next_at = DeliveryState.FAILED, None
    else:
        state, next_at = DeliveryState.QUEUED, at + PAUSES[delivery.tries - 1]
    if answer.status == GONE:
        Webhook.objects.filter(pk=delivery.webhook_id, paused_at=None).update(paused_at=at, paused_why="410 Gone")
        WebhookDelivery.objects.filter(Q(webhook_id=delivery.webhook_id), ~Q(next_at=None)).update(
            next_at=None, state=DeliveryState.FAILED
        )
    delivery.state, delivery.next_at = state, next_at
    delivery.sent_at = at if state is DeliveryState.SENT else None
    delivery.save(update_fields=["state", "next_at", "sent_at"])
    return state
