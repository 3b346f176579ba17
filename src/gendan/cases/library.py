"""包库 The versions of packs that were activated here: immutable, found by their content, read once in a process.

One version of a pack is active: new cases open under it. Running cases stay on theirs, unless the new version says how
to move them (`migrates`), and then each is moved by an event of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from gendan.cases import indexes, key_index, registry
from gendan.cases.models import Activation, PackFile, PackVersion
from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason, Refused
from gendan.packs.check import check_pack
from gendan.packs.findings import Finding
from gendan.packs.folder import of_version, read_folder
from gendan.packs.reader import Reading, read_pack, shipped_packs
from gendan.people.epoch import ByEpoch, on_forget

USED: Final = ".uses"
"""Where a version keeps the files of the packs that it takes from."""

_packs: dict[int, Pack] = {}
on_forget(_packs.clear)
_reading = threading.Lock()
"""To read a pack takes a processor up to a second. Of the requests that want one that is new here, one reads it and the
others wait for it: else each would read it, and none be served before the last had."""


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
    pack, files = _read(source)
    with transaction.atomic():
        _one_at_a_time(pack.name)
        before = PackVersion.objects.filter(name=pack.name, active=True).first()
        known = PackVersion.objects.filter(name=pack.name, version=pack.version).exclude(hash=pack.hash)
        if known.exists():
            raise Refused((Reason("basis", {"what": "version", "pack": pack.name, "version": pack.version}),))
        row, new = _install(pack, files, by=by, at=at)
        _packs[row.id] = pack  # as its files would be read again
    if with_indexes:
        see_to_indexes(pack)
    replaced = None if before is None or before.id == row.id else before.id
    return Activated(definition=row.id, pack=pack, new=new, replaced=replaced)


def reactivate(definition: int, *, by: int, at: datetime) -> Activated:
    """Make a version that stands here already the active one of its name again. Indexes are the caller's to see to.

    Raises KeyError.
    """
    again = pack(definition)
    with transaction.atomic():
        _one_at_a_time(again.name)
        before = PackVersion.objects.filter(name=again.name, active=True).first()
        row, new = _install(again, {}, by=by, at=at)
    replaced = None if before is None or before.id == row.id else before.id
    return Activated(definition=row.id, pack=again, new=new, replaced=replaced)


def see_to_indexes(pack: Pack) -> None:
    """Make the indexes that a pack's lists and imports ask for, outside a transaction."""
    indexes.ensure(pack)
    key_index.ensure(pack)


def _one_at_a_time(name: str) -> None:
    """Two activations of one pack follow each other. In the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"gendan pack {name}"])


def try_out(pack: Pack, files: Mapping[str, bytes], *, at: datetime) -> int:
    """Make a pack the active version of its name for a rehearsal, and give its number.

    The caller's transaction must be rolled back: a version of the same number may stand already, and no check was made.
    """
    number = _install(pack, {**of_version(files), **_used(pack)}, by=0, at=at)[0].id
    _packs[number] = pack  # as it would be read again: a rehearsal does this once for each story
    return number


def _install(pack: Pack, files: Mapping[str, bytes], *, by: int, at: datetime) -> tuple[PackVersion, bool]:
    """The active row of this content, and whether the content is new here. In the caller's transaction."""
    row = PackVersion.objects.filter(hash=pack.hash).first()
    new = row is None
    if row is None:
        row = PackVersion.objects.create(
            name=pack.name, version=pack.version, hash=pack.hash, active=False, activated_at=at, activated_by=by
        )
        PackFile.objects.bulk_create(
            [PackFile(pack=row, path=path, content=content) for path, content in sorted(files.items())]
        )
    if not row.active:
        PackVersion.objects.filter(name=pack.name, active=True).update(active=False)
        PackVersion.objects.filter(id=row.id).update(active=True)
        Activation.objects.create(pack=row, at=at, by=by)
    return row, new


def _read(source: Path | Mapping[str, bytes]) -> tuple[Pack, Mapping[str, bytes]]:
    """The sound pack, and its files; those of the packs that it uses stand below USED."""
    if isinstance(source, Path):
        in_folder, findings = read_folder(source)
        if any(finding.is_error for finding in findings):
            raise Unsound(findings)
        source = in_folder
    given = tuple(sorted(source.items()))
    return _sound(given) if registry.extended() else _sound_once(given)


def _sound(given: tuple[tuple[str, bytes], ...]) -> tuple[Pack, Mapping[str, bytes]]:
    files = dict(given)
    reading = read_pack(files)
    found = reading.findings
    if reading.pack is not None and not any(finding.is_error for finding in found):
        found = (*found, *_checked(reading.pack, reading))
    if reading.pack is None or any(finding.is_error for finding in found):
        raise Unsound(found)
    return reading.pack, {**of_version(files), **_used(reading.pack)}


_sound_once: Final = lru_cache(maxsize=16)(_sound)
"""The same content is as sound as before: a version that is activated anew, or in another place, is the same pack."""


def _used(pack: Pack) -> dict[str, bytes]:
    """The files of the packs that a pack takes from: as they are now they belong to this version."""
    shipped = shipped_packs()
    files: dict[str, bytes] = {}
    names = [use.pack for use in pack.uses]
    while names:
        name = names.pop()
        where = shipped[name]
        of_used, uses = _taken(where) if isinstance(where, Path) else _files_and_uses(where)
        files.update({f"{USED}/{name}/{path}": content for path, content in of_used.items()})
        names += uses
    return files


@lru_cache(maxsize=32)
def _taken(folder: Path) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """A shipped pack's files, and the packs that it takes from: they change with Gendan alone."""
    return _files_and_uses(of_version(read_folder(folder)[0]))


def _files_and_uses(files: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    used = read_pack(files).pack
    return files, tuple(use.pack for use in used.uses) if used is not None else ()


def _checked(pack: Pack, reading: Reading) -> tuple[Finding, ...]:
    return check_pack(pack, vocabulary=registry.vocabulary(), stories=reading.stories, files=reading.files)


def files(definition: int) -> dict[str, bytes]:
    """The files of a pack version, those of the packs that it takes from below USED. Raises KeyError."""
    found = PackFile.objects.filter(pack_id=definition).values_list("path", "content")
    kept = {path: bytes(content) for path, content in found}
    if not kept:
        raise KeyError(definition)
    return kept


def reading(definition: int) -> Reading:
    """A pack version as its files are read, with the packs that it took from as they were. Raises KeyError."""
    return _as_read(files(definition))


def _as_read(kept: Mapping[str, bytes]) -> Reading:
    own = {path: content for path, content in kept.items() if not path.startswith(f"{USED}/")}
    library: dict[str, dict[str, bytes]] = {}
    for path, content in kept.items():
        if path.startswith(f"{USED}/"):
            _, name, inside = path.split("/", 2)
            library.setdefault(name, {})[inside] = content
    return read_pack(own, library=library)


def pack(definition: int) -> Pack:
    """The pack version with this number. Raises KeyError where there is none."""
    found = _packs.get(definition)
    return found if found is not None else _first_read(definition)


def _first_read(definition: int) -> Pack:
    kept = files(definition)  # before the lock, under which nothing waits for the database
    with _reading:
        found = _packs.get(definition)
        if found is None:
            read = _as_read(kept)
            if read.pack is None:
                # It was sound when it was activated; a reader that no longer takes it must not run its cases.
                raise Unsound(tuple(read.findings))
            found = _packs[definition] = read.pack
        return found


def procedure(definition: int, full_name: str) -> Procedure:
    """A procedure (`pack.procedure`) as the pack version has it. Raises KeyError."""
    return pack(definition).procedures[full_name.partition(".")[2]]


def active(name: str, epoch: int) -> int | None:
    """The number of the active version of a pack, None where there is none."""
    return _active.at(epoch).get(name)


def activation(definition: int) -> Activation | None:
    """When and by whom a pack version was last made the active one."""
    return Activation.objects.filter(pack_id=definition).order_by("-id").first()


def gapless_procedures() -> frozenset[str]:
    """The procedures (`pack.procedure`) of active packs whose numbers may have no gaps."""
    return frozenset(
        f"{pack.name}.{each.name}" for _, pack in active_packs() for each in pack.procedures.values() if each.gapless
    )


def active_packs() -> list[tuple[int, Pack]]:
    """Every active pack with its number, in the order of their names."""
    numbers = PackVersion.objects.filter(active=True).order_by("name").values_list("id", flat=True)
    return [(number, pack(number)) for number in numbers]


def versions_of(name: str) -> list[int]:
    """Every version of a pack that was activated here: the active one first, then the newest."""
    found = PackVersion.objects.filter(name=name).order_by("-active", "-activated_at", "-id")
    return list(found.values_list("id", flat=True))


def migration(to: Pack) -> dict[str, object]:
    """What a case is told that moves to this version from the one that it `migrates` from: names, old to new, and the
    clocks of each procedure that the version before has not."""
    assert to.migrates is not None  # asked of those alone
    first = PackVersion.objects.filter(name=to.name, version=to.migrates.from_version).values_list("id").first()
    before = pack(first[0]).procedures if first is not None else {}
    clocks = {
        name: [each for each in procedure.deadlines if each not in before[name].deadlines]
        for name, procedure in to.procedures.items()
        if name in before
    }
    return {"states": dict(to.migrates.states), "fields": dict(to.migrates.fields), "clocks": clocks}
