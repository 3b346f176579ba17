"""拼音 How Chinese names are typed by their sound: readings without tones, as an input method takes them.

A name's first character has every reading that it has anywhere, so that surnames are found as their bearers say them
(单 is Shan, 仇 is Qiu, 区 is Ou); the others have the usual one, and a second where trade names waver (行, 重, 长).
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

SECOND: Final[Mapping[str, str]] = {
    "行": "hang", "重": "chong", "长": "chang", "乐": "yue", "都": "du", "会": "kuai", "厦": "xia", "参": "shen",
    "朝": "chao", "调": "diao", "藏": "zang", "传": "zhuan", "车": "ju", "和": "huo", "曾": "zeng", "大": "dai",
    "还": "huan", "觉": "jiao", "角": "jue", "石": "dan", "泊": "po",
}  # fmt: skip
"""The other reading that a character often has inside a name."""

MOST_READINGS: Final = 4


def is_chinese(character: str) -> bool:
    """Whether the character is written in Chinese, and so has a reading."""
    return bool(readings(character))


@lru_cache(maxsize=16384)
def readings(character: str) -> tuple[str, ...]:
    """The readings of a character without tones, the usual one first; none for what is not Chinese. `ü` is typed `v`,
    and often `u`."""
    said = _table().get(ord(character), "") if len(character) == 1 else ""
    found: dict[str, None] = {}
    for toned in said.split(","):
        plain = _toneless(toned)
        if plain:
            found[plain] = None
            if "v" in plain:
                found[plain.replace("v", "u")] = None
    return tuple(found)[:MOST_READINGS]


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """The ways in which a name in Chinese characters is said, syllable by syllable: the usual one first, then those
    that differ in one character."""
    usual = tuple(readings(character)[0] for character in name)
    yield usual
    for at, character in enumerate(name):
        others = readings(character)[1:] if at == 0 else ()
        if at and (second := SECOND.get(character)) is not None and second != usual[at]:
            others = (second,)
        for other in others:
            yield (*usual[:at], other, *usual[at + 1 :])


def _toneless(said: str) -> str:
    bare = unicodedata.normalize("NFD", said).replace("u\u0308", "v")
    return "".join(letter for letter in bare if "a" <= letter <= "z")


@lru_cache(maxsize=1)
def _table() -> Mapping[int, str]:
    # The table of phrases is large and nothing here asks it.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    table: Mapping[int, str] = PINYIN_DICT
    return table
