"""Secrets and signatures, by the Standard Webhooks specification 1.0 (symmetric, `v1`).

A receiver must be able to check who sent a delivery, so the secret can't be kept as a hash: it is sealed under a key
made of the installation's own, and told once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

PREFIX: Final = "whsec_"
BYTES: Final = 32
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
"""The headers of a delivery."""


def new_secret() -> str:
    """A secret as it is told: `whsec_` and 256 random bits in Base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def seal(secret: str) -> bytes:
    """The secret as it is stored."""
    return _cipher().encrypt(secret.encode(), None)


def unseal(sealed: bytes | memoryview) -> str:
    """The secret that was sealed. Raises cryptography's InvalidTag under another installation's key."""
    return _cipher().decrypt(bytes(sealed), None).decode()


def signature(secret: str, key: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 over `key.timestamp.body`, in Base64."""
    signed = f"{key}.{timestamp}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(wanted: Iterable[str], key: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers; one signature for each of the secrets `wanted`, the newest first."""
    signed = " ".join(signature(secret, key, timestamp, body) for secret in wanted)
    return {ID: key, TIMESTAMP: str(timestamp), SIGNATURE: signed}


def _cipher() -> AESSIV:
    return AESSIV(hashlib.sha512(b"gendan webhook secrets" + settings.SECRET_KEY.encode()).digest())
