"""The databases that tests use: one template, migrated once per state of the migrations, and a copy for each run."""

import hashlib
import os
import time
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import psycopg
from psycopg import sql

import gendan
from gendan.project.database import database_url

PREFIX = "gendan_test"


@contextmanager
def own_database(address: str, *, fresh: bool = False):
    """Give Django a database of this process's own, copied from the template; drop it afterwards.

    `fresh` makes the template anew, where something beside migrations has changed what it holds.
    """
    from django.db import connection

    from gendan.people.epoch import forget

    usual = connection.settings_dict["NAME"]
    own = f"{PREFIX}_{os.getpid()}"
    with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
        _drop_left_behind(server)
        template = _template(server, fresh=fresh)
        _copy(server, template, own)
    _use(own)

    def renew(test_case: object = None) -> None:
        _use(own)
        with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
            _copy(server, template, own)
        forget()

    try:
        # Django empties all tables after a test that commits. What is append-only refuses that, and what migrations put
        # in would be gone for the tests that follow: such a test leaves a new copy instead.
        with mock.patch("django.test.TransactionTestCase._fixture_teardown", renew):
            yield own
    finally:
        _use(usual)
        with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
            drop(server, own)


def _copy(server: psycopg.Connection, template: str, own: str) -> None:
    """Make database `own` a fresh copy of `template`, whoever is still connected to it."""
    drop(server, own)
    server.execute(sql.SQL("create database {} template {}").format(sql.Identifier(own), sql.Identifier(template)))


def _template(server: psycopg.Connection, *, fresh: bool) -> str:
    from django.core.management import call_command

    name = f"{PREFIX}_template_{_state_of_migrations()}"
    building = f"{name}_building"
    # Several runs may start at once; one of them builds, the others wait for it.
    server.execute("select pg_advisory_lock(716253)")
    try:
        if fresh:
            drop(server, name)
        if server.execute("select from pg_database where datname = %s", [name]).fetchone() is not None:
            return name
        drop(server, building)
        server.execute(
            sql.SQL("create database {} template template0 encoding 'UTF8'").format(sql.Identifier(building))
        )
        _use(building)
        call_command("migrate", verbosity=0, interactive=False)
        _use("postgres")
        server.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(building), sql.Identifier(name)))
        _drop_old_templates(server, keep=name)
        return name
    finally:
        server.execute("select pg_advisory_unlock(716253)")


def _state_of_migrations() -> str:
    """A digest of everything that decides what a migrated database holds."""
    import django
    import procrastinate

    digest = hashlib.sha256(f"{django.__version__} {procrastinate.__version__}".encode())
    root = Path(gendan.__file__).parent
    for path in sorted([*root.rglob("migrations/*.py"), *root.rglob("models.py"), *root.rglob("models/*.py")]):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    digest.update((root / "project" / "settings.py").read_bytes())
    return digest.hexdigest()[:16]


def drop(server: psycopg.Connection, name: str) -> None:
    """Drop a database with whoever is in it. The server's own vacuum can't be turned out: it is waited for."""
    for left in reversed(range(100)):
        try:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            if not left:
                raise
            time.sleep(0.2)
        else:
            return


def _use(name: str) -> None:
    """Point Django's connection, in this and in later threads, to database `name`."""
    from django.db import connection

    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name


def _drop_old_templates(server: psycopg.Connection, *, keep: str) -> None:
    rows = server.execute(
        "select datname from pg_database where datname like %s order by oid desc", [f"{PREFIX}_template_%"]
    ).fetchall()
    # A checkout that goes back and forth between states keeps them, and no run loses the one that it is about to copy.
    for (name,) in [row for row in rows if row[0] != keep and not row[0].endswith("_building")][6:]:
        drop(server, name)


def _drop_left_behind(server: psycopg.Connection) -> None:
    """Drop the databases of runs that were killed. Only on our own server: elsewhere process ids mean nothing."""
    if database_url() is not None:
        return
    for (name,) in server.execute(
        "select datname from pg_database where datname ~ %s", [f"^{PREFIX}_[0-9]+$"]
    ).fetchall():
        if not Path("/proc", name.rpartition("_")[2]).exists():
            drop(server, name)
