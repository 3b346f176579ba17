"""What can go wrong in this room besides a refusal."""

from __future__ import annotations


class NotMeasurable(Exception):
    """A condition asks what nobody can know of a past event: {word}."""

    def __init__(self, measure: str, word: str) -> None:
        super().__init__(f"the measure {measure} asks for {word}, which is not known of a moment in the past")
        self.measure = measure
        self.word = word


class ArchiveMissing(Exception):
    """The archive can't be read or written: the extra that it needs is not installed, or nothing was archived yet.

    `code` is `no_engine` (the extra is not installed) or `not_archived` (nothing is there, or less than was asked).
    """

    def __init__(self, code: str, **parameters: str) -> None:
        super().__init__(f"{code} {parameters}" if parameters else code)
        self.code = code
        self.parameters = parameters
