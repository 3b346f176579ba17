"""附件 Files of a case, for those who see it. What the case does not hold is not there, whoever else may hold it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from gendan.cases import attachments
from gendan.cases.queries.case import CasePage, case_page


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a case: where its content lies, its name there, and its type by its content."""

    path: Path
    name: str
    type: str


def file_of(case: int | str, sha256: str, *, person: int, at: datetime) -> FileView | None:
    """The file with this content in a case (by id, uid or number), None where the person does not see the case or the
    field that holds it."""
    page = case_page(case, person=person, at=at)
    name = dict(files_of(page)).get(sha256) if page is not None else None
    path = attachments.path_of(sha256) if name is not None else None
    if name is None or path is None:
        return None
    with path.open("rb") as file:
        kind = attachments.content_type(file.read(8192), path)
    return FileView(path, name, kind or "application/octet-stream")


def files_of(page: CasePage) -> Iterator[tuple[str, str]]:
    """Every file that the reader sees in the case, by its digest: attachments, and values of fields of type file."""
    for each in page.attachments:
        yield each.sha256, each.name
    files = {name for name in page.visible if page.procedure.fields[name].type == "file"}
    for event in page.events:
        said = orjson.loads(event.body)
        for part in ("set", "with"):
            for name, value in (said.get(part) or {}).items():
                own = part == "with" or name in files
                if own and isinstance(value, Mapping) and isinstance(value.get("sha256"), str):
                    yield value["sha256"], str(value.get("name") or "file")
