"""Plays stories for the site's processes in a process of its own, on the database beside the site's
(`environment.ready_for_stories`): no customer, order or till of the site stands in their way.

The process is started with the first story, ends when none came for a while, and does not outlive who started it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing import connection, get_context, parent_process
from threading import Lock, Thread, Timer
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gendan.core.story import Story
    from gendan.packs.reader import Reading

IDLE_SECONDS: Final = 60.0
"""How long the process waits for another story."""


class Stage:
    """The process in which stories are played, started where it is not there."""

    def __init__(self, *, idle: float = IDLE_SECONDS) -> None:
        self._idle = idle
        self._lock = Lock()
        self._process: ProcessPoolExecutor | None = None
        self._playing = 0
        self._end: Timer | None = None

    def play(self, reading: Reading, story: Story) -> Mapping[str, Any]:
        """What became of a story, as a run keeps it (`studio.playing`). Raises BrokenProcessPool where the process was
        ended meanwhile, and what setting up or playing raises.
        """
        process = self._begun()
        try:
            return process.submit(_played, reading, story).result()
        except BrokenProcessPool:
            self._forget(process)
            raise
        finally:
            self._ended()

    def close(self) -> None:
        """End the process, when it has played what it plays."""
        with self._lock:
            process, self._process = self._process, None
            if self._end is not None:
                self._end.cancel()
        if process is not None:
            process.shutdown()

    def _begun(self) -> ProcessPoolExecutor:
        with self._lock:
            self._playing += 1
            if self._end is not None:
                self._end.cancel()
                self._end = None
            if self._process is None:
                self._process = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_set_up)
            return self._process

    def _ended(self) -> None:
        with self._lock:
            self._playing -= 1
            if not self._playing and self._process is not None:
                self._end = Timer(self._idle, self.close)
                self._end.daemon = True
                self._end.start()

    def _forget(self, process: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._process is process:
                self._process = None


_here: Final = ExitStack()
"""What the process for stories holds until it ends: the database."""


def _set_up() -> None:
    from gendan.project.environment import ready_for_stories

    Thread(target=_end_with_parent, daemon=True).start()
    os.nice(5)
    _here.enter_context(ready_for_stories())


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _played(reading: Reading, story: Story) -> Mapping[str, Any]:
    from gendan.cases.studio.playing import played

    return played(reading, story)
