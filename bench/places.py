"""One process at two databases in turns, so that a small one and a large one can be measured side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """A database with `count` cases; `wrapper` is Django's connection to it."""

    count: int
    wrapper: Any

    def enter(self) -> None:
        """Have Django work here from now on, and forget what was kept of the other place."""
        from django.db import connections

        from gendan.people.epoch import forget

        connections["default"] = self.wrapper
        forget()


def place(url: str, count: int) -> Place:
    """The database at `url`, with the tables as they are now; entered."""
    from django.db import connections

    from gendan.people.epoch import forget
    from gendan.project.database import parse_url
    from gendan.project.environment import ensure_migrated

    settings = connections.settings["default"]
    parts = parse_url(url)
    # Without a pool: Django keeps one for each alias, and both places have the same.
    options = {**settings["OPTIONS"], **parts.pop("OPTIONS")}
    options.pop("pool", None)
    connections.settings["default"] = {**settings, **parts, "OPTIONS": options}
    wrapper = connections.create_connection("default")
    connections["default"] = wrapper
    forget()
    ensure_migrated(force=True)
    return Place(count, wrapper)
