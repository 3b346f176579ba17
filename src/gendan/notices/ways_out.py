"""发送设置 By which channels messages leave this site, how they fared of late, and a try of one by who asks.

What is set is the operator's, by the environment; nothing secret of it is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count

from gendan.notices.channels import ChannelFault, Envelope, channel
from gendan.notices.models import Delivery, Message, Outcome, State
from gendan.people.actions.authority import demand, is_administrator
from gendan.people.log import write_act
from gendan.people.models import Person
from gendan.people.trying import tried_by

RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A channel: whether this site has it, what is set (nothing secret), its tries of the last day by outcome, and how
    many messages wait for it.
    """

    name: str
    configured: bool
    set: Mapping[str, str]
    outcomes: Mapping[str, int]
    waiting: int


def ways_out(at: datetime) -> tuple[WayOut, ...]:
    """Every channel that leads out of Gendan."""
    tried = Delivery.objects.filter(at__gt=at - RECENT).values_list("channel", "outcome").annotate(Count("id"))
    outcomes: dict[str, dict[str, int]] = {}
    for name, outcome, count in tried:
        outcomes.setdefault(name, {})[outcome] = count
    waiting = dict(
        Message.objects.filter(state=State.QUEUED, next_at__isnull=False).values_list("channel").annotate(Count("id"))
    )
    found = []
    for name, said in (("mail", _mail()), ("sms", _sms()), ("robot", _robot())):
        way = channel(name)
        found.append(
            WayOut(
                name=name,
                configured=way is not None and way.configured(),
                set=said,
                outcomes=outcomes.get(name, {}),
                waiting=waiting.get(name, 0),
            )
        )
    return tuple(found)


def try_out(name: str, *, actor: int, at: datetime, title: str, text: str) -> tuple[Outcome, str]:
    """Send a trial message to the actor's own address by a channel; gives what became of it, and what the other side
    said. Administrators only. Raises ActRefused `access`.
    """
    demand(is_administrator(actor) and tried_by() is None)
    way = channel(name)
    person = Person.objects.get(pk=actor)
    if way is None or not way.configured():
        return Outcome.NOT_CONFIGURED, ""
    address = way.address(Message(person=person))
    if not address:
        return Outcome.NO_ADDRESS, ""
    write_act("try_channel", actor=actor, at=at, whom=actor, channel=name)
    key = sha256(f"try {name} {actor} {at.isoformat()}".encode()).hexdigest()[:40]
    try:
        way.send(Envelope(address=address, title=title, text=text, key=key, at=at))
    except ChannelFault as fault:
        return fault.outcome, fault.detail
    return Outcome.SENT, address


def _mail() -> Mapping[str, str]:
    if not settings.GENDAN_MAIL:
        return {}
    way = "implicit" if settings.EMAIL_USE_SSL else "starttls" if settings.EMAIL_USE_TLS else "none"
    return {
        "host": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "tls": way,
        "user": settings.EMAIL_HOST_USER,
        "from": settings.DEFAULT_FROM_EMAIL,
    }


def _sms() -> Mapping[str, str]:
    return {"host": settings.GENDAN_SMS_URL.partition("?")[0]} if settings.GENDAN_SMS_URL else {}


def _robot() -> Mapping[str, str]:
    """Its address carries its token: of it the host alone is told."""
    return {"host": urlsplit(settings.GENDAN_ROBOT_URL).netloc} if settings.GENDAN_ROBOT_URL else {}
