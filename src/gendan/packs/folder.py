"""The files of a pack, from a folder or from memory, and the hash that names their content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from gendan.core.text import Place
from gendan.packs.findings import Finding

MAX_PACK_BYTES = 20_000_000
MAX_FILES = 2_000
_IGNORED = frozenset({".git", "__pycache__", ".DS_Store", "Thumbs.db"})

DEMO = "demo/"
"""Where a pack keeps what shows it at work: it belongs to no version."""

Files = Mapping[str, bytes]
"""The content of files by their path inside the pack, written with `/`."""


def read_folder(folder: Path) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """The files below `folder`. Hidden files are left out; a link that leads elsewhere, and too much, is refused."""
    if not folder.is_dir():
        return {}, (Finding("no_folder", Place(str(folder))),)
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    total = 0
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") or part in _IGNORED for part in inside.parts):
            continue
        name = PurePosixPath(*inside.parts).as_posix()
        if not path.resolve().is_relative_to(root):
            findings.append(Finding("link_leads_out", Place(name)))
            continue
        if not path.is_file():
            continue
        total += path.stat().st_size
        if total > MAX_PACK_BYTES or len(files) >= MAX_FILES:
            return files, (*findings, Finding("pack_too_large", Place(name), {"most": MAX_PACK_BYTES}))
        files[name] = path.read_bytes()
    return files, tuple(findings)


def of_version(files: Files) -> dict[str, bytes]:
    """The files that make a version of the pack: all but its demo."""
    return {name: content for name, content in files.items() if not name.startswith(DEMO)}


def content_hash(files: Files, used: Mapping[str, str] | None = None) -> str:
    """The SHA-256, in hex, of all files by path and content, and of the hashes of the packs that this one uses.

    Everything in the folder counts, stories too: what was shown to hold belongs to the version. The demo does not.
    """
    digest = hashlib.sha256()
    for name in sorted(of_version(files)):
        digest.update(hashlib.sha256(name.encode()).digest())
        digest.update(hashlib.sha256(files[name]).digest())
    for name, each in sorted((used or {}).items()):
        digest.update(f"uses {name} {each}\n".encode())
    return digest.hexdigest()
