"""A WSGI application as an ASGI application, in threads.

What is whole, as nearly every form and page is, changes between the event loop and the thread once; a2wsgi does so for
each part of a request and of an answer, and waits each time. What is long comes and goes in parts here as well.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BytesIO
from typing import Any, Final

from a2wsgi.asgi_typing import HTTPScope, Receive, Send
from a2wsgi.wsgi import Body, build_environ

WHOLE: Final = 256 * 1024
"""Bytes of a request's body up to which it is read before it is given to a thread."""

Application = Callable[[Any, Any], Iterable[bytes]]
"""What WSGI calls an application: it takes an environment and `start_response`."""
_Message = dict[str, Any]
_BODY: Final = "http.response.body"


class Threads:
    """Serves a WSGI application by so many threads."""

    def __init__(self, application: Application, *, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="web")

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """Answer one request. A client that leaves before it has sent all of it gets no answer."""
        loop = asyncio.get_running_loop()
        body = await _read(receive) if _length(scope) <= WHOLE else Body(loop, receive)
        if body is None:
            return
        environ = build_environ(scope, body)  # type: ignore[arg-type]  # all that WSGI asks of its input is `read` and its like

        def put(message: _Message) -> None:
            asyncio.run_coroutine_threadsafe(send(message), loop).result()  # type: ignore[arg-type]  # one of ASGI's dictionaries

        # In a context of its own: what one request leaves there, as a language, the next on the thread does not find.
        context = copy_context()
        for message in await loop.run_in_executor(self._threads, context.run, self._answer, environ, put):
            await send(message)  # type: ignore[arg-type]  # one of ASGI's dictionaries

    def _answer(self, environ: object, put: Callable[[_Message], None]) -> list[_Message]:
        """Run the application; what of its answer is still to be sent, after an answer in parts only its end."""
        start: _Message = {}

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            start.update(
                type="http.response.start",
                status=int(status[:3]),
                headers=[(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
            )

        parts = self._application(environ, start_response)
        try:
            if not getattr(parts, "streaming", not isinstance(parts, list)):
                body = b"".join(parts)
                return [start, {"type": _BODY, "body": body}]
            told = False
            for part in parts:
                if not told:
                    told = True
                    put(start)
                put({"type": _BODY, "body": part, "more_body": True})
            return [{"type": _BODY, "body": b""}] if told else [start, {"type": _BODY, "body": b""}]
        finally:
            getattr(parts, "close", lambda: None)()


def _length(scope: HTTPScope) -> float:
    """The bytes of the request's body as announced; without limit where they are not, as of what is sent in chunks."""
    announced = 0.0
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value)
        if name == b"transfer-encoding":
            announced = float("inf")
    return announced


async def _read(receive: Receive) -> BytesIO | None:
    """The whole body of a request; nothing where the client leaves before its end."""
    parts = BytesIO()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.write(message.get("body", b""))
        if not message.get("more_body", False):
            parts.seek(0)
            return parts
