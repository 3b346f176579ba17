"""A ticket's step over HTTP on django-helpdesk, against a case's step over HTTP: the same server, threads and clients.

On both sides a signed-in person's browser sends a form that changes the state and leaves a remark, and is redirected.

    python -m bench.peers.helpdesk
"""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from bench.ground import CASES, cases, ground
from bench.http import COOKIE, STEPS, TOKEN, ours, server_cpu, server_memory, signed_in
from bench.http import server as our_server
from bench.pairs import interleaved
from bench.peers.approval import told
from bench.peers.side import interpreter, start
from bench.servers import EMBEDDED, server

PACKAGES = [
    "django-helpdesk==2.6.1",
    "django>=5.2,<5.3",
    "psycopg[binary]>=3.3,<4",
    "uvicorn>=0.38",
    "a2wsgi>=1.10,<2",
    "httptools>=0.6",
    "uvloop>=0.21",
]
TICKETS = min(CASES, 20_000)
"""Fewer than our cases: that favors the peer."""
_PEER = "GENDAN_BENCH_PEER"


def peer(number: int, count: int) -> Callable[[], int]:
    """Forms sent to the ticket's update."""
    port, key, first, queue = os.environ[_PEER].split()
    client = http.client.HTTPConnection("127.0.0.1", int(port))
    chosen = random.Random(number + 200)  # noqa: S311 the same tickets every time
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={key}; csrftoken={TOKEN}",
    }

    def work() -> int:
        for _ in range(STEPS):
            ticket = int(first) + number + count * chosen.randrange(TICKETS // count)
            form = {
                "csrfmiddlewaretoken": TOKEN,
                "queue": queue,
                "title": "请尽快发货",
                "priority": "3",
                "owner": "0",
                "new_status": str(chosen.choice((1, 2, 3))),
                "comment": f"备注{chosen.randrange(10**6)}",
                "public": "1",
            }
            client.request("POST", f"/tickets/{ticket}/update/", urlencode(form), headers)
            answer = client.getresponse()
            body = answer.read()
            if answer.status != 302:
                raise RuntimeError((answer.status, body[:2000]))
        return STEPS

    return work


@contextmanager
def _their_server() -> Iterator[subprocess.Popen[str]]:
    with server(EMBEDDED) as on:
        assert on is not None
        url = on.database("helpdesk")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    python = interpreter("helpdesk", PACKAGES)
    arguments = (url, str(listening.fileno()), str(TICKETS))
    process, line = start(python, "helpdesk_side.py", *arguments, descriptors=(listening.fileno(),))
    os.environ[_PEER] = f"{listening.getsockname()[1]} {line}"
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)
        listening.close()


def run() -> dict[str, Any]:
    """The comparison."""
    interpreter("helpdesk", PACKAGES)
    with ground():
        cases(CASES)
        os.environ[COOKIE] = signed_in()
        with our_server(), _their_server():
            return told(replace(interleaved(ours, peer, cpu=server_cpu), memory=server_memory()))


if __name__ == "__main__":
    print(run())
