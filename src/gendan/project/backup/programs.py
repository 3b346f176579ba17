"""PostgreSQL's own programs, which write a database to a file and read it back."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from gendan.project.cluster import programs
from gendan.project.errors import ProjectError

_UNKNOWN_BEFORE_17: Final = b"SET transaction_timeout = 0;"
"""A line that newer programs write and older servers do not know."""
_PREAMBLE: Final = 60
"""Lines within which it stands."""


def dump(url: str, path: Path, *, snapshot: str) -> None:
    """Write the database at `url` to `path`, as `snapshot` sees it, while work goes on. Raises ProjectError."""
    told = subprocess.run(  # noqa: S603 - programs and arguments are our own
        [
            _program("pg_dump"),
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={path}",
            f"--dbname={url}",
        ],
        check=False,
        capture_output=True,
        text=True,
        env=_environment(),
    )
    if told.returncode != 0:
        raise ProjectError("backup.dump_failed", reason=told.stderr.strip()[-2000:])


def load(path: Path, url: str) -> None:
    """Read a dump into the empty database at `url`: all of it, or nothing. Raises ProjectError."""
    reading = subprocess.Popen(  # noqa: S603 PostgreSQL's own program
        [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    )
    writing = subprocess.Popen(  # noqa: S603 as above
        [
            _program("psql"),
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            f"--dbname={url}",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(),
    )
    assert reading.stdout is not None
    assert writing.stdin is not None
    try:
        for block in _lines(reading.stdout):
            writing.stdin.write(block)
        whole = reading.wait() == 0
    except BrokenPipeError:
        reading.kill()
        whole = False
    if whole:
        writing.stdin.close()
    else:
        # What was read is not all of it: it must not be committed.
        writing.kill()
    faults = b"".join(each.stderr.read() for each in (reading, writing) if each.stderr is not None)
    if writing.wait() != 0 or reading.wait() != 0:
        raise ProjectError("backup.load_failed", reason=faults.decode(errors="replace").strip()[-2000:])


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    for _ in range(_PREAMBLE):
        line = stream.readline()
        if line.strip() != _UNKNOWN_BEFORE_17:
            yield line
    while block := stream.read(1 << 20):
        yield block


def _program(name: str) -> str:
    """The wheel's program: it is of the newest version that is supported, and speaks with all older servers."""
    ours = programs() / "bin" / name
    found = str(ours) if ours.is_file() else shutil.which(name)
    if found is None:
        raise ProjectError("backup.no_program", name=name)
    return found


def _environment() -> dict[str, str]:
    """Nothing of our environment may lead a program to another database."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
