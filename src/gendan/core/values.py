"""Field values: from what a form, a file or a program gives, to Python, to the JSON of events, and back.

In Python a value is: text, choice, party, contact, product, unit, phone, id_number, address and references `str`; bool
`bool`; int and person `int`; decimal and money `Decimal`; date `date`; moment an aware `datetime`; time_of_day `time`;
file and checklist `dict`; rows a list of dicts. What is not filled is None.

In JSON: no floats. Decimals are strings without idle zeros, money with two places, dates and times ISO, moments integer
microseconds. Equal values have equal JSON, so that a change can be seen by comparing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from gendan.core.events import Json, microseconds, moment
from gendan.core.field import Field
from gendan.core.refusals import Reason
from gendan.core.scalars import CENT, READERS, NotThis, read_bool, read_moment, read_reference, read_text

Value = object

ROWS_MOST = 5_000
"""Rows of a field."""


_DIGITS: Final = re.compile("[0-9]")
_LETTERS: Final = re.compile("[A-Za-z]")


def parse(field: Field, raw: object, zone: ZoneInfo, added: Collection[str] = ()) -> Value | Reason:
    """The value of `field` in what was given, None where not filled, or the Reason `value.FIELD` why it is none.

    `raw` is a text from a form or a file, or a value that has its type already. `zone` is where a moment without one
    was written. `added` are the choices that the site has added to a field with `site`.
    """
    try:
        return _parsed(field, raw, zone, added)
    except NotThis as fault:
        parameters: dict[str, object] = {"given": _shown(raw), "expected": expected(field, added)}
        if fault.args:
            parameters["cells"] = fault.args[0]
        return Reason(f"value.{field.name}", parameters)


def referred(
    field: Field, value: Value | Reason, references: Mapping[str, Callable[[str], str | None]]
) -> Value | Reason:
    """The value with the texts under which areas keep the things that it names, or the Reason `value.FIELD` where one
    of them is unknown. `references` are by what a field names, as in `Facts`. What may be new is named as it would be
    kept, where it could be.
    """
    if isinstance(value, str) and (kept_under := references.get(field.names)) is not None:
        found = kept_under(value)
        if found is None and field.new and (named := references.get(new_of(field.type))) is not None:
            found = named(value)
        return found if found is not None else Reason(f"value.{field.name}", _unknown(field, value))
    if field.type != "rows" or not isinstance(value, list):
        return value
    columns = [column for column in field.columns if column.names in references]
    bad: list[dict[str, object]] = []
    rows: list[Value] = []
    for number, row in enumerate(value, 1) if columns else ():
        changed = dict(row)
        for column in columns:
            if not isinstance(named := row.get(column.name), str):
                continue
            found = references[column.names](named)
            if found is None:
                bad.append({"row": number, "column": column.name, **_unknown(column, named)})
            changed[column.name] = found
        rows.append(changed)
    if bad:
        return Reason(f"value.{field.name}", {"given": None, "expected": expected(field), "cells": bad[:100]})
    return rows if columns else value


def new_of(kind: str) -> str:
    """Under which key references tell what a new thing of the type would be called."""
    return f"{kind}.new"


def _unknown(field: Field, value: str) -> dict[str, object]:
    return {"given": value[:100], "expected": {**expected(field), "known": True}}


def expected(field: Field, added: Collection[str] = ()) -> dict[str, object]:
    """What would be taken for `field`, as plain values: its type, bounds, unit and options."""
    told: dict[str, object] = {"type": field.type}
    if field.listed:
        told["list"] = field.listed
    if field.posts:
        told["posts"] = list(field.posts)
    if field.unit:
        told["unit"] = field.unit
    if field.min is not None:
        told["min"] = _plain(field.min)
    if field.max is not None:
        told["max"] = _plain(field.max)
    if field.like:
        told["like"] = field.like
    if field.choices and field.type != "text":
        told["options"] = [choice.name for choice in field.choices] + [name for name in added if name]
    return told


def filled(value: object) -> bool:
    """Whether a value is there. Empty text, an empty list and nothing are not; 0 and false are."""
    if value is None:
        return False
    return len(value) > 0 if isinstance(value, (str, list, dict)) else True


def complete(field: Field, value: object) -> bool:
    """Whether a needed field is satisfied: filled, and a checklist with an answer to every item."""
    if not filled(value):
        return False
    if field.type == "checklist" and isinstance(value, Mapping):
        return all(choice.name in value for choice in field.choices)
    return True


def encode(field: Field, value: Value, conceal: Callable[[Field, str], Json] | None = None) -> Json:
    """The JSON of a value that `parse` or an expression gave. `conceal` encrypts what is hidden."""
    if value is None:
        return None
    kind = field.type
    if kind == "money":
        amount = value if value.__class__ is Decimal else Decimal(str(value))
        return str(amount.quantize(CENT))
    if kind == "decimal":
        return _plain(Decimal(str(value)))
    if kind == "rows" and isinstance(value, list):
        columns = {column.name: column for column in field.columns}
        return [
            {
                name: encode(columns[name], cell, conceal)
                for name, cell in row.items()
                if name in columns and filled(cell)
            }
            for row in value
        ]
    if field.hidden and conceal is not None:
        return conceal(field, str(value))
    return plain(value)


def plain(value: Value) -> Json:
    """The JSON of a value whose field is not known: a seal, an effect's argument."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, datetime):
        return microseconds(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return str(value)


def decode(field: Field, value: Json, reveal: Callable[[Field, Json], str] | None = None) -> Value:
    """The Python value of a field's JSON. `reveal` decrypts what is hidden."""
    if value is None:
        return None
    read = _READ.get(field.type)
    if read is not None:
        return read(value)
    if field.type == "rows" and isinstance(value, list):
        columns = {column.name: column for column in field.columns}
        return [
            {name: decode(columns[name], cell, reveal) if name in columns else cell for name, cell in row.items()}
            for row in value
            if isinstance(row, dict)
        ]
    if reveal is not None and field.hidden:
        return reveal(field, value)
    return value


_READ: Final[Mapping[str, Callable[[Any], Value]]] = {
    "money": Decimal,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "moment": moment,
    "time_of_day": time.fromisoformat,
}
"""How the JSON of a type is read, of those that JSON has not got itself."""


def _plain(value: Decimal) -> str:
    """A decimal without exponent and idle zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _shown(raw: object) -> object:
    """What was given, short enough to stand in a refusal."""
    if raw is None or isinstance(raw, (bool, int)):
        return raw
    return str(raw)[:100]


def _parsed(field: Field, raw: object, zone: ZoneInfo, added: Collection[str]) -> Value:
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or (isinstance(raw, (str, list, tuple, dict)) and not raw):
        return None
    kind = field.type
    if kind == "choice":
        return _choice(field, raw, added)
    if kind == "rows":
        return _rows(field, raw, zone)
    if kind == "checklist":
        return _checklist(field, raw)
    if kind == "moment":
        return read_moment(raw, zone)
    reader = READERS.get(kind)
    value = reader(raw) if reader is not None else read_reference(raw)
    if field.like and isinstance(value, str) and _outline(value) != _outline(field.like):
        raise NotThis
    measured = len(value) if isinstance(value, str) else value
    if isinstance(measured, (int, Decimal)) and not isinstance(measured, bool):
        if field.min is not None and measured < field.min:
            raise NotThis
        if field.max is not None and measured > field.max:
            raise NotThis
    return value


def _outline(text: str) -> str:
    """How a text is written, whatever its digits and letters are."""
    return _LETTERS.sub("A", _DIGITS.sub("0", text))


def _choice(field: Field, raw: object, added: Collection[str]) -> str:
    if not isinstance(raw, str):
        raise NotThis
    for choice in field.choices:
        if raw in (choice.name, choice.title.zh) or (choice.title.en and raw.lower() == choice.title.en.lower()):
            return choice.name
    if field.site and raw in added:
        return raw
    raise NotThis


def _checklist(field: Field, raw: object) -> dict[str, Json]:
    """Answers by item: yes or no, or a short text. A list of items says yes to these and no to the others."""
    items = [choice.name for choice in field.choices]
    if isinstance(raw, (list, tuple)):
        if not all(isinstance(each, str) and each in items for each in raw):
            raise NotThis
        return {item: item in raw for item in items}
    if not isinstance(raw, Mapping) or not all(name in items for name in raw):
        raise NotThis
    answers: dict[str, Json] = {}
    for item in items:
        answer = raw.get(item)
        if not filled(answer):
            continue
        try:
            answers[item] = read_bool(answer)
        except NotThis:
            answers[item] = read_text(answer)
    return answers


def _rows(field: Field, raw: object, zone: ZoneInfo) -> list[dict[str, Value]] | None:
    """Rows by column name. Rows without any value are left out; every bad cell is told at once."""
    if not isinstance(raw, (list, tuple)) or len(raw) > ROWS_MOST:
        raise NotThis
    columns = {column.name: column for column in field.columns}
    rows: list[dict[str, Value]] = []
    bad: list[dict[str, object]] = []
    for number, given in enumerate(raw, 1):
        if not isinstance(given, Mapping):
            raise NotThis
        row: dict[str, Value] = {}
        for name, cell in given.items():
            column = columns.get(name)
            if column is None or column.computed is not None:
                if column is None and filled(cell):
                    bad.append({"row": number, "column": str(name)[:100], "given": _shown(cell), "expected": {}})
                continue
            value = parse(column, cell, zone)
            if isinstance(value, Reason):
                bad.append({"row": number, "column": name, **value.parameters})
            elif filled(value):
                row[name] = value
        if row:
            rows.append(row)
    if bad:
        raise NotThis(bad[:100])
    if (field.min is not None and len(rows) < field.min) or (field.max is not None and len(rows) > field.max):
        raise NotThis
    return rows or None
