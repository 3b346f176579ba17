"""What administrators do with webhooks. Each act is recorded with who did it, in the transaction that does it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from gendan.cases import library
from gendan.core.pack import Pack
from gendan.notices.webhooks.addresses import normal, way_to
from gendan.notices.webhooks.errors import WebhookRefused
from gendan.notices.webhooks.models import DeliveryState, Webhook, WebhookDelivery
from gendan.notices.webhooks.queueing import trial
from gendan.notices.webhooks.signing import new_secret, seal
from gendan.notices.webhooks.subscriptions import EVERY
from gendan.people import access
from gendan.people.actions.authority import is_administrator
from gendan.people.log import write_act
from gendan.people.trying import tried_by

OVERLAP: Final = timedelta(hours=24)
"""How long the secret before stands beside the new one, unless it is said otherwise."""
LONGEST_OVERLAP: Final = timedelta(days=7)


def subscribe(
    *,
    actor: int,
    at: datetime,
    name: str,
    address: str,
    owner: int,
    procedures: Collection[str] = (),
    kinds: Collection[str] = (),
) -> tuple[int, str]:
    """A new webhook; gives its id and its secret, which is told this once.

    `procedures` are packs or `pack.procedure`, `kinds` kinds of events; none named means all. Administrators only.
    Raises WebhookRefused: access, empty, too_long, address, private, plain, owner, procedure, kind.
    """
    _demand(actor)
    said = _checked(name, address, owner, procedures, kinds)
    secret = new_secret()
    with transaction.atomic():
        made = Webhook.objects.create(**said, secret=seal(secret), created_at=at, created_by_id=actor or None)
        write_act("webhook_subscribe", actor=actor, at=at, whom=owner, webhook=made.pk, **_details(made))
    return made.pk, secret


def change(
    webhook: int,
    *,
    actor: int,
    at: datetime,
    name: str,
    address: str,
    owner: int,
    procedures: Collection[str] = (),
    kinds: Collection[str] = (),
) -> None:
    """Give a webhook another name, address, owner or subject. Its secret stays. Raises as `subscribe`, and missing,
    ended.
    """
    _demand(actor)
    said = _checked(name, address, owner, procedures, kinds)
    with transaction.atomic():
        row = _locked(webhook)
        for key, value in said.items():
            setattr(row, key, value)
        row.save(update_fields=[key.removesuffix("_id") for key in said])
        write_act("webhook_change", actor=actor, at=at, whom=owner, webhook=webhook, **_details(row))


def rotate(webhook: int, *, actor: int, at: datetime, overlap: timedelta = OVERLAP) -> str:
    """A new secret, told this once. The one before signs too for `overlap`, so that the receiver can change in peace;
    with no overlap it is worth nothing at once. Raises WebhookRefused: access, missing, ended, overlap.
    """
    _demand(actor)
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise WebhookRefused("overlap", most=int(LONGEST_OVERLAP.total_seconds() // 3600))
    secret = new_secret()
    with transaction.atomic():
        row = _locked(webhook)
        row.before, row.before_until = (row.secret, at + overlap) if overlap else (None, None)
        row.secret = seal(secret)
        row.save(update_fields=["secret", "before", "before_until"])
        write_act("webhook_rotate", actor=actor, at=at, whom=row.owner_id, webhook=webhook, until=row.before_until)
    return secret


def pause(webhook: int, *, actor: int, at: datetime, reason: str = "") -> None:
    """Send nothing any more until it goes on; what happens meanwhile is not sent later. Raises WebhookRefused."""
    _demand(actor)
    with transaction.atomic():
        row = _locked(webhook)
        if row.paused_at is None:
            row.paused_at, row.paused_why = at, reason.strip()[:200]
            row.save(update_fields=["paused_at", "paused_why"])
            _stop(webhook)
            write_act("webhook_pause", actor=actor, at=at, whom=row.owner_id, webhook=webhook, reason=reason)


def resume(webhook: int, *, actor: int, at: datetime) -> None:
    """Send what happens from now on. Raises WebhookRefused: access, missing, ended."""
    _demand(actor)
    with transaction.atomic():
        row = _locked(webhook)
        if row.paused_at is not None:
            row.paused_at, row.paused_why = None, ""
            row.save(update_fields=["paused_at", "paused_why"])
            write_act("webhook_resume", actor=actor, at=at, whom=row.owner_id, webhook=webhook)


def end(webhook: int, *, actor: int, at: datetime) -> None:
    """End a webhook for good; what it sent stays to be looked at. Raises WebhookRefused: access, missing."""
    _demand(actor)
    with transaction.atomic():
        row = Webhook.objects.select_for_update().filter(pk=webhook).first()
        if row is None:
            raise WebhookRefused("missing")
        if row.ended_at is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            _stop(webhook)
            write_act("webhook_end", actor=actor, at=at, whom=row.owner_id, webhook=webhook)


def ping(webhook: int, *, actor: int, at: datetime) -> int:
    """Queue a trial delivery, which says nothing; gives its id. Raises WebhookRefused: access, missing, ended."""
    _demand(actor)
    with transaction.atomic():
        _locked(webhook)
        before = WebhookDelivery.objects.filter(webhook_id=webhook).order_by("-id").values_list("id", flat=True).first()
        made = trial(webhook, at, f"{at.isoformat()}/{before or 0}")
        made.save()
        return made.pk


def replay(delivery: int, *, actor: int, at: datetime) -> None:
    """Send a delivery once more, from its first try on: the same bytes under the same id. Raises WebhookRefused:
    access, missing, ended, gone.
    """
    _demand(actor)
    with transaction.atomic():
        row = WebhookDelivery.objects.select_for_update().filter(pk=delivery).first()
        if row is None:
            raise WebhookRefused("missing")
        webhook = _locked(row.webhook_id)
        if not row.body:
            raise WebhookRefused("gone")
        row.state, row.next_at, row.tries = DeliveryState.QUEUED, at, 0
        row.save(update_fields=["state", "next_at", "tries"])
        write_act("webhook_replay", actor=actor, at=at, whom=webhook.owner_id, webhook=webhook.pk, delivery=row.key)


def _demand(actor: int) -> None:
    if not is_administrator(actor) or tried_by() is not None:
        raise WebhookRefused("access")


def _locked(webhook: int) -> Webhook:
    row = Webhook.objects.select_for_update().filter(pk=webhook).first()
    if row is None:
        raise WebhookRefused("missing")
    if row.ended_at is not None:
        raise WebhookRefused("ended")
    return row


def _stop(webhook: int) -> None:
    """What is still waiting to leave waits no more."""
    WebhookDelivery.objects.filter(webhook_id=webhook, next_at__isnull=False).update(
        next_at=None, state=DeliveryState.FAILED
    )


def _checked(
    name: str, address: str, owner: int, procedures: Collection[str], kinds: Collection[str]
) -> dict[str, Any]:
    said = name.strip()
    if not said:
        raise WebhookRefused("empty")
    if len(said) > 100:
        raise WebhookRefused("too_long", most=100)
    where = normal(address)
    try:
        way_to(where)
    except WebhookRefused as refused:
        # A name may be given before it is known everywhere; it is looked up anew, and judged, at every try.
        if refused.code != "unresolved":
            raise
    if not access.organization().active(owner):
        raise WebhookRefused("owner")
    known = {name for _, pack in library.active_packs() for name in (pack.name, *_procedures(pack))}
    for given in procedures:
        if given not in known:
            raise WebhookRefused("procedure", given=given[:125])
    for given in kinds:
        if given not in EVERY:
            raise WebhookRefused("kind", given=given[:30])
    return {
        "name": said,
        "address": where,
        "owner_id": owner,
        "procedures": sorted(set(procedures)),
        "kinds": sorted(set(kinds)),
    }


def _procedures(pack: Pack) -> list[str]:
    return [f"{pack.name}.{each}" for each in pack.procedures]


def _details(row: Webhook) -> dict[str, object]:
    return {"name": row.name, "address": row.address, "procedures": row.procedures, "kinds": row.kinds}
