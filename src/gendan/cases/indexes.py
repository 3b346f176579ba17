"""Indexes for what a pack's lists filter and sort by, made when a version is activated.

Each is for one procedure: state, then the field's value, then the id, so that a list of a state is read in its order
from a key on. A value that is not filled sorts before all others. Text is compared by its characters' codes and by its
first 200 characters only: the index must hold any text.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.db import connection, transaction
from psycopg import sql

from gendan.cases.sight import naming
from gendan.core.field import Field
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure

DUE: Final = "coalesce(due, '9999-01-01 00:00:00+00')"
"""The due moment as lists order by it: cases without one come last."""

_NUMBERS: Final = frozenset({"decimal", "money", "int", "moment", "person"})


def expression(field: Field, alias: str = "") -> str:
    """The SQL by which a field's value is compared in lists: never null, one type a field."""
    name = field.name.replace("'", "''")
    column = f"{alias}.data" if alias else "data"
    if field.type in _NUMBERS:
        return f"coalesce(({column}->>'{name}')::numeric, '-infinity'::numeric)"
    return f"(left(coalesce({column}->>'{name}', ''), 200) collate \"C\")"


def sql_type(field: Field) -> str:
    """The type of `expression`."""
    return "numeric" if field.type in _NUMBERS else "text"


def ensure(pack: Pack) -> list[str]:
    """Make the indexes that the pack's procedures ask for and that are not there; returns their names.

    Outside a transaction they are made without stopping anybody's work.
    """
    made = []
    for procedure in pack.procedures.values():
        for keys in wanted(procedure):
            name = _name(procedure, keys)
            if _make(name, procedure, keys):
                made.append(name)
    return made


def wanted(procedure: Procedure) -> list[tuple[tuple[str, bool], ...]]:
    """The orders that lists of the procedure have, each as (field, falling) keys: the declared lists', each filter
    field's, and those of the fields by which an outside party's cases are found."""
    found: dict[tuple[tuple[str, bool], ...], None] = {}
    for view in procedure.lists.values():
        keys = tuple((name.removeprefix("-"), name.startswith("-")) for name in view.sort)
        if keys and all(name in procedure.fields or name == "due" for name, _ in keys):
            found[keys] = None
    for name in (*(field.name for field in procedure.filters), *naming(procedure, "party")):
        if not any(keys[0][0] == name for keys in found):
            found[((name, False),)] = None
    return list(found)


def _column(procedure: Procedure, name: str) -> str:
    return DUE if name == "due" and name not in procedure.fields else expression(procedure.fields[name])


def _name(procedure: Procedure, keys: tuple[tuple[str, bool], ...]) -> str:
    said = f"{procedure.pack}.{procedure.name}:{keys}:" + ";".join(_column(procedure, name) for name, _ in keys)
    return f"case_list_{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _make(name: str, procedure: Procedure, keys: tuple[tuple[str, bool], ...]) -> bool:
    inside = connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(
            "select i.indisvalid from pg_class c join pg_index i on i.indexrelid = c.oid where c.relname = %s"
            " and c.relnamespace = current_schema()::regnamespace",
            [name],
        )
        row = cursor.fetchone()
        if row is not None and row[0]:
            return False
        if row is not None:
            # One that was left half made by a crash.
            cursor.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
        columns = ", ".join(f"{_column(procedure, field)}{' desc' if falling else ''}" for field, falling in keys)
        cursor.execute(
            sql.SQL(
                "create index {how} if not exists {name} on cases_case (state, {columns}, id) where procedure = {of}"
            ).format(
                how=sql.SQL("" if inside else "concurrently"),
                name=sql.Identifier(name),
                columns=sql.SQL(columns),
                of=sql.Literal(f"{procedure.pack}.{procedure.name}"),
            )
        )
    return True


_TABLES: Final = "cases_case, cases_event, cases_clock, cases_outbox, cases_uniquevalue"


def analyze() -> None:
    """Tell the planner what the tables hold: after installing."""
    if transaction.get_connection().in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {_TABLES}")


def grown(by: int) -> None:
    """Tell the planner that so many cases have come, where they are many beside those that it knows of.

    It looks at a third of the usual sample: the server's own housekeeping takes the whole one in its time.
    """
    if transaction.get_connection().in_atomic_block:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where oid = 'cases_case'::regclass")
        if by * 5 >= cursor.fetchone()[0]:
            cursor.execute("set local default_statistics_target = 33")
            cursor.execute(f"analyze {_TABLES}")
