"""附件 Files of cases: kept outside the database by the hash of their content, taken only if they are what may be kept.

What a file is, its content says, never its name or what a browser claims. The same content is kept once.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from gendan.cases.models import Attachment
from gendan.core.events import Json
from gendan.core.refusals import Reason, Refused

MOST: Final = 20 * 1024 * 1024
"""Bytes that a file may have, unless the caller allows more (an import's file)."""

TYPES: Final = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-office": "xls",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/amr": "amr",
    "video/mp4": "mp4",
    "text/plain": "txt",
}
"""What may be kept, with the ending it is given. Pages and programs (HTML, SVG, executables) are none of these."""

_BLOCK: Final = 256 * 1024
_HEAD: Final = 8192


def store(
    content: BinaryIO | Iterable[bytes], *, name: str, by: int, at: datetime, most: int = MOST
) -> dict[str, Json]:
    """Keep a file; what a field of type `file` holds is given back: sha256, name, size and type.

    Raises Refused: `value.file` where it is empty, larger than `most`, or of a type that is not kept.
    """
    root = _folder()
    root.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    head = b""
    handle, path = tempfile.mkstemp(dir=root, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            for block in _blocks(content):
                size += len(block)
                if size > most:
                    raise Refused((_reason(name, {"most": most}),))
                if len(head) < _HEAD:
                    head += block[: _HEAD - len(head)]
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        kind = content_type(head, Path(path))
        if size == 0 or kind is None:
            raise Refused((_reason(name, {"types": sorted(TYPES.values()), "size": size}),))
        sha256 = digest.hexdigest()
        place = _place(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        Path(path).chmod(0o600)
        os.replace(path, place)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(path)
    Attachment.objects.bulk_create(
        [Attachment(sha256=sha256, size=size, type=kind, at=at, by=by)], ignore_conflicts=True
    )
    return {"sha256": sha256, "name": _clean(name), "size": size, "type": kind}


def path_of(sha256: str) -> Path | None:
    """Where the content with this hash lies, None where it is not kept. Nobody's rights are asked: see `queries`."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        return None
    place = _place(sha256)
    return place if place.is_file() else None


def intact(sha256: str) -> bool:
    """Whether the content with this hash is kept and still what it was."""
    place = path_of(sha256)
    if place is None:
        return False
    digest = hashlib.sha256()
    with place.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest() == sha256


def content_type(head: bytes, path: Path | None = None) -> str | None:
    """What a file is by its first bytes (for packed office files, by what is in it); None for what is not kept."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head.startswith(b"PK\x03\x04"):
        return _packed(path)
    return "text/plain" if _is_text(head) else None


_STARTS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-office"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
)


def _packed(path: Path | None) -> str:
    import zipfile

    if path is not None:
        with suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if any(name.startswith("xl/") for name in names):
                return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            if any(name.startswith("word/") for name in names):
                return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return "application/zip"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in head or head.lstrip()[:1] == b"<":
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # The last character may have been cut.
            codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < _HEAD)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _blocks(content: BinaryIO | Iterable[bytes]) -> Iterable[bytes]:
    read = getattr(content, "read", None)
    if read is None:
        yield from content
        return
    while block := read(_BLOCK):
        yield block


def _reason(name: str, expected: dict[str, object]) -> Reason:
    return Reason("value.file", {"given": _clean(name), "expected": {"type": "file", **expected}})


def _clean(name: str) -> str:
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in bare if character.isprintable())[:200] or "file"


def _folder() -> Path:
    return Path(settings.GENDAN_ATTACHMENTS)


def _place(sha256: str) -> Path:
    return _folder() / sha256[:2] / sha256
