"""Every page of the face, found by following the links of what somebody is shown."""

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

SHOWN = (200, 422)
"""A page, or one that tells what is still missing."""

LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)[^"]*"')


def walked(page, start: str = "/", *, besides: tuple[str, ...] = (), most: int = 1) -> dict[str, str]:
    """By the name of its address, one of each page that can be reached from here by links.

    Each is asked at `most` of its addresses. What leads nowhere fails: a link that is shown may be followed.
    """
    found: dict[str, str] = {}
    asked: dict[str, int] = {}
    waiting = deque((*besides, start))
    led = dict.fromkeys(waiting, "")
    while waiting:
        address = waiting.popleft()
        name = name_of(address)
        if name is None or asked.get(name, 0) >= most:
            continue
        asked[name] = asked.get(name, 0) + 1
        answer = page.request.get(address)
        assert answer.status in SHOWN, f"{answer.status}: {address}, to which {led[address]} leads"
        sent = answer.headers
        if not sent.get("content-type", "").startswith("text/html") or "content-disposition" in sent:
            continue
        found.setdefault(name, address)
        for link in LINK.findall(answer.text()):
            target = urljoin(address, unescape(link))
            if target not in led:
                led[target] = address
                waiting.append(target)
    return found


def name_of(address: str) -> str | None:
    """The name of one of our pages' addresses, None for what is none."""
    split = urlsplit(address)
    if split.scheme or split.netloc or not split.path.startswith("/"):
        return None
    try:
        match = resolve(split.path)
    except Resolver404:
        return None
    return match.url_name if match.app_name == "web" else None
