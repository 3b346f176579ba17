"""What can be wrong with a file, as reasons with parameters; `cases.prose.sheets` says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gendan.core.refusals import Reason, Refused

CODES: Final[Mapping[str, str]] = {
    "empty": "The file, or the sheet, holds no header and no rows.",
    "format": "The file is neither a text file nor an xlsx workbook. Parameters: expected.",
    "old_excel": "The file is a workbook of the old Excel format (xls).",
    "encoding": "The text is in no encoding that is read, or breaks off in one. Parameters: row, given, encoding.",
    "unclear_encoding": "Nothing shows which encoding the text has. Parameters: expected.",
    "quote": "A quotation mark is opened and not closed, or something follows its end. Parameters: row.",
    "long_cell": "A cell is longer than any cell may be. Parameters: row, most.",
    "broken": "The workbook is damaged. Parameters: given.",
    "encrypted": "The workbook is protected by a password.",
    "bomb": "The workbook unpacks to something far larger than it is, as no honest one does. Parameters: given, most.",
    "too_large": "The file is larger than is read. Parameters: given, most (MB).",
    "unpacks_large": "The workbook unpacks to more than is read. Parameters: most (MB).",
    "too_many_rows": "The workbook has more rows than are read from one; as CSV it may have more. Parameters: most.",
    "no_sheet": "The workbook has no sheet of this name. Parameters: given, expected.",
    "missing_column": "A column that must be there is not. Parameters: column, field, given.",
    "doubled_column": "A column that is used stands more than once. Parameters: column, given.",
    "cells": "A row has more cells than the header has columns. Parameters: row, given, expected.",
    "rounded": "A number of more than 15 digits, which Excel has rounded. Parameters: row, column, given.",
    "doubled_key": "An earlier row of the file has the same key. Parameters: row, given, expected.",
    "unknown_answer": "An answer is none that the exchange knows. Parameters: row, column, given, expected.",
    "answered_otherwise": "Another answer came before. Parameters: row, given, expected.",
}
"""Every fault that a file can have besides the values in its cells (`value.FIELD`, `needs.FIELD`)."""


def fault(name: str, **parameters: object) -> Reason:
    """The reason `sheet.NAME`. Raises KeyError for a fault that has no words."""
    if name not in CODES:
        raise KeyError(name)
    return Reason(f"sheet.{name}", parameters)


class Unreadable(Refused):
    """The file can't be read as a table, for its one reason."""

    def __init__(self, name: str, **parameters: object) -> None:
        super().__init__((fault(name, **parameters),))
