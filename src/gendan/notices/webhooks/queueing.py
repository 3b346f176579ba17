"""From an event to deliveries: one for each webhook that listens, if its owner may see the case.

Runs in the outbox's transaction, after the command's commit, and may run again for the same event: a webhook that has
its delivery of an event already gets no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

import orjson

from gendan.cases.effects import Call
from gendan.cases.queries import Witnessed, witness
from gendan.notices.webhooks.models import WebhookDelivery
from gendan.notices.webhooks.subscriptions import LISTENED_TO, Standing, standing
from gendan.people import access

PING = "ping"
"""The type of a trial delivery, which no event led to."""


def take(calls: Sequence[Call]) -> None:
    """Queue the deliveries of these events. What an owner may not see is not delivered, and not kept either."""
    epoch = access.current_epoch()
    for call in calls:
        kind = call.word.partition(".")[2]
        for each in standing(epoch):
            if each.hears(call.procedure, kind):
                _deliver(call, each, epoch)


def _deliver(call: Call, webhook: Standing, epoch: int) -> None:
    seen = witness(call.case, call.seq, person=webhook.owner, at=call.at, epoch=epoch)
    if seen is None:
        return
    key = delivery_key(webhook.id, f"{call.uid}/{call.seq}")
    kind = LISTENED_TO[seen.event.kind.value]
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(
                webhook_id=webhook.id,
                key=key,
                kind=kind,
                case_id=call.case,
                number=call.number,
                seq=call.seq,
                body=written({"type": kind, "timestamp": seen.event.at, "data": _data(seen, epoch)}),
                next_at=call.at,
                at=call.at,
            )
        ],
        ignore_conflicts=True,
    )


def delivery_key(webhook: int, about: str) -> str:
    """What a receiver knows a delivery by: the same however often it is made or sent."""
    return "msg_" + hashlib.sha256(f"webhook {webhook} {about}".encode()).hexdigest()[:40]


def written(said: object) -> str:
    """`said` as JSON: moments in UTC to the microsecond, decimals as text."""
    return orjson.dumps(said, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS).decode()


def _data(seen: Witnessed, epoch: int) -> dict[str, object]:
    event, row = seen.event, seen.row
    return {
        "event": {
            "seq": event.seq,
            "kind": event.kind.value,
            "at": event.at,
            "by": {"id": event.actor, "name": access.names_of([event.actor], epoch=epoch).get(event.actor, "")},
            **seen.told,
        },
        "case": {
            "uid": row.uid,
            "procedure": row.procedure,
            "kind": row.kind,
            "number": row.number,
            "label": row.label,
            "state": row.state,
            "final": row.final,
            "version": row.version,
            "queue": row.queue,
            "holder": row.holder,
            "due": row.due,
            "late": row.late,
            "opened_at": row.opened_at,
            "values": dict(row.values),
            "masked": sorted(row.masked),
        },
    }


def trial(webhook: int, at: datetime, nonce: str) -> WebhookDelivery:
    """A delivery that says nothing, to be saved: by it one sees whether the receiver answers."""
    body = written({"type": PING, "timestamp": at, "data": {"webhook": webhook}})
    return WebhookDelivery(
        webhook_id=webhook, key=delivery_key(webhook, f"ping/{nonce}"), kind=PING, body=body, next_at=at, at=at
    )
