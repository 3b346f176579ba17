"""Files that areas keep of things that are no cases: a contract's scan, a slip. For who may look at the area."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gendan.cases import area_actions, attachments
from gendan.cases.queries.files import FileView
from gendan.cases.registry import implementation, vocabulary
from gendan.core.events import Json


def file_of(area: str, sha256: str, *, person: int, at: datetime) -> FileView | None:
    """The file with this content that the area keeps, None where it keeps none or the person may not look at it."""
    holds = vocabulary().files.get(area)
    if holds is None or area not in area_actions.areas_open(person, at):
        return None
    value: Mapping[str, Json] | None = implementation(holds)(sha256)
    path = attachments.path_of(sha256) if value is not None else None
    if value is None or path is None:
        return None
    with path.open("rb") as file:
        kind = attachments.content_type(file.read(8192), path)
    return FileView(path, str(value.get("name") or "file"), kind or "application/octet-stream")
