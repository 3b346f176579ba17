"""Text that a person reads: a title or a reason, in Chinese and, where the pack gives it, in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A label of the pack. `zh` is always there; `en` is empty where the pack gives Chinese alone."""

    zh: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in `language` ("zh…" or "en…"), Chinese where there is no other."""
        return self.en if self.en and language.startswith("en") else self.zh

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a pack an element stands: file, line and column (from 1), and the places of its keys and items.

    `keys` maps a path inside the element (`("to",)`, `("from", 1)`) to its value's line and column.
    """

    file: str = ""
    line: int = 1
    column: int = 1
    keys: tuple[tuple[tuple[str | int, ...], tuple[int, int]], ...] = ()

    def of(self, *path: str | int) -> Place:
        """The place of what stands at `path` inside the element; the nearest known ancestor's where unknown."""
        known = dict(self.keys)
        for length in range(len(path), 0, -1):
            if (at := known.get(path[:length])) is not None:
                rest = tuple(
                    (key[length:], place)
                    for key, place in self.keys
                    if key[:length] == path[:length] and len(key) > length
                )
                return Place(self.file, at[0], at[1], rest)
        return self

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
