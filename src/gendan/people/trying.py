"""以他人身份查看 An administrator looks at Gendan with another person's eyes, to see what that one may do and see.

He only looks: whatever would change something asks `tried_by` and refuses. What such a look leaves in the access log
stands in the name of the administrator, never of the person whose eyes were lent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Final

LASTS: Final = timedelta(minutes=30)
"""After so long the administrator is himself again."""

_by: ContextVar[int | None] = ContextVar("tried_by", default=None)


@contextmanager
def tried(administrator: int) -> Iterator[None]:
    """Within the block, in this thread, everything is looked at by `administrator` with somebody else's eyes."""
    token = _by.set(administrator)
    try:
        yield
    finally:
        _by.reset(token)


@contextmanager
def oneself() -> Iterator[None]:
    """Within the block one acts as oneself again: to sign out, or to end the look."""
    token = _by.set(None)
    try:
        yield
    finally:
        _by.reset(token)


def become(administrator: int) -> None:
    """From here to the end of the block (`oneself`, `tried`) in which one is, `administrator` looks with another's
    eyes.
    """
    _by.set(administrator)


def tried_by() -> int | None:
    """The administrator who looks with another's eyes, None where everybody is himself."""
    return _by.get()
