"""The server of the benchmark over HTTP: Gendan as `gendan serve` serves it, and beside it a bare WSGI view.

Both stand in one process, behind the same uvicorn and as many threads.

    python -m bench.http_server --socket DESCRIPTOR
"""

from __future__ import annotations

import argparse
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from bench.ground import set_up, words

RAW = "/raw/"


def bare() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """A WSGI view that reads a form and does the five statements for the case that it names."""
    from psycopg_pool import ConnectionPool

    from bench.step import raw_step
    from gendan.project.database import address

    pool = ConnectionPool(address(), min_size=2, max_size=16, kwargs={"prepare_threshold": 3}, open=True)

    def view(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        form = parse_qs(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode())
        with pool.connection() as connection:
            raw_step(connection, int(form["case"][0]), form["remark"][0])
        start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
        return [b""]

    return view


def serve(listening: socket.socket) -> None:
    """Serve until asked to stop."""
    set_up()
    import uvicorn

    from gendan.project.asgi import THREADS, application
    from gendan.project.processes import settle_memory
    from gendan.project.threads import Threads

    raw = Threads(bare(), threads=THREADS)

    async def both(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith(RAW):
            await raw(scope, receive, send)
        else:
            await application(scope, receive, send)

    settle_memory()
    # A client waits while the other has its turn.
    config = uvicorn.Config(both, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=120)
    with words():
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--socket", type=int, required=True)
    serve(socket.socket(fileno=parser.parse_args().socket))
