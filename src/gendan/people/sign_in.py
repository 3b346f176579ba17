"""登录 Who somebody is, by username, password and second factor. The only place in which a password is compared.

Whatever is wrong, the answer is the same and takes the same time: an unknown username costs one hash too. Every try
stands in the access log.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib.auth.hashers import check_password, make_password

from gendan.people.errors import SecondFactorWanted, SignInRefused
from gendan.people.lockout import begin_try, forget_tries
from gendan.people.log import log_access
from gendan.people.models import Access, Person, normal_username
from gendan.people.second_factor import check_code, has_second_factor

MOST_PASSWORD: Final = 1024
"""Characters of a password at most: nobody makes the server hash megabytes."""


def check(username: str, password: str, *, address: str, at: datetime, code: str = "") -> Person:
    """The person whose username and password these are, with the code of his authenticator app where he has one.

    Raises SignInRefused; SecondFactorWanted where all is right but a code is missing.
    """
    person = check_password_of(username, password, address=address, at=at)
    if has_second_factor(person.pk):
        if not code:
            raise SecondFactorWanted(person.pk)
        check_code(person, code, address=address, at=at)
    log_access(Access.SIGNED_IN, at=at, person=person.pk, username=person.username, address=address)
    return person


def check_password_of(username: str, password: str, *, address: str, at: datetime) -> Person:
    """The person whose username and password these are. Raises SignInRefused. Nobody is signed in by that alone."""
    wanted = _countable(username)
    person = Person.objects.filter(username=wanted).first()
    _check(person, wanted, password, address=address, at=at)
    assert person is not None, "or the check had refused"
    return person


def check_present(person: int, password: str, *, address: str, at: datetime) -> None:
    """Make sure that the person knows his present password, under the same lockout. Raises SignInRefused."""
    row = Person.objects.get(pk=person)
    _check(row, row.username, password, address=address, at=at)


def _check(person: Person | None, username: str, password: str, *, address: str, at: datetime) -> None:
    until = begin_try(username, address, at)
    if until is not None:
        log_access(Access.LOCKED, at=at, username=username, address=address)
        raise SignInRefused("locked", until)
    if not _right(person, password):
        log_access(Access.REFUSED, at=at, person=person.pk if person else None, username=username, address=address)
        raise SignInRefused("credentials")
    forget_tries(username, address)


def _right(person: Person | None, password: str) -> bool:
    tried = password[:MOST_PASSWORD]
    if person is None:
        make_password(tried)
        return False
    # An unusable password costs a hash too; of one that was hashed in an older way, the hash is renewed.
    right = check_password(tried, person.password, lambda known: _renew(person, known))
    return right and person.is_active and len(password) <= MOST_PASSWORD


def _renew(person: Person, password: str) -> None:
    Person.objects.filter(pk=person.pk, password=person.password).update(password=make_password(password))


def _countable(username: str) -> str:
    """The username as it is kept, whatever was typed: without what can't be in a name, and no longer than one."""
    return "".join(each for each in normal_username(username[:1000]) if each.isprintable())[:150]
