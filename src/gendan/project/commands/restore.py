"""恢复 | Bring a backup into an installation that holds nothing yet.

Everything in the file is checked before anything is written; a database that holds something is never written over. A
backup of an earlier version is brought up to date.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from gendan.project.words import tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where from."""
    parser.add_argument("path", type=Path, help="备份文件 | the file that `gendan backup` wrote")


def run(arguments: argparse.Namespace) -> int:
    """Restore."""
    from gendan.project.database import address
    from gendan.project.environment import ensure_migrated, ready

    with ready(migrated=False):
        from gendan.project.backup.restoring import restore

        manifest = restore(arguments.path, url=address())
        ensure_migrated(force=True)
        from django.db import connection

        with connection.cursor() as cursor:
            # A plan prepared on tables that were never analyzed stays a bad one.
            cursor.execute("analyze")
    tell("backup.restored", made_at=manifest.made_at, cases=manifest.cases, events=manifest.events)
    return 0
