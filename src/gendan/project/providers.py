"""Providers of sign-in as the environment sets them: GENDAN_OIDC_…, GENDAN_DINGTALK_…, GENDAN_FEISHU_…, GENDAN_WECOM_….

A secret may stand in a file instead, named by the same variable with `_FILE`: as systemd and containers hand them out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gendan.project.errors import ProjectError

KNOWN: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "oidc": (("issuer", "client"), ("secret", "title")),
    "dingtalk": (("client", "secret"), ("page", "service")),
    "feishu": (("client", "secret"), ("page", "service")),
    "wecom": (("corporation", "agent", "secret"), ("page", "service")),
}
"""What must be set of each provider, and what may be."""


def providers(environment: Mapping[str, str] = os.environ) -> dict[str, dict[str, str]]:
    """What is set, by provider and name; a provider of which nothing is set is left out.

    Raises ProjectError `providers.incomplete` where only some of what is needed is set, `providers.file` where a file
    can't be read.
    """
    found = {}
    for provider, (needed, optional) in KNOWN.items():
        said = {name: _said(environment, f"GENDAN_{provider}_{name}".upper()) for name in (*needed, *optional)}
        if not any(said[name] for name in needed):
            continue
        missing = [f"GENDAN_{provider}_{name}".upper() for name in needed if not said[name]]
        if missing:
            raise ProjectError("providers.incomplete", missing=", ".join(missing))
        found[provider] = {name: value for name, value in said.items() if value}
    return found


def _said(environment: Mapping[str, str], variable: str) -> str:
    path = environment.get(f"{variable}_FILE")
    if not path:
        return environment.get(variable, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ProjectError("providers.file", variable=f"{variable}_FILE", file=path, reason=error.strerror) from error
