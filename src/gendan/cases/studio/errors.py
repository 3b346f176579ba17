"""What the studio refuses, as codes with parameters. Prose is made by `studio.wording`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CODES: Final[Mapping[str, str]] = {
    "access": "Administrators alone prepare and activate packs.",
    "missing": "There is no such draft, version, file or run. Parameters: what.",
    "ended": "The draft was activated or put away already; it changes no more.",
    "path": "A file's path is not one that a pack may have. Parameters: given.",
    "text": "The file is no text in UTF-8. Parameters: path.",
    "too_large": "The file or the pack is too large, or has too many files. Parameters: most.",
    "archive": "What was uploaded is no zip that is taken. Parameters: problem.",
    "no_pack": "There is no pack.yaml that names the pack.",
    "stale": "Somebody saved another text since. Parameters: path, revision, by, at, stands.",
    "exists": "There is a file of that path already. Parameters: path.",
    "unsound": "The checker found errors. Parameters: errors.",
    "stories_missing": "The stories were not played for this very content. Parameters: none.",
    "stories_failed": "Stories did not hold. Parameters: stories.",
    "version_taken": "Another content was activated under this version. Parameters: version.",
    "other_pack": "The draft's pack.yaml names another pack. Parameters: pack, given.",
    "in_force": "This content is in force already.",
    "running": "The stories are being played already.",
    "no_stories": "The pack has no stories.",
}
"""Every code of StudioRefused, and what it means."""


class StudioRefused(Exception):
    """What was wanted of the studio was refused; nothing was changed."""

    def __init__(self, code: str, /, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters: Mapping[str, object] = parameters
