"""Messages, and the log of how they were delivered. Only `telling`, `delivering` and `actions` write here."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gendan.notices.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookTry
from gendan.people.models import Person

__all__ = ["Delivery", "DeliveryState", "Message", "Outcome", "State", "Webhook", "WebhookDelivery", "WebhookTry"]

LEADING_OUT = ("mail", "sms", "robot", "chat")
"""Channels by which messages leave Gendan."""


class State(models.TextChoices):
    """How far a message has come."""

    QUEUED = "queued"  # it waits for its channel
    SENT = "sent"  # its channel took it; inside Gendan it lies on the person's page
    FAILED = "failed"  # no channel took it, and nobody was left to ask
    READ = "read"  # the person has seen it inside Gendan


class Message(models.Model):
    """消息 What one recipient is told of one case.

    `key` is the effect's own: for one key a recipient has one message, however often the effect is tried. `recipient`
    names him: `person:7`, or `outside:` with what the case knows of somebody who is not here. `about` is empty, but
    where a person is asked to reach such a one: then it is that one's `recipient`. `channel` is the channel that has it
    now, `rest` those that come after, each tried where the one before it fails. `name`, `phone` and `mail` are an
    outside recipient's; a person's are looked up when it is sent. `files` (each a `name` and its
    `sha256`) go along in a mail. `word` is `notice.NAME` or `deadline.late`;
    `case_uid` and `number` are what the case is found and called by.
    """

    key = models.CharField(max_length=200)
    recipient = models.CharField(max_length=300)
    about = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="messages")
    name = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    mail = models.CharField(max_length=254, blank=True)
    case_id = models.BigIntegerField()
    case_uid = models.UUIDField()
    number = models.CharField(max_length=200)
    procedure = models.CharField(max_length=125)
    word = models.CharField(max_length=130)
    language = models.CharField(max_length=2)
    title = models.TextField()
    text = models.TextField()
    files = models.JSONField(default=list, blank=True)
    channel = models.CharField(max_length=20)
    rest = ArrayField(models.CharField(max_length=20), default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "recipient", "about"], name="message_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="message_by_person"),
            models.Index(fields=["person"], name="message_unread", condition=Q(state="sent", person__isnull=False)),
            models.Index(fields=["next_at", "id"], name="message_next", condition=Q(next_at__isnull=False)),
            models.Index(fields=["case_id", "id"], name="message_by_case"),
            models.Index(fields=["sent_at"], name="message_left", condition=Q(channel__in=LEADING_OUT)),
        ]

    def __str__(self) -> str:
        return f"{self.word} to {self.recipient}"


class Outcome(models.TextChoices):
    """What became of one try of one channel."""

    SENT = "sent"
    ASKED = "asked"  # a person was asked to reach the recipient
    NOT_CONFIGURED = "not_configured"  # this site has no such channel
    NO_ADDRESS = "no_address"  # the recipient has no address for this channel
    REFUSED = "refused"  # the other side takes it at no time
    UNREACHABLE = "unreachable"  # the other side did not answer, or not now
    NOBODY = "nobody"  # nobody was left to be asked


class Delivery(models.Model):
    """投递记录 One try to bring a message by one channel, and what became of it.

    Append-only: the database refuses UPDATE and DELETE. `detail` is what the other side said.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    detail = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel}: {self.outcome}"
