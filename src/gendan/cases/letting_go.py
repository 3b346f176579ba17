"""What is kept for a while only, so that a thing happens once: keys of people's and programs' commands, and what the
outbox has done.

Keys that the engine makes itself (of routines, links, answers, what follows) are kept for good: nobody comes again with
those by mistake, and where one did, it would have to be refused however late.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection

LASTS: Final = timedelta(days=90)
"""How long a command's key, and a done row of the outbox, are known."""
AT_ONCE: Final = 10_000


def let_go(at: datetime) -> int:
    """Let go what has outlived its use at the moment `at`, in small transactions; how many rows."""
    before = at - LASTS
    told = "select key from cases_commandkey where at < %s and (key like 'api:%%' or key like 'page:%%') limit %s"
    done = "select id from cases_outbox where done_at < %s and not dead limit %s"
    return _delete(f"delete from cases_commandkey where key in ({told})", before) + _delete(
        f"delete from cases_outbox where id in ({done})", before
    )


def _delete(statement: str, before: datetime) -> int:
    gone = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(statement, [before, AT_ONCE])
            count = int(cursor.rowcount)
            gone += count
            if count < AT_ONCE:
                return gone
