"""压缩包 A pack as a zip: taken apart without trust in what it says of itself, and put together for download."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import BinaryIO, Final

from gendan.cases.studio.errors import StudioRefused
from gendan.packs.folder import MAX_FILES, MAX_PACK_BYTES

DEEPEST: Final = 6
LONGEST: Final = 180
ZIP_BYTES: Final = MAX_PACK_BYTES
"""Bytes of an archive as it is sent."""
_PART: Final = re.compile(r"[\w\-][\w\-. ]*")
_BLOCK: Final = 64 * 1024
_EPOCH: Final = (2000, 1, 1, 0, 0, 0)
"""The same moment for every file: the same content is the same archive."""
_LEFT_OUT: Final = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini", "__pycache__"})


def sound_path(given: str) -> str:
    """The path of a file inside a pack, in its one form. Raises StudioRefused (`path`) for one that leads elsewhere,
    is hidden, or is not to be written on some machine."""
    path = unicodedata.normalize("NFC", given.strip())
    parts = path.split("/")
    if (
        len(path) > LONGEST
        or len(parts) > DEEPEST
        or not all(_PART.fullmatch(part) and not part.endswith((".", " ")) for part in parts)
    ):
        raise StudioRefused("path", given=given[:100])
    return path


def unpacked(content: BinaryIO) -> dict[str, bytes]:
    """The files in a zip. One folder around all of them is taken off; hidden files are left out.

    Raises StudioRefused (`archive`): what is no zip, broken, encrypted, holds links or paths that lead out, or is more
    than a pack may be. What a file unpacks to is counted while it is read, whatever the archive says of its size.
    """
    try:
        with zipfile.ZipFile(content) as archive:
            return _without_folder(_read(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        problem = "format" if isinstance(error, zipfile.BadZipFile) else "broken"
        raise StudioRefused("archive", problem=problem) from error


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, the same bytes for the same files."""
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path])
    return into.getvalue()


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_left_out(entry.filename)]
    if len(entries) > MAX_FILES:
        raise StudioRefused("archive", problem="too_many")
    files: dict[str, bytes] = {}
    left = MAX_PACK_BYTES
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise StudioRefused("archive", problem="encrypted")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise StudioRefused("archive", problem="link")
        try:
            path = sound_path(entry.filename)
        except StudioRefused as refused:
            raise StudioRefused("archive", problem="path") from refused
        if path in files:
            raise StudioRefused("archive", problem="twice")
        files[path] = _content(archive, entry, left)
        left -= len(files[path])
    if not files:
        raise StudioRefused("archive", problem="empty")
    return files


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    read = bytearray()
    with archive.open(entry) as file:
        while block := file.read(_BLOCK):
            read += block
            if len(read) > most:
                raise StudioRefused("archive", problem="too_large")
    return bytes(read)


def _is_left_out(name: str) -> bool:
    """Hidden files and what systems leave behind. What looks like a way out is not left out: it is refused."""
    parts = name.split("/")
    return any(part in _LEFT_OUT or (part.startswith(".") and part not in (".", "..")) for part in parts)


def _without_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    if "pack.yaml" in files:
        return files
    tops = {path.partition("/")[0] for path in files}
    if len(tops) != 1 or f"{next(iter(tops))}/pack.yaml" not in files:
        return files
    return {path.partition("/")[2]: content for path, content in files.items()}
