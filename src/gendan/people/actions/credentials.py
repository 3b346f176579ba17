"""Passwords, sessions and tokens. A password is never told and never stored: who has none chooses it by a link, once.

Register id H11: before a link is given out, it is made sure who asks for it, and what was checked is kept with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from gendan.people.actions.authority import SYSTEM, active, change, demand, filled, is_administrator, is_self
from gendan.people.errors import ActRefused, SignInRefused
from gendan.people.log import log_access, write_act
from gendan.people.models import Access, PasswordLink, Person, SignInSession, Token
from gendan.people.secrets import LINK, TOKEN, digest, new_secret
from gendan.people.sign_in import MOST_PASSWORD, check_present

LINK_LIVES: Final = timedelta(hours=24)
TOKEN_LIVES_AT_MOST: Final = timedelta(days=731)
_SCOPE: Final = re.compile(r"[a-z][a-z_]*(?:\.[a-z][a-z_]*)*")


def set_password(person: int, password: str, *, actor: int, at: datetime) -> None:
    """Set a password without a link. The system alone may: the demo company and the first administrator are made so."""
    with change():
        demand(actor == SYSTEM)
        _set(active(person), password, at=at, actor=actor)
        write_act("set_password", actor=actor, at=at, whom=person)


def share_password(persons: Iterable[int], password: str, *, actor: int, at: datetime) -> None:
    """Set one password that everybody may know for many persons, hashed once. The system alone may: for a demo."""
    with change():
        demand(actor == SYSTEM)
        rows = [active(person) for person in persons]
        for row in rows[:1]:
            _set(row, password, at=at, actor=actor)
        for row in rows[1:]:
            _keep(row, rows[0].password, at=at, actor=actor)
        for row in rows:
            write_act("set_password", actor=actor, at=at, whom=row.pk)


def change_password(
    person: int,
    present: str,
    password: str,
    *,
    actor: int,
    at: datetime,
    address: str = "",
    session: UUID | None = None,
) -> None:
    """Change one's own password. All other sessions of the person end; `session` is the one that stays.

    Tries of the present password are counted with those at sign-in. Raises ActRefused: access, locked, password_wrong,
    password.
    """
    demand(actor != SYSTEM and is_self(actor, person))
    try:
        # Before the transaction: a hash takes long, and the epoch's row would be locked meanwhile.
        check_present(person, present, address=address, at=at)
    except SignInRefused as refused:
        code, until = refused.code, refused.until
        raise ActRefused("locked", until=until) if code == "locked" else ActRefused("password_wrong") from None
    with change():
        _set(active(person), password, at=at, actor=actor, keep=session)
        write_act("change_password", actor=actor, at=at, whom=person)


def issue_password_link(person: int, *, actor: int, at: datetime, checked: str) -> str:
    """The secret of a link by which `person` chooses a password, once, within 24 hours. Earlier links die.

    `checked` says how it was made sure that he asks for it himself. An administrator may, for others than himself.
    Raises ActRefused: access, missing, inactive, empty.
    """
    secret = new_secret(LINK)
    with change():
        demand(is_administrator(actor) and actor != person)
        active(person)
        said = filled("checked", checked, 200)
        PasswordLink.objects.filter(person=person, used_at=None).update(used_at=at)
        PasswordLink.objects.create(
            person_id=person, digest=digest(secret), checked=said, issued_at=at, expires_at=at + LINK_LIVES
        )
        write_act("issue_password_link", actor=actor, at=at, whom=person, checked=said)
    return secret


def person_of_link(secret: str, *, at: datetime) -> int | None:
    """Whose link it is, None where it can't be used (any more)."""
    found = PasswordLink.objects.filter(
        digest=digest(secret), used_at=None, expires_at__gt=at, issued_at__lte=at, person__is_active=True
    )
    return found.values_list("person_id", flat=True).first()


def set_password_by_link(secret: str, password: str, *, at: datetime) -> int:
    """Choose a password by a link; gives the person's id. His sessions end. Raises ActRefused: link, password."""
    with change():
        link = PasswordLink.objects.select_for_update().filter(digest=digest(secret)).first()
        if link is None or link.used_at is not None or not link.issued_at <= at < link.expires_at:
            raise ActRefused("link")
        row = Person.objects.select_for_update(of=("self",)).get(pk=link.person_id)
        if not row.is_active:
            raise ActRefused("link")
        _set(row, password, at=at, actor=row.pk)
        link.used_at = at
        link.save(update_fields=["used_at"])
        write_act("set_password_by_link", actor=row.pk, at=at, whom=row.pk)
        return row.pk


def end_session(session: UUID, *, actor: int, at: datetime, address: str = "") -> None:
    """End a signed-in session: one's own (sign-out), or as administrator anybody's. Ended already: nothing happens.

    Raises ActRefused: access, missing.
    """
    with change():
        row = SignInSession.objects.select_for_update().filter(pk=session).first()
        if row is None:
            raise ActRefused("missing", what="session")
        demand(actor == row.person_id or is_administrator(actor))
        if row.ended_at is not None:
            return
        row.ended_at = at
        row.ended_by_id = actor or None
        row.save(update_fields=["ended_at", "ended_by"])
        log_access(Access.SIGNED_OUT, at=at, person=row.person_id, address=address, details={"by": actor})


def end_sessions(person: int, *, actor: int, at: datetime) -> int:
    """End all sessions of a person: one's own, or as administrator anybody's. Gives how many."""
    with change():
        demand(is_self(actor, person) or is_administrator(actor))
        ended = end_other_sessions(person, at=at, actor=actor)
        write_act("end_sessions", actor=actor, at=at, whom=person, ended=ended)
    return ended


def issue_token(
    person: int, *, actor: int, at: datetime, name: str, scopes: Collection[str], expires_at: datetime
) -> str:
    """A new token of the person's own; gives its text, which is told this once. An administrator can't make one for
    others.

    Raises ActRefused: access, missing, inactive, empty, scopes, expiry.
    """
    wanted = sorted(set(scopes))
    if not wanted or not all(_SCOPE.fullmatch(each) and len(each) <= 60 for each in wanted):
        raise ActRefused("scopes", given=wanted)
    if not at < expires_at <= at + TOKEN_LIVES_AT_MOST:
        raise ActRefused("expiry", until=expires_at)
    text = new_secret(TOKEN)
    with change():
        demand(is_self(actor, person) or actor == SYSTEM)
        active(person)
        said = filled("name", name, 100)
        Token.objects.create(
            person_id=person, name=said, digest=digest(text), scopes=wanted, issued_at=at, expires_at=expires_at
        )
        write_act("issue_token", actor=actor, at=at, whom=person, name=said, scopes=wanted, until=expires_at)
    return text


def revoke_token(token: int, *, actor: int, at: datetime) -> None:
    """End a token at once: its owner may, and administrators. Raises ActRefused: access, missing."""
    with change():
        row = Token.objects.select_for_update().filter(pk=token).first()
        if row is None:
            raise ActRefused("missing", what="token")
        demand(is_self(actor, row.person_id) or is_administrator(actor))
        if row.revoked_at is None:
            row.revoked_at = at
            row.save(update_fields=["revoked_at"])
            write_act("revoke_token", actor=actor, at=at, whom=row.person_id, name=row.name)


def _set(row: Person, password: str, *, at: datetime, actor: int, keep: UUID | None = None) -> None:
    if len(password) > MOST_PASSWORD:
        raise ActRefused("password", problems=["password_too_long"], max_length=MOST_PASSWORD)
    try:
        validate_password(password, row)
    except ValidationError as error:
        figures = {key: value for each in error.error_list for key, value in (each.params or {}).items()}
        problems = [str(each.code) for each in error.error_list]
        raise ActRefused("password", **{"problems": problems, **figures}) from None
    row.set_password(password)
    _keep(row, row.password, at=at, actor=actor, keep=keep)


def _keep(row: Person, hashed: str, *, at: datetime, actor: int, keep: UUID | None = None) -> None:
    row.password = hashed
    row.save(update_fields=["password"])
    PasswordLink.objects.filter(person=row, used_at=None).update(used_at=at)
    end_other_sessions(row.pk, at=at, actor=actor, keep=keep)


def end_other_sessions(person: int, *, at: datetime, actor: int, keep: UUID | None = None) -> int:
    """End the person's sessions but `keep`, within an act that changes how he signs in; gives how many."""
    rows = SignInSession.objects.filter(person=person, ended_at=None)
    if keep is not None:
        rows = rows.exclude(pk=keep)
    return rows.update(ended_at=at, ended_by_id=actor or None)
