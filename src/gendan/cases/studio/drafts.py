"""草稿 Drafts of packs: taken from a version, from an archive or begun anew; saved file by file, by several people.

Every text that was saved stays. Who saves over a text that he has not seen is refused and told what stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from gendan.cases.models import DraftFile, PackDraft, PackVersion
from gendan.cases.studio.archive import sound_path
from gendan.cases.studio.errors import StudioRefused
from gendan.cases.studio.sources import Source, files_of
from gendan.packs.folder import MAX_FILES, MAX_PACK_BYTES
from gendan.packs.source import MAX_FILE_BYTES, read_source
from gendan.people.actions.authority import is_administrator

NOTE_MOST: Final = 200
TEXT: Final = (".yaml", ".yml", ".md", ".csv", ".html", ".txt", ".css")
"""Endings of files that are edited as text."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_VERSION: Final = re.compile(r"^(version:[ \t]*)(['\"]?)(\d{1,6})\.(\d{1,6})\.(\d{1,6})\2(?=[ \t]*(?:#.*)?$)", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTold:
    """A draft as lists show it. `became` the version that it was activated as."""

    id: int
    pack: str
    note: str
    based_on: int | None
    revision: int
    made_at: datetime
    made_by: int
    changed_at: datetime
    changed_by: int
    ended_at: datetime | None
    became: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTold:
    """A file of a draft: its last revision, when and by whom it was saved. `content` None: it was taken away."""

    path: str
    revision: int
    content: bytes | None
    at: datetime
    by: int

    @property
    def is_text(self) -> bool:
        """Whether it is edited as text."""
        return self.path.endswith(TEXT)


def demand_administrator(by: int) -> None:
    """Raises StudioRefused (`access`) unless `by` is an administrator."""
    if not is_administrator(by):
        raise StudioRefused("access")


def draft_of_version(definition: int, *, by: int, at: datetime, note: str = "") -> int:
    """A new draft with the files of an activated version, its version one step on; gives its number.

    Raises StudioRefused: `access`, `missing`.
    """
    demand_administrator(by)
    version = PackVersion.objects.filter(id=definition).first()
    if version is None:
        raise StudioRefused("missing", what="version")
    files = files_of(Source(version.name, definition, False))
    if "pack.yaml" in files:
        files["pack.yaml"] = stepped(files["pack.yaml"])
    return _create(version.name, files, based_on=definition, by=by, at=at, note=note)


def draft_of_files(files: Mapping[str, bytes], *, by: int, at: datetime, note: str = "") -> int:
    """A new draft with these files, whose pack.yaml names the pack; gives its number.

    Raises StudioRefused: `access`, `no_pack`, `path`, `too_large`.
    """
    demand_administrator(by)
    name = name_in(files)
    if name is None:
        raise StudioRefused("no_pack")
    newest = PackVersion.objects.filter(name=name).order_by("-active", "-id").first()
    sound = {sound_path(path): content for path, content in files.items()}
    return _create(name, sound, based_on=newest.id if newest is not None else None, by=by, at=at, note=note)


def open_drafts(pack: str | None = None) -> list[DraftTold]:
    """The drafts that are worked on, of one pack or all, the last changed first."""
    rows = PackDraft.objects.filter(ended_at=None).order_by("-changed_at", "-id")
    return [_told(row) for row in (rows if pack is None else rows.filter(pack=pack))]


def draft(number: int) -> DraftTold:
    """A draft, ended ones too. Raises StudioRefused (`missing`)."""
    row = PackDraft.objects.filter(id=number).first()
    if row is None:
        raise StudioRefused("missing", what="draft")
    return _told(row)


def files(number: int) -> list[FileTold]:
    """The files of a draft as they stand, by path, without those taken away."""
    return [file for file in _last(number) if file.content is not None]


def file(number: int, path: str) -> FileTold | None:
    """A file of a draft as it stands; None where there never was one of that path."""
    return next((each for each in _last(number, path)), None)


def history(number: int, path: str) -> list[FileTold]:
    """Every content that was saved of a file, the newest first."""
    rows = DraftFile.objects.filter(draft_id=number, path=path).order_by("-revision")
    return [_file(row) for row in rows]


def save(number: int, path: str, content: bytes | None, *, seen: int, by: int, at: datetime) -> FileTold:
    """Give a file of a draft another content, or take it away (None). `seen` is the revision of the file that was
    looked at, 0 for a new one.

    Raises StudioRefused: `access`, `missing`, `ended`, `path`, `text`, `too_large`, `other_pack`, `exists`; `stale`
    where somebody saved another content since: it is told, and nothing was changed.
    """
    demand_administrator(by)
    path = sound_path(path)
    if content is not None:
        _demand_content(path, content)
    with transaction.atomic():
        row = _open_row(number)
        stands = file(number, path)
        if stands is not None and stands.content == content:
            return stands
        _demand_seen(path, stands, seen)
        if content is None and stands is None:
            raise StudioRefused("missing", what="file")
        if path == "pack.yaml":
            _demand_name(row.pack, content)
        _demand_room(number, path, content)
        row.revision += 1
        row.changed_at, row.changed_by = at, by
        row.save()
        made = DraftFile.objects.create(draft=row, path=path, revision=row.revision, content=content, at=at, by=by)
    return _file(made)


def put_away(number: int, *, by: int, at: datetime) -> None:
    """End a draft that will not be activated; what was saved of it stays. Raises StudioRefused: `access`, `missing`,
    `ended`."""
    demand_administrator(by)
    with transaction.atomic():
        row = _open_row(number)
        row.ended_at, row.ended_by = at, by
        row.save()


def end_as(number: int, definition: int, *, by: int, at: datetime) -> None:
    """Note that a draft was activated as a version. In the caller's transaction."""
    PackDraft.objects.filter(id=number, ended_at=None).update(ended_at=at, ended_by=by, became_id=definition)


def name_in(files: Mapping[str, bytes]) -> str | None:
    """The pack's name as pack.yaml gives it, None where it gives none."""
    documents, _ = read_source(files.get("pack.yaml", b""), "pack.yaml")
    node = documents[0].get("pack") if documents else None
    return node.value if node is not None and isinstance(node.value, str) and _NAME.fullmatch(node.value) else None


def stepped(manifest: bytes) -> bytes:
    """A pack.yaml with the last part of its version one higher; as it is where no version is written plainly."""
    text = manifest.decode("utf-8")
    return _VERSION.sub(lambda found: f"{found[1]}{found[3]}.{found[4]}.{int(found[5]) + 1}", text, count=1).encode()


def _create(pack: str, files: Mapping[str, bytes], *, based_on: int | None, by: int, at: datetime, note: str) -> int:
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_PACK_BYTES:
        raise StudioRefused("too_large", most=f"{MAX_PACK_BYTES // 1_000_000} MB")
    with transaction.atomic():
        row = PackDraft.objects.create(
            pack=pack,
            note=note.strip()[:NOTE_MOST],
            based_on_id=based_on,
            made_at=at,
            made_by=by,
            changed_at=at,
            changed_by=by,
        )
        DraftFile.objects.bulk_create(
            [
                DraftFile(draft=row, path=path, revision=1, content=content, at=at, by=by)
                for path, content in sorted(files.items())
            ]
        )
    return row.id


def _open_row(number: int) -> PackDraft:
    row = PackDraft.objects.select_for_update().filter(id=number).first()
    if row is None:
        raise StudioRefused("missing", what="draft")
    if row.ended_at is not None:
        raise StudioRefused("ended")
    return row


def _demand_content(path: str, content: bytes) -> None:
    if len(content) > MAX_FILE_BYTES:
        raise StudioRefused("too_large", most=f"{MAX_FILE_BYTES // 1_000_000} MB")
    if path.endswith(TEXT):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise StudioRefused("text", path=path) from error


def _demand_seen(path: str, stands: FileTold | None, seen: int) -> None:
    if stands is None or stands.revision == seen:
        return
    if not seen and stands.content is not None:
        raise StudioRefused("exists", path=path)
    if not seen:
        return
    text = stands.content.decode("utf-8", "replace") if stands.content is not None else None
    raise StudioRefused("stale", path=path, revision=stands.revision, by=stands.by, at=stands.at, stands=text)


def _demand_name(pack: str, content: bytes | None) -> None:
    """A text of pack.yaml that can't be read at the moment is saved as any other; another name is not."""
    given = name_in({"pack.yaml": content}) if content is not None else None
    if content is None:
        raise StudioRefused("no_pack")
    if given is not None and given != pack:
        raise StudioRefused("other_pack", pack=pack, given=given)


def _demand_room(number: int, path: str, content: bytes | None) -> None:
    if content is None:
        return
    others = [each for each in files(number) if each.path != path]
    size = sum(len(each.content or b"") for each in others)
    if len(others) >= MAX_FILES or size + len(content) > MAX_PACK_BYTES:
        raise StudioRefused("too_large", most=f"{MAX_PACK_BYTES // 1_000_000} MB")


def _last(number: int, path: str | None = None) -> list[FileTold]:
    rows = DraftFile.objects.filter(draft_id=number)
    if path is not None:
        rows = rows.filter(path=path)
    return [_file(row) for row in rows.order_by("path", "-revision").distinct("path")]


def _file(row: DraftFile) -> FileTold:
    content = None if row.content is None else bytes(row.content)
    return FileTold(path=row.path, revision=row.revision, content=content, at=row.at, by=row.by)


def _told(row: PackDraft) -> DraftTold:
    return DraftTold(
        id=row.id,
        pack=row.pack,
        note=row.note,
        based_on=row.based_on_id,
        revision=row.revision,
        made_at=row.made_at,
        made_by=row.made_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        ended_at=row.ended_at,
        became=row.became_id,
    )
