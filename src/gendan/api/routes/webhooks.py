"""网络回调 Webhooks: subscribed, looked at, replayed. Administrators only."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Status

from gendan.api.addresses import Number
from gendan.api.authority import Scope, demand_administrator
from gendan.api.caller import Caller, caller_of
from gendan.api.operation import operation
from gendan.api.problems import missing
from gendan.api.schemas.webhook import (
    DeliveryLine,
    DeliveryPage,
    DeliveryTold,
    PausedGiven,
    PingTold,
    RotatedGiven,
    SecretTold,
    WebhookGiven,
    WebhookMade,
    WebhooksTold,
    WebhookTold,
)
from gendan.notices.webhooks import actions, queries
from gendan.notices.webhooks.queries import PAGE, WebhookView

router = Router(tags=["webhooks"])


@operation(router, "GET", "/webhooks", scope=Scope.ADMIN, gives=WebhooksTold, problems=(401, 403))
def list_webhooks(request: HttpRequest, ended: Annotated[bool, Query()] = False) -> WebhooksTold:
    """All webhooks; those that have ended where `ended` is true."""
    _administrator(request)
    return WebhooksTold(webhooks=[_told(each) for each in queries.webhooks(ended=ended)])


@operation(router, "POST", "/webhooks", scope=Scope.ADMIN, gives=WebhookMade, status=201)
def subscribe_webhook(request: HttpRequest, body: WebhookGiven) -> Status[WebhookMade]:
    """A new webhook. Its secret is told this once."""
    caller = _administrator(request)
    made, secret = actions.subscribe(actor=caller.person, at=caller.at, **_given(body))
    return Status(201, WebhookMade(**_webhook(made).dict(), secret=secret))


@operation(router, "GET", "/webhooks/{webhook}", scope=Scope.ADMIN, gives=WebhookTold)
def get_webhook(request: HttpRequest, webhook: Number) -> WebhookTold:
    """One webhook."""
    _administrator(request)
    return _webhook(webhook)


@operation(router, "PUT", "/webhooks/{webhook}", scope=Scope.ADMIN, gives=WebhookTold)
def change_webhook(request: HttpRequest, webhook: Number, body: WebhookGiven) -> WebhookTold:
    """Change what a webhook is. Its secret stays."""
    caller = _administrator(request)
    actions.change(webhook, actor=caller.person, at=caller.at, **_given(body))
    return _webhook(webhook)


@operation(router, "DELETE", "/webhooks/{webhook}", scope=Scope.ADMIN, gives=WebhookTold)
def end_webhook(request: HttpRequest, webhook: Number) -> WebhookTold:
    """End a webhook for good. What it sent can still be looked at."""
    caller = _administrator(request)
    actions.end(webhook, actor=caller.person, at=caller.at)
    return _webhook(webhook)


@operation(router, "POST", "/webhooks/{webhook}/secret", scope=Scope.ADMIN, gives=SecretTold, status=201)
def rotate_webhook_secret(request: HttpRequest, webhook: Number, body: RotatedGiven) -> Status[SecretTold]:
    """A new secret, told this once. The one before signs beside it for some hours."""
    caller = _administrator(request)
    overlap = timedelta(hours=body.overlap_hours)
    return Status(201, SecretTold(secret=actions.rotate(webhook, actor=caller.person, at=caller.at, overlap=overlap)))


@operation(router, "POST", "/webhooks/{webhook}/pause", scope=Scope.ADMIN, gives=WebhookTold)
def pause_webhook(request: HttpRequest, webhook: Number, body: PausedGiven) -> WebhookTold:
    """Send nothing any more until it is resumed. What happens meanwhile is not sent later."""
    caller = _administrator(request)
    actions.pause(webhook, actor=caller.person, at=caller.at, reason=body.reason)
    return _webhook(webhook)


@operation(router, "POST", "/webhooks/{webhook}/resume", scope=Scope.ADMIN, gives=WebhookTold)
def resume_webhook(request: HttpRequest, webhook: Number) -> WebhookTold:
    """Send what happens from now on."""
    caller = _administrator(request)
    actions.resume(webhook, actor=caller.person, at=caller.at)
    return _webhook(webhook)


@operation(router, "POST", "/webhooks/{webhook}/ping", scope=Scope.ADMIN, gives=PingTold, status=201, keyed=True)
def ping_webhook(request: HttpRequest, webhook: Number) -> Status[PingTold]:
    """Queue a trial delivery."""
    caller = _administrator(request)
    return Status(201, PingTold(delivery=actions.ping(webhook, actor=caller.person, at=caller.at)))


@operation(router, "GET", "/webhooks/{webhook}/deliveries", scope=Scope.ADMIN, gives=DeliveryPage)
def list_deliveries(
    request: HttpRequest,
    webhook: Number,
    state: Annotated[Literal["queued", "sent", "failed"] | None, Query()] = None,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="`next` of the page before.")] = None,
) -> DeliveryPage:
    """What went out, and what became of it, the newest first."""
    _administrator(request)
    _webhook(webhook)
    found = queries.deliveries(webhook, before=before, state=state or "")
    return DeliveryPage(
        deliveries=[DeliveryLine(**asdict(each)) for each in found], next=found[-1].id if len(found) == PAGE else None
    )


@operation(router, "GET", "/webhook-deliveries/{delivery}", scope=Scope.ADMIN, gives=DeliveryTold)
def get_delivery(request: HttpRequest, delivery: Number) -> DeliveryTold:
    """One delivery: what was sent, and what was answered at each try."""
    _administrator(request)
    return _delivery(delivery)


@operation(router, "POST", "/webhook-deliveries/{delivery}/replay", scope=Scope.ADMIN, gives=DeliveryTold)
def replay_delivery(request: HttpRequest, delivery: Number) -> DeliveryTold:
    """Send a delivery once more: the same bytes under the same `webhook-id`."""
    caller = _administrator(request)
    actions.replay(delivery, actor=caller.person, at=caller.at)
    return _delivery(delivery)


def _administrator(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    demand_administrator(caller)
    return caller


def _given(body: WebhookGiven) -> dict[str, Any]:
    return {**body.dict(), "kinds": [kind.value for kind in body.kinds]}


def _webhook(key: int) -> WebhookTold:
    found = queries.webhook(key)
    if found is None:
        raise missing()
    return _told(found)


def _told(found: WebhookView) -> WebhookTold:
    said = asdict(found)
    said.pop("owner_name")
    return WebhookTold(**said)


def _delivery(key: int) -> DeliveryTold:
    found = queries.exchanged(key)
    if found is None:
        raise missing()
    return DeliveryTold(**asdict(found))
