"""Enrolling an authenticator app, new recovery codes, and taking the second factor away.

An enrolment is begun and confirmed: what was begun is a signed text that whoever began it brings back, with a code of
the app; nothing is kept before. Whatever weakens or replaces the second factor asks for the password again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core import signing

from gendan.people.actions.authority import active, change, demand, filled, is_administrator, is_self
from gendan.people.actions.credentials import end_other_sessions
from gendan.people.errors import ActRefused, SignInRefused
from gendan.people.log import write_act
from gendan.people.models import Person, RecoveryCode, SecondFactor
from gendan.people.sealing import seal, unseal
from gendan.people.second_factor import (
    RECOVERY_CODES,
    address_for_app,
    check_code,
    has_second_factor,
    new_recovery_code,
    new_secret,
    recovery_digest,
    step_of,
    written,
)
from gendan.people.sign_in import check_present

LIVES: Final = timedelta(minutes=15)
"""How long an enrolment may be confirmed."""

_SALT: Final = "gendan.people.second_factor"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A begun enrolment: `text` is brought back with the first code; the app takes `secret` or `address` (as QR)."""

    text: str
    secret: str
    address: str


def begin_second_factor(person: int, *, actor: int, at: datetime) -> Enrolment:
    """Begin to enrol an app for oneself. Nothing is kept yet. Raises ActRefused: access, enrolled."""
    demand(is_self(actor, person))
    if has_second_factor(person):
        raise ActRefused("enrolled")
    secret = new_secret()
    sealed = seal(secret, of=str(person)).hex()
    return _enrolment(person, signing.dumps([person, int(at.timestamp()), sealed], salt=_SALT), secret)


def read_enrolment(person: int, text: str, *, at: datetime) -> Enrolment:
    """The enrolment that was begun. Raises ActRefused `enrolment` where it is another's, or too old."""
    return _enrolment(person, text, _secret_in(person, text, at))


def confirm_second_factor(
    person: int,
    text: str,
    code: str,
    password: str,
    *,
    actor: int,
    at: datetime,
    address: str = "",
    session: UUID | None = None,
) -> list[str]:
    """Enrol the app that gives this code; gives the recovery codes, which are told this once.

    All other sessions end, `session` stays. Raises ActRefused: access, enrolled, enrolment, code, password_wrong,
    locked.
    """
    demand(is_self(actor, person))
    secret = _secret_in(person, text, at)
    step = step_of(secret, "".join(code.split()), at=at)
    if step is None:
        raise ActRefused("code")
    _same_person(person, password, None, address=address, at=at)
    codes = _new_codes()
    with change():
        active(person)
        if has_second_factor(person):
            raise ActRefused("enrolled")
        SecondFactor.objects.create(
            person_id=person, secret=seal(secret, of=str(person)), last_step=step, enrolled_at=at
        )
        _keep(person, codes)
        end_other_sessions(person, at=at, actor=actor, keep=session)
        write_act("enrol_second_factor", actor=actor, at=at, whom=person)
    return codes


def renew_recovery_codes(
    person: int, password: str, code: str, *, actor: int, at: datetime, address: str = ""
) -> list[str]:
    """New recovery codes; the earlier ones are worth nothing any more. Raises ActRefused: access, not_enrolled,
    password_wrong, code, locked.
    """
    demand(is_self(actor, person))
    if not has_second_factor(person):
        raise ActRefused("not_enrolled")
    _same_person(person, password, code, address=address, at=at)
    codes = _new_codes()
    with change():
        active(person)
        _keep(person, codes)
        write_act("renew_recovery_codes", actor=actor, at=at, whom=person)
    return codes


def remove_second_factor(person: int, password: str, code: str, *, actor: int, at: datetime, address: str = "") -> None:
    """Take one's own app away, with password and code. Raises ActRefused: access, not_enrolled, password_wrong, code,
    locked.
    """
    demand(is_self(actor, person))
    if not has_second_factor(person):
        raise ActRefused("not_enrolled")
    _same_person(person, password, code, address=address, at=at)
    with change():
        _forget(person)
        write_act("remove_second_factor", actor=actor, at=at, whom=person)


def reset_second_factor(person: int, *, actor: int, at: datetime, checked: str) -> None:
    """Take away the app of somebody who has lost it and his codes; his sessions end. An administrator may, for others.

    `checked` says how it was made sure that he asks for it himself (register id H11). Raises ActRefused: access,
    missing, not_enrolled, empty.
    """
    with change():
        demand(is_administrator(actor) and actor != person)
        active(person)
        said = filled("checked", checked, 200)
        if not has_second_factor(person):
            raise ActRefused("not_enrolled")
        _forget(person)
        end_other_sessions(person, at=at, actor=actor)
        write_act("reset_second_factor", actor=actor, at=at, whom=person, checked=said)


def confirm_oneself(person: int, password: str, *, address: str, at: datetime) -> None:
    """Make sure that it is still the person himself who sits there, before how he signs in is changed.

    Who has no password signs in by a provider alone; of him the session is all that can be asked. Raises ActRefused:
    password_wrong, locked.
    """
    _same_person(person, password, None, address=address, at=at)


def _same_person(person: int, password: str, code: str | None, *, address: str, at: datetime) -> None:
    row = Person.objects.get(pk=person)
    try:
        if row.has_usable_password():
            check_present(person, password, address=address, at=at)
        if code is not None:
            check_code(row, code, address=address, at=at)
    except SignInRefused as refused:
        if refused.code == "locked":
            raise ActRefused("locked", until=refused.until) from None
        if refused.code == "code":
            raise ActRefused("code") from None
        raise ActRefused("password_wrong") from None


def _secret_in(person: int, text: str, at: datetime) -> bytes:
    try:
        whose, since, sealed = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise ActRefused("enrolment") from error
    if whose != person or not 0 <= at.timestamp() - since <= LIVES.total_seconds():
        raise ActRefused("enrolment")
    return unseal(bytes.fromhex(sealed), of=str(person))


def _enrolment(person: int, text: str, secret: bytes) -> Enrolment:
    username = Person.objects.values_list("username", flat=True).get(pk=person)
    return Enrolment(text, written(secret), address_for_app(secret, username))


def _new_codes() -> list[str]:
    return [new_recovery_code() for _each in range(RECOVERY_CODES)]


def _keep(person: int, codes: list[str]) -> None:
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person_id=person, digest=recovery_digest(each)) for each in codes)


def _forget(person: int) -> None:
    SecondFactor.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
