"""What a form sent, as values by field name, for the one door to judge. Nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from gendan.core.field import Field
from gendan.core.refusals import Refused
from gendan.web.forms.tables import asked_columns, from_file, from_table

PREFIX = "f-"


def name_of(field: str) -> str:
    """The name of a field's control; the prefix keeps it apart from the form's own."""
    return PREFIX + field


Keep = Callable[[UploadedFile], Mapping[str, object]]
"""Stores an uploaded file and returns its value: its digest, name, size and type."""


def given(
    fields: Iterable[Field],
    sent: QueryDict,
    files: MultiValueDict[str, UploadedFile] | None = None,
    keep: Keep | None = None,
    held: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The values of `fields` in what was sent. Those whose control was not in the form are left out.

    Texts stay texts. A checklist is a mapping from item to answer, rows a list of mappings without the lines left
    empty, a file what `keep` made of it. Rows are those of the file that was chosen for them, else of the one text that
    the grid keeps, else of the inputs; a file that is no table is its name, which no rows are. A cell of a column of
    files names one of those sent beside the grid, or one that a row holds already (`held`, the case's values).
    """
    values: dict[str, object] = {}
    for field in fields:
        name = name_of(field.name)
        if field.type == "checklist":
            if f"{name}-there" in sent:
                values[field.name] = {choice.name: f"{name}-{choice.name}" in sent for choice in field.choices}
        elif field.type == "rows":
            if f"{name}-there" in sent:
                rows = _rows(field, name, sent, files)
                values[field.name] = _with_files(field, rows, files, keep, (held or {}).get(field.name))
        elif field.type == "file":
            upload = files.get(name) if files else None
            if upload is not None and keep is not None:
                values[field.name] = keep(upload)
        elif name in sent:
            values[field.name] = sent[name]
    return values


def _rows(
    field: Field, name: str, sent: QueryDict, files: MultiValueDict[str, UploadedFile] | None
) -> list[dict[str, str]] | str:
    upload = files.get(f"{name}-file") if files else None
    if upload is not None:
        columns = [(column.name, _titles(column)) for column in asked_columns(field)]
        try:
            return from_file(columns, upload)
        except Refused:
            return upload.name or "?"
    text = str(sent.get(f"{name}-table", ""))
    return from_table(field, text) if text.strip() else _lines(field, name, sent)


def _with_files(
    field: Field,
    rows: list[dict[str, str]] | str,
    files: MultiValueDict[str, UploadedFile] | None,
    keep: Keep | None,
    held: object,
) -> list[dict[str, object]] | str:
    """The rows with the files that their cells name; a name that no file has stays, and is refused as none."""
    columns = [column.name for column in asked_columns(field) if column.type == "file"]
    if isinstance(rows, str):
        return rows
    known: dict[str, object] = {}
    for row in held if isinstance(held, list) else ():
        found = (row.get(column) for column in columns if isinstance(row, Mapping))
        known |= {str(each.get("name")): each for each in found if isinstance(each, Mapping)}
    sent = (
        {(upload.name or "").strip(): upload for upload in files.getlist(f"{name_of(field.name)}-files")}
        if files
        else {}
    )

    def named(text: str) -> object:
        if text in sent and keep is not None:
            known[text] = keep(sent.pop(text))
        return known.get(text, text)

    return [{name: named(text) if name in columns else text for name, text in row.items()} for row in rows]


def _titles(column: Field) -> list[str]:
    """What a column's head may say in a file: its title in either language, with its unit or without."""
    titles = [each for each in (column.title.zh, column.title.en) if each]
    return [*titles, *(f"{each} ({column.unit})" for each in titles if column.unit)]


def _lines(field: Field, name: str, sent: QueryDict) -> list[dict[str, str]]:
    columns = {column.name for column in asked_columns(field)}
    pattern = re.compile(re.escape(name) + r"-(\d+)-(.+)")
    lines: dict[int, dict[str, str]] = {}
    for key in sent:
        found = pattern.fullmatch(key)
        text = str(sent[key])
        if found and found[2] in columns and text.strip():
            lines.setdefault(int(found[1]), {})[found[2]] = text
    return [lines[index] for index in sorted(lines)]
