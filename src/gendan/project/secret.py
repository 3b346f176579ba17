"""The installation's secret key: made once, kept in the data folder for its owner's eyes only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from gendan.project.folders import make_data_folder


def secret_key(environment: Mapping[str, str] = os.environ) -> str:
    """GENDAN_SECRET_KEY, else the key in `secret.key` of the data folder, which is made where it is missing."""
    given = environment.get("GENDAN_SECRET_KEY")
    if given:
        return given
    path = make_data_folder(environment) / "secret.key"
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


def _write_once(path: Path, key: str) -> None:
    """Write `key` to `path` whole; where two processes meet here, the first one's key stays."""
    own = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()
