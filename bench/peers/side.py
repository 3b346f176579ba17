"""A peer's side of a comparison: its virtual environment, and a process in it that does slices of work when told to.

The two sides don't share an interpreter, so they talk over a pipe: an empty line asks for a slice, the answer is its
size.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.ground import set_up

_SIDES = Path(__file__).parent / "sides"


def interpreter(name: str, packages: list[str]) -> Path:
    """The Python of the peer's virtual environment, which is made and filled at the first asking."""
    set_up()
    from gendan.project.folders import data_folder

    folder = data_folder() / "peers" / name
    python = folder / "bin" / "python"
    stamp = folder / ".filled"
    if not stamp.exists() or stamp.read_text() != " ".join(packages):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)  # noqa: S603
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        subprocess.run(install, check=True)  # noqa: S603
        stamp.write_text(" ".join(packages))
    return python


def start(
    python: Path, script: str, *arguments: str, descriptors: tuple[int, ...] = ()
) -> tuple[subprocess.Popen[str], str]:
    """A peer's script, running, and what it told when it was ready."""
    command = [str(python), str(_SIDES / script), *arguments]
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, pass_fds=descriptors
    )
    assert process.stdout is not None
    for line in process.stdout:
        word, _, told = line.strip().partition(" ")
        if word == "ready":
            return process, told
    raise RuntimeError(f"{script} ended before it was ready")


def slices(process: subprocess.Popen[str]) -> Callable[[], int]:
    """What has the peer do one slice, and tells its size."""

    def work() -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    return work
