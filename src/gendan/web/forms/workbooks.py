"""Workbooks that people fill in: the rows on the first sheet, what each column takes on the second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import xlsxwriter
from django.utils.translation import gettext as _

from gendan.core.field import Field
from gendan.web.forms.controls import head_of, options_of, takes_of

LINES: Final = 5000
"""Rows in which a choice is offered from its list."""
_LIST_MOST: Final = 255
"""Characters that a list of choices may have in a workbook."""
_EXAMPLES: Final = {
    "int": "3",
    "decimal": "12.5",
    "money": "1280.00",
    "date": "2026-03-01",
    "moment": "2026-03-01 09:30",
    "time_of_day": "09:30",
    "phone": "13800000000",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A column: its head, what it takes in words, whether it must be filled, the titles of its choices, an example."""

    head: str
    takes: str = ""
    must: bool = False
    options: tuple[str, ...] = ()
    example: str = ""


def explained(field: Field, *, language: str, must: bool = False, head: str = "") -> Explained:
    """A field as a column, under its title or another head."""
    options = options_of(field, language)
    if field.type == "bool":
        options = [("true", _("是")), ("false", _("否"))]
    example = options[0][1] if options else _EXAMPLES.get(field.type, "")
    return Explained(
        head=head or head_of(field, language),
        takes=takes_of(field, language),
        must=must,
        options=tuple(title for _name, title in options),
        example=example,
    )


def write_explained(
    path: Path, columns: Sequence[Explained], rows: Iterable[Sequence[str]], *, title: str = ""
) -> None:
    """Write a workbook of these columns and rows, all as text; the second sheet explains the columns that have
    something to be explained."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        page = book.add_worksheet((title or _("明细"))[:31])
        page.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            page.write_string(0, place, column.head, bold)
            page.set_column(place, place, max(10, min(40, len(column.head) * 2)), text)
            if column.options and sum(map(len, column.options)) + len(column.options) <= _LIST_MOST:
                page.data_validation(1, place, LINES, place, {"validate": "list", "source": list(column.options)})
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if cell:
                    page.write_string(number, place, cell, text)
        if any(column.takes for column in columns):
            _explain(book, columns, bold)


def _explain(book: xlsxwriter.Workbook, columns: Sequence[Explained], bold: object) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page = book.add_worksheet(_("填写说明"))
    page.freeze_panes(1, 0)
    for place, (head, width) in enumerate(((_("列名"), 24), (_("填什么"), 70), (_("必填"), 8), (_("例"), 24))):
        page.write_string(0, place, head, bold)
        page.set_column(place, place, width, wrapped)
    for number, column in enumerate(columns, 1):
        for place, cell in enumerate((column.head, column.takes, _("是") if column.must else "", column.example)):
            if cell:
                page.write_string(number, place, cell, bold if place == 0 else wrapped)
