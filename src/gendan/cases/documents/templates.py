"""单据模板 The files below a pack's `documents/` as the site has changed them. Every change is a version, kept for
good.

A change is of one file of one pack. It holds for the versions of the pack that have the file as it was changed, and for
every later one until it is changed again or put back; what a paper was made by stays what it was. Cases that run under
an earlier version, in which the file is another, keep the change that was made to that one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from gendan.cases import library
from gendan.cases.area_actions import words_in
from gendan.cases.documents.errors import PaperRefused
from gendan.cases.documents.trial import demand_printable
from gendan.cases.models import TemplateVersion
from gendan.packs.folder import Files
from gendan.packs.printing import FOLDER
from gendan.people.actions.authority import is_administrator
from gendan.people.epoch import current_epoch

RIGHT: Final = "papers.change"
"""The word by which a pack lets a post of its own change its templates, and the site's letterhead."""
TEXT_MOST: Final = 100_000
"""Characters of a template."""
REASON_MOST: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One version that the site gave a file: its text (None: the pack's own again), by whom, when and why."""

    number: int
    text: str | None
    by: int
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A file of the active pack: how it holds, the pack's own, and every change, the newest first.

    `stale`: the site's text was written over another text of the pack than the one that it has now, `before`.
    """

    path: str
    text: str
    own: str
    before: str | None
    history: tuple[Change, ...]

    @property
    def changed(self) -> bool:
        """Whether the site's text holds, and not the pack's own."""
        return bool(self.history) and self.history[0].text is not None

    @property
    def stale(self) -> bool:
        """Whether the pack has changed its own text since the site changed it."""
        return self.before is not None


def may_change(pack: str, *, person: int, at: datetime) -> bool:
    """Whether a person may change the templates of an active pack: administrators, and posts to which that pack grants
    `papers.change`."""
    return pack in changeable(person=person, at=at)


def changeable(*, person: int, at: datetime) -> tuple[str, ...]:
    """The active packs that print papers and whose templates a person may change."""
    everything = is_administrator(person)
    return tuple(
        pack.name
        for _, pack in library.active_packs()
        if pack.documents and (everything or RIGHT in words_in(pack, person, at))
    )


def templates(pack: str) -> tuple[Template, ...]:
    """The files from which the active pack's papers are made: documents first, then what they share.

    Raises PaperRefused (`missing`).
    """
    definition, files = _standing(pack)
    found = _versions(pack)
    paths = sorted(files, key=lambda path: (path.count("/"), path))
    return tuple(_template(path, files, found.get(path, []), definition) for path in paths)


def template(pack: str, path: str) -> Template:
    """One of them. Raises PaperRefused (`missing`)."""
    found = next((each for each in templates(pack) if each.path == path), None)
    if found is None:
        raise PaperRefused("missing")
    return found


def files_of(definition: int) -> dict[str, bytes]:
    """The files of a pack version with those of its papers as the site has them. Raises KeyError."""
    files = library.files(definition)
    changed = _versions(library.pack(definition).name)
    for path, versions in changed.items():
        text = _holding(path, files, versions, definition)
        if text is not None:
            files[path] = text.encode()
    return files


def set_template(
    pack: str, path: str, text: str | None, *, by: int, at: datetime, reason: str = "", seen: int | None = None
) -> Template:
    """Have a file of the active pack's papers hold `text`, None for the pack's own. Papers made before stay.

    `seen` is the number of the last change that was seen, 0 for none. Raises PaperRefused: `missing`; `stale` where
    somebody else changed it since; `empty`, `too_long`; `fault` where a paper can't be printed with it, with file, line
    and column.
    """
    definition, files = _standing(pack)
    if path not in files:
        raise PaperRefused("missing")
    if text is not None:
        text = text.replace("\r\n", "\n")
        demand_text(text)
        demand_printable(definition, {**files_of(definition), path: text.encode()}, path)
    with transaction.atomic():
        with connection.cursor() as on:
            on.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"gendan template {pack}"])
        last = TemplateVersion.objects.filter(pack=pack, path=path).order_by("-id").first()
        stands = 0 if last is None else last.id
        if seen is not None and seen != stands:
            by, when = (0, at) if last is None else (last.by, last.at)
            raise PaperRefused("stale", by=by, at=when, number=stands)
        if text == files[path].decode("utf-8", "replace"):
            text = None
        if last is not None or text is not None:
            TemplateVersion.objects.create(
                pack=pack,
                path=path,
                text=text,
                definition_id=definition,
                over=_digest(files[path]),
                at=at,
                by=by,
                reason=reason[:REASON_MOST],
            )
    return template(pack, path)


def demand_text(text: str) -> None:
    """Raises PaperRefused for a text that is none (`empty`) or more than a template may be (`too_long`)."""
    if not text.strip():
        raise PaperRefused("empty")
    if len(text) > TEXT_MOST:
        raise PaperRefused("too_long", what="text", most=TEXT_MOST)


def stale(pack: str, files: Files | None = None) -> tuple[str, ...]:
    """The files whose text is the site's, while the pack's own is not the one any more over which it was written: in
    the active version, or in one with these `files`."""
    of = _standing(pack)[1] if files is None else {path: files[path] for path in files if _is_template(path)}
    found = []
    for path, versions in _versions(pack).items():
        last = versions[-1]
        if path in of and last.text is not None and last.over != _digest(of[path]):
            found.append(path)
    return tuple(sorted(found))


def _template(path: str, files: Files, versions: list[TemplateVersion], definition: int) -> Template:
    own = files[path].decode("utf-8", "replace")
    held = _holding(path, files, versions, definition)
    last = versions[-1] if versions else None
    before = None
    if last is not None and last.text is not None and last.over != _digest(files[path]):
        before = library.files(last.definition_id).get(path, b"").decode("utf-8", "replace")
    history = tuple(
        Change(number=each.id, text=each.text, by=each.by, at=each.at, reason=each.reason)
        for each in reversed(versions)
    )
    return Template(path=path, text=own if held is None else held, own=own, before=before, history=history)


def _holding(path: str, files: Files, versions: list[TemplateVersion], definition: int) -> str | None:
    """The site's text of a file of a pack version, None where the pack's own holds."""
    if path not in files:
        return None
    digest = _digest(files[path])
    of_same = [each for each in versions if each.over == digest]
    found = of_same or [each for each in versions if each.definition_id <= definition]
    return found[-1].text if found else None


def _versions(pack: str) -> Mapping[str, list[TemplateVersion]]:
    found: dict[str, list[TemplateVersion]] = {}
    for each in TemplateVersion.objects.filter(pack=pack).order_by("id"):
        found.setdefault(each.path, []).append(each)
    return found


def _standing(pack: str) -> tuple[int, dict[str, bytes]]:
    """The active version, and the files from which its papers are made."""
    definition = library.active(pack, current_epoch())
    if definition is None:
        raise PaperRefused("missing")
    return definition, {path: text for path, text in library.files(definition).items() if _is_template(path)}


def _is_template(path: str) -> bool:
    """Whether papers are made from the file: of the pack itself, or of one that it takes from."""
    inside = path.split("/", 2)[2] if path.startswith(f"{library.USED}/") else path
    return inside.startswith(FOLDER) and inside.endswith(".typ")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
