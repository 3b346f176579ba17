"""渠道 The ways by which a message leaves: each takes one message at a time, or says why it can't.

`task`, `phone`, `app` and `page` are inside Gendan and always there: a person finds the message on his page. The others
are this site's to configure; one that is not is passed over, and the delivery log says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from gendan.notices.models import Message, Outcome

INSIDE: Final = frozenset(("page", "task", "phone", "app"))
"""Channels that end on a person's page."""
GROUP: Final = frozenset(("robot", "chat"))
"""Channels that lead to a group, where not only the recipient reads."""


class ChannelFault(Exception):
    """A channel did not take a message. `outcome` says whether it ever will: UNREACHABLE may, all others never."""

    def __init__(self, outcome: Outcome, detail: str = "") -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome = outcome
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Enclosed:
    """附件 A file that goes along: its name, its content type, and where its content lies."""

    name: str
    type: str
    path: Path


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message ready to leave: the address for this channel, title, text, a key that is the same at each try, the
    moment of this try, and the files that go along where the channel can carry them."""

    address: str
    title: str
    text: str
    key: str
    at: datetime
    files: tuple[Enclosed, ...] = ()


class Channel(Protocol):
    """One way out of Gendan."""

    def configured(self) -> bool:
        """Whether this site has it."""

    def address(self, message: Message) -> str:
        """The recipient's address for this channel, empty where he has none."""

    def send(self, envelope: Envelope) -> None:
        """Hand the message over. Raises ChannelFault."""


def channel(name: str) -> Channel | None:
    """The channel of this name; None for one that no site has."""
    from gendan.notices.channels.mail import Mail
    from gendan.notices.channels.robot import Robot
    from gendan.notices.channels.sms import TextMessage

    made: dict[str, type[Channel]] = {"mail": Mail, "sms": TextMessage, **dict.fromkeys(GROUP, Robot)}
    found = made.get(name)
    return found() if found is not None else None
