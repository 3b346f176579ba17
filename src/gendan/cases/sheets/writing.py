"""Tables out, as CSV or xlsx: whatever a cell holds, no spreadsheet takes it for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final

import xlsxwriter

Cell = str | int | Decimal | bool | date | datetime | time | None

_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CELL_MOST: Final = 32_767
"""Characters in a cell of a workbook."""
_EXACT_MOST: Final = 10**15
ROWS_MOST: Final = 1_048_576
"""Rows of a sheet."""


def harmless(text: str) -> str:
    """A text as a CSV cell: with a quotation mark before it where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a CSV file, UTF-8 with its mark, so that Excel reads Chinese in it; gives the number of rows.

    Moments must be in the zone in which they are to be read.
    """
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(header) for header in headers])
        for row in rows:
            writer.writerow([_csv_cell(cell) for cell in row])
            count += 1
    return count


def write_xlsx(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = "Sheet1") -> int:
    """Write a workbook of one sheet in flat memory; gives the number of rows. Raises ValueError beyond ROWS_MOST."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    count = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, header in enumerate(headers):
            page.write_string(0, place, header, bold)
        page.freeze_panes(1, 0)
        for count, row in enumerate(rows, 1):
            if count >= ROWS_MOST:
                raise ValueError(f"a sheet has at most {ROWS_MOST} rows")
            for place, cell in enumerate(row):
                if cell is None or cell == "":
                    continue
                if isinstance(cell, bool):
                    page.write_boolean(count, place, cell)
                elif isinstance(cell, int | Decimal) and -_EXACT_MOST < cell < _EXACT_MOST:
                    page.write_number(count, place, cell)
                elif isinstance(cell, datetime):
                    page.write_datetime(count, place, cell.replace(tzinfo=None), moment)
                elif isinstance(cell, date):
                    page.write_datetime(count, place, cell, day)
                else:
                    page.write_string(count, place, _plain(cell)[:_CELL_MOST])
    return count


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return harmless(cell) if isinstance(cell, str) else _plain(cell)


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S")
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return str(cell)
