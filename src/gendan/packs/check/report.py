"""What the checker has found so far, each at its line and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gendan.core.text import Place
from gendan.packs.findings import Finding, Parameter, Severity, in_order, meant
from gendan.packs.folder import Files


@dataclass(slots=True)
class Report:
    """Findings as they are made. `files` are the pack's, where they are known: they tell where a condition begins."""

    files: Files = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def error(self, code: str, place: Place, **params: Parameter) -> None:
        """Notes what refuses the pack."""
        self.findings.append(Finding(code, _bare(place), params))

    def warn(self, code: str, place: Place, **params: Parameter) -> None:
        """Notes what the author should look at."""
        self.findings.append(Finding(code, _bare(place), params, Severity.WARNING))

    def unknown(self, code: str, place: Place, name: str, known: Iterable[str], **params: Parameter) -> None:
        """Notes a name that does not exist, with what may be meant."""
        self.error(code, place, name=name, meant=meant(name, known), **params)

    def within(self, code: str, place: Place, text: str, offset: int, params: Mapping[str, Parameter]) -> None:
        """Notes what is wrong `offset` characters into the condition `text` that stands at `place`."""
        shift = self._shift(place, text)
        column = place.column if shift is None else place.column + shift + offset
        self.findings.append(Finding(code, Place(place.file, place.line, column), params))

    def _shift(self, place: Place, text: str) -> int | None:
        """How far behind the place the text begins: 1 behind a quotation mark; None where it isn't written so."""
        lines = self._lines.get(place.file)
        if lines is None:
            content = self.files.get(place.file, b"")
            lines = self._lines[place.file] = content.decode("utf-8", "replace").splitlines()
        if not 1 <= place.line <= len(lines):
            return None
        rest = lines[place.line - 1][place.column - 1 :]
        if rest.startswith(text):
            return 0
        return 1 if rest[:1] in ("'", '"') and rest[1:].startswith(text) else None

    def in_order(self) -> tuple[Finding, ...]:
        """The findings by place, each said once."""
        return in_order(self.findings)


def _bare(place: Place) -> Place:
    return Place(place.file, place.line, place.column)
