"""Where an installation keeps what is its own: one data folder, named by GENDAN_DATA."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder: GENDAN_DATA, else `.gendan` in the checkout, or where there is none in the working directory."""
    named = environment.get("GENDAN_DATA")
    if named:
        return Path(named).expanduser().resolve()
    checkout = Path(__file__).resolve().parents[3]
    root = checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()
    return root / ".gendan"


def make_data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder, made where it is missing: others can't look into it, and only as root pass through."""
    folder = data_folder(environment)
    folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    return folder


def attachments_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where attached files are kept, by the hash of their content."""
    return data_folder(environment) / "attachments"


def anchors_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the day's anchors over the heads of all chains are kept, outside the database."""
    return data_folder(environment) / "anchors"


def archive_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where months of events are kept as Parquet: GENDAN_ARCHIVE, else below the data folder."""
    named = environment.get("GENDAN_ARCHIVE")
    return Path(named) if named else data_folder(environment) / "archive"
