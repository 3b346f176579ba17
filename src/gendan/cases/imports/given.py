"""What a row of a file gives: values by field, as written, the key it is known by, and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import orjson

from gendan.cases.concealing import conceal
from gendan.cases.imports.context import Context
from gendan.cases.imports.mapping import ColumnMapping
from gendan.cases.key_index import SEPARATOR, as_text
from gendan.cases.sheets import Line, RoundedNumber, Table, fault
from gendan.core.field import Field
from gendan.core.refusals import Reason
from gendan.core.values import encode, filled, parse

_NUMBERS: Final = frozenset({"int", "decimal", "money"})


@dataclass(slots=True, kw_only=True)
class Given:
    """One row. `values` are as written, blank ones left out; `key` is None where it can't be told; `digest` is of all
    that the row gives."""

    row: int
    values: dict[str, object]
    key: str | None
    digest: bytes
    faults: list[Reason] = field(default_factory=list)


class Reader:
    """Reads rows by a mapping that fits the table (see `mapping.demand`)."""

    def __init__(self, context: Context, mapping: ColumnMapping, table: Table) -> None:
        self.context = context
        self._table = table
        self._constants = {name: value for name, value in mapping.constants.items() if filled(value)}
        self._columns: list[tuple[int, Field, str | None]] = []
        self.headers: dict[str, str] = {}
        for header, name in mapping.columns.items():
            column = table.column(header)
            assert column is not None  # asked before
            self._columns.append((column.place, context.fields[name], mapping.formats.get(name)))
            self.headers[name] = column.header

    def given(self, line: Line) -> Given:
        """What a line gives."""
        cells = line.cells
        width = len(cells)
        values = dict(self._constants)
        faults = []
        for place, of, shape in self._columns:
            cell = cells[place] if place < width else ""
            if cell == "":
                continue
            if type(cell) is RoundedNumber and of.type not in _NUMBERS:
                faults.append(fault("rounded", row=line.number, column=self.headers[of.name], given=str(cell)))
            values[of.name] = cell if shape is None else _by_format(cell, shape)
        if width > len(self._table.columns) and (long := self._table.too_long(line)) is not None:
            faults.append(long)
        made = given(self.context, line.number, values)
        made.faults[:0] = faults
        for at, reason in enumerate(made.faults):
            made.faults[at] = self.placed(reason, line.number)
        return made

    def placed(self, reason: Reason, row: int) -> Reason:
        """The reason with its row, and with its column where it is about a field of the file."""
        return placed(reason, row, self.headers)


def given(context: Context, row: int, values: dict[str, object]) -> Given:
    """A row of these values by field."""
    faults: list[Reason] = []
    said: list[str] = []
    for name in context.declared.key:
        of = context.fields.get(name)
        value = None if of is None else parse(of, values.get(name), context.zone)
        if isinstance(value, Reason):
            faults.append(value)
        elif of is None or value is None:
            faults.append(Reason(f"needs.{name}"))
        else:
            said.append(as_text(encode(of, value, conceal)))
    digest = hashlib.sha256(orjson.dumps(values, default=str, option=orjson.OPT_SORT_KEYS)).digest()[:16]
    return Given(row=row, values=values, key=None if faults else SEPARATOR.join(said), digest=digest, faults=faults)


def placed(reason: Reason, row: int, headers: Mapping[str, str]) -> Reason:
    """The reason with the row, and the column's header where its field stands in the file."""
    told: dict[str, object] = {"row": row}
    if reason.about in headers and reason.family in ("value", "needs", "hidden", "unique"):
        told["column"] = headers[reason.about]
    return Reason(reason.code, {**reason.parameters, **told})


def _by_format(cell: str, shape: str) -> object:
    """A date or moment by its declared format; what does not fit it stays as written, and is judged as such."""
    try:
        moment = datetime.strptime(cell, shape)  # noqa: DTZ007 in the calendar's zone, as all moments of a file
    except ValueError:
        return cell
    return moment if "%H" in shape or "%I" in shape else moment.date()
