"""One entry of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a code says in Chinese and English, and what would mend it."""

    zh: str
    en: str
    mend_zh: str = ""
    mend_en: str = ""
