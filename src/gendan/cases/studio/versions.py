"""The versions of packs that were activated here: which is in force, since when, and how many cases run under each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from gendan.cases.models import Activation, PackVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTold:
    """One version. `running`: open cases by procedure. `activations`: when and by whom it was put in force, the last
    one first."""

    id: int
    pack: str
    version: str
    hash: str
    in_force: bool
    running: Mapping[str, int]
    activations: tuple[tuple[datetime, int], ...]

    @property
    def cases(self) -> int:
        """How many cases run under it."""
        return sum(self.running.values())


def versions(pack: str | None = None) -> list[VersionTold]:
    """The versions of a pack, or of all, by the pack's name, the newest first. Three statements, however many."""
    rows = PackVersion.objects.order_by("name", "-active", "-id")
    if pack is not None:
        rows = rows.filter(name=pack)
    found = list(rows)
    running = _running([row.id for row in found])
    activated: dict[int, list[tuple[datetime, int]]] = {}
    for number, at, by in Activation.objects.filter(pack__in=found).order_by("-id").values_list("pack_id", "at", "by"):
        activated.setdefault(number, []).append((at, by))
    return [
        VersionTold(
            id=row.id,
            pack=row.name,
            version=row.version,
            hash=row.hash,
            in_force=row.active,
            running=running.get(row.id, {}),
            activations=tuple(activated.get(row.id, [(row.activated_at, row.activated_by)])),
        )
        for row in found
    ]


def _running(definitions: list[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    with connection.cursor() as on:
        on.execute(
            "select definition, split_part(procedure, '.', 2), count(*) from cases_case"
            " where final is null and definition = any(%s) group by 1, 2 order by 2",
            [definitions],
        )
        for definition, procedure, cases in on.fetchall():
            found.setdefault(definition, {})[procedure] = cases
    return found
