"""编码 Which encoding a text file has, found by reading all of it: a guess from its beginning would fail at its end.

Chinese shops' exports are UTF-8 with or without a mark, GB18030 (as GBK), or UTF-16 with a mark. Text that is none of
them is refused with the row where it breaks, and never read as something it is not.
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from gendan.cases.sheets.faults import Unreadable

UTF8: Final = "utf-8"
UTF8_MARKED: Final = "utf-8-sig"
GB18030: Final = "gb18030"
UTF16: Final = "utf-16"
READ: Final = ("UTF-8", "GB18030 (GBK)", "UTF-16")
"""The encodings that are read, as people call them."""

_BLOCK: Final = 1 << 20
_SURE: Final = 4
"""So many characters of several bytes can't be right UTF-8 by accident: what breaks later is broken UTF-8."""
_RARE_MOST: Final = 0.2
"""In Chinese text few characters lie outside the square of GB 2312; in other encodings read as GB18030 many do."""


def encoding_of(path: Path) -> str:
    """The codec to read the file by. Raises Unreadable: encoding, unclear_encoding, format, empty."""
    with path.open("rb") as file:
        beginning = file.read(4096)
    if not beginning:
        raise Unreadable("empty")
    if beginning.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Unreadable("unclear_encoding", expected=list(READ))
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        broken = _first_break(path, UTF16)
        if broken is not None:
            raise Unreadable("encoding", row=broken.row, given=broken.bytes, encoding="UTF-16")
        return UTF16
    if b"\0" in beginning:
        # UTF-16 without its mark, or no text at all.
        raise Unreadable("unclear_encoding", expected=list(READ))
    broken = _first_break(path, UTF8)
    if broken is None:
        return UTF8_MARKED if beginning.startswith(codecs.BOM_UTF8) else UTF8
    if broken.sure or beginning.startswith(codecs.BOM_UTF8):
        raise Unreadable("encoding", row=broken.row, given=broken.bytes, encoding="UTF-8")
    other = _first_break(path, GB18030)
    if other is not None:
        raise Unreadable("encoding", row=other.row, given=other.bytes, encoding="GB18030")
    if not _is_chinese(path):
        raise Unreadable("unclear_encoding", expected=list(READ))
    return GB18030


class _Break:
    """Where bytes are no text of an encoding."""

    def __init__(self, row: int, wrong: bytes, sure: bool) -> None:
        self.row = row
        self.bytes = wrong.hex(" ").upper()
        self.sure = sure


def _first_break(path: Path, encoding: str) -> _Break | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    row, wide = 1, 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            kept = decoder.getstate()[0]
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding, "replace")
                row += before.count("\n")
                wide += _wide(before)
                return _Break(row, error.object[error.start : error.end] or kept[:4], wide >= _SURE)
            row += text.count("\n")
            if wide < _SURE:
                wide += _wide(text)
            if not block:
                return None


def _wide(text: str) -> int:
    return sum(character > "\u07ff" for character in text[:100_000])


def _is_chinese(path: Path) -> bool:
    """Whether text that is right GB18030 looks like Chinese: most of its pairs of bytes are characters of GB 2312."""
    pairs = rare = 0
    with path.open("rb") as file:
        data = file.read(4 * _BLOCK)
    at = 0
    while at < len(data) - 1 and pairs < 50_000:
        if data[at] < 0x80:
            at += 1
            continue
        if 0x30 <= data[at + 1] <= 0x39:
            at += 4
        else:
            rare += not (0xA1 <= data[at] <= 0xF7 and data[at + 1] >= 0xA1)
            at += 2
        pairs += 1
    return pairs > 0 and rare / pairs <= _RARE_MOST
