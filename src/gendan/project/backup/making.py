"""Making a backup while work goes on.

The order matters. Anchors are read first: what they name is in every later state of the database. The database is
dumped as it stands at one moment. Attached files are read last: they are kept before the case that names them is
written, and never changed, so all that the dump names are there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import psycopg

from gendan import __version__
from gendan.project.backup import programs
from gendan.project.backup.manifest import DUMP, KEY, MEMBER, NAME, Manifest
from gendan.project.errors import ProjectError

PREFIX: Final = "gendan-"
SUFFIX: Final = ".tar"
NOTE: Final = "last-backup"
"""The file of the data folder that holds the moment of the last backup; the page of health reads it."""
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_MIGRATIONS: Final = "select app, name from django_migrations order by app, name"
_COUNTS: Final = "select (select count(*) from cases_case), (select count(*) from cases_event)"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: where it lies, its size in bytes, and what it says of itself."""

    path: Path
    size: int
    manifest: Manifest


def make(target: Path, *, url: str, at: datetime) -> Made:
    """Write a backup to `target`: a file that is not there yet, or a folder, in which it gets a name by its moment.

    Whoever can read it can read everything, ID numbers too: it is for its owner's eyes only. Raises ProjectError; what
    was half written is taken away.
    """
    from django.conf import settings

    path = target / f"{PREFIX}{at.astimezone(UTC).strftime(_STAMP)}{SUFFIX}" if target.is_dir() else target
    if path.exists():
        raise ProjectError("backup.exists", path=path)
    if not path.parent.is_dir():
        raise ProjectError("backup.no_folder", path=path.parent)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".gendan-backup-") as folder:
            manifest = _write(part, Path(folder), url=url, at=at)
        part.chmod(0o600)
        # A name appears only with all that belongs to it, and never takes another's place.
        os.link(part, path)
    except FileExistsError as error:
        raise ProjectError("backup.exists", path=path) from error
    except OSError as error:
        raise ProjectError("backup.not_written", path=path, reason=error.strerror or str(error)) from error
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    (Path(settings.GENDAN_DATA) / NOTE).write_text(at.astimezone(UTC).isoformat())
    return Made(path, path.stat().st_size, manifest)


def keep_newest(folder: Path, count: int) -> list[Path]:
    """Take away all backups of `folder` but the newest `count`; those that are gone."""
    gone = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"), reverse=True)[count:]
    for path in gone:
        path.unlink()
    return gone


def newest(folder: Path) -> datetime | None:
    """When the newest backup of `folder` was made, by its name; None where there is none."""
    moments = []
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(ValueError):
            stamp = path.name.removeprefix(PREFIX).removesuffix(SUFFIX)
            moments.append(datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC))
    return max(moments, default=None)


def _write(part: Path, folder: Path, *, url: str, at: datetime) -> Manifest:
    from django.conf import settings

    anchors, attachments = Path(settings.GENDAN_ANCHORS), Path(settings.GENDAN_ATTACHMENTS)
    kept = folder / "anchors"
    shutil.copytree(anchors, kept) if anchors.is_dir() else kept.mkdir()
    dump = folder / DUMP
    with psycopg.connect(url) as connection:
        # What is counted and what is dumped are seen at the same moment.
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        server = connection.info.server_version // 10000
        snapshot, tables = (
            connection.execute("select pg_export_snapshot(), to_regclass('cases_event')").fetchone() or ()
        )
        if tables is None:
            raise ProjectError("backup.nothing")
        migrations = tuple(f"{app}.{name}" for app, name in connection.execute(_MIGRATIONS))
        cases, events = connection.execute(_COUNTS).fetchone() or (0, 0)
        programs.dump(url, dump, snapshot=snapshot)
    key = folder / KEY
    key.write_text(settings.SECRET_KEY)
    members: dict[str, str] = {}
    with tarfile.open(part, "x") as archive:
        for name, path in (
            (KEY, key),
            (DUMP, dump),
            *_files("anchors", kept, "*.jsonl"),
            *_files("attachments", attachments, "[0-9a-f][0-9a-f]/*"),
        ):
            if MEMBER.fullmatch(name) is not None:
                members[name] = _add(archive, name, path)
        manifest = Manifest(
            gendan=__version__,
            made_at=at.astimezone(UTC).isoformat(timespec="seconds"),
            server=server,
            cases=cases,
            events=events,
            migrations=migrations,
            members=members,
        )
        said = manifest.written()
        member = tarfile.TarInfo(NAME)
        member.size = len(said)
        member.mode = 0o600
        archive.addfile(member, BytesIO(said))
    return manifest


def _files(under: str, folder: Path, pattern: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob(pattern)):
        yield f"{under}/{path.relative_to(folder).as_posix()}", path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    member = tarfile.TarInfo(name)
    member.size = path.stat().st_size
    member.mode = 0o600
    with path.open("rb") as content:
        archive.addfile(member, content)
        content.seek(0)
        return hashlib.file_digest(content, "sha256").hexdigest()
