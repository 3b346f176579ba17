"""作废章 The mark on a paper that is void. The kept file stays as it was printed; whoever opens it finds the mark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from gendan.packs.marking import mark

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

ONE_AT_A_TIME: Final = Lock()
"""The library that reads and writes PDF is not for several threads at once."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands across every page: a large word, and a line below it."""

    word: str
    note: str


def stamped(path: Path, said: Mark) -> bytes:
    """The paper with the mark on every page; as it is where it can't be read."""
    from pypdfium2 import PdfDocument, PdfiumError

    with ONE_AT_A_TIME:
        try:
            paper = PdfDocument(str(path))
        except PdfiumError:
            return path.read_bytes()
        try:
            stamp(paper, said)
            made = BytesIO()
            paper.save(made)
            return made.getvalue()
        finally:
            paper.close()


def stamp(paper: PdfDocument, said: Mark) -> None:
    """Put the mark on every page of an open paper. The caller holds `ONE_AT_A_TIME`."""
    from pypdfium2 import PdfDocument

    for page in paper:
        width, height = page.get_size()
        over = PdfDocument(_overlay(round(width, 1), round(height, 1), said))
        try:
            page.insert_obj(over.page_as_xobject(0, paper).as_pageobject())
            page.gen_content()
        finally:
            over.close()
            page.close()


@lru_cache(maxsize=64)
def _overlay(width: float, height: float, said: Mark) -> bytes:
    return mark(width, height, said.word, said.note)
