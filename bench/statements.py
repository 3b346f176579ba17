"""Which statements a piece of work sends, read from the driver's own trace of what goes to the server."""

from __future__ import annotations

import tempfile
from collections.abc import Callable

import psycopg
from psycopg.pq import Trace


def sent(connection: psycopg.Connection, work: Callable[[], object]) -> list[str]:
    """The protocol's messages by which statements are executed, in order, while `work` is done on `connection`."""
    pgconn = connection.pgconn
    with tempfile.TemporaryFile("w+") as told:
        pgconn.trace(told.fileno())
        pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        try:
            work()
        finally:
            pgconn.untrace()
        told.seek(0)
        lines = [line.split("\t") for line in told]
    return [
        kind for side, _, kind, *_ in (line for line in lines if len(line) > 2) if side == "F" and kind in _EXECUTED
    ]


_EXECUTED = ("Query", "Execute")
