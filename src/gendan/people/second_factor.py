"""动态口令 The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost.

Here a code is judged; who may enrol or remove is `actions.second_factor`'s. A code is taken once: its time step must be
newer than the last one taken, and the row says so in the same statement that takes it. Tries are counted apart from
those of passwords, so that a known password does not begin the count anew.
"""

from __future__ import annotations

import base64
import re
import secrets
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

from gendan.people.errors import SignInRefused
from gendan.people.lockout import begin_try, forget_tries
from gendan.people.log import log_access
from gendan.people.models import Access, Person, RecoveryCode, SecondFactor
from gendan.people.sealing import unseal
from gendan.people.secrets import digest

STEP: Final = 30
"""Seconds for which a code holds."""
DIGITS: Final = 6
DRIFT: Final = 1
"""Steps by which the clock of a telephone may differ from ours, either way."""
SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 8
RECOVERY_LETTERS: Final = 24
"""Letters of a recovery code, five random bits each: 120 bits, so that a plain hash of it can't be searched."""
ISSUER: Final = "Gendan"

ADMINISTRATORS, EVERYBODY = "administrators", "everybody"
"""Values of the setting GENDAN_SECOND_FACTOR: of whom the second factor is required. Otherwise it is everybody's own
choice."""

_CODE: Final = re.compile(rf"\d{{{DIGITS}}}", re.ASCII)


def new_secret() -> bytes:
    """A secret for an authenticator app: 160 random bits, as RFC 4226 recommends."""
    return secrets.token_bytes(SECRET_BYTES)


def written(secret: bytes) -> str:
    """The secret as people type it into an app: base 32."""
    return base64.b32encode(secret).decode()


def address_for_app(secret: bytes, username: str) -> str:
    """The `otpauth://` address that an app reads from a QR code."""
    query = urlencode({"secret": written(secret), "issuer": ISSUER, "digits": DIGITS, "period": STEP})
    return f"otpauth://totp/{quote(f'{ISSUER}:{username}')}?{query}"


def new_recovery_code() -> str:
    """A recovery code, in groups of four small letters and digits."""
    letters = base64.b32encode(secrets.token_bytes(RECOVERY_LETTERS * 5 // 8)).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, RECOVERY_LETTERS, 4))


def recovery_digest(code: str) -> bytes:
    """The hash of a recovery code, however its letters and groups are typed."""
    return digest("".join(letter for letter in code.lower() if letter.isalnum()))


def step_of(secret: bytes, code: str, *, at: datetime) -> int | None:
    """The time step to which the code belongs, None where it is none of this moment's."""
    if not _CODE.fullmatch(code):
        return None
    now = int(at.timestamp()) // STEP
    totp = TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 what apps speak; HMAC does not need SHA-1 to resist collisions
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        # All are looked at, so that the time which it takes does not tell which one it was.
        if secrets.compare_digest(totp.generate(step * STEP), code.encode()):
            found = step
    return found


def has_second_factor(person: int) -> bool:
    """Whether the person has enrolled an app."""
    return SecondFactor.objects.filter(person=person).exists()


def required_of(person: Person) -> bool:
    """Whether the site asks this person to have a second factor (setting GENDAN_SECOND_FACTOR)."""
    of = getattr(settings, "GENDAN_SECOND_FACTOR", "")
    return of == EVERYBODY or (of == ADMINISTRATORS and person.is_administrator)


def must_enrol(person: Person) -> bool:
    """Whether the person may do nothing before he has enrolled an app."""
    return required_of(person) and not has_second_factor(person.pk)


def recovery_codes_left(person: int) -> int:
    """How many recovery codes the person has not used yet."""
    return RecoveryCode.objects.filter(person=person, used_at=None).count()


def check_code(person: Person, code: str, *, address: str, at: datetime) -> None:
    """Take a code of the person's app, or one of his recovery codes.

    Tries are counted under the person's id. Raises SignInRefused: `code`, `locked`.
    """
    # A name that nobody can type at sign-in, so that its count is the codes' alone.
    counted = f"\x1f{person.pk}"
    until = begin_try(counted, address, at)
    if until is not None:
        log_access(Access.LOCKED, at=at, person=person.pk, username=person.username, address=address, about="code")
        raise SignInRefused("locked", until)
    if not _taken(person.pk, code.strip(), at):
        log_access(Access.REFUSED, at=at, person=person.pk, username=person.username, address=address, about="code")
        raise SignInRefused("code")
    forget_tries(counted, address)


def _taken(person: int, code: str, at: datetime) -> bool:
    squeezed = code.replace(" ", "")
    if len(squeezed) > DIGITS:
        unused = RecoveryCode.objects.filter(person=person, digest=recovery_digest(code), used_at=None)
        return unused.update(used_at=at) == 1
    row = SecondFactor.objects.filter(person=person).first()
    if row is None:
        return False
    step = step_of(unseal(row.secret, of=str(person)), squeezed, at=at)
    if step is None:
        return False
    return SecondFactor.objects.filter(pk=row.pk, last_step__lt=step).update(last_step=step) == 1
