"""依据 What a command is judged under: a pack version with the site's settings and tables, and the working calendar.

Each combination has a short name, the beginning of a digest of its parts, which every event carries (`under`); the
table `Basis` tells what the name stands for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import orjson
from django.db import transaction

from gendan.cases import library
from gendan.cases.models import Basis as BasisRow
from gendan.cases.models import SettingValue, TableVersion
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.pack import Pack, Table
from gendan.core.procedure import Action, Part, Procedure
from gendan.core.values import decode
from gendan.core.worktime import Calendar
from gendan.people.epoch import ByEpoch, on_forget

Cells = Mapping[tuple[object, ...], tuple[object, ...]]
"""A table's rows: column values by key values."""


@dataclass(frozen=True, kw_only=True)
class Basis:
    """One pack version as it applies here, now. `settings` are typed; `choices` are those that the site has added, by
    procedure and field; `under` is its short name, `body` what that stands for."""

    definition: int
    pack: Pack
    calendar: Calendar
    settings: Mapping[str, object]
    tables: Mapping[str, Cells]
    choices: Mapping[str, Mapping[str, frozenset[str]]]
    under: str
    body: Mapping[str, Json]

    def procedure(self, full_name: str) -> Procedure:
        """A procedure by `pack.procedure`. Raises KeyError."""
        return self.pack.procedures[full_name.partition(".")[2]]

    def cell(self, name: str, key: tuple[object, ...], column: str | None) -> object:
        """The cell that `table.name(key…)` reads, None where no row matches.

        Without a column it is the one of the table's own name, else the first one.
        """
        rows = self.tables.get(name)
        row = None if rows is None else rows.get(tuple([_comparable(each) for each in key]))
        if row is None:
            return None
        at = self._places[name].get(column)
        return None if at is None else row[at]

    @cached_property
    def lists(self) -> Mapping[str, Callable[[str], str | None]]:
        """By `table.NAME`, of tables from which some field's text is picked: the key that a text names, None for no
        row's."""
        named = {field.listed for steps in self.pack.procedures.values() for field in _fields(steps)}
        return {
            f"table.{name}": _among({str(key[0]): str(key[0]) for key in rows})
            for name, rows in self.tables.items()
            if f"table.{name}" in named
        }

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str | None, int]]:
        """Where in a table's rows each column stands, and under None the one that is read without a name."""
        found: dict[str, dict[str | None, int]] = {}
        for table in self.pack.tables.values():
            places: dict[str | None, int] = {column.name: at for at, column in enumerate(table.columns)}
            places[None] = places.get(table.name, 0)
            found[table.name] = places
        return found


def choices_name(procedure: str, field: str) -> str:
    """Under what name the choices are kept that the site adds to a field; no setting's name has a dot."""
    return f"{procedure}.{field}"


def _fields(procedure: Procedure) -> Iterator[Field]:
    """All that a procedure asks, with the columns of its rows."""
    asked: list[Action | Part] = [*procedure.actions.values(), *procedure.parts.values()]
    for field in (*procedure.fields.values(), *(ask.field for each in asked for ask in each.asks)):
        yield from (field, *field.columns)


def _among(keys: Mapping[str, str]) -> Callable[[str], str | None]:
    return lambda text: keys.get(text.strip())


CALENDAR: Final = ".calendar"
"""Under what name the calendar is kept by which the site lets a department run; no setting's name has a dot."""


def calendar_name(pack: Pack) -> str:
    """The calendar by which a department runs: the one that the site chose for it, else its manual's."""
    rows = SettingValue.objects.filter(pack=pack.name, name=CALENDAR).order_by("-id")
    return str(rows.values_list("value", flat=True).first() or pack.calendar)


def _comparable(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


_bases: ByEpoch[dict[int, Basis]] = ByEpoch(dict)
_written: set[str] = set()
on_forget(_written.clear)


def basis(definition: int, epoch: int) -> Basis:
    """What is judged under for this pack version. Cached as long as the epoch stands. Raises KeyError for an unknown
    version."""
    kept = _bases.at(epoch)
    found = kept.get(definition)
    if found is None:
        found = kept[definition] = _made(library.pack(definition), definition)
    return found


def provisional(pack: Pack) -> Basis:
    """What would be judged under if `pack` were active now. Its `definition` is 0: nothing may be written under it."""
    return _made(pack, 0)


def with_cells(table: Table, said: Json) -> Cells:
    """The cells of a table whose rows the site says so, as `TableVersion` keeps them; None: the pack's own."""
    return _cells(table.rows if said is None else _decoded(table, said))


def write_down(of: Basis) -> None:
    """See that the table tells what the basis' name stands for, in the caller's transaction."""
    if of.under in _written:
        return
    BasisRow.objects.bulk_create([BasisRow(id=of.under, body=of.body)], ignore_conflicts=True)
    transaction.on_commit(lambda: _written.add(of.under))


def _made(pack: Pack, definition: int) -> Basis:
    from gendan.people.calendars import calendar

    setting_rows = _last(SettingValue.objects.filter(pack=pack.name).order_by("id").values_list("name", "id", "value"))
    runs_by = str(setting_rows.get(CALENDAR, (0, None))[1] or pack.calendar)
    working = calendar(runs_by)
    table_rows = _last(TableVersion.objects.filter(pack=pack.name).order_by("id").values_list("name", "id", "rows"))
    added = {
        procedure.name: {
            field.name: choices_name(procedure.name, field.name)
            for field in procedure.fields.values()
            if field.site and choices_name(procedure.name, field.name) in setting_rows
        }
        for procedure in pack.procedures.values()
    }
    in_force = {*pack.settings, *(name for fields in added.values() for name in fields.values())}
    body: dict[str, Json] = {
        "pack": pack.name,
        "version": pack.version,
        "hash": pack.hash,
        "calendar": [runs_by, working.version],
        "settings": {name: setting_rows[name][0] for name in sorted(setting_rows) if name in in_force},
        "tables": {name: table_rows[name][0] for name in sorted(table_rows) if name in pack.tables},
    }
    digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
    settings = {}
    for name, setting in pack.settings.items():
        said = setting_rows.get(name, (0, None))[1]
        settings[name] = setting.default if said is None else decode(setting.field, said)
    tables = {}
    for name, table in pack.tables.items():
        rows = table_rows.get(name, (0, None))[1]
        tables[name] = with_cells(table, rows)
    return Basis(
        definition=definition,
        pack=pack,
        calendar=working,
        settings=settings,
        tables=tables,
        choices=_handed_on(
            pack,
            {
                procedure: {
                    field: frozenset(map(str, _listed(setting_rows[name][1]))) for field, name in fields.items()
                }
                for procedure, fields in added.items()
                if fields
            },
        ),
        under=digest[:16],
        body=body,
    )


def _handed_on(pack: Pack, added: dict[str, dict[str, frozenset[str]]]) -> dict[str, dict[str, frozenset[str]]]:
    """The choices that the site has added, with those that a child may be handed by the field of its parent."""
    found = {procedure: dict(fields) for procedure, fields in added.items()}
    for parent, fields in added.items():
        for opening in pack.procedures[parent].openings.values():
            child = pack.procedures.get(opening.procedure)
            for name in set(opening.takes) & fields.keys() if child is not None else ():
                own = found.setdefault(opening.procedure, {})
                own[name] = own.get(name, frozenset()) | fields[name]
    return found


def _listed(said: Json) -> list[Json]:
    return said if isinstance(said, list) else []


def _last(found: Iterable[tuple[str, int, Json]]) -> dict[str, tuple[int, Json]]:
    return {name: (number, value) for name, number, value in found}


def _cells(found: tuple[tuple[tuple[object, ...], tuple[object, ...]], ...]) -> Cells:
    return {tuple(_comparable(each) for each in key): values for key, values in found}


def _decoded(table: Table, said: Any) -> tuple[tuple[tuple[object, ...], tuple[object, ...]], ...]:
    made = []
    for key, values in said:
        made.append(
            (
                tuple(decode(field, each) for field, each in zip(table.key, key, strict=True)),
                tuple(decode(field, each) for field, each in zip(table.columns, values, strict=True)),
            )
        )
    return tuple(made)
