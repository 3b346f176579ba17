"""A page with nothing on it but a mark across it, to be laid over a paper."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import orjson

from gendan.packs.typesetter import fonts

_MARK: Final = """#let said = json("/data.json")
#let ink = rgb(200, 0, 0, 95)
#set page(width: said.width * 1pt, height: said.height * 1pt, margin: 0pt, fill: none)
#set text(font: "Noto Sans SC", fill: ink)
#let short = calc.min(said.width, said.height) * 1pt
#place(center + horizon, rotate(-24deg, box(stroke: short * 0.012 + ink, inset: short * 0.04, radius: short * 0.02)[
  #set align(center)
  #stack(
    spacing: short * 0.05,
    text(size: short * said.size, top-edge: "bounds", bottom-edge: "bounds", said.word),
    text(size: calc.max(short * 0.03, 5pt), said.note),
  )
]))
"""


def mark(width: float, height: float, word: str, note: str) -> bytes:
    """A PDF of one transparent page, `width` by `height` points, with the word large and the note below it."""
    import typst

    size = 0.24 if len(word) < 3 else 0.16
    with tempfile.TemporaryDirectory(prefix="gendan-mark-") as name:
        root = Path(name)
        said = {"width": width, "height": height, "word": word, "note": note, "size": size}
        (root / "data.json").write_bytes(orjson.dumps(said))
        (root / "mark.typ").write_text(_MARK, "utf-8")
        made = typst.compile(
            str(root / "mark.typ"), root=name, font_paths=fonts(), ignore_system_fonts=True, format="pdf"
        )
    assert isinstance(made, bytes)  # one file, not a list of pages
    return made
