"""Rows of a form as one text: a line a row, cells parted by tabs. And rows in files, found by their columns' titles."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from gendan.cases.sheets import Unreadable, open_table
from gendan.core.field import Field
from gendan.core.values import ROWS_MOST
from gendan.web.forms.texts import as_text

SHOWN_MOST = 60
"""Lines that a form shows as inputs; more of them are one text, until the grid takes it over."""


def asked_columns(field: Field) -> tuple[Field, ...]:
    """The columns of a field of rows that people fill in: what is computed, is not."""
    return tuple(column for column in field.columns if column.computed is None)


def as_table(field: Field, rows: Iterable[Mapping[str, object]], zone: tzinfo) -> str:
    """Rows as one text."""
    columns = asked_columns(field)
    return "\n".join("\t".join(_cell(as_text(row.get(column.name), zone)) for column in columns) for row in rows)


def _cell(text: str) -> str:
    return " ".join(text.replace("\t", " ").split("\n")) if "\n" in text or "\t" in text else text


def from_table(field: Field, text: str) -> list[dict[str, str]]:
    """The rows that one text holds, without empty cells and empty lines."""
    names = [column.name for column in asked_columns(field)]
    rows: list[dict[str, str]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        cells = {name: cell.strip() for name, cell in zip(names, line.split("\t"), strict=False) if cell.strip()}
        if cells:
            rows.append(cells)
    return rows


def from_file(columns: Sequence[tuple[str, Sequence[str]]], upload: UploadedFile) -> list[dict[str, str]]:
    """The rows of a workbook or a CSV, by the columns' names or any of their titles. Raises Unreadable."""
    handle, name = tempfile.mkstemp(prefix="gendan-rows-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        return _read(columns, path)
    finally:
        path.unlink(missing_ok=True)


def _read(columns: Sequence[tuple[str, Sequence[str]]], path: Path) -> list[dict[str, str]]:
    table = open_table(path, wanted=[title for name, titles in columns for title in (name, *titles)])
    places: dict[str, int] = {}
    for name, titles in columns:
        for title in (*titles, name):
            found = table.column(title)
            if found is not None:
                places[name] = found.place
                break
    if not places:
        wanted = next((titles[0] for _, titles in columns if titles), "")
        raise Unreadable("missing_column", column=wanted, given=[each.header for each in table.columns])
    rows: list[dict[str, str]] = []
    for line in table.rows():
        row = {
            name: line.cells[place].strip()
            for name, place in places.items()
            if place < len(line.cells) and line.cells[place].strip()
        }
        if row:
            rows.append(row)
        if len(rows) > ROWS_MOST:
            raise Unreadable("too_many_rows", given=len(rows), most=ROWS_MOST)
    return rows
