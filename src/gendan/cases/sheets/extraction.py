"""Reads one sheet of a workbook and prints it, a JSON line a row; `cases.sheets.workbook` runs it apart.

The first line tells the sheets, the one that was read, and its vertically merged cells as (top row, column from 0,
bottom row); each further one is a row's number and cells; the last is `{}`. Dates are ISO texts, formulas the values
they had. It imports nothing of Gendan, to start at once.
"""

from __future__ import annotations

import os
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY_MOST = 1536 * 1024 * 1024
SECONDS_MOST = 120


def main(path: str, sheet: str, rows_most: int) -> None:
    """Print the sheet, or the fault for which it can't be."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MOST, SECONDS_MOST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import orjson
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    out = sys.stdout.buffer

    def say(what: Any) -> None:
        out.write(orjson.dumps(what) + b"\n")

    def fault(name: str, **parameters: Any) -> None:
        say({"fault": name, "parameters": parameters})
        say({})

    try:
        workbook = CalamineWorkbook.from_path(path)
        pages = [page for page in workbook.sheets_metadata if page.typ == SheetTypeEnum.WorkSheet]
        names = [page.name for page in pages if page.visible == SheetVisibleEnum.Visible]
        if not names:
            return fault("empty")
        if sheet and sheet not in names:
            return fault("no_sheet", given=sheet, expected=names)
        table = workbook.get_sheet_by_name(sheet or names[0])
    except PasswordError:
        return fault("encrypted")
    except CalamineError as error:
        return fault("broken", given=str(error)[:200])
    if table.start is None:
        return fault("empty")
    if table.total_height > rows_most:
        return fault("too_many_rows", most=rows_most)
    first, left = table.start
    merged = [(a[0] + 1, a[1], b[0] + 1) for a, b in table.merged_cell_ranges or () if b[0] > a[0]]
    say({"sheets": names, "sheet": table.name, "merged": merged})
    before = [""] * left
    for number, cells in enumerate(table.iter_rows(), first + 1):
        say([number, before + [_plain(cell) for cell in cells]])
    say({})


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        hours, rest = divmod(int(cell.total_seconds()), 3600)
        return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return cell


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    sys.stdout.flush()
    os._exit(0)
