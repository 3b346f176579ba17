"""Providers of sign-in: OIDC, DingTalk, Feishu and WeCom, as far as the site has set them up.

The setting GENDAN_PROVIDERS holds what was set, by provider and name; docs/operators.md lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings

from gendan.core.text import Text
from gendan.people.providers.dingtalk import DingTalk
from gendan.people.providers.feishu import Feishu
from gendan.people.providers.oidc import OpenIdConnect
from gendan.people.providers.provider import Attempt, Identity, Provider, ProviderFailed
from gendan.people.providers.wecom import WeCom

__all__ = ["PROVIDERS", "Attempt", "Identity", "Provider", "ProviderFailed", "configured"]

Set = Mapping[str, str]


def _oidc(said: Set) -> Provider:
    title = said.get("title", "")
    return OpenIdConnect(
        said["issuer"],
        said["client"],
        said.get("secret", ""),
        Text(title or "公司帐号", title or "your company account"),
    )


def _dingtalk(said: Set) -> Provider:
    return DingTalk(said["client"], said["secret"], **_servers(said))


def _feishu(said: Set) -> Provider:
    return Feishu(said["client"], said["secret"], **_servers(said))


def _wecom(said: Set) -> Provider:
    return WeCom(said["corporation"], said["agent"], said["secret"], **_servers(said))


def _servers(said: Set) -> dict[str, str]:
    return {name: said[name].rstrip("/") for name in ("page", "service") if said.get(name)}


PROVIDERS: Final[Mapping[str, Callable[[Set], Provider]]] = {
    "oidc": _oidc,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
    "wecom": _wecom,
}
"""Every provider there may be, and how it is made of what the site has set."""


def configured() -> dict[str, Provider]:
    """The providers that the site has set up, by name."""
    said: Mapping[str, Set] = getattr(settings, "GENDAN_PROVIDERS", {})
    return {name: make(said[name]) for name, make in PROVIDERS.items() if said.get(name)}
