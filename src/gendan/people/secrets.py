"""Secrets that are told once and kept as a hash: tokens and password links."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

TOKEN: Final = "gendan_"  # noqa: S105 how one begins, not one
"""How a token begins, so that scanners of leaked secrets can know it."""

LINK: Final = ""
"""How a link's secret begins."""


def new_secret(begins: str) -> str:
    """256 random bits as text that can stand in a URL."""
    return begins + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """The hash that is kept. The secret is random and long: no salt, and no slow hash, would make it safer."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
