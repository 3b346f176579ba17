"""What a backup says of itself: by what it was made, and what it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

import orjson

from gendan.project.errors import ProjectError

FORMAT: Final = 1
NAME: Final = "manifest.json"
DUMP: Final = "database.dump"
KEY: Final = "secret.key"
MEMBER: Final = re.compile(
    r"database\.dump|secret\.key|attachments/[0-9a-f]{2}/[0-9a-f]{64}|anchors/\d{4}-\d{2}-\d{2}\.jsonl"
)
"""The names that a backup's members may have; nothing else is ever written to a disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`members` has the SHA-256 of each member by its name, `migrations` what the tables had seen (app.name).

    `server` is the major version of the PostgreSQL that it was taken from.
    """

    gendan: str
    made_at: str
    server: int
    cases: int
    events: int
    migrations: tuple[str, ...]
    members: Mapping[str, str]
    format: int = FORMAT

    def written(self) -> bytes:
        """The manifest as it lies in the backup."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)


def read(content: bytes) -> Manifest:
    """The manifest that was written so. Raises ProjectError where it is none, or of a later format."""
    try:
        said = orjson.loads(content)
        made = Manifest(**{**said, "migrations": tuple(said["migrations"])})
        strange = [name for name in made.members if MEMBER.fullmatch(name) is None]
    except (orjson.JSONDecodeError, TypeError, KeyError) as error:
        raise ProjectError("backup.not_one") from error
    if made.format != FORMAT:
        raise ProjectError("backup.later", version=made.gendan)
    if strange or DUMP not in made.members:
        raise ProjectError("backup.not_one")
    return made
