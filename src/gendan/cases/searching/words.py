"""By which words a text is found. A search is for the beginning of a word; so the words of a name are all its endings,
in characters, in pinyin and in initials: 王记门业 is found by 王记, 门业, wangji, menye, wjmy and my.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

from gendan.cases import pinyin

LONGEST: Final = 24
"""Characters of a word; what is longer is found by its beginning."""
STARTS: Final = 24
"""Characters of a text at which words begin; what comes later in it is not found."""
SOUNDED: Final = 10
"""Characters of a text that are found by their sound too."""
TELEPHONE: Final = range(4, 9)
"""A phone number is found whole, and by so many of its last digits."""
TERMS: Final = 6
"""Terms of a search that count."""

_PIECE: Final = re.compile(r"[^\W_]+")
_PHONE_LIKE: Final = re.compile(r"\+?[\d\s()-]{4,}")


def plain(text: str) -> str:
    """The text as it is compared: one width, one case."""
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=65536)
def of_text(text: str) -> frozenset[str]:
    """The words of a name or another short text."""
    found: set[str] = set()
    room = STARTS
    for piece in _PIECE.findall(plain(text)[: 4 * STARTS]):
        for chinese, group in groupby(piece, key=pinyin.is_chinese):
            run = "".join(group)[: max(room, 0)]
            if not run:
                continue
            if chinese:
                found.update(_endings(run))
                found.update(_sounds(run[: SOUNDED - (STARTS - room)]) if room > STARTS - SOUNDED else ())
                room -= len(run)
            else:
                found.add(run[:LONGEST])
                room -= 1
        if not piece.isdecimal() and not pinyin.is_chinese(piece[0]):
            found.add(piece[:LONGEST])
    return frozenset(found)


def of_address(text: str) -> frozenset[str]:
    """The words of an address: its places in characters. Nobody looks for one by its sound, and few are told twice."""
    pieces = _PIECE.findall(plain(text)[: 2 * STARTS])
    return frozenset(ending for piece in pieces for ending in _endings(piece[:STARTS]))


@lru_cache(maxsize=65536)
def of_number(text: str) -> frozenset[str]:
    """The words of a case's number, or of another that is written with separators: whole, and from each part on."""
    said = plain(text).strip()
    parts = [match.start() for match in _PIECE.finditer(said)]
    return frozenset(said[at : at + LONGEST] for at in parts)


@lru_cache(maxsize=65536)
def of_phone(text: str) -> frozenset[str]:
    """The words of a phone number: its digits without the country's 86, and its last ones."""
    digits = _digits(text)
    return frozenset({digits[:LONGEST], *(digits[-count:] for count in TELEPHONE if count < len(digits))} - {""})


def terms(text: str) -> tuple[tuple[str, ...], ...]:
    """A search: for each of its terms the words of which one must begin with it."""
    said = plain(text).strip()
    if _PHONE_LIKE.fullmatch(said) and (" " in said or said.startswith("+")):
        return ((_digits(said),),)
    return tuple(tuple(_alternatives(term)) for term in said.split()[:TERMS] if _PIECE.search(term))


def _alternatives(term: str) -> Iterator[str]:
    bare = term.strip("-_.,;:，。；：'\"()（）“”")
    yield bare[:LONGEST]
    if _PHONE_LIKE.fullmatch(bare) and (digits := _digits(bare)) != bare:
        yield digits[:LONGEST]
    pieces = _PIECE.findall(bare)
    joined = "".join(pieces)
    # What was written with marks between is found by its longest piece at least.
    if joined != bare and not any(character.isdecimal() for character in bare):
        yield max(pieces, key=len)[:LONGEST]


def _endings(run: str) -> Iterator[str]:
    for at in range(len(run)):
        if at == 0 or len(run) - at > 1:
            yield run[at : at + LONGEST]


def _sounds(run: str) -> Iterator[str]:
    for syllables in pinyin.spellings(run):
        for at in range(len(syllables)):
            if at == 0 or len(syllables) - at > 1:
                yield "".join(syllables[at:])[:LONGEST]
                yield "".join(syllable[0] for syllable in syllables[at:])[:LONGEST]


def _digits(text: str) -> str:
    digits = "".join(character for character in text if character.isdecimal())
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
