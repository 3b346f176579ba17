"""更新数据库结构 | Bring the tables of the database up to this version."""

from __future__ import annotations

import argparse

from gendan.project.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(arguments: argparse.Namespace) -> int:
    """Apply what is missing."""
    from gendan.project.environment import ensure_migrated, ready

    with ready(migrated=False):
        ensure_migrated(force=True)
    say("migrate.done")
    return 0
