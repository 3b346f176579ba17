"""What findings say, in Chinese and English, each with what would mend it.

Each module here holds a part of the catalogue as `WORDS`. To add codes, add them to a module's `WORDS`, or add a module
to `_PARTS`. Placeholders are the finding's parameters; a list is joined, and what may be meant is added to the mend.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from gendan.packs.findings import Finding, Parameter
from gendan.packs.wording import conditions, meanings, names, people, proofs, shapes, surroundings, texts, times
from gendan.packs.wording.words import Words

_PARTS: tuple[Mapping[str, Words], ...] = (
    *(texts.WORDS, shapes.WORDS, names.WORDS, times.WORDS, conditions.WORDS),
    *(meanings.WORDS, proofs.WORDS, people.WORDS, surroundings.WORDS),
)


def _catalogue() -> dict[str, Words]:
    joined: dict[str, Words] = {}
    for part in _PARTS:
        if twice := joined.keys() & part.keys():
            raise ValueError(f"worded twice: {sorted(twice)}")
        joined |= part
    return joined


CATALOGUE: Mapping[str, Words] = _catalogue()
"""The words of every code."""


def message(finding: Finding, language: str) -> str:
    """What is wrong, in `language` ("zh…" or "en…")."""
    words = CATALOGUE[finding.code]
    return _filled(words.en if language.startswith("en") else words.zh, finding.params, language)


def mend(finding: Finding, language: str) -> str:
    """What would mend it, in `language`; names that may have been meant stand first."""
    words = CATALOGUE[finding.code]
    english = language.startswith("en")
    said = _filled(words.mend_en if english else words.mend_zh, finding.params, language)
    meant = finding.params.get("meant", ())
    if not meant:
        return said
    names_ = _joined(meant, language)
    guess = f"Did you mean {names_}?" if english else f"是否指 {names_}？"
    return " ".join((guess, said)) if english and said else guess + said


def line(finding: Finding, language: str) -> str:
    """One line for a terminal: place, severity, what is wrong, what would mend it, and the code."""
    english = language.startswith("en")
    severity = ("error" if english else "错误") if finding.is_error else ("warning" if english else "提醒")
    said, help_ = message(finding, language), mend(finding, language)
    colon, gap = (": ", " ") if english else ("：", "")
    return f"{finding.place}: {severity}{colon}{said}{gap}{help_} [{finding.code}]"


def as_json(finding: Finding) -> dict[str, object]:
    """The finding for a program: file, line, column, code, parameters, and its words in both languages."""
    return {
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "severity": finding.severity.value,
        "code": finding.code,
        "params": {name: list(each) if isinstance(each, tuple) else each for name, each in finding.params.items()},
        "message": {"zh": message(finding, "zh"), "en": message(finding, "en")},
        "mend": {"zh": mend(finding, "zh"), "en": mend(finding, "en")},
    }


def _joined(value: Parameter, language: str) -> str:
    if isinstance(value, tuple):
        return (", " if language.startswith("en") else "、").join(map(str, value))
    return str(value)


class _Gaps(Formatter):
    """Formats with the parameters that are there; a missing one shows as an ellipsis and not as an error."""

    def __init__(self, language: str) -> None:
        self.language = language

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, Parameter]) -> str:
        return _joined(kwargs.get(str(key), "…"), self.language)


def _filled(template: str, params: Mapping[str, Parameter], language: str) -> str:
    return _Gaps(language).vformat(template, (), dict(params))
