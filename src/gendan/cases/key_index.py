"""The indexes by which imports find what stands: one for each key of a pack's imports, over the cases of its procedure.

A key is indexed by a digest of its values, so that any text fits; who looks up by it compares the values themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from django.db import connection
from psycopg import sql

from gendan.core.events import Json
from gendan.core.pack import Import, Pack

SEPARATOR: Final = "\x1f"
"""Between the values of a key of several fields. No text that is taken holds it."""


def as_text(value: Json) -> str:
    """A key's value as the database gives it as text; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def digest(key: str) -> str:
    """What a key is called in the index."""
    return hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()


def expression(key: Sequence[str]) -> sql.Composable:
    """The digest of the key's values in a case, as SQL."""
    parts: list[sql.Composable] = [sql.SQL("coalesce(data->>{}, '')").format(sql.Literal(name)) for name in key]
    between = sql.Literal(SEPARATOR)
    joined: list[sql.Composable] = parts[:1]
    for part in parts[1:]:
        joined += [between, part]
    return sql.SQL("md5({})").format(sql.SQL(" || ").join(joined))


def holds(procedure: str) -> sql.Composable:
    """What the index of a `pack.procedure` holds, as SQL.

    Written so that no other index answers it: where few cases of the procedure were when the server last looked, it
    would read all of them by their state for each key.
    """
    return sql.SQL("(procedure || '') = {}").format(sql.Literal(procedure))


def ensure(pack: Pack) -> list[str]:
    """Make the indexes by which the pack's imports find what stands; returns the names of those that were not there."""
    made = []
    for each in pack.imports.values():
        if each.opens is not None and each.key and _make(pack, each):
            made.append(_index(pack, each))
    return made


def usable(pack: Pack, of: Import) -> bool:
    """Whether the transaction at hand looks up by the index when it is asked key by key.

    Not where the index was made beside changes that the transaction sees.
    """
    with connection.cursor() as on:
        on.execute(
            "select i.indisvalid"
            " and (not i.indcheckxmin or age(i.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid))"
            " from pg_index i where i.indexrelid = to_regclass(%s)",
            [_index(pack, of)],
        )
        row = on.fetchone()
    return row is not None and bool(row[0])


def _index(pack: Pack, each: Import) -> str:
    return f"case_key_{digest(f'{pack.name}.{each.opens} {each.key}')[:16]}"


def _make(pack: Pack, each: Import) -> bool:
    name = _index(pack, each)
    inside = connection.in_atomic_block
    with connection.cursor() as on:
        on.execute(
            "select i.indisvalid from pg_class c join pg_index i on i.indexrelid = c.oid where c.relname = %s"
            " and c.relnamespace = current_schema()::regnamespace",
            [name],
        )
        row = on.fetchone()
        if row is not None and row[0]:
            return False
        if row is not None:
            # One that was left half made by a crash.
            on.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
        on.execute(
            sql.SQL("create index {how} if not exists {name} on cases_case ({key}) where {holds}").format(
                how=sql.SQL("" if inside else "concurrently"),
                name=sql.Identifier(name),
                key=expression(each.key),
                holds=holds(f"{pack.name}.{each.opens}"),
            )
        )
    return True
