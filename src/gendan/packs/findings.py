"""What a reader or the checker has to say about a pack: a code with parameters, at a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from gendan.core.text import Place


class Severity(StrEnum):
    """An error refuses the pack; a warning lets it pass."""

    ERROR = "error"
    WARNING = "warning"


Parameter = str | int | tuple[str, ...]
"""What a finding's words are filled with; a tuple is a list of names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a pack. `wording.message` and `wording.mend` say it in Chinese or English.

    A parameter `meant` holds the names that the author may have meant; the wording adds them by itself.
    """

    code: str
    place: Place
    params: Mapping[str, Parameter] = field(default_factory=dict)
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether the pack is refused for it."""
        return self.severity is Severity.ERROR

    @property
    def order(self) -> tuple[str, int, int, str]:
        """What findings are listed by: file, line, column, code."""
        return (self.place.file, self.place.line, self.place.column, self.code)


def meant(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The known names that `name` may have been meant for, nearest first."""
    return tuple(get_close_matches(name, sorted(set(known)), n=most, cutoff=0.6))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by place, each said once."""
    once: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        once.setdefault((*finding.order, tuple(sorted((k, str(v)) for k, v in finding.params.items()))), finding)
    return tuple(sorted(once.values(), key=lambda finding: finding.order))
