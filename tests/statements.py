"""How many statements a piece of work sends to the database, those past Django's own cursor included."""

from collections.abc import Callable

from django.db import connection

from bench.statements import sent


def statements(work: Callable[[], object]) -> int:
    """Those of `work`, BEGIN and COMMIT counted too."""
    connection.ensure_connection()
    return len(sent(connection.connection, work))
