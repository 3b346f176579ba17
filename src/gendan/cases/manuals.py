"""手册 The manuals of the versions that were activated here, as the site has set them: who may read which.

Whoever works in the department reads all of its manual, whatever his post: what everybody else does is what he builds
on. Who acts for an outside party does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from gendan.cases import library, registry
from gendan.cases.basis import Basis, basis
from gendan.cases.models import PackVersion
from gendan.cases.sight import posts_of, works_with
from gendan.core.pack import Pack
from gendan.packs.manual import Behind, InForce, Manual, Wanted, manual_of
from gendan.packs.manual.bpmn import as_bpmn
from gendan.packs.manual.flow import drawings_of
from gendan.packs.manual.html import as_html
from gendan.packs.manual.pdf import as_pdf
from gendan.packs.reader import read_pack
from gendan.packs.register.rows import register_rows
from gendan.people import access
from gendan.people.actions.authority import is_administrator
from gendan.people.epoch import current_epoch, on_forget

SHORTEST_HASH: Final = 12
"""So much of a version's hash names it."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version whose manual may be read. `active`: new cases open under it."""

    definition: int
    pack: Pack
    active: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A version as a list of versions tells it."""

    version: str
    hash: str
    active: bool
    activated_at: datetime


def readable(name: str, *, person: int, at: datetime, of: str | None = None) -> Version | None:
    """The version of a pack whose manual `person` may read; None where there is none for him.

    `of` is the hash of an older version, or at least its first SHORTEST_HASH digits; without it, it is the active one.
    What may be read is asked of the active version, so that leaving the department ends it.
    """
    definition = library.active(name, current_epoch())
    if definition is None or not _reads(library.pack(definition), person, at):
        return None
    if of is None:
        return Version(definition, library.pack(definition), True)
    if len(of) < SHORTEST_HASH:
        return None
    found = PackVersion.objects.filter(name=name, hash__startswith=of).values_list("id", "active").first()
    return None if found is None else Version(found[0], library.pack(found[0]), found[1])


def _reads(pack: Pack, person: int, at: datetime) -> bool:
    actor = access.actor(person, pack, at)
    if actor.party is not None:
        return False
    if posts_of(actor) or is_administrator(person):
        return True
    return any(works_with(each, actor) for each in pack.procedures.values())


def departments(*, person: int, at: datetime) -> tuple[Pack, ...]:
    """The active packs whose manuals `person` may read."""
    return tuple(pack for _, pack in library.active_packs() if _reads(pack, person, at))


def versions(name: str) -> tuple[Told, ...]:
    """Every version of a pack that was activated here, the newest first."""
    found = PackVersion.objects.filter(name=name).order_by("-activated_at", "-id")
    return tuple(
        Told(version=each.version, hash=each.hash, active=each.active, activated_at=each.activated_at) for each in found
    )


def manual(definition: int, *, language: str, on: date, wanted: Wanted | None = None, alone: bool = False) -> Manual:
    """The manual of a version, with what the site has set. `alone`: its drawings stand for themselves.

    Raises KeyError for an unknown version, post or procedure.
    """
    judged = basis(definition, current_epoch())
    return _made(definition, judged.under, _bare(language), on, wanted or Wanted(), alone)


def pdf(definition: int, *, language: str, on: date, wanted: Wanted | None = None) -> bytes:
    """The manual as a PDF. Raises KeyError."""
    judged = basis(definition, current_epoch())
    return _typeset(definition, judged.under, _bare(language), on, wanted or Wanted())


def html(definition: int, *, language: str, on: date, wanted: Wanted | None = None) -> str:
    """The manual as a file of HTML that stands for itself. Raises KeyError."""
    return as_html(manual(definition, language=language, on=on, wanted=wanted, alone=True))


def bpmn(definition: int, procedure: str, *, language: str) -> bytes:
    """A procedure as BPMN 2.0. Raises KeyError."""
    return as_bpmn(
        library.pack(definition), procedure, language=_bare(language), vocabulary=registry.vocabulary(),
        in_force=_in_force(basis(definition, current_epoch())),
    )  # fmt: skip


def _bare(language: str) -> str:
    return "en" if language.startswith("en") else "zh"


# Kept by the version and by what it is judged under: a change of a setting, a table or the calendar makes another.
@lru_cache(maxsize=16)
def _made(definition: int, _under: str, language: str, on: date, wanted: Wanted, alone: bool) -> Manual:
    judged = basis(definition, current_epoch())
    pack = judged.pack
    stories = read_pack(_own_files(definition)).stories
    return manual_of(
        pack,
        language=language,
        made_on=on,
        vocabulary=registry.vocabulary(),
        in_force=_in_force(judged),
        behind=Behind(stories=stories, rows=register_rows()),
        drawings=drawings_of(pack, language, alone=alone),
        wanted=wanted,
    )


@lru_cache(maxsize=8)
def _typeset(definition: int, under: str, language: str, on: date, wanted: Wanted) -> bytes:
    return as_pdf(_made(definition, under, language, on, wanted, True))


on_forget(_made.cache_clear)
on_forget(_typeset.cache_clear)


def _own_files(definition: int) -> Mapping[str, bytes]:
    kept = library.files(definition)
    return {path: content for path, content in kept.items() if not path.startswith(f"{library.USED}/")}


def _in_force(judged: Basis) -> InForce:
    return InForce(
        settings=judged.settings,
        tables={name: tuple(cells.items()) for name, cells in judged.tables.items()},
        calendar=judged.calendar,
    )
