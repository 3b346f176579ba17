"""编号 Number templates: `{opened:%Y%m}-{seq:04}`, read once, rendered for each case that opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_PIECE = re.compile(r"\{([^{}]*)\}")
_SEQ = re.compile(r"seq(?::0?(\d{1,2}))?")
_OPENED = re.compile(r"opened:((?:%-?[Yymd]|[^%{}])+)")
_DATE_PART = re.compile(r"%(-?)([Yymd])")


class NumberError(ValueError):
    """The text is no number template. `code` is `number_piece` (what stands in braces is unknown), `number_brace` (a
    brace that is not closed), `number_seq_missing`, or `number_seq_twice`; `params` hold the piece."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class NumberTemplate:
    """How cases are numbered. A series counts from 1 for each text that stands around its number.

    `before` and `after` hold what stands around the number, with the date still as `%` directives; `width` is the least
    number of digits. A label may have no number of its own (`counted` false).
    """

    before: str
    after: str = ""
    width: int = 1
    counted: bool = True

    def prefix(self, opened: date) -> str:
        """The text of the series in which a case lies that opens on `opened` (a date of the calendar's zone)."""
        before, after = _dated(self.before, opened), _dated(self.after, opened)
        return f"{before}#{after}" if after else before

    def render(self, opened: date, seq: int) -> str:
        """The number of the `seq`-th case of its series. `opened` is a date of the calendar's zone."""
        number = str(seq).zfill(self.width) if self.counted else ""
        return f"{_dated(self.before, opened)}{number}{_dated(self.after, opened)}"


@lru_cache(maxsize=1024)
def _dated(text: str, day: date) -> str:
    def part(found: re.Match[str]) -> str:
        bare, letter = found[1], found[2]
        value, width = {"Y": (day.year, 4), "y": (day.year % 100, 2), "m": (day.month, 2), "d": (day.day, 2)}[letter]
        return str(value) if bare else str(value).zfill(width)

    return _DATE_PART.sub(part, text)


@lru_cache(maxsize=1024)
def parse_number(text: str, *, label: bool = False) -> NumberTemplate:
    """Reads a template: text with `{seq}` or `{seq:04}` once, and `{opened:…}` with %Y, %y, %m, %d (`%-m` without the
    zero).

    A `label` need not have a `{seq}`. Raises NumberError.
    """
    if "%" in _PIECE.sub("", text):
        raise NumberError("number_piece", piece="%")
    sides = [""]
    width: int | None = None
    position = 0
    for found in _PIECE.finditer(text):
        sides[-1] += _plain(text[position : found.start()])
        position = found.end()
        if (seq := _SEQ.fullmatch(found[1])) is not None:
            if width is not None:
                raise NumberError("number_seq_twice", piece=found[0])
            width = int(seq[1] or 1)
            sides.append("")
        elif (opened := _OPENED.fullmatch(found[1])) is not None:
            sides[-1] += opened[1]
        else:
            raise NumberError("number_piece", piece=found[0])
    sides[-1] += _plain(text[position:])
    if width is None:
        if not label:
            raise NumberError("number_seq_missing", piece=text)
        return NumberTemplate(sides[0], counted=False)
    return NumberTemplate(sides[0], sides[1], max(width, 1))


def _plain(text: str) -> str:
    if "{" in text or "}" in text:
        raise NumberError("number_brace", piece=text)
    return text
