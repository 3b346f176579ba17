"""预览 What a file would do, before anything is done: columns, first rows typed, every fault, what is new or stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final

from gendan.cases import attachments
from gendan.cases.imports import mapping as mappings
from gendan.cases.imports.chunks import Fate, plan
from gendan.cases.imports.context import Context, context
from gendan.cases.imports.given import Given, Reader
from gendan.cases.imports.mapping import ColumnMapping
from gendan.cases.sheets import Line, Table, Written, open_table
from gendan.core.field import Field
from gendan.core.refusals import Reason, Refused
from gendan.core.values import parse

CHECKED_MOST: Final = 50_000
"""Rows that a preview judges; the import itself judges all."""
FAULTS_MOST: Final = 200
SHOWN: Final = 20
CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column of the file: its header, the field that it fills (None: none), and its first values."""

    header: str
    field: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowFaults:
    """A row that can't be taken, and every reason why."""

    row: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One of the first rows: its typed values by field (those that can be read), and what it would do."""

    row: int
    values: Mapping[str, object]
    fate: Fate
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file would do.

    `fields` are those that a column may fill. `missing` are the pack's headers that the file does not have and no
    constant replaces. `refused` is why the file can't be read by this mapping at all: then nothing was counted.
    `faulty` counts rows, of which `faults` tells the first ones. `checked` rows were judged; `complete` says whether
    these are all.
    """

    written: Written
    columns: tuple[SeenColumn, ...]
    mapping: ColumnMapping
    fields: Mapping[str, Field]
    missing: tuple[str, ...]
    refused: tuple[Reason, ...] = ()
    first: tuple[SeenRow, ...] = ()
    faults: tuple[RowFaults, ...] = ()
    faulty: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    known: int = 0
    checked: int = 0
    complete: bool = True


def preview(
    name: str, sha256: str, *, mapping: ColumnMapping | None = None, sheet: str = "", person: int, at: datetime
) -> Preview:
    """What the kept file `sha256` would do as import `name` (`pack.import`), read by `mapping` or as is proposed.

    Raises Refused: `missing`, `access`, and `sheet.…` for a file that is no table.
    """
    here = context(name, person=person, at=at)
    path = attachments.path_of(sha256)
    if path is None:
        raise Refused((Reason("missing"),))
    table = open_table(path, wanted=mappings.wanted(here), sheet=sheet)
    read_by = mapping if mapping is not None else mappings.propose(here, table)
    reasons = mappings.faults(here, table, read_by)
    if reasons:
        return replace(_seen(here, table, read_by, list(islice(table.rows(), SHOWN))), refused=reasons)
    return _judged(here, table, read_by)


def _seen(here: Context, table: Table, read_by: ColumnMapping, lines: list[Line]) -> Preview:
    columns = tuple(
        SeenColumn(
            column.header,
            read_by.columns.get(column.header),
            tuple(line.cells[column.place] for line in lines[:5] if column.place < len(line.cells)),
        )
        for column in table.columns
    )
    missing = tuple(header for header, field in here.declared.columns if field not in read_by.fields)
    return Preview(
        written=table.written,
        columns=columns,
        mapping=read_by,
        fields=here.fields,
        missing=missing,
    )


def _judged(here: Context, table: Table, read_by: ColumnMapping) -> Preview:
    reader = Reader(here, read_by, table)
    counts = dict.fromkeys(Fate, 0)
    first: list[SeenRow] = []
    faults: list[RowFaults] = []
    lines = table.rows()
    head = list(islice(lines, SHOWN))
    checked = 0
    for chunk in _chunks(_joined(head, lines)):
        rows = [reader.given(line) for line in chunk]
        typed = [_typed(here, reader, each) for each in rows]
        for planned, values in zip(plan(here, rows, read_by.fields, None), typed, strict=True):
            each = planned.given
            if planned.fate is Fate.OPENED:
                each.faults += _needs(here, reader, each)
            fate = Fate.FAULTY if each.faults else planned.fate
            counts[fate] += 1
            if each.faults and len(faults) < FAULTS_MOST:
                faults.append(RowFaults(each.row, tuple(each.faults)))
            if checked < SHOWN:
                first.append(SeenRow(each.row, values, fate, tuple(each.faults)))
            checked += 1
    complete = next(lines, None) is None if checked >= CHECKED_MOST else True
    return replace(
        _seen(here, table, read_by, head),
        first=tuple(first),
        faults=tuple(faults),
        faulty=counts[Fate.FAULTY],
        new=counts[Fate.OPENED],
        changed=counts[Fate.UPDATED],
        unchanged=counts[Fate.UNCHANGED],
        known=counts[Fate.KNOWN],
        checked=checked,
        complete=complete,
    )


def _joined(head: list[Line], lines: Iterator[Line]) -> Iterator[Line]:
    yield from head
    yield from islice(lines, CHECKED_MOST - len(head))


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _typed(here: Context, reader: Reader, each: Given) -> dict[str, object]:
    """The row's typed values; what can't be read is added to its faults, once."""
    values: dict[str, object] = {}
    told = {reason.code for reason in each.faults}
    for name, raw in each.values.items():
        value = parse(here.fields[name], raw, here.zone)
        if isinstance(value, Reason):
            if value.code not in told:
                each.faults.append(reader.placed(value, each.row))
        else:
            values[name] = value
    return values


def _needs(here: Context, reader: Reader, each: Given) -> list[Reason]:
    """What the opening needs and the row does not have."""
    needed = here.procedure.actions["open"].needs if here.procedure is not None else ()
    told = {reason.about for reason in each.faults}
    return [
        reader.placed(Reason(f"needs.{name}"), each.row)
        for name in needed
        if name in here.fields and name not in each.values and name not in told
    ]
