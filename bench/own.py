"""A database that a benchmark has to itself, and what of it runs in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.ground import ROOT, set_up
from bench.servers import EMBEDDED, server


@contextmanager
def own_database(name: str, prepare: str) -> Iterator[None]:
    """A new database that is there for the length of the block, is what DATABASE_URL names, and holds what the function
    `prepare` (`MODULE.NAME`) puts there."""
    with server(EMBEDDED) as on:
        assert on is not None
        on.drop(name)
        before = os.environ.get("DATABASE_URL")
        os.environ["DATABASE_URL"] = on.database(name)
        try:
            apart(prepare)
            yield
        finally:
            os.environ.pop("DATABASE_URL") if before is None else os.environ.update(DATABASE_URL=before)
            on.drop(name)


def folder() -> Path:
    """Where files of benchmarks lie."""
    found = ROOT / ".gendan" / "bench"
    found.mkdir(parents=True, exist_ok=True)
    return found


def apart(function: str) -> str:
    """What a function of a benchmark (`MODULE.NAME`) prints, in a process of its own."""
    module = function.rpartition(".")[0]
    command = [sys.executable, "-W", "ignore", "-c", f"from bench import {module}; {function}()"]
    return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 ourselves


def join() -> None:
    """Django in a process of a benchmark, on the database that DATABASE_URL names."""
    set_up()
    from gendan.project.environment import set_up_django

    set_up_django()
