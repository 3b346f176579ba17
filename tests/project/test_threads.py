"""Pages are served from threads: what is whole goes at once, what is long goes in parts, and nothing is left open."""

import asyncio
from contextvars import ContextVar

import pytest

from gendan.project.threads import WHOLE, Threads


class Answer(list):
    """An answer as Django gives it, which knows whether it streams, and whether it was closed."""

    def __init__(self, parts, *, streaming=False):
        super().__init__(parts)
        self.streaming = streaming
        self.closed = False

    def close(self):
        self.closed = True


def asked(application, *, parts=(b"",), headers=(), leaves=False):
    """What is sent to a client that sends its request's body in these parts."""
    sent = []
    coming = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    if leaves:
        coming.append({"type": "http.disconnect"})
    else:
        coming[-1]["more_body"] = False

    async def receive():
        return coming.pop(0)

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [*headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    served = application if isinstance(application, Threads) else Threads(application, threads=1)
    asyncio.run(served(scope, receive, send))
    return sent


def echo(environ, start_response):
    """Give the body back."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Name", "café")])
    return [environ["wsgi.input"].read()]


def test_a_whole_answer_is_sent_in_two_messages():
    sent = asked(echo, parts=[b"a=1", b"&b=2"], headers=[(b"content-length", b"7")])
    assert sent == [
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"text/plain"), (b"x-name", "café".encode("latin-1"))],
        },
        {"type": "http.response.body", "body": b"a=1&b=2"},
    ]


@pytest.mark.parametrize(
    "announced", [(b"content-length", str(WHOLE + 1).encode()), (b"transfer-encoding", b"chunked")]
)
def test_a_long_body_is_read_as_it_comes(announced):
    seen = []

    def upload(environ, start_response):
        seen.extend(iter(lambda: environ["wsgi.input"].read(4), b""))
        start_response("204 No Content", [])
        return []

    sent = asked(upload, parts=[b"abcd", b"ef", b"ghij"], headers=[announced])
    assert seen == [b"abcd", b"efgh", b"ij"]
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


def test_an_answer_in_parts_is_sent_as_it_is_made_and_closed():
    answer = Answer([b"first", b"second"], streaming=True)

    def download(environ, start_response):
        start_response("200 OK", [])
        return answer

    sent = asked(download)
    assert [(message.get("body"), message.get("more_body", False)) for message in sent] == [
        (None, False),
        (b"first", True),
        (b"second", True),
        (b"", False),
    ]
    assert answer.closed


def test_an_answer_that_begins_only_when_it_is_read_has_its_beginning():
    def late(environ, start_response):
        start_response("200 OK", [])
        yield b"late"

    assert [message.get("body") for message in asked(late)] == [None, b"late", b""]


def test_what_fails_is_closed_and_told_to_the_server():
    answer = Answer([], streaming=False)

    def fails(environ, start_response):
        start_response("200 OK", [])
        answer.append("no bytes")
        return answer

    with pytest.raises(TypeError):
        asked(fails)
    assert answer.closed


def test_a_client_that_leaves_half_way_is_not_waited_for():
    def never(environ, start_response):
        raise AssertionError("there was no whole request")

    assert asked(never, parts=[b"half"], headers=[(b"content-length", b"9")], leaves=True) == []


def test_each_request_has_a_context_of_its_own():
    said = ContextVar("said", default="nothing")
    heard = []

    def speaks(environ, start_response):
        heard.append(said.get())
        said.set("something")
        return echo(environ, start_response)

    served = Threads(speaks, threads=1)
    asked(served)
    asked(served)
    assert heard == ["nothing", "nothing"]
