"""现场 What tells an open page that something has changed: a stream of events for each, all fed by one look a second.

- `GET /live/cases/{uid}/?seq=N`: `changed` with the number of the case's last event, `gone` once the reader may not see
  it any more.
- `GET /live/me/?watch=PACK.PROCEDURE` (or `watch=bench` for all that he works with): `moved` once somebody else has
  done something to a case there.
- Both: `told` once his last unread message is another than the page says (`told=N`), `ended` once his session stands no
  more or this process stops.

Of what happened a stream tells nothing: the page asks for that as always, under its reader's rights. Rights are looked
at when a stream opens, when people or rights change (the epoch moves), and at every change of its case.

Beside Django, which serves requests in threads, streams are cheap here: thousands of them wait in one loop. The
database is asked once a second by each web process, for all that is looked at, and only as long as somebody looks.
Telling by NOTIFY, in the transaction of each change, was measured and given up: its lock is held through the commit, so
that eight writers came to 0.42 of what they do without.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs
from uuid import UUID

from gendan.project.live_looks import Looks, Reader, Stands, reader_of, verdict

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PREFIX: Final = "/live/"
CASES: Final = "cases/"
ME: Final = "me"
EVERY: Final = 1.0
"""Seconds from one look to the next."""
ALIVE: Final = 20
"""Looks after which a stream says that it is still there, so that no proxy takes it for dead."""
MOST: Final = 20
"""Streams of one person at a time: more windows than that nobody looks at."""


@dataclass(eq=False, slots=True)
class Stream:
    """A stream that is open: what its page has seen, and what waits to be sent. `told`: his last unread message, None
    until it was looked for."""

    reader: Reader
    seq: int = 0
    told: int | None = None
    waiting: asyncio.Queue[tuple[str, int]] = field(default_factory=asyncio.Queue)


class Hub:
    """All streams of this process, and the one look at the database that feeds them."""

    def __init__(self, stopping: Callable[[], bool] = lambda: False) -> None:
        self.streams: set[Stream] = set()
        self.stopping = stopping
        self._looking: asyncio.Task[None] | None = None

    def join(self, stream: Stream) -> bool:
        """Feed a stream from now on; False where its person has as many as he may."""
        if sum(each.reader.person == stream.reader.person for each in self.streams) >= MOST:
            return False
        self.streams.add(stream)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return True

    def leave(self, stream: Stream) -> None:
        """Feed it no longer."""
        self.streams.discard(stream)

    async def _look(self) -> None:
        """Look again and again, as long as there are streams. A database that is away is asked again later."""
        epoch: int | None = None
        looks = Looks()
        while self.streams:
            if self.stopping():
                self._end_all()
                return
            stands = await asyncio.to_thread(looks.look, [each.reader for each in self.streams])
            if stands is not None:
                moved = epoch is not None and stands.epoch != epoch
                epoch = stands.epoch
                for stream in list(self.streams):
                    seq = stands.cases.get(stream.reader.case, 0) if stream.reader.case else 0
                    if moved or seq != stream.seq:
                        await self._tell(stream, seq)
                    _ring(stream, stands)
            await asyncio.sleep(EVERY)

    async def _tell(self, stream: Stream, seq: int) -> None:
        why = await asyncio.to_thread(verdict, stream.reader)
        if why is not None:
            stream.waiting.put_nowait((why, seq))
            self.leave(stream)
        elif seq != stream.seq:
            stream.seq = seq
            stream.waiting.put_nowait(("changed", seq))

    def _end_all(self) -> None:
        for stream in list(self.streams):
            stream.waiting.put_nowait(("ended", 0))
            self.leave(stream)


def _ring(stream: Stream, stands: Stands) -> None:
    """Say that the reader's messages are others than they were, and that others have worked where he looks."""
    reader = stream.reader
    told = stands.told.get(reader.person, 0)
    if stream.told is not None and told != stream.told:
        stream.waiting.put_nowait(("told", told))
    stream.told = told
    if any(procedure in reader.procedures and actor != reader.person for procedure, actor in stands.moved):
        stream.waiting.put_nowait(("moved", 0))


hub: Final = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one stream, from its opening until the page goes away or may not read any more."""
    what, seq, told, watch = _asked(scope)
    reader = None
    if what is not None and scope["method"] == "GET" and _own_host(scope):
        uid = what if isinstance(what, UUID) else None
        reader = await asyncio.to_thread(reader_of, _cookie(scope), uid, watch, _address(scope))
    if reader is None:
        await _refuse(send, 404)
        return
    stream = Stream(reader, seq, told)
    if not hub.join(stream):
        await _refuse(send, 429)
        return
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await _start(send)
        await _feed(stream, gone, send)
    finally:
        hub.leave(stream)
        gone.cancel()


async def _feed(stream: Stream, gone: asyncio.Task[None], send: Send) -> None:
    while not gone.done():
        taken = asyncio.create_task(stream.waiting.get())
        await asyncio.wait({taken, gone}, timeout=ALIVE * EVERY, return_when=asyncio.FIRST_COMPLETED)
        if not taken.done():
            taken.cancel()
            if not gone.done():
                await _send(send, ": \n\n")
            continue
        event, seq = taken.result()
        await _send(send, f"event: {event}\ndata: {seq}\n\n")
        if event in ("gone", "ended"):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start(send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # How long a page waits before it comes again, in milliseconds.
    await _send(send, "retry: 3000\n\n")


async def _send(send: Send, text: str) -> None:
    with suppress(OSError):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    # 204 would tell the browser not to come again; a refusal does too.
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _asked(scope: Scope) -> tuple[UUID | str | None, int, int | None, str]:
    """What is listened to: a case, or ME; what of it and of his messages the page has seen; and what it watches."""
    said = str(scope["path"]).removeprefix(PREFIX).strip("/")
    given = parse_qs(scope["query_string"].decode("latin-1"))
    seq, told = (_number(given.get(name, [""])[0]) for name in ("seq", "told"))
    if said == ME:
        return ME, 0, told, given.get("watch", [""])[0][:200]
    try:
        return UUID(said.removeprefix(CASES)) if said.startswith(CASES) else None, seq or 0, told, ""
    except ValueError:
        return None, 0, None, ""


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else None


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _own_host(scope: Scope) -> bool:
    """Whether the request is to us by a name of ours, and from a page of ours."""
    from django.conf import settings
    from django.http.request import split_domain_port, validate_host

    domain, _port = split_domain_port(_header(scope, b"host"))
    return validate_host(domain, settings.ALLOWED_HOSTS) and _header(scope, b"sec-fetch-site") in ("", "same-origin")


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _cookie(scope: Scope) -> str:
    from django.conf import settings

    try:
        found = SimpleCookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found is not None else ""
