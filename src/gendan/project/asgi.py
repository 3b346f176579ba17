"""Gendan as an ASGI application: Django's WSGI in threads, which is several times as fast as Django under ASGI."""

from __future__ import annotations

import os
from typing import Final

from a2wsgi.asgi_typing import Receive, Scope, Send

from gendan.project import live
from gendan.project.threads import Threads
from gendan.project.wsgi import application as wsgi_application

THREADS: Final = int(os.environ.get("GENDAN_WEB_THREADS", "16"))
"""Requests served at the same time by one web process."""

_pages = Threads(wsgi_application, threads=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve requests; answer the server's start and stop; refuse what is neither."""
    if scope["type"] == "http":
        if scope["path"].startswith(live.PREFIX):
            await live.application(scope, receive, send)  # type: ignore[arg-type]  # the same protocol under other names
            return
        await _pages(scope, receive, send)
        return
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                await send({"type": "lifespan.shutdown.complete"})
                return
    await send({"type": "websocket.close", "code": 1000, "reason": ""})
