"""What parties are called: names as doubles are compared, and phones as they are dialled."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from gendan.cases import pinyin
from gendan.cases.searching import projection, words

LONGEST: Final = 100
"""Characters of a name."""
FEWEST_DIGITS: Final = 5
_ENDINGS: Final = (
    "有限责任公司", "股份有限公司", "有限公司", "责任公司", "总公司", "分公司", "集团", "公司",
    "经营部", "商行", "门市部", "coltd", "company", "limited", "ltd", "inc",
)  # fmt: skip
"""What names of companies end with and nobody says."""
_MARKS: Final = re.compile(r"[\W_]+")


def clean(name: str) -> str:
    """A name as it is kept: one width, no blanks around it nor doubled in it; a Chinese one with Chinese brackets."""
    said = " ".join(unicodedata.normalize("NFKC", name).split())
    return said.replace("(", "（").replace(")", "）") if any(map(pinyin.is_chinese, said)) else said


def new_name(text: str) -> str | None:
    """What a party that is called so would be kept as; None for what is no name: too long, or a mere number."""
    said = clean(text)
    return said if len(said) <= LONGEST and any(map(str.isalpha, said)) else None


def plain(name: str) -> str:
    """A name as doubles are compared: 王记门业（深圳）有限公司 and 王记门业深圳 are one."""
    said = clean(name).casefold()
    bare = _MARKS.sub("", said)
    for ending in _ENDINGS:
        shorter = bare.removesuffix(ending)
        if shorter and shorter != bare:
            bare = shorter
            break
    return bare[:LONGEST]


def found_by(name: str) -> str:
    """The words by which a name is found, as the database takes them."""
    return projection.vector(words.of_text(name) | {words.plain(name)[: words.LONGEST]})


def digits(phone: str) -> str:
    """What is dialled: the digits, without the country's 86 and 0086. Empty where it is no phone number."""
    said = "".join(each for each in unicodedata.normalize("NFKC", phone) if each.isdecimal() and each.isascii())
    if len(said) > 13 and said.startswith("0086"):
        said = said[4:]
    elif len(said) > 11 and said.startswith("86"):
        said = said[2:]
    return said if FEWEST_DIGITS <= len(said) <= 20 else ""
