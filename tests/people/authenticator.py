"""An authenticator app, as tests hold it: written apart from the code that judges it, by RFC 6238."""

import base64
import hmac
import struct
from datetime import datetime, timedelta

from gendan.people import actions
from tests.people.company import PASSWORD


def code(secret: str, at: datetime) -> str:
    """The code that an app with this secret shows at this moment."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(at.timestamp()) // 30), "sha1").digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def enrol(person: int, at: datetime, password: str = PASSWORD) -> tuple[str, list[str]]:
    """The secret of the app that the person has enrolled a minute before, and his recovery codes."""
    before = at - timedelta(minutes=2)
    begun = actions.begin_second_factor(person, actor=person, at=before)
    codes = actions.confirm_second_factor(
        person, begun.text, code(begun.secret, before), password, actor=person, at=before
    )
    return begun.secret, codes
