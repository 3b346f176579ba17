"""包库 The versions of packs that were activated here: immutable, found by their content, read once in a process.

One version of a pack is active: new cases open under it. Running cases stay on theirs, unless the new version says how to
move them (`migrates`), and then each is moved by an event of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from gendan.cases import indexes
from gendan.cases.models import Activation, PackFile, PackVersion
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.packs.findings import Finding
from gendan.packs.folder import read_folder
from gendan.packs.reader import read_pack
from gendan.people.epoch import ByEpoch

_packs: dict[int, Pack] = {}


def _load_active() -> dict[str, int]:
    return dict(PackVersion.objects.filter(active=True).values_list("name", "id"))


_active: ByEpoch[dict[str, int]] = ByEpoch(_load_active)


class Unsound(Exception):
    """The pack can't go live: the reader or the checker found what can't be right."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Activated:
    """A version that is active now. `new`: its content had not been here before. `replaced`: the version before it."""

    definition: int
    pack: Pack
    new: bool
    replaced: int | None


def activate(source: Path | Mapping[str, bytes], *, by: int, at: datetime, with_indexes: bool = True) -> Activated:
    """Make the pack in a folder (or its files by path) the active version of its name.

    A version once activated never changes: other content under the same version is refused. Indexes for the fields that
    lists filter and sort by are made after the commit. Raises Unsound; Refused (`basis`) for changed content.
    """
    files = _files(source) if isinstance(source, Path) else source
    pack = _sound(files)
    with transaction.atomic():
        # Two activations of one pack follow each other.
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"gendan pack {pack.name}"])
        before = PackVersion.objects.filter(name=pack.name, active=True).first()
        row = PackVersion.objects.filter(hash=pack.hash).first()
        new = row is None
        if row is None:
            if PackVersion.objects.filter(name=pack.name, version=pack.version).exists():
                raise Refused((Reason("basis", {"what": "version", "pack": pack.name, "version": pack.version}),))
            row = PackVersion.objects.create(
                name=pack.name, version=pack.version, hash=pack.hash, active=False, activated_at=at, activated_by=by
            )
            PackFile.objects.bulk_create(
                [PackFile(pack=row, path=path, content=content) for path, content in sorted(files.items())]
            )
        if before is None or before.id != row.id:
            if before is not None:
                PackVersion.objects.filter(id=before.id).update(active=False)
            PackVersion.objects.filter(id=row.id).update(active=True)
            Activation.objects.create(pack=row, at=at, by=by)
    if with_indexes:
        indexes.ensure(pack)
    replaced = None if before is None or before.id == row.id else before.id
    return Activated(definition=row.id, pack=pack, new=new, replaced=replaced)


def _files(folder: Path) -> Mapping[str, bytes]:
    files, findings = read_folder(folder)
    if _errors(findings):
        raise Unsound(findings)
    return files


def _sound(files: Mapping[str, bytes]) -> Pack:
    reading = read_pack(files)
    findings: tuple[Finding, ...] = tuple(reading.findings)
    if reading.pack is not None and not _errors(findings):
        findings += tuple(_checked(reading.pack))
    if reading.pack is None or _errors(findings):
        raise Unsound(findings)
    return reading.pack


def _checked(pack: Pack) -> Iterable[Finding]:
    from gendan.cases.registry import vocabulary
    from gendan.packs.check import check_pack

    return check_pack(pack, vocabulary())


def _errors(findings: Iterable[Finding]) -> bool:
    return any(finding.is_error for finding in findings)


def pack(definition: int) -> Pack:
    """The pack version with this number. Raises KeyError where there is none."""
    found = _packs.get(definition)
    if found is None:
        files = {
            path: bytes(content)
            for path, content in PackFile.objects.filter(pack_id=definition).values_list("path", "content")
        }
        if not files:
            raise KeyError(definition)
        reading = read_pack(files)
        if reading.pack is None:
            # It was sound when it was activated; a reader that no longer takes it must not be run against its cases.
            raise Unsound(tuple(reading.findings))
        found = _packs[definition] = reading.pack
    return found


def procedure(definition: int, full_name: str) -> Procedure:
    """A procedure (`pack.procedure`) as the pack version has it. Raises KeyError."""
    return pack(definition).procedures[full_name.partition(".")[2]]


def active(name: str, epoch: int) -> int | None:
    """The number of the active version of a pack, None where there is none."""
    return _active.at(epoch).get(name)


def active_packs() -> list[tuple[int, Pack]]:
    """Every active pack with its number, in the order of their names."""
    numbers = PackVersion.objects.filter(active=True).order_by("name").values_list("id", flat=True)
    return [(number, pack(number)) for number in numbers]
