"""Which PostgreSQL an installation works with, the embedded one or the one DATABASE_URL names, and that it is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from gendan.project.cluster import ROLE, Cluster
from gendan.project.errors import ProjectError
from gendan.project.folders import data_folder, make_data_folder
from gendan.project.locks import FileLock, locked

OLDEST: Final = 15
"""The oldest major version of PostgreSQL that is supported."""


def database_url(environment: Mapping[str, str] = os.environ) -> str | None:
    """The address in DATABASE_URL, or None where the embedded database is to be used."""
    return environment.get("DATABASE_URL") or None


def embedded(environment: Mapping[str, str] = os.environ) -> Cluster:
    """The embedded cluster of this installation, running or not. GENDAN_DATABASE_FSYNC=off is for throw-away data."""
    settings: dict[str, str] = {}
    if environment.get("GENDAN_DATABASE_FSYNC") == "off":
        settings = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return Cluster(folder=data_folder(environment) / "postgresql", settings=settings)


def embedded_url(cluster: Cluster) -> str:
    """The address of the embedded database, as psql and DATABASE_URL take it."""
    from urllib.parse import quote

    return f"postgresql://{ROLE}@/{ROLE}?host={quote(str(cluster.socket_folder))}"


def address(environment: Mapping[str, str] = os.environ) -> str:
    """The address of this installation's database."""
    return database_url(environment) or embedded_url(embedded(environment))


def django_database(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Django's settings of the database. Raises ProjectError for an address that can't be right."""
    parts = parse_url(address(environment))
    options = {
        # Django binds on the client and would never prepare; the hot road is written for prepared statements.
        "prepare_threshold": 3,
        "pool": {"min_size": 1, "max_size": int(environment.get("GENDAN_DATABASE_POOL", "24")), "timeout": 30},
        "application_name": "gendan",
        **parts.pop("OPTIONS"),
    }
    return {
        "ENGINE": "gendan.project.postgresql",
        "DISABLE_SERVER_SIDE_CURSORS": False,
        **parts,
        "OPTIONS": options,
    }


def parse_url(url: str) -> dict[str, Any]:
    """NAME, USER, PASSWORD, HOST, PORT and OPTIONS of an address such as postgresql://user:secret@host:5432/name?sslmode=require.

    Raises ProjectError: another scheme, no database, a port that is no number.
    """
    split = urlsplit(url)
    if split.scheme not in {"postgresql", "postgres"}:
        raise ProjectError("database.url_scheme", scheme=split.scheme)
    name = unquote(split.path.lstrip("/"))
    if not name:
        raise ProjectError("database.url_name")
    try:
        port = split.port
    except ValueError:
        raise ProjectError("database.url_port") from None
    options = dict(parse_qsl(split.query))
    host = options.pop("host", None) or unquote(split.hostname or "")
    return {
        "NAME": name,
        "USER": unquote(split.username or options.pop("user", "")),
        "PASSWORD": unquote(split.password or options.pop("password", "")),
        "HOST": host,
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


@contextmanager
def running(environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """See that the database runs, answers and is new enough for the length of the block, and give its address.

    The embedded one is started where it does not run, and stopped by the last who uses it, in whichever order they end;
    one that `gendan database start` was asked for keeps running.
    """
    url = database_url(environment)
    if url is not None:
        check_version(url)
        yield url
        return
    make_data_folder(environment)
    cluster = embedded(environment)
    users = FileLock(locks_folder(environment) / "database.users")
    with locked(locks_folder(environment) / "database.turn"):
        users.acquire(shared=True)
        try:
            cluster.start()
        except BaseException:
            users.release()
            raise
    try:
        yield embedded_url(cluster)
    finally:
        users.release()
        if not keep_marker(environment).exists():
            stop_unused(cluster, environment)


def beside(url: str, name: str) -> str:
    """The address of the database `name` on the same server, made where it is not there."""
    import psycopg
    from psycopg import errors, sql

    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("select from pg_database where datname = %s", [name]).fetchone() is None:
            with suppress(errors.DuplicateDatabase, errors.UniqueViolation):  # another command was quicker
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    split = urlsplit(url)
    return split._replace(path=f"/{name}").geturl()


def stop_unused(cluster: Cluster, environment: Mapping[str, str] = os.environ) -> bool:
    """Stop the embedded database unless another process uses it; False where one does."""
    users = FileLock(locks_folder(environment) / "database.users")
    with locked(locks_folder(environment) / "database.turn"):
        if not users.acquire(wait=False):
            users.release()
            return False
        try:
            cluster.stop()
        finally:
            users.release()
    return True


def check_version(url: str) -> int:
    """The server's version number, as 150004 is 15.4. Raises ProjectError where it can't be reached or is too old."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise ProjectError("database.unreachable", reason=str(error).strip()) from error
    if version < OLDEST * 10000:
        raise ProjectError("database.too_old", found=version // 10000)
    return version


def locks_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the processes of this installation keep their locks."""
    return data_folder(environment) / "locks"


def keep_marker(environment: Mapping[str, str] = os.environ) -> Path:
    """The file whose presence says that the embedded database outlives the commands that use it."""
    return locks_folder(environment) / "database.keep"
