"""表 A file as a table: its columns, and its rows as texts, one by one, however it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gendan.cases.sheets.faults import Unreadable, fault
from gendan.core.headers import comparable
from gendan.core.refusals import Reason

HEADER_WITHIN: Final = 20
"""Rows among which the header is looked for: titles and notes may stand above it."""

_AS_TEXT: Final = re.compile(r'=\s*"([^"]*)"')
_QUOTED: Final = re.compile(r"'([=+\-@\t\r\n＝＋－＠0-9].*)", re.DOTALL)


class RoundedNumber(str):
    """The text of a number of more digits than a workbook keeps: what stands there is no longer what was written."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: its number as a spreadsheet counts (the first is 1), and its cells."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place (from 0), and its header as it is shown. `name` is the header as it is compared."""

    place: int
    header: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How the file is written: `kind` csv or xlsx; the encoding and delimiter of the one, the sheets of the other."""

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file that was opened. `rows` reads it from its first row below the header, as often as it is asked.

    `header_row` is where the header stands. Rows without anything in them are left out.
    """

    written: Written
    columns: tuple[Column, ...]
    header_row: int
    lines: Callable[[], Iterator[Line]]

    def rows(self) -> Iterator[Line]:
        """The rows. Raises Unreadable where the file breaks."""
        for line in self.lines():
            if line.number > self.header_row and any(line.cells):
                yield line

    def column(self, header: str) -> Column | None:
        """The column of this header, None where there is none. Raises Unreadable (doubled_column) for several."""
        name = comparable(header)
        found = [column for column in self.columns if column.name == name]
        if len(found) > 1:
            places = [column.place + 1 for column in found]
            raise Unreadable("doubled_column", column=header, given=places)
        return found[0] if found else None

    def too_long(self, line: Line) -> Reason | None:
        """The fault of a row that has something beyond the last column: a delimiter inside a cell, as a rule."""
        width = self.columns[-1].place + 1
        if len(line.cells) > width and any(line.cells[width:]):
            return fault("cells", row=line.number, given=len(line.cells), expected=width)
        return None


def shown(header: str) -> str:
    """A header as it is shown: on one line, without blanks around."""
    return " ".join(header.replace("\ufeff", "").split())


def unwrapped(cell: str) -> str:
    """A cell without what told a spreadsheet to leave it alone: `="0012"` is 0012, `'=x` is =x. Nothing is computed."""
    cell = cell.strip()
    if cell[:1] == "=":
        found = _AS_TEXT.fullmatch(cell)
        return found[1] if found is not None else cell
    if cell[:1] == "'":
        found = _QUOTED.fullmatch(cell)
        return found[1] if found is not None else cell
    return cell


def find_header(first: Iterable[Line], wanted: Iterable[str]) -> tuple[int, tuple[Column, ...]]:
    """The header's row and its columns: of the first rows that one which has the most of the `wanted` headers.

    Where none has any, the first row that is not empty. Raises Unreadable (empty).
    """
    names = {comparable(each) for each in wanted}
    best: tuple[int, Line] | None = None
    for line in first:
        if not any(cell.strip() for cell in line.cells):
            continue
        score = len(names.intersection(comparable(cell) for cell in line.cells))
        if best is None or score > best[0]:
            best = (score, line)
    if best is None:
        raise Unreadable("empty")
    header = best[1]
    cells = [unwrapped(cell) for cell in header.cells]
    while cells and not cells[-1]:
        cells.pop()
    return header.number, tuple(Column(place, shown(cell), comparable(cell)) for place, cell in enumerate(cells))
