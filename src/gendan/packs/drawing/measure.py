"""How much room texts and boxes take, known without a font: a Chinese character is as wide as high.

What is drawn with other fonts still fits: the widths are those of wide ones.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from gendan.packs.drawing.drawing import Line, LineKind, NodeKind
from gendan.packs.drawing.sketch import SketchedLabel, SketchedNode

TITLE_SIZE: Final = 14.0
TEXT_SIZE: Final = 12.0
LABEL_SIZE: Final = 12.0
LINE_HEIGHT: Final = 1.5
PADDING: Final = 12.0
MARK: Final = 15.0
"""The room of one sign, its distance to the next included."""
LEAST_WIDTH: Final = 112.0
START: Final = 22.0
BOLD: Final = 1.16
"""How much wider bold letters are."""
_NARROW: Final = "iljtfrI.,:;'|!()[]{} -"


def text_width(text: str, size: float) -> float:
    """How wide a text is in letters of `size`."""
    return sum(_width(character) for character in text) * size


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in _NARROW:
        return 0.36
    return 0.74 if character.isupper() or character in "mwMW%@—" else 0.59


def line_size(kind: LineKind) -> float:
    """The size of the letters of a line."""
    return TITLE_SIZE if kind is LineKind.TITLE else TEXT_SIZE


def line_width(line: Line) -> float:
    """How wide a line inside a node is: titles are bold, which makes letters wider, and Chinese characters not."""
    wide = text_width(line.text, line_size(line.kind))
    chinese = sum(unicodedata.east_asian_width(each) in "WFA" for each in line.text) * line_size(line.kind)
    return chinese + (wide - chinese) * BOLD if line.kind is LineKind.TITLE else wide


def node_size(node: SketchedNode) -> tuple[float, float]:
    """Width and height of a node with all its lines."""
    if node.kind is NodeKind.START:
        return START, START
    widths = [line_width(line) + _sign(line.kind) for line in node.lines]
    if widths:
        widths[0] += MARK * len(node.marks)
    high = sum(line_size(line.kind) * LINE_HEIGHT for line in node.lines)
    if node.kind is NodeKind.ACTION:
        return max(widths, default=0) + 2 * PADDING, high + PADDING
    return max(LEAST_WIDTH, max(widths, default=0) + 2 * PADDING), high + 1.5 * PADDING


def _sign(kind: LineKind) -> float:
    return MARK if kind in (LineKind.OWNER, LineKind.WAITS, LineKind.CLOCK, LineKind.STAYS) else 0.0


def label_size(label: SketchedLabel) -> tuple[float, float]:
    """Width and height of a label, its signs included."""
    return text_width(label.text, LABEL_SIZE) + MARK * len(label.marks) + 8.0, LABEL_SIZE * LINE_HEIGHT
