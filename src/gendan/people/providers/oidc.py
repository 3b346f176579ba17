"""OpenID Connect: any issuer that publishes its configuration. Code flow with PKCE (S256), state and nonce.

OpenID Connect Core 1.0, section 3.1; Discovery 1.0; RFC 7636; RFC 9207 (`iss` in the answer).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gendan.core.text import Text
from gendan.people.providers.asking import ask, secured
from gendan.people.providers.provider import (
    Attempt,
    Identity,
    ProviderFailed,
    code_in,
    label_in,
    text_in,
)

ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures that are believed: those by a key pair, never a shared secret, never none."""
LEEWAY: Final = 60
"""Seconds by which the issuer's clock may differ from ours."""


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    """An issuer, and what we are to it. `client_secret` may be empty: PKCE then stands alone."""

    issuer: str
    client: str
    client_secret: str
    title: Text

    def address(self, attempt: Attempt, back: str) -> str:
        """The issuer's page for signing in. Raises ProviderFailed."""
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": back,
            "scope": "openid profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        page = secured(text_in(self._configuration(), "authorization_endpoint", most=2000))
        return f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}"

    def identity(self, attempt: Attempt, answered: Mapping[str, str], back: str, *, now: float) -> Identity:
        """The subject of the ID token that the code is redeemed for. Raises ProviderFailed."""
        code = code_in(answered, attempt)
        known = self._configuration()
        if answered.get("iss", self.issuer) != self.issuer:
            raise ProviderFailed("state", "iss")
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        form["code_verifier"] = attempt.verifier
        headers: dict[str, str] = {}
        methods = known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if not self.client_secret:
            form["client_id"] = self.client
        elif "client_secret_basic" in methods or "client_secret_post" not in methods:
            pair = f"{quote(self.client, safe='')}:{quote(self.client_secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            form |= {"client_id": self.client, "client_secret": self.client_secret}
        token = ask(text_in(known, "token_endpoint", most=2000), form=form, headers=headers)
        claims = self._claims(text_in(token, "id_token", most=100_000), known, attempt, now)
        return Identity(text_in(claims, "sub"), label_in(claims, "name", "preferred_username", "email"))

    def _claims(self, token: str, known: Mapping[str, Any], attempt: Attempt, now: float) -> Mapping[str, Any]:
        keys = ask(text_in(known, "jwks_uri", most=2000))
        try:
            read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]  # keys as JSON has them
            rules = jwt.JWTClaimsRegistry(
                now=int(now),
                leeway=LEEWAY,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.client},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": attempt.nonce},
                sub={"essential": True},
            )
            rules.validate(read.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderFailed("identity", type(error).__name__) from error
        audience = read.claims["aud"]
        if isinstance(audience, list) and len(audience) > 1 and read.claims.get("azp") != self.client:
            raise ProviderFailed("identity", "azp")
        return read.claims

    def _configuration(self) -> dict[str, Any]:
        known = ask(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if known.get("issuer") != self.issuer:
            raise ProviderFailed("identity", "issuer")
        return known
