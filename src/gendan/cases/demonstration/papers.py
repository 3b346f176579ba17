"""样张 Files for a demo: what its scenes hand in can be opened, and says that it is a sample."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from gendan.cases import attachments
from gendan.core.events import Json
from gendan.packs.folder import DEMO, Files
from gendan.packs.printing import pictured, printed

_TEMPLATE: Final = "documents/sample.typ"
_SAMPLE: Final = """#let data = json("/data.json")
#set page(width: 148mm, height: 105mm, margin: 14mm)
#set text(font: ("Noto Sans CJK SC", "Noto Sans SC"), size: 10pt, lang: "zh")
#rect(width: 100%, height: 100%, stroke: 0.6pt + gray, inset: 8mm)[
  #align(center + horizon)[
    #text(size: 20pt)[#data.name]
    #v(6mm)
    #text(fill: gray)[演示用样张 · Sample for the demo]
  ]
]
"""
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg"})


def sample(name: str, files: Mapping[str, bytes], *, at: datetime) -> dict[str, Json]:
    """Keep the demo's file `demo/files/NAME`, or a sample page with the name on it; gives what a field holds."""
    own = files.get(f"{DEMO}files/{name}")
    path = PurePosixPath(name)
    if own is not None:
        return attachments.store([own], name=name, by=0, at=at)
    if path.suffix in _PICTURES:
        return attachments.store([_picture(path.stem, at)], name=f"{path.stem}.png", by=0, at=at)
    return attachments.store([_page(path.stem, at)], name=f"{path.stem}.pdf", by=0, at=at)


_FILES: Final[Files] = {_TEMPLATE: _SAMPLE.encode()}


def _page(title: str, at: datetime) -> bytes:
    return printed(_FILES, _TEMPLATE, {"name": title}, at)


def _picture(title: str, at: datetime) -> bytes:
    return pictured(_FILES, _TEMPLATE, {"name": title}, at)[0]
