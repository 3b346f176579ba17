"""One post to a receiver: to the address that was judged, without following it anywhere, and never for long."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Final

from gendan import __version__
from gendan.notices.webhooks.addresses import Way, way_to
from gendan.notices.webhooks.errors import WebhookRefused

CONNECT_SECONDS: Final = 5
WHOLE_SECONDS: Final = 15
"""How long a receiver may take for the whole of it, however slowly it answers."""
MOST_ANSWER: Final = 2000
"""Of an answer so many bytes are read and kept."""
FAULTS: Final = frozenset(("address", "unresolved", "refused", "time", "certificate", "broken"))
"""Why there was no answer: an address that may not be called, no way there, too slow, or none that can be read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said. `status` None: nothing; then `fault` is one of FAULTS, with `text` what went wrong."""

    status: int | None
    text: str
    milliseconds: int
    fault: str = ""

    @property
    def taken(self) -> bool:
        """Whether the receiver took the delivery: any 2xx."""
        return self.status is not None and 200 <= self.status < 300


def post(address: str, headers: dict[str, str], body: bytes) -> Answer:
    """Post `body` to `address`. Raises nothing: what goes wrong is the answer. Touches no database."""
    begun = time.monotonic()

    def took() -> int:
        return int((time.monotonic() - begun) * 1000)

    try:
        way = way_to(address)
        status, text = _exchange(way, headers, body)
    except WebhookRefused as refused:
        fault = "unresolved" if refused.code == "unresolved" else "address"
        return Answer(None, refused.says("en"), took(), fault)
    except ssl.SSLError as error:
        return Answer(None, str(error)[:MOST_ANSWER], took(), "certificate")
    except TimeoutError:
        return Answer(None, f"no answer within {WHOLE_SECONDS} s", took(), "time")
    except ConnectionRefusedError as error:
        return Answer(None, str(error)[:MOST_ANSWER], took(), "refused")
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = time.monotonic() - begun >= WHOLE_SECONDS
        return Answer(None, f"{type(error).__name__}: {error}"[:MOST_ANSWER], took(), "time" if late else "broken")
    return Answer(status, text, took())


def _exchange(way: Way, headers: dict[str, str], body: bytes) -> tuple[int, str]:
    raw = socket.create_connection((way.ip, way.port), timeout=CONNECT_SECONDS)
    # One that answers a byte a second is within every single wait, and is ended all the same.
    guard = threading.Timer(WHOLE_SECONDS, _cut, [raw])
    guard.daemon = True
    guard.start()
    connection = http.client.HTTPConnection(way.host, way.port)
    try:
        raw.settimeout(WHOLE_SECONDS)
        if way.secure:
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=way.host)
        connection.sock = raw
        sent = {
            "Host": way.named,
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"Gendan/{__version__}",
            "Connection": "close",
            **headers,
        }
        connection.request("POST", way.target, body=body, headers=sent)
        answer = connection.getresponse()
        text = answer.read(MOST_ANSWER).decode("utf-8", "replace").replace("\x00", "�")
        return answer.status, text
    finally:
        guard.cancel()
        connection.close()
        raw.close()


def _cut(raw: socket.socket) -> None:
    try:
        raw.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
