"""Tables as files of an answer."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.http import FileResponse

from gendan.api.media import CSV, XLSX
from gendan.cases.sheets import Cell, write_csv, write_xlsx


def exported(form: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """A table as a file, `form` xlsx or csv. No cell of it can become a formula."""
    return written(form, name, lambda path: (write_xlsx if form == "xlsx" else write_csv)(path, heads, rows))


def written(form: str, name: str, write: Callable[[Path], object]) -> FileResponse:
    """What `write` writes into a file, `form` xlsx or csv."""
    with temporary(form) as path:
        write(path)
        return file_answer(path, form, name)


@contextmanager
def temporary(form: str) -> Iterator[Path]:
    """A file that is gone when it is left; opened before, it can still be read."""
    handle, path = tempfile.mkstemp(suffix=f".{form}")
    os.close(handle)
    try:
        yield Path(path)
    finally:
        os.unlink(path)


def file_answer(path: Path, form: str, name: str) -> FileResponse:
    """A file as the answer, under a name."""
    kind = XLSX if form == "xlsx" else CSV
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}.{form}", content_type=kind)
