"""The ordinary account that PostgreSQL runs under where Gendan itself runs as root, which PostgreSQL refuses to do."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gendan.project.errors import ProjectError

NAME: Final = "gendan"


@dataclass(frozen=True)
class Account:
    """An operating system account, by name and numbers."""

    name: str
    user: int
    group: int


def service_account(folder: Path) -> Account | None:
    """Who runs the database in `folder`: nobody else (None) for a plain user; as root the folder's owner, or `gendan`.

    Raises ProjectError where the account is missing and can't be created.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        owner = folder.stat().st_uid
        try:
            return _account(pwd.getpwuid(owner))
        except KeyError:
            raise ProjectError("database.foreign_folder", folder=folder, owner=owner) from None
    try:
        return _account(pwd.getpwnam(NAME))
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - fixed arguments
        return _account(pwd.getpwnam(NAME))
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        reason = getattr(error, "stderr", None) or error
        raise ProjectError("database.no_account", account=NAME, reason=reason) from error


def open_the_way(folder: Path) -> list[Path]:
    """Let other accounts pass through (never list) every folder above `folder`; the folders that had to be changed."""
    opened = []
    for parent in folder.resolve().parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            opened.append(parent)
    return opened


def make_readable(folder: Path) -> None:
    """Let other accounts read and run the programs in `folder`, which a strict umask may have kept from them."""
    if folder.stat().st_mode & stat.S_IROTH and all(
        path.stat().st_mode & stat.S_IROTH for path in (folder / "bin").iterdir()
    ):
        return
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        runs = stat.S_IXGRP | stat.S_IXOTH if mode & stat.S_IXUSR else 0
        path.chmod(mode | stat.S_IRGRP | stat.S_IROTH | runs)


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, user=entry.pw_uid, group=entry.pw_gid)
