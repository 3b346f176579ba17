"""Which rows of the register the passing stories of packs show, and which rows of the same systems none shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gendan.core.story import Story
from gendan.packs.register.rows import Row, register_rows, systems_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """Row ids with the stories that show them.

    - `shown`: by stories that passed. `failing`: claimed by stories that did not pass, and shown by no other.
    - `unshown`: rows of the cited systems that no story claims, without those marked unclear, which are in `unclear`.
    - `unknown`: ids that the register has not.
    """

    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    failing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unshown: tuple[Row, ...] = ()
    unclear: tuple[Row, ...] = ()
    unknown: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """For programs: `shown` maps row ids to the names of stories."""
        return {
            "shown": {row: list(stories) for row, stories in self.shown.items()},
            "failing": {row: list(stories) for row, stories in self.failing.items()},
            "unshown": [row.id for row in self.unshown],
            "unclear": [row.id for row in self.unclear],
            "unknown": list(self.unknown),
        }


def coverage(played: Iterable[tuple[Story, bool]], rows: Mapping[str, Row] | None = None) -> Coverage:
    """What stories show, each with whether it has passed. `rows` is the register where it is not given."""
    rows = register_rows() if rows is None else rows
    shown: dict[str, list[str]] = {}
    failing: dict[str, list[str]] = {}
    for story, passed in played:
        for row in story.shows:
            (shown if passed else failing).setdefault(row, []).append(story.name)
    cited = {*shown, *failing}
    systems = systems_of(cited & rows.keys())
    left = [row for row in rows.values() if row.system in systems and row.id not in cited]
    return Coverage(
        shown={row: tuple(names) for row, names in sorted(shown.items()) if row in rows},
        failing={row: tuple(names) for row, names in sorted(failing.items()) if row in rows and row not in shown},
        unshown=tuple(row for row in left if not row.unclear),
        unclear=tuple(row for row in left if row.unclear),
        unknown=tuple(sorted(cited - rows.keys())),
    )
