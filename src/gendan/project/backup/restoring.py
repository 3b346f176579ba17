"""Restoring a backup into an installation that holds nothing yet: all of it, or nothing."""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
from io import BufferedIOBase
from pathlib import Path
from typing import cast

from gendan.project.backup import programs
from gendan.project.backup.manifest import DUMP, KEY, NAME, Manifest, read
from gendan.project.errors import ProjectError
from gendan.project.folders import make_data_folder


def restore(path: Path, *, url: str) -> Manifest:
    """Bring the backup at `path` into the empty database at `url` and the data folder; what it says of itself.

    Everything is looked at before anything is written. The database comes last, in one transaction: a restoration that
    was interrupted is simply begun again. Raises ProjectError: no backup, damaged, of a later version; a database that
    holds something; another secret key.
    """
    try:
        with tarfile.open(path, "r:") as archive:
            manifest = _checked(archive)
            _demand_place(manifest, url)
            _restore(archive, manifest, url)
    except (tarfile.TarError, EOFError) as error:
        raise ProjectError("backup.not_one") from error
    except FileNotFoundError as error:
        raise ProjectError("backup.missing", path=path) from error
    return manifest


def _checked(archive: tarfile.TarFile) -> Manifest:
    """The manifest of an archive whose members are exactly what it says."""
    members = {member.name: member for member in archive.getmembers()}
    own = members.pop(NAME, None)
    if own is None or not own.isreg() or own.size > 1 << 30:
        raise ProjectError("backup.not_one")
    manifest = read(_content(archive, own).read())
    if members.keys() != manifest.members.keys():
        raise ProjectError("backup.damaged", name=sorted(members.keys() ^ manifest.members.keys())[0])
    for name, member in members.items():
        if not member.isreg():
            raise ProjectError("backup.damaged", name=name)
        with _content(archive, member) as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        if digest != manifest.members[name] or (name.startswith("attachments/") and digest != name[-64:]):
            raise ProjectError("backup.damaged", name=name)
    return manifest


def _demand_place(manifest: Manifest, url: str) -> None:
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    unknown = set(manifest.migrations) - {".".join(key) for key in MigrationLoader(None).disk_migrations or ()}
    if unknown:
        raise ProjectError("backup.later", version=manifest.gendan)
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')"
        )
        if cursor.fetchone() != (0,):
            raise ProjectError("backup.not_empty")
        server = cursor.connection.info.server_version // 10000
    if server < manifest.server:
        raise ProjectError("backup.older_server", needed=manifest.server, found=server)
    for folder in (Path(settings.GENDAN_ATTACHMENTS), Path(settings.GENDAN_ANCHORS)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _restore(archive: tarfile.TarFile, manifest: Manifest, url: str) -> None:
    from django.conf import settings

    _restore_key(archive)
    folders = {"attachments": Path(settings.GENDAN_ATTACHMENTS), "anchors": Path(settings.GENDAN_ANCHORS)}
    for name in manifest.members:
        under, _, rest = name.partition("/")
        if under in folders and rest:
            _extract(archive, name, folders[under] / rest)
    with tempfile.TemporaryDirectory(dir=make_data_folder(), prefix="restoring-") as folder:
        dump = Path(folder) / DUMP
        _extract(archive, DUMP, dump)
        programs.load(dump, url)


def _restore_key(archive: tarfile.TarFile) -> None:
    """The key of the backup becomes the installation's; one that the environment names has to be the same."""
    with _content(archive, archive.getmember(KEY)) as content:
        key = content.read().decode()
    named = os.environ.get("GENDAN_SECRET_KEY")
    if named:
        if named != key:
            raise ProjectError("backup.other_key")
        return
    path = make_data_folder() / KEY
    own = path.with_name(f"{path.name}.{os.getpid()}")
    own.touch(mode=0o600)
    own.write_text(key)
    os.replace(own, path)


def _extract(archive: tarfile.TarFile, name: str, path: Path) -> None:
    """Write a member to `path`, whole or not at all. Its name was checked against what a backup may hold."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = path.with_name(f"{path.name}.{os.getpid()}")
    own.touch(mode=0o600)
    with _content(archive, archive.getmember(name)) as content, own.open("wb") as file:
        while block := content.read(1 << 20):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    os.replace(own, path)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> BufferedIOBase:
    content = archive.extractfile(member)
    if content is None:
        raise ProjectError("backup.damaged", name=member.name)
    return cast("BufferedIOBase", content)
