"""What a form sent, as values by field name, for the one door to judge. Nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from gendan.core.field import Field

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
) -> dict[str, object]:
    """The values of `fields` in what was sent. Those whose control was not in the form are left out.

    Texts stay texts. A checklist is a mapping from item to answer, rows a list of mappings without the lines left
    empty, a file what `keep` made of it.
    """
    values: dict[str, object] = {}
    for field in fields:
        name = name_of(field.name)
        if field.type == "checklist":
            if f"{name}-there" in sent:
                values[field.name] = {choice.name: f"{name}-{choice.name}" in sent for choice in field.choices}
        elif field.type == "rows":
            if f"{name}-there" in sent:
                values[field.name] = _lines(field, name, sent)
        elif field.type == "file":
            upload = files.get(name) if files else None
            if upload is not None and keep is not None:
                values[field.name] = keep(upload)
        elif name in sent:
            values[field.name] = sent[name]
    return values


def _lines(field: Field, name: str, sent: QueryDict) -> list[dict[str, str]]:
    columns = {column.name for column in field.columns}
    pattern = re.compile(re.escape(name) + r"-(\d+)-(.+)")
    lines: dict[int, dict[str, str]] = {}
    for key in sent:
        found = pattern.fullmatch(key)
        text = str(sent[key])
        if found and found[2] in columns and text.strip():
            lines.setdefault(int(found[1]), {})[found[2]] = text
    return [lines[index] for index in sorted(lines)]
