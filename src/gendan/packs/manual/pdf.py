"""The manual on paper: typeset by Typst from the same content, with the fonts that come with Gendan."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from gendan.packs.manual.as_json import as_json
from gendan.packs.manual.content import Drawing, Manual
from gendan.packs.printing import FOLDER, printed

TEMPLATE: Final = Path(__file__).parent / "manual.typ"
_NAME: Final = f"{FOLDER}manual.typ"


def as_pdf(manual: Manual) -> bytes:
    """The manual as a PDF: the same manual gives the same bytes."""
    files = {_NAME: TEMPLATE.read_bytes()}
    for section in manual.walk():
        for block in section.blocks:
            if isinstance(block, Drawing):
                files[f"{FOLDER}{block.file}"] = block.svg.encode()
    at = datetime.combine(manual.made_on, time(), tzinfo=UTC)
    return printed(files, _NAME, as_json(manual), at)
