"""Rows at hand, brought in at once and in the caller's transaction: from a program, a story, a pasted table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from gendan.cases.imports import matching
from gendan.cases.imports.chunks import RowOutcome, do, plan
from gendan.cases.imports.context import Context, context
from gendan.cases.imports.given import Given, given, placed
from gendan.cases.sheets import open_table
from gendan.core.headers import comparable
from gendan.core.refusals import Reason, Refused

CHUNK = 1000


def rows_of(file: str, content: bytes) -> list[dict[str, str]]:
    """The rows of a small file, by header. `file` is its name, whose ending is of no matter. Raises Unreadable."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        path.write_bytes(content)
        table = open_table(path)
        return [
            {column.header: line.cells[column.place] for column in table.columns if column.place < len(line.cells)}
            for line in table.rows()
        ]


def run_rows(
    name: str,
    rows: Iterable[Mapping[str, object]],
    *,
    constants: Mapping[str, object] | None = None,
    person: int,
    at: datetime,
) -> list[RowOutcome]:
    """Bring rows in by the columns that the pack declares for the import `name` (`pack.import`); an outcome for each.

    Rows are mappings from header to value, counted from 1. `constants` are fields that every row has. Raises Refused
    where the import is not there or not the person's to run, and for headers that are not declared.
    """
    here = context(name, person=person, at=at)
    names = {comparable(header): field for header, field in here.declared.columns}
    headers = {field: header for header, field in here.declared.columns}
    found: list[RowOutcome] = []
    made = [_given(here, number, row, names, dict(constants or {})) for number, row in enumerate(rows, 1)]
    mapped = frozenset(names.values()) | frozenset(constants or ())

    def place(reason: Reason, row: int) -> Reason:
        return placed(reason, row, headers)

    with transaction.atomic():
        if here.procedure is not None:
            matching.one_at_a_time(here)
        for at_row in range(0, len(made), CHUNK):
            planned = plan(here, made[at_row : at_row + CHUNK], mapped, None)
            found += do(here, planned, person=person, at=at, source=name, place=place)
    return found


def _given(
    here: Context, number: int, row: Mapping[str, object], names: Mapping[str, str], constants: dict[str, object]
) -> Given:
    unknown = [header for header in row if comparable(header) not in names]
    if unknown:
        raise Refused(tuple(Reason(f"unasked.{header}", {"row": number, "column": header}) for header in unknown))
    values = {**constants, **{names[comparable(header)]: value for header, value in row.items()}}
    return given(here, number, {field: value for field, value in values.items() if value not in (None, "")})
