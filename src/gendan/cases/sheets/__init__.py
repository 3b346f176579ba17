"""表格 Files of rows, as CSV or xlsx: read soundly in any usual encoding, written so that nothing in them computes."""

from collections.abc import Iterable
from pathlib import Path

from gendan.cases.sheets.faults import CODES, Unreadable, fault
from gendan.cases.sheets.table import Column, Line, RoundedNumber, Table, Written, find_header
from gendan.cases.sheets.text_file import open_text
from gendan.cases.sheets.workbook import open_workbook
from gendan.cases.sheets.writing import Cell, harmless, write_csv, write_xlsx

__all__ = [
    "CODES",
    "SIZE_MOST",
    "Cell",
    "Column",
    "Line",
    "RoundedNumber",
    "Table",
    "Unreadable",
    "Written",
    "fault",
    "find_header",
    "harmless",
    "open_table",
    "write_csv",
    "write_xlsx",
]

SIZE_MOST = 1024 * 1024 * 1024
"""Bytes of a file."""

_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"BZh")


def open_table(path: Path, *, wanted: Iterable[str] = (), sheet: str = "") -> Table:
    """The table in a file, by what the file is and not by its name. `wanted` are headers by which its head is found.

    Raises Unreadable for a file that is no table, with what it is instead and where it breaks.
    """
    size = path.stat().st_size
    if size > SIZE_MOST:
        raise Unreadable("too_large", given=size >> 20, most=SIZE_MOST >> 20)
    with path.open("rb") as file:
        beginning = file.read(8)
    if not beginning:
        raise Unreadable("empty")
    if beginning.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return open_workbook(path, wanted, sheet)
    if beginning.startswith(_NOT_TEXT):
        raise Unreadable("format", expected=["CSV", "xlsx"])
    return open_text(path, wanted)
