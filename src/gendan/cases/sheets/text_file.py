"""CSV and its like: read as a stream, so that a million rows take no more memory than one."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from gendan.cases.sheets.encoding import encoding_of
from gendan.cases.sheets.faults import Unreadable
from gendan.cases.sheets.table import HEADER_WITHIN, Line, Table, Written, find_header, unwrapped

DELIMITERS: Final = (",", "\t", ";")
CELL_MOST: Final = 131_072
"""Characters in a cell, as the csv module bounds them; what is longer is an unclosed quotation mark, as a rule."""


def open_text(path: Path, wanted: Iterable[str] = ()) -> Table:
    """The table in a text file. Raises Unreadable."""
    encoding = encoding_of(path)
    delimiter, declared = _delimiter(path, encoding)
    lines = partial(_lines, path, encoding, delimiter, 1 if declared else 0)
    header_row, columns = find_header(islice(lines(), HEADER_WITHIN), wanted)
    shown = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16"}[encoding]
    return Table(
        written=Written(kind="csv", encoding=shown, delimiter=delimiter),
        columns=columns,
        header_row=header_row,
        lines=lines,
    )


def _delimiter(path: Path, encoding: str) -> tuple[str, bool]:
    """What stands between cells, and whether the file's first line says so (`sep=;`)."""
    with path.open(encoding=encoding, newline="") as file:
        first = [file.readline(CELL_MOST) for _ in range(HEADER_WITHIN)]
    declared = first[0].strip()
    if declared.lower().startswith("sep=") and len(declared) == 5 and declared[4] != '"':
        return declared[4], True
    best, most = ",", 0
    for delimiter in DELIMITERS:
        # The header has the most cells of the first lines, and hardly a delimiter within one.
        count = max((_outside_quotes(line).count(delimiter) for line in first), default=0)
        if count > most:
            best, most = delimiter, count
    return best, False


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _lines(path: Path, encoding: str, delimiter: str, skip: int) -> Iterator[Line]:
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(skip):
            file.readline()
        number = skip
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "field larger" in str(error):
                    raise Unreadable("long_cell", row=number, most=CELL_MOST) from None
                raise Unreadable("quote", row=number) from None
            yield Line(number, [unwrapped(cell) for cell in cells])
