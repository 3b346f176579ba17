"""The words, numbers, texts and signs that an expression is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from gendan.core.expression.errors import ExpressionError

MAX_LENGTH = 4000
"""Characters in one expression: the longest condition of a real manual has about 400."""
MAX_DIGITS = 28
"""Digits in one number: as many as arithmetic keeps."""


class Kind(Enum):
    """What a token is."""

    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `text` as written, `value` where it is a number or a text, and where it stands."""

    kind: Kind
    text: str
    start: int
    end: int
    value: int | Decimal | str | None = None


_SPACE = re.compile(r"[ \t\r\n]*")
_NAME = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# What may not touch a number: `010.5.1`, `1_000`, `1e5`, `3px`, `5.`.
_NUMBER_TAIL = re.compile(r"[\w.]+")
_SIGN = re.compile(r"==|!=|<=|>=|//|[-+*/%()<>,.@=]")
# Longest first: what writers from other languages try, and what Python has and packs do not need.
_FOREIGN = re.compile(r":=|\*\*|<<|>>|<>|=>|->|&&|\|\||[\[\]{}:;~^&|!`\\?$]")
INSTEAD = {"&&": "and", "||": "or", "!": "not", "<>": "!=", "&": "and", "|": "or"}
_FULL_WIDTH = {
    **{"（": "(", "）": ")", "【": "(", "】": ")", "，": ",", "、": ",", "。": ".", "．": ".", "＠": "@"},
    **{"＝": "=", "＞": ">", "＜": "<", "≥": ">=", "≤": "<=", "≠": "!=", "！": "!="},
    **{"＋": "+", "－": "-", "＊": "*", "×": "*", "／": "/", "÷": "/", "％": "%"},
    **{"“": '"', "”": '"', "‘": "'", "’": "'", "＂": '"', "＇": "'", "\u3000": " "},
}
_ESCAPES = {"\\": "\\", "'": "'", '"': '"'}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text`, ending with one of kind END. Raises ExpressionError at the first bad character."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("too_long", {"length": len(text), "most": MAX_LENGTH}, MAX_LENGTH)
    at = 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at >= len(text):
            yield Token(Kind.END, "", len(text), len(text))
            return
        token = _token(text, at)
        yield token
        at = token.end


def _token(text: str, at: int) -> Token:
    character = text[at]
    if character in _FULL_WIDTH:
        raise ExpressionError("full_width", {"found": character, "instead": _FULL_WIDTH[character]}, at)
    if found := _NAME.match(text, at):
        return Token(Kind.NAME, found.group(), at, found.end())
    if "0" <= character <= "9":
        return _number(text, at)
    if character in "'\"":
        return _text(text, at)
    if found := _FOREIGN.match(text, at):
        if found.group() == "!" and text.startswith("!=", at):
            return Token(Kind.SIGN, "!=", at, at + 2)
        raise ExpressionError("not_allowed", {"found": found.group(), "instead": INSTEAD.get(found.group(), "")}, at)
    if found := _SIGN.match(text, at):
        return Token(Kind.SIGN, found.group(), at, found.end())
    raise ExpressionError("bad_character", {"found": character, "code_point": f"U+{ord(character):04X}"}, at)


def _number(text: str, at: int) -> Token:
    found = _NUMBER.match(text, at)
    assert found is not None  # the caller saw a digit
    written, end = found.group(), found.end()
    if tail := _NUMBER_TAIL.match(text, end):
        raise ExpressionError("bad_number", {"found": written[:40] + tail.group()[:40]}, at)
    if len(written.replace(".", "")) > MAX_DIGITS:
        raise ExpressionError("too_many_digits", {"most": MAX_DIGITS}, at)
    if len(written) > 1 and written[0] == "0" and written[1] != ".":
        raise ExpressionError("bad_number", {"found": written}, at)
    return Token(Kind.NUMBER, written, at, end, Decimal(written) if "." in written else int(written))


def _text(text: str, at: int) -> Token:
    value: list[str] = []
    quote, here = text[at], at + 1
    while here < len(text):
        character = text[here]
        if character == quote:
            return Token(Kind.TEXT, text[at : here + 1], at, here + 1, "".join(value))
        if character == "\\":
            following = text[here + 1 : here + 2]
            if following not in _ESCAPES or not following:
                raise ExpressionError("bad_text", {"found": "\\" + following}, here)
            character, here = _ESCAPES[following], here + 1
        elif character in "\r\n":
            break
        value.append(character)
        here += 1
    raise ExpressionError("bad_text", {"found": text[at : at + 20]}, at)
