"""The drawings of a pack's procedures, as images that stand for themselves or as parts of a page."""

from __future__ import annotations

from collections.abc import Mapping

from gendan.core.pack import Pack
from gendan.packs.drawing import NotBuilt, of, svg
from gendan.packs.drawing.elk import NotLaidOut


def drawings_of(pack: Pack, language: str, *, alone: bool = True) -> Mapping[str, str]:
    """An SVG for each procedure; `alone` with its own colors, otherwise for a page whose styles know it.

    Where the layout engine was not built, there are none: the manual's tables tell the same.
    """
    found = {}
    for procedure in pack.procedures.values():
        try:
            drawing = of(procedure, pack, language=language)
        except (NotBuilt, NotLaidOut):
            continue
        found[procedure.name] = svg(drawing, alone=alone, name=f"flow-{procedure.name}")
    return found
