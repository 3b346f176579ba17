"""Secrets that must be read again, sealed under the installation's key: a copy of the database alone tells none."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings


def seal(secret: bytes, *, of: str) -> bytes:
    """The secret as it is kept. `of` says whose it is: what is sealed for one can't be passed off as another's."""
    return _cipher(settings.SECRET_KEY).encrypt(secret, [of.encode()])


def unseal(sealed: bytes | memoryview, *, of: str) -> bytes:
    """The secret. Raises ValueError where it was sealed under another key, or for another."""
    try:
        return _cipher(settings.SECRET_KEY).decrypt(bytes(sealed), [of.encode()])
    except InvalidTag as error:
        raise ValueError("sealed under another key, or for another") from error


@lru_cache(maxsize=2)
def _cipher(key: str) -> AESSIV:
    return AESSIV(hashlib.sha512(b"gendan sign-in secrets" + key.encode()).digest())
