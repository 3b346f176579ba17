"""The packs that the reference of the language shows piece by piece."""

import re
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "docs" / "pack-language.md"
_BLOCK = re.compile(r"^```(\w+) ([^\n]+)\n(.*?)^```$", re.M | re.S)
_KEY = re.compile(r"^([^\W\d]\w*):")


def blocks() -> list[tuple[str, str, str]]:
    """The marked blocks: their format, what they are (a file, or `example …`), and their text."""
    return _BLOCK.findall(REFERENCE.read_text("utf-8"))


def reference_packs() -> dict[str, dict[str, bytes]]:
    """The files of each pack. Pieces of a YAML file are joined by the top-level key that they belong to."""
    texts: dict[str, list[str]] = {}
    for _, marked, text in blocks():
        if not marked.startswith("example "):
            texts.setdefault(marked, []).append(text)
    packs: dict[str, dict[str, bytes]] = {}
    for name, pieces in texts.items():
        pack, _, path = name.partition("/")
        whole = _joined(pieces) if len(pieces) > 1 else pieces[0]
        packs.setdefault(pack, {})[path] = whole.encode()
    return packs


def _joined(pieces: list[str]) -> str:
    sections: dict[str, list[str]] = {}
    for piece in pieces:
        section = ""
        for line in piece.splitlines():
            if (found := _KEY.match(line)) is not None:
                section = found[1]
                if section in sections:
                    continue
            sections.setdefault(section, []).append(line)
    return "\n".join(line for lines in sections.values() for line in lines) + "\n"
