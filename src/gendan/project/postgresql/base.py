"""Pooled connections that are known to stand before they are used, without a question to the server for each use."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for what it does with a connection from the pool: Django asks the server by each, before use.

    A server that went away has said so: its end of the connection is closed, which can be read. So only of a connection
    on which something is to be read the server is asked.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """A connection from the pool that stands. Raises OperationalError where none can be had."""
        pool: ConnectionPool[Connection[Any]] | None = self.pool  # type: ignore[attr-defined]  # the stubs don't know it
        while True:
            found: Connection[Any] = super().get_new_connection(conn_params)
            if pool is None or stands(found):
                return found
            found.close()
            pool.putconn(found)


def stands(connection: Connection[Any]) -> bool:
    """Whether a connection can be used: nothing has come on it unasked, or its server still answers."""
    unasked = select.poll()
    unasked.register(connection.fileno(), select.POLLIN)
    if not unasked.poll(0):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except OperationalError:
        return False
    return True
