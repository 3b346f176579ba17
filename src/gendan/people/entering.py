"""Signing in by a provider, and showing there that an account is one's own.

One attempt stands in the cookie's signed session: what the browser brings back belongs to it alone, and to this
browser. What an account opens is settled by its link, never by its name or mail address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from gendan.people.errors import ActRefused, SignInRefused
from gendan.people.log import log_access
from gendan.people.models import Access, LinkedAccount, Person
from gendan.people.providers import Attempt, Identity, Provider, ProviderFailed, configured
from gendan.people.second_step import enter_or_wait
from gendan.people.sessions import address_of

KEY: Final = "provider"
"""Under which the attempt stands in the session."""
FOUND: Final = "provider_account"
"""Under which an account stands that was found to be one's own, until it is linked."""
LIVES: Final = timedelta(minutes=10)


def provider_named(name: str) -> Provider:
    """The provider, as the site has set it up. Raises ActRefused `provider`."""
    found = configured().get(name)
    if found is None:
        raise ActRefused("provider", given=name)
    return found


def set_out(request: HttpRequest, name: str, back: str, *, at: datetime, following: str, linking: int = 0) -> str:
    """The provider's page, to which the browser is led now. It comes back to `back`.

    `linking` is the person who wants to link an account, 0 where somebody signs in. Raises ActRefused `provider`,
    ProviderFailed.
    """
    provider, attempt = provider_named(name), Attempt.new()
    address = provider.address(attempt, back)
    request.session[KEY] = {
        **asdict(attempt),
        "name": name,
        "until": int((at + LIVES).timestamp()),
        "following": following,
        "linking": linking,
    }
    return address


def come_back(
    request: HttpRequest, name: str, answered: Mapping[str, str], back: str, *, at: datetime
) -> tuple[Identity, int, str]:
    """Whose account it is that comes back, who wants to link it (0: nobody, one signs in), and what follows.

    The attempt is over with that, however it ends. Raises ActRefused `provider`, ProviderFailed.
    """
    provider = provider_named(name)
    said = request.session.pop(KEY, None)
    try:
        if not isinstance(said, dict) or said.get("name") != name or at.timestamp() >= said["until"]:
            raise ProviderFailed("state")
        attempt = Attempt(said["state"], said["nonce"], said["verifier"])
        identity = provider.identity(attempt, answered, back, now=at.timestamp())
    except ProviderFailed as failed:
        about = f"{name} {failed.code} {failed.about}".strip()
        log_access(Access.REFUSED, at=at, address=address_of(request), about=about)
        raise
    return identity, int(said["linking"]), str(said["following"])


def enter_by_account(request: HttpRequest, name: str, identity: Identity, *, at: datetime) -> bool:
    """Sign in the person to whom the account is linked; False where his code is asked for first.

    Raises SignInRefused `unlinked` where it is linked to nobody who may sign in.
    """
    link = LinkedAccount.objects.filter(provider=name, subject=identity.subject).first()
    person = Person.objects.filter(pk=link.person_id, is_active=True).first() if link is not None else None
    if person is None:
        # Its id is kept: by it an administrator links the account.
        about = f"{name} {identity.subject}"
        log_access(Access.REFUSED, at=at, address=address_of(request), about=about)
        raise SignInRefused("unlinked")
    return enter_or_wait(request, person, at=at, by=name)


def keep_found(request: HttpRequest, person: int, name: str, identity: Identity, *, at: datetime) -> None:
    """Keep in mind that the account is the person's, until he confirms that it is to be linked."""
    until = int((at + LIVES).timestamp())
    request.session[FOUND] = [person, name, identity.subject, identity.label, until]


def found_account(request: HttpRequest, person: int, *, at: datetime) -> tuple[str, Identity] | None:
    """The provider and the account that was found to be the person's, None where none was (any more)."""
    said = request.session.get(FOUND)
    if not isinstance(said, list) or len(said) != 5 or said[0] != person or at.timestamp() >= said[4]:
        return None
    return said[1], Identity(said[2], said[3])


def forget_found(request: HttpRequest) -> None:
    """The account was linked, or is not to be."""
    request.session.pop(FOUND, None)
