"""What the studio looks at: a version that was activated here, or a draft. Both are files, read and checked alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gendan.cases import library, registry
from gendan.cases.library import USED
from gendan.cases.models import DraftFile, PackDraft, PackVersion
from gendan.cases.studio.errors import StudioRefused
from gendan.packs.check import check_reading
from gendan.packs.findings import Finding
from gendan.packs.reader import Reading, read_pack
from gendan.people.epoch import on_forget

_NAMED: Final = re.compile(r"([vd])([1-9]\d{0,17})")


@dataclass(frozen=True, slots=True)
class Source:
    """A version (`v12`) or a draft (`d5`), with the pack's name."""

    pack: str
    number: int
    is_draft: bool

    @property
    def name(self) -> str:
        """How addresses and records name it."""
        return f"{'d' if self.is_draft else 'v'}{self.number}"


def source(pack: str, name: str) -> Source:
    """The version or draft of `pack` that `name` names. Raises StudioRefused (`missing`)."""
    found = _NAMED.fullmatch(name)
    if found is not None:
        number, is_draft = int(found[2]), found[1] == "d"
        rows = (
            PackDraft.objects.filter(id=number, pack=pack)
            if is_draft
            else PackVersion.objects.filter(id=number, name=pack)
        )
        if rows.exists():
            return Source(pack, number, is_draft)
    raise StudioRefused("missing", what="source")


def files_of(of: Source) -> dict[str, bytes]:
    """The files of a version or draft, without those of the packs that it takes from."""
    if not of.is_draft:
        return {path: content for path, content in library.files(of.number).items() if not path.startswith(f"{USED}/")}
    rows = DraftFile.objects.filter(draft_id=of.number).order_by("path", "-revision").distinct("path")
    return {path: bytes(content) for path, content in rows.values_list("path", "content") if content is not None}


@dataclass(frozen=True)
class Examined:
    """A pack that was read and checked: `reading` (its pack may be None or partial), and every finding by place."""

    reading: Reading
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings refuse the pack."""
        return sum(finding.is_error for finding in self.findings)

    @property
    def sound(self) -> bool:
        """Whether it may be activated as far as the checker knows."""
        return self.reading.pack is not None and not self.errors


def reading_of(of: Source) -> Reading:
    """A version or draft as it is read; a version with the packs that it took from as they were.

    What was read last is kept: a text that was saved is another revision.
    """
    revision = PackDraft.objects.values_list("revision", flat=True).get(id=of.number) if of.is_draft else 0
    return _reading(of, revision)


@lru_cache(maxsize=8)
def _reading(of: Source, revision: int) -> Reading:
    return read_pack(files_of(of)) if of.is_draft else library.reading(of.number)


on_forget(_reading.cache_clear)


def examined(of: Source) -> Examined:
    """Read and check a version or draft, as it would be at an activation now."""
    return examined_reading(reading_of(of))


def examined_reading(reading: Reading) -> Examined:
    """Check what was read, as it would be at an activation here."""
    return Examined(reading, check_reading(reading, vocabulary=registry.vocabulary()))
