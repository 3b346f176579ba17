"""群机器人 A group's robot, in DingTalk, Feishu or WeCom: whose it is, the path of its address says.

The address is secret (it carries the robot's token), and where the group asks for a signature, the site's secret
signs each message. A group reads what everybody in it may read: numbers and names, never what the message tells
(`gathering`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from gendan.notices.channels import ChannelFault, Envelope
from gendan.notices.models import Message, Outcome

TIMEOUT_SECONDS: Final = 10
MAKERS: Final[Mapping[str, str]] = {
    "/robot/send": "dingtalk",
    "/cgi-bin/webhook/send": "wecom",
    "/open-apis/bot/v2/hook/": "feishu",
}
"""By how the path of its address begins: whose robot it is."""


class Robot:
    """One message to the group of the site's robot, which names who is meant."""

    def configured(self) -> bool:
        """Whether the site names a robot of a maker that Gendan knows."""
        return maker(settings.GENDAN_ROBOT_URL) is not None

    def address(self, message: Message) -> str:
        """The name by which the group knows whoever works here; nobody outside is in it."""
        return message.person.name if message.person is not None else ""

    def send(self, envelope: Envelope) -> None:
        """Post the message. Raises ChannelFault: what a robot does not take it may take later."""
        address, body = _signed(settings.GENDAN_ROBOT_URL, f"{envelope.title}\n{envelope.text}".strip(), envelope.at)
        request = urllib.request.Request(  # noqa: S310 the address is the operator's own, and of the web
            address,
            data=json.dumps(body, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json; charset=utf-8"},
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 as above
                said = answer.read(4096)
        except urllib.error.HTTPError as error:
            with error:
                detail = error.read(500).decode("utf-8", "replace")
            raise ChannelFault(Outcome.UNREACHABLE, f"{error.code} {detail}") from error
        except (OSError, http.client.HTTPException) as failure:
            raise ChannelFault(Outcome.UNREACHABLE, f"{type(failure).__name__}: {failure}") from failure
        if not _taken(said):
            raise ChannelFault(Outcome.UNREACHABLE, said.decode("utf-8", "replace")[:500])


def maker(address: str) -> str | None:
    """Whose robot an address leads to, None where that is nobody's whom Gendan knows."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return None
    return next((name for path, name in MAKERS.items() if parts.path.startswith(path)), None)


def _signed(address: str, text: str, at: datetime) -> tuple[str, dict[str, object]]:
    """The address and the body of a text, as the robot's maker wants them."""
    secret = settings.GENDAN_ROBOT_SECRET
    match maker(address):
        case "dingtalk":
            if secret:
                moment = str(int(at.timestamp() * 1000))
                sign = _hash(secret, f"{moment}\n{secret}")
                address += ("&" if "?" in address else "?") + urlencode({"timestamp": moment, "sign": sign})
            return address, {"msgtype": "text", "text": {"content": text}}
        case "feishu":
            signature: dict[str, object] = {}
            if secret:
                moment = str(int(at.timestamp()))
                signature = {"timestamp": moment, "sign": _hash(f"{moment}\n{secret}", "")}
            return address, {**signature, "msg_type": "text", "content": {"text": text}}
        case _:
            return address, {"msgtype": "text", "text": {"content": text}}


def _hash(key: str, said: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), said.encode(), hashlib.sha256)).decode()


def _taken(said: bytes) -> bool:
    """Whether the maker's answer says so: a number 0, which each calls otherwise."""
    try:
        answer = json.loads(said)
    except ValueError:
        return False
    return isinstance(answer, dict) and answer.get("errcode", answer.get("code")) == 0
