"""随附 The packs that Gendan ships, as an administrator begins with them: opened as drafts, checked, played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from gendan.cases.exchanges.batch import PACK as BATCHES
from gendan.cases.models import PackVersion
from gendan.cases.studio.drafts import demand_administrator, draft_of_files
from gendan.cases.studio.errors import StudioRefused
from gendan.core.text import Text
from gendan.packs.folder import of_version, read_folder
from gendan.packs.reader import shipped_packs
from gendan.packs.source import Node, read_source


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedTold:
    """A shipped pack, and which version of it is in force here (None: it is not used)."""

    name: str
    title: Text
    version: str
    in_force: str | None


def shipped() -> list[ShippedTold]:
    """The shipped packs by name, but for the one by which batches are sent: that one is put in force by itself."""
    stands = dict(PackVersion.objects.filter(active=True).values_list("name", "version"))
    found = []
    for name, folder in sorted(shipped_packs().items()):
        if name != BATCHES and isinstance(folder, Path):
            title, version = _manifest(folder)
            found.append(ShippedTold(name=name, title=title, version=version, in_force=stands.get(name)))
    return found


def draft_of_shipped(name: str, *, by: int, at: datetime, note: str = "") -> int:
    """A new draft with the files of a shipped pack; gives its number. Raises StudioRefused: `access`, `missing`."""
    demand_administrator(by)
    folder = shipped_packs().get(name)
    if not isinstance(folder, Path) or name == BATCHES:
        raise StudioRefused("missing", what="pack")
    files, _ = read_folder(folder)
    return draft_of_files(of_version(files), by=by, at=at, note=note)


@lru_cache(maxsize=64)
def _manifest(folder: Path) -> tuple[Text, str]:
    """Title and version; they change with Gendan alone."""
    (manifest, *_), _ = read_source((folder / "pack.yaml").read_bytes(), "pack.yaml")
    return _text(manifest.get("title")), _said(manifest.get("version"))


def _text(node: Node | None) -> Text:
    if node is not None and isinstance(node.value, dict):
        return Text(_said(node.get("zh")), _said(node.get("en")))
    return Text(_said(node))


def _said(node: Node | None) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""
