"""Accounts at providers of sign-in: linked by the person himself who has just shown that it is his, or by an
administrator; never because a mail address is the same.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from gendan.people.actions.authority import active, change, demand, filled, fitting, is_administrator, is_self
from gendan.people.actions.second_factor import confirm_oneself
from gendan.people.errors import ActRefused
from gendan.people.log import write_act
from gendan.people.models import LinkedAccount
from gendan.people.providers import PROVIDERS

MOST_SUBJECT = 255


def link_own_account(
    person: int,
    provider: str,
    subject: str,
    label: str,
    password: str,
    *,
    actor: int,
    at: datetime,
    address: str = "",
) -> int:
    """Link the account in which the person has just signed in at the provider. Gives the link's id.

    Raises ActRefused: access, password_wrong, locked, provider, account_taken.
    """
    demand(is_self(actor, person))
    confirm_oneself(person, password, address=address, at=at)
    with change():
        return _link(person, provider, subject, label, actor=actor, at=at)


def link_account(person: int, provider: str, subject: str, *, actor: int, at: datetime, checked: str) -> int:
    """Link somebody's account, known by its id at the provider. An administrator may, for others than himself.

    `checked` says how it was made sure that it is this person's. Raises ActRefused: access, missing, inactive, empty,
    too_long, provider, account_taken.
    """
    with change():
        demand(is_administrator(actor) and actor != person)
        active(person)
        said = filled("checked", checked, 200)
        return _link(person, provider, subject, "", actor=actor, at=at, checked=said)


def unlink_account(account: int, *, actor: int, at: datetime, password: str = "", address: str = "") -> None:
    """Unlink an account: one's own with the password again, or as administrator somebody's.

    Raises ActRefused: access, missing, password_wrong, locked.
    """
    found = LinkedAccount.objects.filter(pk=account).first()
    if found is None:
        raise ActRefused("missing", what="account")
    demand(is_self(actor, found.person_id) or is_administrator(actor))
    if actor == found.person_id:
        confirm_oneself(actor, password, address=address, at=at)
    with change():
        found.delete()
        write_act("unlink_account", actor=actor, at=at, whom=found.person_id, provider=found.provider)


def _link(person: int, provider: str, subject: str, label: str, *, actor: int, at: datetime, **said: object) -> int:
    if provider not in PROVIDERS:
        raise ActRefused("provider", given=provider)
    active(person)
    known = fitting("subject", filled("subject", subject, MOST_SUBJECT), MOST_SUBJECT)
    taken = Q(provider=provider) & (Q(subject=known) | Q(person=person))
    if LinkedAccount.objects.filter(taken).exists():
        raise ActRefused("account_taken")
    made = LinkedAccount.objects.create(
        person_id=person,
        provider=provider,
        subject=known,
        label=label[:200],
        linked_at=at,
        linked_by_id=actor or None,
    )
    write_act("link_account", actor=actor, at=at, whom=person, provider=provider, account=known, **said)
    return made.pk
