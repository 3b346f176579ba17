"""What a command needs before it can work: the database there, Django ready, the tables as this version knows them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from gendan.project.database import beside, database_url, running
from gendan.project.errors import ProjectError
from gendan.project.words import say

STORIES: Final = "gendan_stories"
"""The database beside the site's own in which stories are played."""
_MIGRATING: Final = "gendan migrate"
"""The lock under which tables are brought up to date."""


@contextmanager
def ready(*, migrated: bool = True) -> Iterator[None]:
    """Django set up on a running database for the length of the block: what every command does that needs one.

    With `migrated`, the tables are there: the embedded database and an empty one are brought up to date, another one is
    its operator's to migrate, and where it is behind, ProjectError says so. Django must not be imported before.
    """
    with running():
        set_up_django()
        if migrated:
            ensure_migrated()
        try:
            yield
        finally:
            _close_connections()


@contextmanager
def ready_for_stories() -> Iterator[None]:
    """The same on a database in which nothing but stories is played: no order, customer or till of the site stands in
    their way.

    The embedded PostgreSQL has one beside the site's. One that DATABASE_URL names is used as it is: its role may not be
    allowed to make another.
    """
    if not plays_beside():
        with ready():
            yield
        return
    with running() as url:
        os.environ["DATABASE_URL"] = beside(url, STORIES)
        try:
            set_up_django()
            ensure_migrated(force=True)
            yield
        finally:
            _close_connections()
            del os.environ["DATABASE_URL"]


def plays_beside() -> bool:
    """Whether there is a database for stories beside the site's own."""
    return database_url() is None


def set_up_django() -> None:
    """Make Django's models usable in this process."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gendan.project.settings")
    django.setup()


def ensure_migrated(*, force: bool = False) -> None:
    """Bring the tables up to date where that is ours to do, or with `force` in any case."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    if not force and database_url() is not None and executor.loader.applied_migrations:
        raise ProjectError("database.pending_migrations", count=len(plan))
    say("serve.migrating")
    with connection.cursor() as cursor:
        # Where two commands begin at the same time, one does it, and the other waits and finds nothing left to do.
        cursor.execute("select pg_advisory_lock(hashtext(%s))", [_MIGRATING])
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("select pg_advisory_unlock(hashtext(%s))", [_MIGRATING])
        # A plan prepared on tables that were never analyzed stays a bad one.
        cursor.execute("analyze")


def _close_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has a pool
