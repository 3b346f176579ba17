"""对应关系 How a file is read: which header fills which field, what every row has besides, how dates are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gendan.cases.imports.context import Context
from gendan.cases.models import ImportMapping
from gendan.cases.sheets import Table, Unreadable, fault
from gendan.core.events import Json
from gendan.core.headers import comparable
from gendan.core.refusals import Reason, Refused
from gendan.core.values import filled, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """`columns` maps headers to fields; `constants` are fields that every row has, as written; `formats` say how a
    date or moment is written in a field (`%d/%m/%Y %H:%M`), where it is not year first."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, object] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> frozenset[str]:
        """Every field that a row is given."""
        return frozenset(self.columns.values()) | frozenset(self.constants)


def to_json(mapping: ColumnMapping) -> dict[str, Json]:
    """The mapping as it is kept."""
    return {
        "columns": [[header, name] for header, name in mapping.columns.items()],
        "constants": {name: str(value) for name, value in mapping.constants.items()},
        "formats": dict(mapping.formats),
    }


def from_json(said: Mapping[str, Json]) -> ColumnMapping:
    """The mapping that `to_json` wrote."""
    pairs, constants, formats = said["columns"], said["constants"], said["formats"]
    assert isinstance(pairs, list)
    assert isinstance(constants, dict)
    assert isinstance(formats, dict)
    return ColumnMapping(
        columns={str(pair[0]): str(pair[1]) for pair in pairs if isinstance(pair, list)},
        constants=constants,
        formats={name: str(how) for name, how in formats.items()},
    )


def saved(name: str) -> ColumnMapping | None:
    """The mapping that was last confirmed here for an import, None before the first."""
    row = ImportMapping.objects.filter(name=name).first()
    return None if row is None else from_json(row.body)


def wanted(context: Context) -> list[str]:
    """The headers by which a file's head is found: the pack's, and those that were mapped here before."""
    before = saved(context.name)
    return [header for header, _ in context.declared.columns] + list(before.columns if before else ())


def propose(context: Context, table: Table) -> ColumnMapping:
    """How this file is probably to be read: as it was read here before, as the pack says, else by the fields'
    titles."""
    before = saved(context.name) or ColumnMapping()
    choices = {comparable(title): each.name for each in context.fields.values() for title in _titles(each.title)}
    choices |= {comparable(header): name for header, name in context.declared.columns}
    choices |= {comparable(header): name for header, name in before.columns.items()}
    columns: dict[str, str] = {}
    for column in table.columns:
        name = choices.get(column.name)
        taken = name in columns.values() or column.header in columns
        if name is not None and name in context.fields and not taken:
            columns[column.header] = name
    constants = {name: value for name, value in before.constants.items() if name in context.fields}
    return ColumnMapping(
        columns=columns,
        constants={name: value for name, value in constants.items() if name not in columns.values()},
        formats={name: shape for name, shape in before.formats.items() if name in context.fields},
    )


def _titles(title: object) -> Iterable[str]:
    return [text for text in (getattr(title, "zh", ""), getattr(title, "en", "")) if text]


def faults(context: Context, table: Table, mapping: ColumnMapping) -> tuple[Reason, ...]:
    """Why the file can't be read by the mapping: columns that are not there or doubled, fields that no file fills.

    A key field that nothing fills is told by its header in the pack.
    """
    found: list[Reason] = []
    for header, name in mapping.columns.items():
        if name not in context.fields:
            found.append(Reason(f"unasked.{name}", {"column": header}))
            continue
        try:
            column = table.column(header)
        except Unreadable as unreadable:
            found += unreadable.reasons
            continue
        if column is None:
            given = [each.header for each in table.columns]
            found.append(fault("missing_column", column=header, field=name, given=given))
    for name, value in mapping.constants.items():
        if name not in context.fields:
            found.append(Reason(f"unasked.{name}"))
        elif isinstance(parsed := parse(context.fields[name], value, context.zone), Reason):
            found.append(parsed)
        elif not filled(parsed) and name in context.declared.key:
            found.append(Reason(f"needs.{name}"))
    headers = {name: header for header, name in context.declared.columns}
    for name in context.declared.key:
        if name not in mapping.fields:
            if name in headers:
                given = [each.header for each in table.columns]
                found.append(fault("missing_column", column=headers[name], field=name, given=given))
            else:
                found.append(Reason(f"needs.{name}"))
    return tuple(found)


def demand(context: Context, table: Table, mapping: ColumnMapping) -> None:
    """Raises Refused with every reason why the file can't be read by the mapping."""
    reasons = faults(context, table, mapping)
    if reasons:
        raise Refused(reasons)
