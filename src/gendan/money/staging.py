"""演练 A rehearsal has books of its own, called as the site's are, with nothing of the site's money in them."""

from __future__ import annotations

from typing import Final

from gendan.cases.numbers import is_rehearsed
from gendan.cases.store import cursor

_END: Final = "⟫"


def staged(key: str) -> str:
    """How a till, an account or a party is called in the books: in a rehearsal with the number of its connection before
    it, which no other has meanwhile."""
    if not is_rehearsed():
        return key
    with cursor() as on:
        mark = f"⟪{on.connection.info.backend_pid}{_END}"
    return key if key.startswith(mark) else mark + key


def unstaged(key: str) -> str:
    """What people call it."""
    return key.rpartition(_END)[2]
