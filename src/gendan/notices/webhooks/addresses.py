"""Where a webhook may lead. Nobody may have Gendan call what only Gendan can reach: the machine itself, its network.

Every address that a host name stands for is judged, and the connection goes to the very one that was judged, so that
a name which is answered differently the next time leads nowhere else. What the site allows stands in the setting
GENDAN_WEBHOOK_NETWORKS.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from gendan.notices.webhooks.errors import WebhookRefused

LONGEST: Final = 500
_PORTS: Final = {"https": 443, "http": 80}
_EMBEDDING: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""NAT64: an IPv4 address stands in the last 32 bits."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Way:
    """A checked way to a receiver: the IP address and port to connect to, and what to ask for there."""

    ip: str
    port: int
    host: str
    target: str
    secure: bool

    @property
    def named(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS["https" if self.secure else "http"] else f"{host}:{self.port}"


def normal(address: str) -> str:
    """`address` without blanks around. Raises WebhookRefused `address`, `too_long` where none can be called so."""
    said = address.strip()
    if len(said) > LONGEST:
        raise WebhookRefused("too_long", most=LONGEST)
    if not said.isascii() or not said.isprintable() or " " in said:
        raise WebhookRefused("address")
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError as error:
        raise WebhookRefused("address") from error
    whole = parts.scheme in _PORTS and parts.hostname and port != 0
    if not whole or parts.username is not None or parts.password is not None or parts.fragment:
        raise WebhookRefused("address")
    return said


def way_to(address: str) -> Way:
    """The way to `address`, whose name is looked up now. Raises WebhookRefused: address, unresolved, private, plain."""
    parts = urlsplit(normal(address))
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or _PORTS[parts.scheme]
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise WebhookRefused("unresolved", host=host) from error
    known = sorted((ipaddress.ip_address(str(each).partition("%")[0]) for each in found), key=str)
    # A name that stands for one forbidden address leads nowhere at all: which one would be called is chance.
    if not known or not all(_allowed(each) or is_public(each) for each in known):
        raise WebhookRefused("private", host=host)
    if not secure and not all(_allowed(each) for each in known):
        raise WebhookRefused("plain")
    target = parts.path or "/"
    first = min(known, key=lambda each: each.version)
    return Way(str(first), port, host, f"{target}?{parts.query}" if parts.query else target, secure)


def is_public(address: Address) -> bool:
    """Whether the whole internet reaches this address: no loopback, private, link-local, shared or reserved one, nor
    an IPv6 address that stands for such an IPv4 one.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None or any(address in each for each in _EMBEDDING):
            return False
        if inside is not None:
            return is_public(inside)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _allowed(address: Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None) or address
    networks = (ipaddress.ip_network(each, strict=False) for each in settings.GENDAN_WEBHOOK_NETWORKS)
    return any(mapped.version == each.version and mapped in each for each in networks)
