"""Statements of the hot road, prepared by the server and sent with nothing around them.

What a cursor does beside sending a prepared statement and reading its answer costs this process as much as a whole
judgement does. It lies in this room, the lowest that asks the database, because every request asks for the epoch.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import Connection, OperationalError, RawCursor
from psycopg.adapt import Transformer
from psycopg.errors import FeatureNotSupported, InvalidSqlStatementName, error_from_result
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult

Parameter = str | bytes | Collection[int] | None
"""A value as PostgreSQL reads it: text, the bytes of a bytea, or numbers for an array of them."""

KEPT: Final = 200
"""Statements that stay prepared on a connection."""

_names: Final[WeakKeyDictionary[Connection[Any], dict[str, bytes]]] = WeakKeyDictionary()
_numbers: Final = count()
_BINARY: Final = 1


def answer(statement: str, parameters: Sequence[Parameter] = ()) -> list[tuple[Any, ...]]:
    """The rows that a statement answers, read from the binary form. Its parameters are `$1`, `$2`, …, of the type to
    which each is cast where it stands, numbers as `$1::bigint[]`.

    Outside a transaction the statement is one of its own. Raises psycopg's errors, as a cursor does.
    """
    held = connections[DEFAULT_DB_ALIAS]
    if held.connection is None:
        held.ensure_connection()
    raw: Connection[Any] = held.connection
    written: list[str | bytes | None] = []
    for number, each in enumerate(parameters, 1):
        if each is None or isinstance(each, str | bytes):
            written.append(each)
        elif len(each) == 1:
            # Of an array that it does not know the server expects many rows, and so plans it anew each time.
            statement = statement.replace(f"${number}::bigint[]", f"array[${number}::bigint]")
            written.extend(map(str, each))
        else:
            written.append(_array(each))
    if not raw.autocommit:
        # In a transaction psycopg keeps count of how it stands.
        with RawCursor(raw) as on:
            on.execute(statement, written, prepare=True, binary=True)
            return on.fetchall()
    values = [each.encode() if isinstance(each, str) else each for each in written]
    formats = [int(isinstance(each, bytes)) for each in written]
    with raw.lock:
        try:
            result = _sent(raw, statement, values, formats)
        except (InvalidSqlStatementName, FeatureNotSupported):
            # After a rollback psycopg has the server forget all that was prepared; and a table may have changed.
            _names[raw].pop(statement, None)
            result = _sent(raw, statement, values, formats)
    reading = Transformer(raw)
    reading.set_pgresult(result)
    return reading.load_rows(0, result.ntuples, tuple)


def _array(numbers: Collection[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _sent(raw: Connection[Any], statement: str, values: list[bytes | None], formats: list[int]) -> PGresult:
    names = _names.get(raw)
    if names is None:
        names = _names[raw] = {}
    name = names.get(statement)
    if name is None:
        if len(names) >= KEPT:
            # Whether it still stood there, its answer says, which is not asked.
            raw.pgconn.close_prepared(names.pop(next(iter(names))))
        name = b"gendan_%d" % next(_numbers)
        _checked(raw, raw.pgconn.prepare(name, statement.encode()))
        names[statement] = name
    done = raw.pgconn.exec_prepared(name, values, formats, _BINARY)  # type: ignore[arg-type]  # None is null to libpq
    return _checked(raw, done)


def _checked(raw: Connection[Any], result: PGresult) -> PGresult:
    if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        return result
    if result.error_field(DiagnosticField.SQLSTATE) is None:
        # The server is gone, and said nothing.
        raise OperationalError(raw.pgconn.get_error_message())
    raise error_from_result(result)
