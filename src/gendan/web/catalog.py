"""The catalogs of translation, read straight from their .po files.

The pages' own texts are Chinese in templates and code; English stands beside in `locale/en/LC_MESSAGES/django.po`.
Django's gettext wants compiled files, and the tools that compile them are not everywhere; so a catalog is compiled in
memory at start, which costs milliseconds, and can't be forgotten.
"""

from __future__ import annotations

import ast
import gettext
import io
import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import trans_real

CATALOGS = Path(__file__).parent / "locale"
LANGUAGES = ("en",)


def install() -> None:
    """Merge each catalog into what Django says in that language."""
    for language in LANGUAGES:
        trans_real.translation(language).merge(translations(language))


def translations(language: str) -> gettext.GNUTranslations:
    """The catalog of `language` as gettext has it."""
    text = (CATALOGS / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    return gettext.GNUTranslations(io.BytesIO(compiled(dict(entries(text)))))


def entries(text: str) -> Iterator[tuple[str, str]]:
    """The messages of a .po file's `text`, source and translation as a compiled file has them."""
    for block in text.split("\n\n"):
        parts: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if not line or line.startswith("#"):
                continue
            if not line.startswith('"'):
                keyword, _, line = line.partition(" ")  # noqa: PLW2901 the rest of the line is the keyword's text
            parts[keyword] = parts.get(keyword, "") + ast.literal_eval(line)
        if "msgid" not in parts:
            continue
        source = f"{parts['msgctxt']}\x04{parts['msgid']}" if "msgctxt" in parts else parts["msgid"]
        if "msgid_plural" in parts:
            source += "\0" + parts["msgid_plural"]
            translation = "\0".join(parts[key] for key in sorted(parts) if key.startswith("msgstr["))
        else:
            translation = parts.get("msgstr", "")
        if translation.strip("\0"):
            yield source, translation


def compiled(messages: dict[str, str]) -> bytes:
    """`messages` in the format of a .mo file: a header, two tables of lengths and offsets, the texts."""
    pairs = [(source.encode(), translation.encode()) for source, translation in sorted(messages.items())]
    count = len(pairs)
    start = 28 + 16 * count
    texts = bytearray()
    tables: list[bytes] = []
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), start + len(texts)))
            texts += pair[column] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return header + b"".join(tables) + bytes(texts)
