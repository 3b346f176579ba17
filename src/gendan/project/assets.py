"""Addresses of static files that change with the file, so that no browser works with yesterday's after an upgrade."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStaticFilesStorage(StaticFilesStorage):
    """Adds the beginning of the file's hash to its address: `/static/x.css?v=1f2e3d4c`."""

    def url(self, name: str | None) -> str:
        """The address of the static file `name`; without a version where there is no such file."""
        address = str(super().url(name))
        version = _version(name) if name else ""
        return f"{address}?v={version}" if version else address


@lru_cache(maxsize=1024)
def _version(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8]
