"""The files of a run: parts of a few hundred papers each, kept beside the attachments until they are let go."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings

from gendan.cases import attachments
from gendan.cases.stamping import ONE_AT_A_TIME, Mark, stamp

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

FOLDER: Final = "prints"

Marked = tuple[str, Mark | None]
"""A paper by the digest of its content, and the mark that it bears where it is void."""


def part_of(run: UUID, part: int) -> Path | None:
    """Where a part of a run lies, None where it is not kept. Nobody's rights are asked."""
    place = _folder(run) / f"{part:04}.pdf"
    return place if place.is_file() else None


def write_part(run: UUID, part: int, papers: Sequence[Marked]) -> list[int]:
    """Bring papers together into a part: how many pages each has, 0 for one
    that is not kept or can't be read. A part that was half written is written anew.

    Every paper is let go before the next one is taken, so that the memory is of the part and never of the run.
    """
    with ONE_AT_A_TIME:
        return _written(run, part, papers)


def remove(run: UUID) -> None:
    """Let the files of a run go."""
    shutil.rmtree(_folder(run), ignore_errors=True)


def _written(run: UUID, part: int, papers: Sequence[Marked]) -> list[int]:
    from pypdfium2 import PdfDocument

    whole = PdfDocument.new()
    try:
        pages = [_added(whole, *paper) for paper in papers]
        if any(pages):
            folder = _folder(run)
            folder.mkdir(parents=True, exist_ok=True)
            handle, path = tempfile.mkstemp(dir=folder, prefix="incoming-")
            try:
                with os.fdopen(handle, "wb") as file:
                    whole.save(file)
                os.replace(path, folder / f"{part:04}.pdf")
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(path)
    finally:
        whole.close()
    return pages


def _added(whole: PdfDocument, sha256: str, mark: Mark | None) -> int:
    from pypdfium2 import PdfDocument, PdfiumError

    path = attachments.path_of(sha256)
    if path is None:
        return 0
    try:
        paper = PdfDocument(str(path))
    except PdfiumError:
        return 0
    try:
        if mark is not None:
            stamp(paper, mark)
        whole.import_pages(paper)
        return len(paper)
    finally:
        paper.close()


def _folder(run: UUID) -> Path:
    return Path(settings.GENDAN_ATTACHMENTS) / FOLDER / str(run)
