"""Subscriptions, what goes out to them, and every try. Only the modules beside this one write here."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gendan.people.models import Person


class Webhook(models.Model):
    """订阅 An address outside that is told of events.

    `owner` is the person with whose eyes it sees: what he may not see never goes out. `procedures` are packs or
    `pack.procedure`, `kinds` kinds of events; none named means all. `secret` and, until `before_until`, `before` are
    sealed (see `signing`). `paused_at`: nothing is sent meanwhile, and what happens is not kept for later. `ended_at`:
    it is over. Nothing here changes by a delivery, as every change begins a new epoch.
    """

    name = models.CharField(max_length=100)
    address = models.CharField(max_length=500)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="webhooks")
    procedures = ArrayField(models.CharField(max_length=125), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    secret = models.BinaryField()
    before = models.BinaryField(null=True)
    before_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    """How far a delivery has come."""

    QUEUED = "queued"  # it waits for its next try
    SENT = "sent"  # the receiver took it
    FAILED = "failed"  # given up; it may be replayed


class WebhookDelivery(models.Model):
    """One event for one subscription. `body` is what is posted, the same bytes at each try; empty once it was let go.

    `key` is what the receiver knows it by (`webhook-id`). `seq` 0 is a trial that no event led to.
    """

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=40)
    case_id = models.BigIntegerField(null=True)
    number = models.CharField(max_length=200, blank=True)
    seq = models.IntegerField(default=0)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["webhook", "-id"], name="webhook_delivered"),
            models.Index(fields=["webhook", "next_at"], name="webhook_next", condition=Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.webhook_id}"


class WebhookTry(models.Model):
    """One try to bring a delivery, and what the receiver answered. Append-only: the database refuses UPDATE and DELETE.

    `status` is the HTTP status, None where there was no answer; then `fault` says why, as a code of `sending`. `sent`
    are the headers that were sent.
    """

    delivery = models.ForeignKey(WebhookDelivery, models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=30, blank=True)
    answer = models.TextField(blank=True)
    sent: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    milliseconds = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.status or self.fault}"
