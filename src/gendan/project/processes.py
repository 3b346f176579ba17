"""The processes that `gendan serve` looks after, each in an interpreter of its own: prepare, web, worker and furnish.

`main` is what each of them runs. A process ends with its supervisor, however that one ended: it holds the
reading end of a pipe whose other end dies with the supervisor.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from contextlib import closing
from typing import Final, cast

GRACE_SECONDS: Final = 8
"""How long requests and jobs that have begun may take to finish when a process is asked to stop."""

UNFURNISHED: Final = 10
"""The exit code of `prepare` where all is well, and the demo company lacks departments that `furnish` would add."""


def main() -> int:
    """Be the process that the arguments name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=["prepare", "web", "worker", "furnish"])
    parser.add_argument(
        "--lifeline", type=int, required=True, help="descriptor of a pipe that ends with the supervisor"
    )
    parser.add_argument("--socket", type=int, help="descriptor of the listening socket (web)")
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at the same time (worker)")
    parser.add_argument("--demo", action="store_true", help="set up the demo company in an empty database (prepare)")
    arguments = parser.parse_args()
    hold_lifeline(arguments.lifeline)
    from gendan.project.errors import ProjectError

    try:
        if arguments.name == "prepare":
            return prepare(demo=arguments.demo)
        if arguments.name == "furnish":
            furnish()
        elif arguments.name == "web":
            serve_web(socket.socket(fileno=arguments.socket))
        else:
            from gendan.project.environment import set_up_django

            set_up_django()
            work(concurrency=arguments.concurrency)
    except ProjectError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def prepare(*, demo: bool) -> int:
    """Bring the tables up to date and, with `demo`, set up the demo company where the database is empty.

    Gives 0, or UNFURNISHED.
    """
    from gendan.project.environment import ready
    from gendan.project.words import say

    with ready():
        if not demo:
            return 0
        from gendan.project.demo import company, is_empty, missing, seed

        if is_empty():
            say("serve.seeding")
            seed()
        return UNFURNISHED if company() is not None and missing() else 0


def furnish() -> None:
    """Add the departments that the demo company lacks, while the site serves: whoever works there goes before."""
    from django.utils import timezone

    from gendan.project.environment import set_up_django
    from gendan.project.words import say

    os.nice(10)
    set_up_django()
    from gendan.project.demo import furnish as departments

    for pack, error in departments(now=timezone.now):
        if error is None:
            say("demo.added", name=pack)
        else:
            say("demo.failed", name=pack, reason=error)


def serve_web(listening: socket.socket) -> None:
    """Serve pages and API on a socket that listens already, until asked to stop."""
    import uvicorn

    from gendan.project import live
    from gendan.project.asgi import application
    from gendan.project.environment import plays_beside

    if plays_beside():
        from gendan.cases import studio  # what it needs is set up with the application

        studio.play_by(None)
    settle_memory()
    config = uvicorn.Config(
        application,
        log_level=os.environ.get("GENDAN_LOG_LEVEL", "warning").lower(),
        access_log=False,
        server_header=False,
        # A slow answer must not hold up the stop.
        timeout_graceful_shutdown=GRACE_SECONDS,
        # Only a proxy on this machine is believed about whom it speaks for, unless the operator names others.
        forwarded_allow_ips=os.environ.get("GENDAN_PROXIES", "127.0.0.1"),
    )
    threading.Thread(target=read_packs, name="packs", daemon=True).start()
    server = uvicorn.Server(config)
    # Open streams end when the stop is asked for, and not only when it has waited long enough for them.
    live.hub.stopping = lambda: server.should_exit
    server.run(sockets=[listening])


def read_packs() -> None:
    """Read the packs that are active, so that the first page need not: every page asks for all of them."""
    from django.db import connection

    from gendan.cases import library

    try:
        library.active_packs()
    except Exception:
        # What is wrong with a pack or the database, the page that wants it says.
        logging.getLogger(__name__).warning("the packs were not read ahead", exc_info=True)
    finally:
        connection.close()


def settle_memory() -> None:
    """Take what is loaded now out of the collector's sight, and let it look less often.

    Modules, models and words stay as long as the process does; to walk them again and again costs a busy process about
    a tenth of its time.
    """
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # the faces are loaded at the first address that is resolved
    collect_seldom()


def collect_seldom() -> None:
    """Have the collector pass over all that is in memory now, and look at what is new after many more objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def work(*, concurrency: int) -> None:
    """Run queued jobs until asked to stop. Needs Django set up and the database running."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from gendan.cases import studio
    from gendan.project.environment import plays_beside
    from gendan.project.jobs import Pulse, prepare_worker
    from gendan.project.stories import Stage

    prepare_worker()
    stage = Stage()
    if plays_beside():
        studio.play_by(stage.play)
    settle_memory()
    # The worker fetches over a connection of its own, while what a job defers goes through Django's, and so into the
    # job's own transaction. `replace_connector` would change it for both.
    worker = app.with_connector(cast(DjangoConnector, app.connector).get_worker_connector())
    with closing(stage), worker.open(), Pulse():
        worker.run_worker(
            concurrency=concurrency,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
            listen_notify=True,
        )


def hold_lifeline(descriptor: int) -> None:
    """End this process when the other end of the pipe closes: politely, and hard when that took too long."""

    def watch() -> None:
        while os.read(descriptor, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS + 2)
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
