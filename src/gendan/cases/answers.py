"""What a statement answers that always answers one row."""

from __future__ import annotations

from typing import Any, Protocol


class Answering(Protocol):
    """A cursor behind whose statement a row waits."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row, None where there is none."""


def one(on: Answering) -> tuple[Any, ...]:
    """The row that a statement always answers. Raises LookupError where it did not: the statement is not what its
    caller takes it for.
    """
    row = on.fetchone()
    if row is None:
        raise LookupError("a statement that answers one row answered none")
    return row
