"""部门 The units of the organization as a tree, with who works in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gendan.people.models import Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNode:
    """A unit: its names, the unit above (None: none), the manual it works by (empty: none), since when it is closed
    (None: it is open), and the ids of the active people in it, by name.
    """

    id: int
    name: str
    name_english: str
    parent: int | None
    pack: str
    closed_at: datetime | None
    people: Sequence[int]

    def called(self, language: str) -> str:
        """Its name in a language of the faces."""
        return self.name_english if language.startswith("en") and self.name_english else self.name


def units() -> Mapping[int, UnitNode]:
    """Every unit by its id, the open ones first, each by its name."""
    people: dict[int, list[int]] = {}
    for unit, person in (
        Person.objects.filter(is_active=True, unit__isnull=False).order_by("name", "id").values_list("unit_id", "id")
    ):
        if unit is not None:
            people.setdefault(unit, []).append(person)
    rows = sorted(Unit.objects.all(), key=lambda one: (one.closed_at is not None, one.name, one.pk))
    return {
        row.pk: UnitNode(
            id=row.pk,
            name=row.name,
            name_english=row.name_english,
            parent=row.parent_id,
            pack=row.pack,
            closed_at=row.closed_at,
            people=tuple(people.get(row.pk, ())),
        )
        for row in rows
    }


def below(unit: int, known: Mapping[int, UnitNode]) -> frozenset[int]:
    """The unit and all that are under it, at whatever depth."""
    found, left = set[int](), [unit]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += [each.id for each in known.values() if each.parent == one]
    return frozenset(found)
