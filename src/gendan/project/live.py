"""现场 What tells an open page that its case has changed: a stream of events for each, all fed by one look a second.

`GET /live/cases/{uid}/?seq=N` answers with server-sent events: `changed` with the number of the case's last event,
`gone` once the reader may not see it any more, `ended` once his session stands no more or this process stops. Of what
happened it tells nothing: the page asks for that as always, under its reader's rights. Rights are looked at when a
stream opens, when people or rights change (the epoch moves), and at every change.

Beside Django, which serves requests in threads, streams are cheap here: thousands of them wait in one loop. The
database is asked with one statement a second of each web process, for all cases that are looked at, and only as long as
somebody looks. Telling by NOTIFY, in the transaction of each change, was measured and given up: its lock is held
through the commit, so that eight writers came to 0.42 of what they do without.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs
from uuid import UUID

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PREFIX: Final = "/live/cases/"
EVERY: Final = 1.0
"""Seconds from one look to the next."""
ALIVE: Final = 20
"""Looks after which a stream says that it is still there, so that no proxy takes it for dead."""
MOST: Final = 20
"""Streams of one person at a time: more windows than that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a stream: his session, himself, and the case."""

    session: UUID
    person: int
    uid: UUID
    case: int


@dataclass(eq=False, slots=True)
class Stream:
    """A stream that is open: what its page has seen, and what waits to be sent."""

    reader: Reader
    seq: int
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
        while self.streams:
            if self.stopping():
                self._end_all()
                return
            stands = await asyncio.to_thread(_stands, sorted({each.reader.case for each in self.streams}))
            if stands is not None:
                moved = epoch is not None and stands.epoch != epoch
                epoch = stands.epoch
                for stream in list(self.streams):
                    seq = stands.cases.get(stream.reader.case, 0)
                    if moved or seq != stream.seq:
                        await self._tell(stream, seq)
            await asyncio.sleep(EVERY)

    async def _tell(self, stream: Stream, seq: int) -> None:
        verdict = await asyncio.to_thread(_verdict, stream.reader)
        if verdict is not None:
            stream.waiting.put_nowait((verdict, seq))
            self.leave(stream)
        elif seq != stream.seq:
            stream.seq = seq
            stream.waiting.put_nowait(("changed", seq))

    def _end_all(self) -> None:
        for stream in list(self.streams):
            stream.waiting.put_nowait(("ended", 0))
            self.leave(stream)


hub: Final = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one stream, from its opening until the page goes away or may not read any more."""
    uid, seq = _asked(scope)
    reader = None
    if uid is not None and scope["method"] == "GET" and _own_host(scope):
        reader = await asyncio.to_thread(_reader, _cookie(scope), uid, _address(scope))
    if reader is None:
        await _refuse(send, 404)
        return
    stream = Stream(reader, seq)
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
        if event != "changed":
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


def _asked(scope: Scope) -> tuple[UUID | None, int]:
    said = str(scope["path"]).removeprefix(PREFIX).strip("/")
    (seq,) = parse_qs(scope["query_string"].decode("latin-1")).get("seq", ["0"])[:1]
    try:
        return UUID(said), int(seq) if seq.isascii() and seq.isdecimal() and len(seq) < 10 else 0
    except ValueError:
        return None, 0


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


def _reader(cookie: str, uid: UUID, address: str) -> Reader | None:
    """Who holds this cookie, where his session stands and he sees the case; the look that finds nothing is logged."""
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    from django.utils import timezone

    from gendan.cases import queries
    from gendan.people import sessions

    with _connection_given_back():
        said = SessionStore(cookie).get(sessions.KEY) if cookie else None
        try:
            session = UUID(hex=said) if isinstance(said, str) else None
        except ValueError:
            session = None
        at = timezone.now()
        standing = sessions.standing(session, at=at) if session is not None else None
        if standing is None or session is None:
            return None
        person = standing.person().pk
        seen = queries.seen_case(uid, person=person, at=at)
        return Reader(session, person, uid, seen.case.id) if seen is not None else None


def _verdict(reader: Reader) -> str | None:
    """Why a stream must end: `ended` with its session, `gone` with the right to see the case; None where it goes on."""
    from django.utils import timezone

    from gendan.cases import queries
    from gendan.people import sessions

    with _connection_given_back():
        at = timezone.now()
        if sessions.standing(reader.session, at=at) is None:
            return "ended"
        return None if queries.seen_case(reader.uid, person=reader.person, at=at) is not None else "gone"


@dataclass(frozen=True, slots=True)
class _Stands:
    """The last events of cases, by case, and the epoch."""

    cases: dict[int, int]
    epoch: int


def _stands(cases: list[int]) -> _Stands | None:
    """How cases stand; None where the database does not answer."""
    from django.db import Error
    from psycopg import Error as DriverError

    from gendan.cases.store import cursor
    from gendan.people.epoch import EPOCH_SQL

    with _connection_given_back(), suppress(Error, DriverError), cursor() as on:
        on.execute(
            f"select {EPOCH_SQL}, (select array_agg(array[id, seq]) from cases_case where id = any($1::bigint[]))",  # noqa: S608
            [cases],
            prepare=True,
        )
        row = on.fetchone()
        assert row is not None
        return _Stands(dict(row[1] or ()), row[0])
    return None


@contextmanager
def _connection_given_back() -> Iterator[None]:
    """What a thread of the loop asked the database with goes back to the pool."""
    from django.db import connection

    try:
        yield
    finally:
        connection.close()
