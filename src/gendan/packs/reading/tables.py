"""对照表 Tables and settings: typed values that a pack ships and a site may change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from gendan.core import values
from gendan.core.field import Field
from gendan.core.pack import Setting, Table
from gendan.core.refusals import Reason
from gendan.core.text import Place
from gendan.packs.folder import Files
from gendan.packs.reading.context import Context
from gendan.packs.reading.fields import FieldReader
from gendan.packs.schema.fields import SettingModel, TableModel
from gendan.packs.source import Node, SourceError, decode

ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of moments that a pack's own tables and settings write without one."""
MAX_ROWS = 100_000

Row = tuple[tuple[object, ...], tuple[object, ...]]


def read_setting(context: Context, name: str, model: SettingModel, node: Node) -> Setting:
    """One setting, its default typed and inside its bounds."""
    field = FieldReader(context).read(name, model, node, f"settings.{name}")
    default: object = None
    if model.default != "":
        found = values.parse(field, model.default, ZONE)
        if isinstance(found, Reason):
            context.error("not_of_type", node.at("default").here, **_told(field, str(model.default)))
        else:
            default = found
    return Setting(name=name, field=field, default=default, source=model.source, place=node.place)


def read_table(context: Context, name: str, model: TableModel, node: Node, files: Files) -> Table:
    """One table with its shipped rows, from its CSV file or from the pack itself."""
    reader = FieldReader(context)
    columns = reader.read_all(model.columns, node.at("columns"), f"tables.{name}.columns")
    key = {
        each: replace(columns[each], name=each) if each in columns else field
        for each, field in reader.read_all(model.key, node.at("key"), f"tables.{name}.key").items()
    }
    rest = {each: field for each, field in columns.items() if each not in key}
    if not key:
        context.error("missing_key", node.at_key, key="key")
    if model.file is not None and model.rows:
        context.error("rows_and_file", node.at("rows").at_key)
    rows: tuple[Row, ...] = ()
    if model.file is not None:
        rows = _from_file(context, model.file, node.at("file"), files, key, rest)
    elif model.rows:
        at = node.at("rows")
        given = ((dict(row), at.at(number).here) for number, row in enumerate(model.rows))
        rows = _typed(context, given, key, rest)
    return Table(
        name=name,
        title=context.text(model.title, f"tables.{name}", otherwise=name),
        key=tuple(key.values()),
        columns=tuple(rest.values()),
        rows=rows,
        source=model.source,
        place=node.place,
    )


def _from_file(
    context: Context, path: str, at: Node, files: Files, key: Mapping[str, Field], columns: Mapping[str, Field]
) -> tuple[Row, ...]:
    if path not in files:
        context.error("no_file", at.here, name=path)
        return ()
    try:
        text = decode(files[path], path)
    except SourceError as refused:
        context.findings.append(refused.finding)
        return ()
    return _typed(context, _rows(context, text, path, {**key, **columns}), key, columns)


def _rows(
    context: Context, text: str, path: str, fields: Mapping[str, Field]
) -> Iterator[tuple[dict[str, str], Place]]:
    """The rows of a CSV file; the header names columns by their names or titles."""
    reader = csv.reader(io.StringIO(text), strict=True)
    called = {**{field.title.zh: name for name, field in fields.items()}, **{name: name for name in fields}}
    try:
        head = [each.strip() for each in next(reader, [])]
        names = [called.get(each, each) for each in head]
        for number, name in enumerate(names):
            if name in names[:number]:
                context.error("column_twice", Place(path, 1, number + 1), name=head[number])
            elif name not in fields:
                context.error("column_unknown", Place(path, 1, number + 1), name=head[number], known=tuple(fields))
        for name in fields:
            if name not in names:
                context.error("column_missing", Place(path, 1), name=name)
        for count, cells in enumerate(reader):
            place = Place(path, reader.line_num)
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                context.error("row_uneven", place, cells=len(cells), columns=len(names))
                continue
            if count >= MAX_ROWS:
                context.error("too_many_rows", place, most=MAX_ROWS)
                return
            yield dict(zip(names, cells, strict=True)), place
    except csv.Error as error:
        context.error("csv_syntax", Place(path, reader.line_num or 1), detail=str(error))


def _typed(
    context: Context,
    rows: Iterator[tuple[dict[str, str], Place]],
    key: Mapping[str, Field],
    columns: Mapping[str, Field],
) -> tuple[Row, ...]:
    typed: list[Row] = []
    places: dict[tuple[object, ...], Place] = {}
    for row, place in rows:
        for name in row:
            if name not in key and name not in columns and not place.file.endswith(".csv"):
                context.error("column_unknown", place, name=name, known=(*key, *columns))
        found = tuple(_value(context, field, row.get(name, ""), place) for name, field in key.items())
        if not all(values.filled(each) for each in found):
            if not all(row.get(name, "").strip() for name in key):  # else it was said that the value is none
                context.error("row_without_key", place, known=tuple(key))
        elif found in places:
            context.error("row_twice", place, given=" / ".join(map(str, found)), line=places[found].line)
        else:
            places[found] = place
            typed.append(
                (found, tuple(_value(context, field, row.get(name, ""), place) for name, field in columns.items()))
            )
    return tuple(typed)


def _value(context: Context, field: Field, text: str, place: Place) -> object:
    found = values.parse(field, text, ZONE)
    if isinstance(found, Reason):
        context.error("not_of_type", place, **_told(field, text))
        return None
    return found


def _told(field: Field, given: str) -> dict[str, str]:
    bounds = f"{'' if field.min is None else field.min}..{'' if field.max is None else field.max}"
    return {
        "name": field.name,
        "given": given[:60],
        "type": field.type,
        "bounds": f" {field.like}" if field.like else "" if bounds == ".." else f" {bounds}",
    }
