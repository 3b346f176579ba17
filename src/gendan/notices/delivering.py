"""投递 Queued messages leave Gendan: each tried by its channel, again after a pause, then by the next one.

A message is claimed by a lease before it leaves, outside any transaction, so that no lock waits for another machine; it
leaves at least once, with the same key at each try, by which the other side knows it. What is told alike leaves as one
(`gathering`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from gendan.cases import attachments
from gendan.cases.models import Attachment
from gendan.notices.channels import ChannelFault, Enclosed, Envelope, channel
from gendan.notices.gathering import gathered, said_of, waiting_until
from gendan.notices.models import Message, Outcome, State
from gendan.notices.routing import advance, log, route

LEASE: Final = timedelta(minutes=5)
TRIES: Final = 5
"""How often one channel is tried before the next one has the message."""
MOST_BYTES: Final = 15_000_000
"""What goes along with one mail at most: servers take 20 MB to 25 MB, and a mail's files grow by a third."""
_FIRST_PAUSE: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did: messages that left, those to be tried again, and those that another channel has now."""

    sent: int = 0
    again: int = 0
    passed_on: int = 0


def deliver(at: datetime, limit: int = 200) -> Delivered:
    """Take out what is due at `at`, at most `limit` messages. Must not be called inside a transaction."""
    sent = again = passed_on = 0
    for heap in gathered(_claim(at, limit)):
        fault = _send(heap, at)
        with transaction.atomic():
            for message in heap:
                if fault is None:
                    _sent(message, at)
                    sent += 1
                elif fault.outcome is Outcome.UNREACHABLE and message.tries < TRIES:
                    log(message, fault.outcome, at, fault.detail)
                    message.error = fault.detail[:2000]
                    message.next_at = at + _FIRST_PAUSE * 2 ** (message.tries - 1)
                    message.save()
                    again += 1
                else:
                    log(message, fault.outcome, at, fault.detail)
                    message.error = fault.detail[:2000]
                    advance(message)
                    route(message, at)
                    passed_on += 1
    return Delivered(sent, again, passed_on)


def next_due() -> datetime | None:
    """When the next message is due, None where none waits."""
    return Message.objects.filter(next_at__isnull=False).order_by("next_at").values_list("next_at", flat=True).first()


def _claim(at: datetime, limit: int) -> list[Message]:
    """The messages that are due, leased. What has to wait for more of its kind is put off, untried."""
    with transaction.atomic():
        due = Message.objects.filter(next_at__lte=at).order_by("next_at", "id").select_for_update(skip_locked=True)
        messages = list(due[:limit])
        put_off = waiting_until(messages, at)
        for message in messages:
            until = put_off.get(message.pk)
            message.tries += until is None
            message.next_at = at + LEASE if until is None else until
        Message.objects.bulk_update(messages, ["tries", "next_at"])
    leaving = [each.pk for each in messages if each.pk not in put_off]
    return list(Message.objects.filter(id__in=leaving).select_related("person").order_by("id"))


def _send(heap: Sequence[Message], at: datetime) -> ChannelFault | None:
    """Bring messages that are told alike, or one alone, by their channel."""
    first = heap[0]
    way = channel(first.channel)
    if way is None or not way.configured():
        return ChannelFault(Outcome.NOT_CONFIGURED)
    address = way.address(first)
    if not address:
        return ChannelFault(Outcome.NO_ADDRESS)
    try:
        title, text = said_of(heap)
        way.send(Envelope(address, title, text, key(first, len(heap)), at, _files(first)))
    except ChannelFault as fault:
        return fault
    # Whatever a channel does wrong must not stop the others' messages.
    except Exception as failure:
        return ChannelFault(Outcome.UNREACHABLE, f"{type(failure).__name__}: {failure}")
    return None


def _files(message: Message) -> tuple[Enclosed, ...]:
    """What goes along, in order. What was let go since, or for which there is no room, stays behind."""
    found, size = [], 0
    kept = {
        each.sha256: each for each in Attachment.objects.filter(sha256__in=[each["sha256"] for each in message.files])
    }
    for each in message.files:
        path, stored = attachments.path_of(each["sha256"]), kept.get(each["sha256"])
        if path is None or stored is None or size + stored.size > MOST_BYTES:
            continue
        size += stored.size
        found.append(Enclosed(each["name"], stored.type, path))
    return tuple(found)


def key(message: Message, of: int = 1) -> str:
    """What the other side knows a message by: the same at each try, and on each channel another; another again for
    the first of a heap `of` so many.
    """
    said = f"{message.key} {message.recipient} {message.about} {message.channel}{f' {of}' if of > 1 else ''}"
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def _sent(message: Message, at: datetime) -> None:
    log(message, Outcome.SENT, at)
    message.state = State.SENT
    message.sent_at = at
    message.next_at = None
    message.error = ""
    message.save()
