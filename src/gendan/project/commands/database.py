"""数据库 | Start, stop or look at the database that this installation works with.

`start` keeps the embedded database running until `stop`; otherwise it runs as long as somebody uses it.
`url` prints its address, for psql and pg_dump. With DATABASE_URL set, the database is not ours to start or stop.
"""

from __future__ import annotations

import argparse
import json

from gendan.project.database import (
    check_version,
    database_url,
    embedded,
    embedded_url,
    keep_marker,
    running,
    stop_unused,
)
from gendan.project.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do."""
    parser.add_argument("what", help="做什么 | what to do", choices=["start", "stop", "status", "url"])
    parser.add_argument("--json", action="store_true", help="以 JSON 输出（status） | print JSON (status)")


def run(arguments: argparse.Namespace) -> int:
    """Do it. `status` is 0 where the database answers, 1 where it does not."""
    return {"start": _start, "stop": _stop, "status": _status, "url": _url}[arguments.what](arguments)


def _start(arguments: argparse.Namespace) -> int:
    with running() as url:
        if database_url() is not None:
            say("database.external")
        else:
            keep_marker().touch()
            say("database.kept")
        print(url)
    return 0


def _stop(arguments: argparse.Namespace) -> int:
    if database_url() is not None:
        say("database.external")
        return 1
    keep_marker().unlink(missing_ok=True)
    cluster = embedded()
    if cluster.pid() is not None and not stop_unused(cluster):
        say("database.in_use")
        return 1
    say("database.stopped")
    return 0


def _status(arguments: argparse.Namespace) -> int:
    url = database_url()
    pid = None if url is not None else embedded().pid()
    up = url is not None or pid is not None
    version = check_version(url or embedded_url(embedded())) if up else None
    if arguments.json:
        print(json.dumps({"embedded": url is None, "running": up, "pid": pid, "version": version}))
    elif url is not None:
        say("database.external")
    elif pid is not None:
        say("database.running", pid=pid)
    else:
        say("database.stopped")
    return 0 if up else 1


def _url(arguments: argparse.Namespace) -> int:
    print(database_url() or embedded_url(embedded()))
    return 0
