"""登录会话 Signed-in browsers. The cookie carries a signed id; the row can be ended at any moment, from anywhere.

Django's signed-cookie sessions hold the id under KEY, so that a request costs no statement beyond reading the epoch:
the row and its person are kept in the process, and any change of people, rights or sessions makes them be read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from gendan.people.actions import end_session
from gendan.people.epoch import ByEpoch, current_epoch
from gendan.people.errors import SignInRefused
from gendan.people.models import Person, SignInSession
from gendan.people.sign_in import check

KEY: Final = "sign_in"
"""Under which the id stands in the cookie's session."""

SEEN: Final = "seen"
"""Under which stands when the cookie was signed, in seconds since 1970."""

SIGNED_AFTER: Final = timedelta(minutes=5)
"""How old the cookie's signature may be before a use signs it anew: not every answer carries a cookie."""

HOURS: Final = 12
"""How long a session lasts at most, unless the setting GENDAN_SESSION_HOURS says otherwise: a long day, and no night.

"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A session that has not been ended, with its person as he was read."""

    id: UUID
    opened_at: datetime
    expires_at: datetime
    values: tuple[Any, ...]

    def person(self) -> Person:
        """The person, as an object of the caller's own."""
        return Person.from_db("default", _FIELDS, self.values)


class HasPerson(Protocol):
    """Whatever is of a person."""

    pk: int


def enter(request: HttpRequest, person: HasPerson, *, at: datetime) -> UUID:
    """Sign this browser in as `person`; gives the session's id. An earlier session of the browser ends.

    The password was checked before, by `sign_in.check` or Django's `authenticate`.
    """
    leave(request, at=at)
    session = open_session(
        person.pk,
        at=at,
        address=address_of(request),
        browser=request.headers.get("User-Agent", ""),
    )
    # A new cookie and a new CSRF token: what was known of this browser before is worth nothing now.
    request.session.flush()
    request.session[KEY] = session.hex
    request.session.set_expiry(int(_lasts().total_seconds()))
    rotate_token(request)
    return session


def enter_with_password(request: HttpRequest, username: str, password: str, *, at: datetime) -> Person:
    """Check username and password, and sign this browser in. Raises SignInRefused."""
    person = check(username, password, address=address_of(request), at=at)
    enter(request, person, at=at)
    return person


def stay_awake(request: HttpRequest, *, at: datetime) -> None:
    """The browser's person has done something: its cookie is signed anew, at most every few minutes.

    A cookie whose signature is older than SESSION_COOKIE_AGE is nobody's, so that who does nothing is signed out.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or KEY not in request.session:
        return
    seen, now = request.session.get(SEEN), int(at.timestamp())
    if not isinstance(seen, int) or now - seen >= SIGNED_AFTER.total_seconds():
        request.session[SEEN] = now


def leave(request: HttpRequest, *, at: datetime) -> None:
    """Sign this browser out: the session's row ends, the cookie is emptied."""
    session = _id_in(request)
    if session is not None:
        row = SignInSession.objects.filter(pk=session, ended_at=None).first()
        if row is not None:
            end_session(session, actor=row.person_id, at=at, address=address_of(request))
        request.session.flush()


def open_session(person: int, *, at: datetime, address: str = "", browser: str = "") -> UUID:
    """A new session's row. Raises SignInRefused for who is not there, or not active any more."""
    if not Person.objects.filter(pk=person, is_active=True).exists():
        raise SignInRefused("credentials")
    row = SignInSession.objects.create(
        id=uuid4(),
        person_id=person,
        opened_at=at,
        expires_at=at + _lasts(),
        address=address[:64],
        browser=browser[:300],
    )
    return row.id


def session_of(request: HttpRequest, *, at: datetime, epoch: int | None = None) -> Standing | None:
    """The session of this browser, None where nobody is signed in (any more)."""
    session = _id_in(request)
    return standing(session, at=at, epoch=epoch) if session is not None else None


def standing(session: UUID, *, at: datetime, epoch: int | None = None) -> Standing | None:
    """The session, None where it is not there, was ended, has expired, or its person is not active any more."""
    kept = _SESSIONS.at(current_epoch() if epoch is None else epoch)
    found = kept.get(session)
    if found is None:
        row = (
            SignInSession.objects.select_related("person")
            .filter(pk=session, ended_at=None, person__is_active=True)
            .first()
        )
        if row is None:
            return None
        values = tuple(getattr(row.person, name) for name in _FIELDS)
        found = kept[session] = Standing(row.id, row.opened_at, row.expires_at, values)
    return found if at < found.expires_at else None


def sessions_of(person: int, *, at: datetime) -> list[SignInSession]:
    """The sessions of a person that stand, newest first."""
    rows = SignInSession.objects.filter(person=person, ended_at=None, expires_at__gt=at)
    return list(rows.order_by("-opened_at"))


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, as the server tells it: a header that a client may write is never asked."""
    return str(request.META.get("REMOTE_ADDR") or "")[:64]


def _id_in(request: HttpRequest) -> UUID | None:
    said = request.session.get(KEY)
    try:
        return UUID(hex=said) if isinstance(said, str) else None
    except ValueError:
        return None


def _lasts() -> timedelta:
    return timedelta(hours=getattr(settings, "GENDAN_SESSION_HOURS", HOURS))


def _no_sessions() -> dict[UUID, Standing]:
    return {}


_SESSIONS: ByEpoch[dict[UUID, Standing]] = ByEpoch(_no_sessions)
_FIELDS: Final = tuple(field.attname for field in Person._meta.concrete_fields)
