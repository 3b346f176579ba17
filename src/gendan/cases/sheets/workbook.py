"""xlsx workbooks: measured before they are opened, and opened in a process of their own that may not grow.

A workbook is a zip of XML. A small one may claim cells at the far end of a sheet, repeat one long text a million
times or unpack to terabytes; what reads it has a bound on memory and time, and whoever waits for it is not harmed when
it ends.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from gendan.cases.sheets import extraction
from gendan.cases.sheets.faults import Unreadable
from gendan.cases.sheets.table import HEADER_WITHIN, Line, RoundedNumber, Table, Written, find_header

UNPACKED_MOST: Final = 400 * 1024 * 1024
"""Bytes of a workbook's parts together, unpacked: some 300,000 rows of twenty columns."""
PART_RATIO_MOST: Final = 400
"""How many times larger a part of some size may be than its packed form; sheets of equal rows reach about a hundred."""
PARTS_MOST: Final = 5_000
ROWS_MOST: Final = 300_000
_DIGITS_KEPT: Final = 10**15
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")


def open_workbook(path: Path, wanted: Iterable[str] = (), sheet: str = "") -> Table:
    """The table on a sheet of a workbook; without `sheet`, the first one that is not hidden. Raises Unreadable."""
    measure(path)
    with_merged = partial(_lines, path, sheet)
    about, lines = _opened(path, sheet)
    try:
        first = list(islice(_filled_down(about, lines), HEADER_WITHIN))
    finally:
        lines.close()
    header_row, columns = find_header(first, wanted)
    return Table(
        written=Written(kind="xlsx", sheet=about["sheet"], sheets=tuple(about["sheets"])),
        columns=columns,
        header_row=header_row,
        lines=with_merged,
    )


def measure(path: Path) -> None:
    """Refuse what no honest workbook is. Raises Unreadable: format, old_excel, encrypted, broken, bomb,
    unpacks_large."""
    with path.open("rb") as file:
        beginning = file.read(8)
    if beginning == _OLE:
        # An encrypted xlsx lies within the old container, with its key beside it.
        data = path.read_bytes()[: 1 << 22]
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable("encrypted" if encrypted else "old_excel")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_MOST:
                raise Unreadable("bomb", given=len(parts), most=PARTS_MOST)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("encrypted")
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable("format", expected=["CSV", "xlsx"])
            if sum(part.compress_size for part in parts) > path.stat().st_size:
                # Parts that lie over one another.
                raise Unreadable("bomb", given=sum(part.file_size for part in parts), most=UNPACKED_MOST)
            total = 0
            with path.open("rb") as file:
                for part in parts:
                    total += _unpacked(file, part, UNPACKED_MOST - total)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, ValueError) as error:
        raise Unreadable("broken", given=type(error).__name__) from None


def _unpacked(file: Any, part: zipfile.ZipInfo, most: int) -> int:
    """The real size of a part, whatever it says of itself."""
    file.seek(part.header_offset)
    header = file.read(30)
    if header[:4] != b"PK\x03\x04":
        raise Unreadable("broken", given=part.filename[:100])
    file.seek(
        part.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    )
    if part.compress_type == zipfile.ZIP_STORED:
        size = part.compress_size
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        size = _inflated(file, part, most)
    else:
        raise Unreadable("broken", given=part.filename[:100])
    if size > most:
        raise Unreadable("unpacks_large", most=UNPACKED_MOST >> 20)
    if size != part.file_size:
        raise Unreadable("bomb", given=size, most=part.file_size)
    return size


def _inflated(file: Any, part: zipfile.ZipInfo, most: int) -> int:
    unpacker = zlib.decompressobj(-15)
    left, size, data = part.compress_size, 0, b""
    ratio = max(PART_RATIO_MOST * part.compress_size, 4 << 20)
    while not unpacker.eof:
        if not data:
            data = file.read(min(left, 1 << 16))
            left -= len(data)
            if not data:
                break
        size += len(unpacker.decompress(data, 1 << 20))
        data = unpacker.unconsumed_tail
        if size > ratio:
            raise Unreadable("bomb", given=size, most=ratio)
        if size > most:
            break
    return size


def _lines(path: Path, sheet: str) -> Iterator[Line]:
    about, lines = _opened(path, sheet)
    try:
        yield from _filled_down(about, lines)
    finally:
        lines.close()


def _opened(path: Path, sheet: str) -> tuple[dict[str, Any], Generator[Any, None, None]]:
    """What the extraction tells first, and then its rows."""
    lines = _extracted(path, sheet)
    about = next(lines)
    if "fault" in about:
        lines.close()
        raise Unreadable(about["fault"], **about.get("parameters", {}))
    return about, lines


def _extracted(path: Path, sheet: str) -> Generator[Any, None, None]:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
        [sys.executable, "-I", extraction.__file__, str(path), sheet, str(ROWS_MOST)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    told = False
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith(b"\n"):
                told = line == b"{}\n"
                if not told:
                    yield orjson.loads(line)
        if not told:
            # It was ended by its bounds, or failed at what it read.
            raise Unreadable("unpacks_large", most=extraction.MEMORY_MOST >> 20)
    finally:
        process.kill()
        process.communicate()


def _filled_down(about: dict[str, Any], lines: Iterable[Any]) -> Iterator[Line]:
    """Rows with their cells as text. A cell merged over several rows of the heading stands in each of them."""
    merged = about["merged"]
    above: dict[tuple[int, int], str] = {}
    for number, cells in lines:
        texts = [_text(cell) for cell in cells]
        if number <= HEADER_WITHIN:
            for top, left, bottom in merged:
                if top == number and left < len(texts):
                    above |= {(row, left): texts[left] for row in range(top + 1, min(bottom, HEADER_WITHIN) + 1)}
            for place, text in enumerate(texts):
                if not text and (number, place) in above:
                    texts[place] = above[number, place]
        yield Line(number, texts)


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        if abs(cell) >= _DIGITS_KEPT:
            return RoundedNumber(format(Decimal(cell), "f"))
        return str(int(cell)) if cell == int(cell) else format(Decimal(repr(cell)), "f")
    return str(cell)
