"""One step over HTTP: what a signed-in clerk's browser sends, against a bare WSGI view on the same server.

Ours is the form of a page: session cookie, CSRF token, the version that was seen, a key of its own; then the redirect.
The raw twin reads a form and does the five statements of `bench.step`. Two clients, each with one connection kept open.

    python -m bench.http
"""

from __future__ import annotations

import http.client
import os
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from bench.ground import CASES, ROOT, cases, clerk, ground, set_up
from bench.http_server import RAW
from bench.pairs import Result, interleaved
from bench.statements import sent
from bench.step import set_up_raw

STEPS = 10
"""Steps in a slice of work."""
_PORT = "GENDAN_BENCH_PORT"
_SERVER = "GENDAN_BENCH_SERVER"
COOKIE = "GENDAN_BENCH_COOKIE"
TOKEN = "a" * 32


def ours(number: int, count: int) -> Callable[[], int]:
    """Forms sent by a signed-in browser."""
    client = http.client.HTTPConnection("127.0.0.1", int(os.environ[_PORT]))
    share = _cases(number, count)
    chosen = random.Random(number)  # noqa: S311 the same cases every time
    checked = {uid for _, uid, state in share if state == "checked"}
    headers = _headers()

    def work() -> int:
        for _ in range(STEPS):
            _, uid, _ = share[chosen.randrange(len(share))]
            client.request("POST", _path(uid, uid in checked), _form(chosen), headers)
            answer = client.getresponse()
            answer.read()
            if answer.status != 302:
                raise RuntimeError(answer.status)
            checked.symmetric_difference_update((uid,))
        return STEPS

    return work


def raw(number: int, count: int) -> Callable[[], int]:
    """Forms sent to the bare view."""
    client = http.client.HTTPConnection("127.0.0.1", int(os.environ[_PORT]))
    share = _cases(number, count)
    chosen = random.Random(number + 100)  # noqa: S311
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def work() -> int:
        for _ in range(STEPS):
            form = {"case": share[chosen.randrange(len(share))][0], "remark": f"备注{chosen.randrange(10**6)}"}
            client.request("POST", RAW, urlencode(form), headers)
            answer = client.getresponse()
            answer.read()
            if answer.status != 302:
                raise RuntimeError(answer.status)
        return STEPS

    return work


def _path(uid: str, done: bool) -> str:
    return f"/cases/{uid}/do/{'back' if done else 'check'}/"


def _form(chosen: random.Random) -> str:
    return urlencode(
        {"csrfmiddlewaretoken": TOKEN, "key": secrets.token_hex(16), "remark": f"备注{chosen.randrange(10**6)}"}
    )


def _headers() -> dict[str, str]:
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": os.environ[COOKIE],
        "Accept": "text/html",
        "Accept-Encoding": "gzip, deflate, br",
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gendan benchmark",
    }


def _cases(number: int, count: int) -> list[tuple[int, str, str]]:
    """The id, uid and state of each case of a share."""
    import psycopg

    set_up()
    from gendan.project.database import address

    with psycopg.connect(address()) as connection:
        wanted = "select id, uid::text, state from cases_case where id %% %s = %s order by id"
        return connection.execute(wanted, [count, number]).fetchall()


def signed_in() -> str:
    """The cookies of a browser in which the clerk has signed in."""
    from django.conf import settings
    from django.contrib.sessions.backends.signed_cookies import SessionStore

    from gendan.people.sessions import KEY, SEEN, open_session

    session = SessionStore()
    now = datetime.now(UTC)
    session[KEY] = open_session(clerk(), at=now).hex
    # A browser sends back the cookie that it was given, and is given a new one every few minutes only.
    session[SEEN] = int(now.timestamp())
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


@contextmanager
def server() -> Iterator[subprocess.Popen[bytes]]:
    """The server, answering."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    port = listening.getsockname()[1]
    command = [sys.executable, "-m", "bench.http_server", "--socket", str(listening.fileno())]
    process = subprocess.Popen(command, cwd=ROOT, pass_fds=[listening.fileno()])  # noqa: S603
    try:
        _wait(port, process)
        os.environ |= {_PORT: str(port), _SERVER: str(process.pid)}
        yield process
    finally:
        process.terminate()
        process.wait(20)
        listening.close()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            client.request("GET", "/health")
            client.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")


def server_cpu(number: int) -> float:
    """The CPU seconds of the server so far, told to one of the clients only."""
    if number:
        return 0.0
    with open(f"/proc/{os.environ[_SERVER]}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def server_memory() -> float:
    """The peak of the server's memory in MB."""
    with open(f"/proc/{os.environ[_SERVER]}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def _statements() -> float:
    """What one form makes the server send to its database, counted on the same application in this process."""
    from django.db import connection
    from django.test import Client

    client = Client(
        headers={name: value for name, value in _headers().items() if name != "Content-Type"}, SERVER_NAME="localhost"
    )
    steps = iter(_cases(1, 2))

    def one() -> None:
        _, uid, state = next(steps)
        form = _form(random.Random(uid))  # noqa: S311
        answer = client.post(_path(uid, state == "checked"), form, content_type="application/x-www-form-urlencoded")
        if answer.status_code != 302:
            raise RuntimeError(answer.status_code)

    counts = []
    for _ in range(7):
        connection.ensure_connection()
        counts.append(len(sent(connection.connection, one)))
    return float(min(counts))


def run() -> Result:
    """The step over HTTP, measured."""
    with ground():
        first, last = cases(CASES)
        set_up_raw(last - first + 1)
        os.environ[COOKIE] = signed_in()
        with server():
            found = interleaved(ours, raw, cpu=server_cpu)
            return replace(found, memory=server_memory(), statements=_statements())


if __name__ == "__main__":
    print(run())
