"""表格 A plain table that a page shows: what administrators look through. Lists of cases have their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, where it leads, its chip's tone (`chip` for a plain one), and the class of its column."""

    text: str
    address: str = ""
    tone: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a row, which posts `name` = `value` to `address`. `asks` is the label of a text that must be told
    with it, `asks_day` that of a day.
    """

    title: str
    address: str
    name: str = ""
    value: str = ""
    grave: bool = False
    asks: str = ""
    asks_day: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row. `key` tells it apart from all others on the page; `current`: it is the one that is looked at now."""

    key: str
    cells: Sequence[Cell]
    acts: Sequence[Act] = ()
    current: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its headings (of which those whose places are in `right` stand at the right), or what `empty` says.
    `next` leads to the following page.
    """

    heads: Sequence[str]
    lines: Sequence[Line]
    empty: str
    next: str = ""
    right: frozenset[int] = frozenset()

    @property
    def acting(self) -> bool:
        """Whether any row has a button."""
        return any(line.acts for line in self.lines)
