"""The step between the right password (or the right account at a provider) and the session: the code.

Who waits for it stands in the cookie's signed session, for a few minutes; it opens nothing but the page that asks for
the code. It is bound to the password as it was, and dies with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from gendan.people.errors import SignInRefused
from gendan.people.log import log_access
from gendan.people.models import Access, Person
from gendan.people.second_factor import check_code, has_second_factor
from gendan.people.secrets import digest
from gendan.people.sessions import address_of, enter

KEY: Final = "second_step"
LIVES: Final = timedelta(minutes=5)


def enter_or_wait(request: HttpRequest, person: Person, *, at: datetime, by: str) -> bool:
    """Sign this browser in as who has shown by a provider that he is `person`; False where his code is asked for first.

    `by` names the provider, for the log.
    """
    if has_second_factor(person.pk):
        wait_for_code(request, person.pk, at=at, by=by)
        return False
    _enter(request, person, by, at)
    return True


def wait_for_code(request: HttpRequest, person: int, *, at: datetime, by: str = "") -> None:
    """Keep in mind that this browser may go on to the code of `person`."""
    row = Person.objects.get(pk=person)
    request.session.flush()
    request.session[KEY] = [person, int((at + LIVES).timestamp()), _fingerprint(row), by]


def who_waits(request: HttpRequest, *, at: datetime) -> Person | None:
    """Whose code is asked for in this browser, None where nobody's is (any more)."""
    said = request.session.get(KEY)
    if not isinstance(said, list) or len(said) != 4 or at.timestamp() >= said[1]:
        return None
    person = Person.objects.filter(pk=said[0], is_active=True).first()
    return person if person is not None and _fingerprint(person) == said[2] else None


def enter_with_code(request: HttpRequest, code: str, *, at: datetime) -> Person:
    """Take the code, and sign this browser in. Raises SignInRefused: `code`, `locked`; `credentials` where nobody waits
    any more.
    """
    person = who_waits(request, at=at)
    if person is None:
        raise SignInRefused("credentials")
    check_code(person, code, address=address_of(request), at=at)
    _enter(request, person, str(request.session[KEY][3]), at)
    return person


def _enter(request: HttpRequest, person: Person, by: str, at: datetime) -> None:
    enter(request, person, at=at)
    details = {"by": by} if by else {}
    address = address_of(request)
    log_access(Access.SIGNED_IN, at=at, person=person.pk, username=person.username, address=address, details=details)


def _fingerprint(person: Person) -> str:
    return digest(f"second step {person.password}").hex()[:16]
