"""What a provider of sign-in is, and what passes between it and us."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from gendan.core.text import Text


class ProviderFailed(Exception):
    """The provider refused, did not answer, or answered what can't be trusted. `code` says which, for the log:
    `refused`, `unreachable`, `unreadable`, `state`, `identity`.
    """

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code, about)
        self.code = code
        self.about = about


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to a provider and back, known to one browser alone: `state` comes back with it, `nonce` within what the
    provider signs, `verifier` proves that who redeems the code is who set out (PKCE, RFC 7636).
    """

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Attempt:
        """Another one, of 256 random bits each."""
        return cls(*(secrets.token_urlsafe(32) for _each in range(3)))

    @property
    def challenge(self) -> str:
        """What is told of the verifier beforehand: its SHA-256."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Identity:
    """An account at a provider: its lasting id, and what the provider calls it."""

    subject: str
    label: str = ""


class Provider(Protocol):
    """A provider as the site has set it up."""

    @property
    def title(self) -> Text:
        """What people call it."""

    def address(self, attempt: Attempt, back: str) -> str:
        """Where the browser is led, to come back to `back` with a code. Raises ProviderFailed."""

    def identity(self, attempt: Attempt, answered: Mapping[str, str], back: str, *, now: float) -> Identity:
        """Whose account it is, by what the browser brought back. `now` in seconds since 1970. Raises ProviderFailed."""


def code_in(answered: Mapping[str, str], attempt: Attempt, name: str = "code") -> str:
    """The code that the browser brought back. Raises ProviderFailed where it is another attempt's, or was refused."""
    if not secrets.compare_digest(answered.get("state", "").encode(), attempt.state.encode()):
        raise ProviderFailed("state")
    code = answered.get(name, "")
    if not code or "error" in answered:
        raise ProviderFailed("refused", answered.get("error", "")[:100])
    return code


def text_in(said: Mapping[str, object], name: str, *, most: int = 255) -> str:
    """A text of the provider's answer that must be there. Raises ProviderFailed."""
    value = said.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise ProviderFailed("identity", name)
    return value


def label_in(said: Mapping[str, object], *names: str) -> str:
    """The first of these texts that is there."""
    return next((value[:200] for name in names if isinstance(value := said.get(name), str) and value), "")
