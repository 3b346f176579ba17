"""排版 Has papers typeset in a process of their own, which lives on for the next and is limited in time and memory.

A template is a program: a slip, or malice, has it run for ever or take all memory there is. What it does then, it does
to that process alone. A new one starts in a tenth of a second, and one that has made many papers is let go, so that
memory stays flat over thousands.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from gendan.packs.typesetter import MEMORY, SECONDS

PAPERS: Final = 500
"""How many papers one process makes."""
PATIENCE: Final = 6 * SECONDS
"""Seconds after which a process that does not answer is given up, busy as the machine may be."""

_CHILD: Final = Path(__file__).with_name("typesetter.py")
_THREADS: Final = "2"
_OUT_OF_MEMORY: Final = frozenset({-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS})


class TypesettingError(Exception):
    """What the typesetter has against a template, as it says it; `diagnostic` holds the place."""

    def __init__(self, message: str, hints: tuple[str, ...] = (), diagnostic: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hints = hints
        self.diagnostic = diagnostic


class _Gone(Exception):
    """The process ended without an answer; the code that it ended with, None where it was given up."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class _Process:
    """A process that typesets one paper after another."""

    def __init__(self) -> None:
        self.papers = 0
        # A session of its own: an interrupt at the terminal is the server's to handle.
        self._process = subprocess.Popen(  # noqa: S603 -- our own file, by the interpreter that runs this
            [sys.executable, "-P", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "RAYON_NUM_THREADS": _THREADS},
        )

    @property
    def number(self) -> int:
        """What the system knows it by."""
        return self._process.pid

    def ask(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What it answers. Raises _Gone, and is gone then."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.papers += 1
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            self._process.stdin.flush()
        waiting = select.poll()
        waiting.register(self._process.stdout, select.POLLIN)
        line = self._process.stdout.readline() if waiting.poll(PATIENCE * 1000) else None
        if line is not None and line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        if line is None:
            self._process.kill()
        code = self._process.wait()
        self.end()
        raise _Gone(None if line is None else code)

    def end(self) -> None:
        """Let it end, as it does where nothing more can be asked."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _Idle:
    """The process that waits for the next paper, if any: who has one to make takes it, and gives it back after."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._of_parent: list[_Process] = []

    def take(self) -> _Process:
        """The one that waits, or a new one."""
        with self._lock:
            found, self._process = self._process, None
        return found or _Process()

    def give_back(self, process: _Process) -> None:
        """Keep it for the next paper, unless it has made its share or another waits already."""
        if process.papers < PAPERS:
            with self._lock:
                if self._process is None:
                    self._process = process
                    return
        process.end()

    def forget(self) -> None:
        """In a process that was forked: the one that waits is the parent's, and stays untouched."""
        self._lock = threading.Lock()
        if self._process is not None:
            self._of_parent.append(self._process)
            self._process = None

    def end(self) -> None:
        """Let the one that waits end."""
        with self._lock:
            found, self._process = self._process, None
        if found is not None:
            found.end()


_idle = _Idle()
os.register_at_fork(after_in_child=_idle.forget)
atexit.register(_idle.end)


def typeset(root: Path, main: str, form: str, at: str, *, density: int | None = None) -> list[bytes]:
    """What becomes of the file `main` in the folder `root`: one file, or each page's picture (`form` png).

    `at` is the moment that it bears, as ISO text; `density` the dots an inch of pictures. Raises TypesettingError,
    for what takes more than SECONDS of work or MEMORY too.
    """
    asked = {"root": str(root), "main": main, "form": form, "at": at, "density": density}
    try:
        answer = _answer(asked)
    except _Gone as gone:
        raise TypesettingError(_why(gone.code)) from gone
    if "message" in answer:
        raise TypesettingError(answer["message"], tuple(answer["hints"]), answer["diagnostic"])
    return [(root / f"made-{number}").read_bytes() for number in range(answer["pages"])]


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a process answers; asked of another where the first was ended from outside."""
    for last in (False, True):
        process = _idle.take()
        try:
            answer = process.ask(asked)
        except _Gone as gone:
            if last or gone.code in (None, -signal.SIGXCPU) or gone.code in _OUT_OF_MEMORY:
                raise
        else:
            _idle.give_back(process)
            return answer
    raise AssertionError("the last one answers or raises")


def _why(code: int | None) -> str:
    if code is None or code == -signal.SIGXCPU:
        return f"it takes more than {SECONDS} seconds to typeset"
    if code in _OUT_OF_MEMORY:
        return f"it takes more than {MEMORY} MB of memory to typeset"
    return f"the typesetter broke on it ({code})"
