"""换版 Moves running cases to a new version of their pack, where it says how: each by an event of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from gendan.cases import library, site
from gendan.cases.commands import run_many
from gendan.cases.outcome import Outcome
from gendan.cases.store import cursor
from gendan.core.command import Command, Verb

_PAGE: Final = 1000


def move(definition: int, *, by: int, at: datetime) -> Iterator[Outcome]:
    """Move the running cases of the version that this one `migrates` from; an outcome for each, in the order of their
    ids.

    Lazily, and resumable: what was moved has left the old version. A pack without `migrates` moves none. A case that
    can't be moved (its state or its kind is unknown to the new version) is refused, and stays on its own. Clocks that
    only the new version has run from what would have started them. When all are moved, their running clocks are
    computed anew by the new version's rules, each by a command that follows.
    """
    pack = library.pack(definition)
    if pack.migrates is None:
        return
    extra = {"definition": definition, **library.migration(pack)}
    person = by or None
    after = 0
    while cases := _running(pack.name, pack.migrates.from_version, definition, after):
        after = cases[-1]
        commands = [
            Command(verb=Verb.MOVE, case=case, person=person, extra=extra, key=f"move:{pack.hash}:{case}")
            for case in cases
        ]
        yield from run_many(commands, person=0, at=at)
    site.recompute(pack.name, why=f"version {definition}", at=at)


def _running(pack: str, version: str, definition: int, after: int) -> list[int]:
    with cursor() as on:
        on.execute(
            "select c.id from cases_case c join cases_packversion v on v.id = c.definition"
            " where v.name = $1::text and v.version = $2::text and v.id <> $3::bigint and c.final is null"
            " and c.id > $4::bigint order by c.id limit $5::integer",
            [pack, version, str(definition), str(after), str(_PAGE)],
        )
        return [row[0] for row in on]
