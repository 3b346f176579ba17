"""附件 Files of a case, for those who see it. What the case does not hold is not there, whoever else may hold it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

import orjson

from gendan.cases import attachments
from gendan.cases.queries.case import CasePage, case_page
from gendan.cases.stamping import Mark, stamped
from gendan.cases.voiding import mark_of

_PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a case: where its content lies, its name there, and its type by its content. `mark` stands on a paper
    that is void whenever it is opened.
    """

    path: Path
    name: str
    type: str
    mark: Mark | None = None

    def opened(self) -> BinaryIO:
        """Its content, to be read."""
        return self.path.open("rb") if self.mark is None else BytesIO(stamped(self.path, self.mark))


def file_of(case: int | str, sha256: str, *, person: int, at: datetime) -> FileView | None:
    """The file with this content in a case (by id, uid or number), None where the person does not see the case or the
    field that holds it."""
    page = case_page(case, person=person, at=at)
    name = dict(files_of(page)).get(sha256) if page is not None else None
    path = attachments.path_of(sha256) if name is not None else None
    if page is None or name is None or path is None:
        return None
    with path.open("rb") as file:
        kind = attachments.content_type(file.read(8192), path) or "application/octet-stream"
    same = [each.void for each in page.attachments if each.sha256 == sha256]
    void = same[-1] if same else None
    mark = mark_of(void, page.procedure, page.pack) if void is not None and kind == _PDF else None
    return FileView(path, name if mark is None else f"{mark.word}-{name}", kind, mark)


def files_of(page: CasePage) -> Iterator[tuple[str, str]]:
    """Every file that the reader sees in the case, by its digest: attachments, and values of fields of type file."""
    for each in page.attachments:
        yield each.sha256, each.name
    fields = page.procedure.fields
    files = {
        name for name in page.visible if any(each.type == "file" for each in (fields[name], *fields[name].columns))
    }
    for event in page.events:
        said = orjson.loads(event.body)
        for part in ("set", "with"):
            for name, value in (said.get(part) or {}).items():
                if part == "with" or name in files:
                    yield from _files_in(value)


def _files_in(value: object) -> Iterator[tuple[str, str]]:
    """The files of a recorded value: of a file itself, of rows those in their cells."""
    if isinstance(value, Mapping) and isinstance(value.get("sha256"), str):
        yield value["sha256"], str(value.get("name") or "file")
    elif isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _files_in(each)
