"""The supervisor behind `gendan serve`: the database, the web processes and the worker, all up or all down."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from gendan.project.cluster import Cluster
from gendan.project.database import database_url, embedded, locks_folder, running
from gendan.project.errors import ProjectError
from gendan.project.folders import data_folder, make_data_folder
from gendan.project.locks import FileLock
from gendan.project.processes import GRACE_SECONDS, UNFURNISHED
from gendan.project.words import say

_LOOK_EVERY: Final = 0.5
# Not `-m`: job queues want the modules that they are defined in under their own names.
_ENTRY: Final = "import sys; from gendan.project.processes import main; sys.exit(main())"
# A process that lives shorter than this has failed to start; so many failures in a row, and restarting is no help.
_STARTED_AFTER: Final = 10.0
_FAILURES_ALLOWED: Final = 5


@dataclass
class Process:
    """A process that is to run, and how its last lives went."""

    name: str
    arguments: list[str]
    descriptors: tuple[int, ...]
    popen: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it, apart from our terminal: Ctrl-C is for us, and we stop the others in order."""
        self.popen = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-c", _ENTRY, self.name, *self.arguments],
            pass_fds=self.descriptors,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started = time.monotonic()

    def look_after(self) -> bool:
        """Start it again where it has ended, later and later; False where that is hopeless."""
        if self.popen is None:
            if time.monotonic() >= self.again_at:
                self.start()
            return True
        exit_code = self.popen.poll()
        if exit_code is None:
            return True
        lived = time.monotonic() - self.started
        self.failures = self.failures + 1 if lived < _STARTED_AFTER else 1
        self.popen = None
        if self.failures > _FAILURES_ALLOWED:
            say("serve.keeps_failing", process=self.name)
            return False
        say("serve.restarted", process=self.name, exit_code=exit_code)
        self.again_at = time.monotonic() + 0.5 * (self.failures - 1)
        return True

    def stop(self) -> None:
        """Ask it to end."""
        if self.popen is not None and self.popen.poll() is None:
            self.popen.terminate()

    def finish(self, until: float) -> None:
        """See that it has ended, at the latest (monotonic) time `until`."""
        if self.popen is None:
            return
        try:
            self.popen.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()


def serve(*, host: str, port: int, web_processes: int, demo: bool) -> int:
    """Run everything until asked to stop; the exit code. Raises ProjectError where it can't begin."""
    make_data_folder()
    only_one = FileLock(locks_folder() / "serve")
    left_behind = only_one.read()
    if not only_one.acquire(wait=False):
        pid, _, url = left_behind.partition(" ")
        raise ProjectError("serve.already_running", pid=pid, url=url)
    stop = threading.Event()
    _stop_on_signals(stop)
    try:
        # What a killed run left behind ends by itself, and gives the port back, within its grace.
        listening = listen(host, port, patience=GRACE_SECONDS + 4 if left_behind else 0)
        url = f"http://{_shown(host)}:{port}"
        only_one.write(f"{os.getpid()} {url}")
        say("serve.starting")
        with listening, running():
            code = _run_all(listening, url, stop, web_processes=web_processes, demo=demo)
        only_one.write("")
        say("serve.stopped")
        return code
    finally:
        only_one.release()


def listen(host: str, port: int, *, patience: float = 0) -> socket.socket:
    """A listening socket, kept for all web processes and through their restarts.

    Waits `patience` seconds for a taken port to come free. Raises ProjectError where it does not, or may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    until = time.monotonic() + patience
    while True:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(1024)
            return listening
        except OSError as error:
            listening.close()
            if error.errno != errno.EADDRINUSE:
                raise ProjectError("serve.port_forbidden", host=host, port=port, reason=error) from error
            if time.monotonic() >= until:
                raise ProjectError("serve.port_taken", port=port, other=port + 1 if port < 65535 else 8001) from error
            time.sleep(0.2)


def _run_all(listening: socket.socket, url: str, stop: threading.Event, *, web_processes: int, demo: bool) -> int:
    # The writing end is ours alone, so that it closes when we end, however we end.
    lifeline, our_end = os.pipe()
    common = ["--lifeline", str(lifeline)]
    prepare = Process("prepare", [*common, *(["--demo"] if demo else [])], (lifeline,))
    web = ["--socket", str(listening.fileno()), *common]
    processes = [Process("web", web, (lifeline, listening.fileno())) for _ in range(web_processes)]
    processes.append(Process("worker", common, (lifeline,)))
    furnish = Process("furnish", common, (lifeline,))
    cluster = embedded() if database_url() is None else None
    try:
        prepare.start()
        while prepare.popen is not None and prepare.popen.poll() is None:
            if stop.wait(0.1):
                return 0
        if prepare.popen is None or prepare.popen.returncode not in (0, UNFURNISHED):
            return 1
        for process in processes:
            process.start()
        then = furnish if prepare.popen.returncode == UNFURNISHED else None
        threading.Thread(target=_announce, args=(url, stop, demo, then), daemon=True).start()
        return _look_after(processes, cluster, stop)
    finally:
        stop.set()
        say("serve.stopping")
        until = time.monotonic() + GRACE_SECONDS + 4
        for process in [prepare, furnish, *processes]:
            process.stop()
        for process in [prepare, furnish, *processes]:
            process.finish(until)
        os.close(our_end)
        os.close(lifeline)


def _look_after(processes: list[Process], cluster: Cluster | None, stop: threading.Event) -> int:
    while not stop.wait(_LOOK_EVERY):
        if cluster is not None and cluster.pid() is None:
            cluster.start()
            say("serve.database_restarted")
        for process in processes:
            if not process.look_after():
                return 1
    return 0


def _announce(url: str, stop: threading.Event, demo: bool, then: Process | None) -> None:
    """Say where to go as soon as somebody would find it, and start what is to run once the site is up."""
    while not stop.is_set():
        try:
            urllib.request.urlopen(f"{url}/health", timeout=10).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError as answer:
            # Any answer but "unavailable" is one, as where only other host names are allowed.
            if answer.code == 503:
                stop.wait(0.5)
                continue
        except OSError:
            stop.wait(0.2)
            continue
        if stop.is_set():
            return
        say("serve.ready", url=url)
        if demo:
            say("serve.sign_in")
        say("serve.data", folder=data_folder())
        say("serve.stop_hint")
        if then is not None:
            say("serve.furnishing")
            then.start()
        return


def _stop_on_signals(stop: threading.Event) -> None:
    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)


def _shown(host: str) -> str:
    """The host as a person on this machine would type it."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
