"""The PostgreSQL servers that are measured on, fsync on: the embedded one, and PostgreSQL 15 where it is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from bench.ground import set_up

EMBEDDED = "embedded"
POSTGRESQL_15 = "postgresql_15"
PREFIX = os.environ.get("GENDAN_BENCH_PREFIX", "bench")
"""What the names of the databases begin with."""
_ADMIN, _ACCOUNT = "GENDAN_BENCH_ADMIN", "GENDAN_BENCH_ACCOUNT"
"""By what a benchmark's process is told its server."""
_PROGRAMS_15 = Path("/usr/lib/postgresql/15/bin")


@dataclass(frozen=True)
class Server:
    """A running server; by the address `admin` databases are made, `account` owns them and works in them."""

    name: str
    admin: str
    account: str

    def database(self, name: str) -> str:
        """The address of the database `name` of the benchmarks on this server; made where it is missing."""
        import psycopg
        from psycopg import sql

        full = f"{PREFIX}_{name}"
        with psycopg.connect(self.admin, autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [full]).fetchone() is None:
                make = sql.SQL("create database {} owner {} template template0")
                owner = sql.Identifier(self.account.partition(":")[0])
                connection.execute(make.format(sql.Identifier(full), owner))
        parts = urlsplit(self.admin)
        netloc = f"{self.account}@{parts.netloc.rpartition('@')[2]}"
        return urlunsplit(parts._replace(netloc=netloc, path=f"/{full}"))

    def drop(self, name: str) -> None:
        """Take the database `name` away, whoever is in it."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.admin, autocommit=True) as connection:
            drop = sql.SQL("drop database if exists {} with (force)")
            connection.execute(drop.format(sql.Identifier(f"{PREFIX}_{name}")))

    @property
    def environment(self) -> dict[str, str]:
        """What a process must have in its environment to work on this server, in the benchmarks' main database."""
        return {_ADMIN: self.admin, _ACCOUNT: self.account, "DATABASE_URL": self.database("cases")}


@contextmanager
def server(name: str) -> Iterator[Server | None]:
    """The server of this name for the length of the block; None where it can't be had here.

    Within a process that another benchmark process started, the one that it works on.
    """
    set_up()
    if given := os.environ.get(_ADMIN):
        yield Server(name, given, os.environ[_ACCOUNT])
    elif name == EMBEDDED:
        with _embedded() as found:
            yield found
    elif url := os.environ.get("DATABASE_URL_15"):
        yield Server(name, url, urlsplit(url).netloc.rpartition("@")[0] or "postgres")
    elif (_PROGRAMS_15 / "initdb").exists():
        with _postgresql_15() as found:
            yield found
    else:
        yield None


@contextmanager
def _embedded() -> Iterator[Server]:
    from gendan.project.cluster import OWNER
    from gendan.project.cluster import ROLE as OWN_ROLE
    from gendan.project.database import embedded, running

    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with running(environment):
        folder = quote(str(embedded(environment).socket_folder))
        yield Server(EMBEDDED, f"postgresql://{OWNER}@/postgres?host={folder}", OWN_ROLE)


@contextmanager
def _postgresql_15() -> Iterator[Server]:
    """A server of our own, with the settings of the embedded one and fsync on, stopped at the end; its data stays."""
    from gendan.project.cluster import SETTINGS
    from gendan.project.folders import data_folder

    folder = data_folder() / POSTGRESQL_15
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        folder.chmod(0o711)
    data = folder / "data"
    if not (data / "PG_VERSION").exists():
        _as_postgres("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in SETTINGS.items() if name not in ("listen_addresses", "log_line_prefix")}
    settings = " ".join(f"-c {name}={value}" for name, value in kept.items())
    options = f"-h 127.0.0.1 -p {port} -k {folder} {settings}"
    _as_postgres("pg_ctl", "-D", str(data), "-l", str(folder / "server.log"), "-w", "-o", options, "start")
    try:
        yield Server(
            POSTGRESQL_15, f"postgresql://postgres@/postgres?host={quote(str(folder))}&port={port}", "postgres"
        )
    finally:
        _as_postgres("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")


def _as_postgres(program: str, *arguments: str) -> None:
    """PostgreSQL refuses to run as root: there its programs run as the account that its package made."""
    command = [str(_PROGRAMS_15 / program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(  # noqa: S603 our own command
        command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stdout)
