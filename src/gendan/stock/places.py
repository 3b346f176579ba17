"""The places by name and by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gendan.cases.numbers import is_rehearsed
from gendan.cases.store import cursor
from gendan.core.text import Text
from gendan.stock.models.place import FIRST_PLACE, Outside

OUTSIDE: Final[Mapping[str, Text]] = {
    Outside.SUPPLIER.name.lower(): Text("供方", "Supplier"),
    Outside.CUSTOMER.name.lower(): Text("客户", "Customer"),
    Outside.LOST.name.lower(): Text("报损", "Lost"),
    Outside.FOUND.name.lower(): Text("盘盈", "Found"),
    Outside.USED.name.lower(): Text("领用", "In use"),
}
"""What the outside is called."""

Where = str | Mapping[str, str]
"""Where something is, as a reason tells it: a name, or a word in both languages."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as it is looked up. `warehouse` is its warehouse's id, its own for a warehouse."""

    id: int
    name: str
    warehouse: int
    inspection: bool


@dataclass(frozen=True, slots=True)
class Places:
    """All places of the site."""

    by_id: Mapping[int, Spot]
    by_name: Mapping[str, Spot]

    def named(self, name: str) -> Spot | None:
        """The place of this name."""
        return self.by_name.get(name.strip())

    def is_store(self, place: int) -> bool:
        """Whether goods there are free to be taken."""
        spot = self.by_id.get(place)
        return spot is not None and not spot.inspection

    def inspection_of(self, spot: Spot) -> Spot | None:
        """Where goods wait for inspection in a place's warehouse."""
        if spot.inspection:
            return spot
        found = (each for each in self.by_id.values() if each.inspection and each.warehouse == spot.warehouse)
        return min(found, key=lambda each: each.id, default=None)

    def name_of(self, place: int) -> str:
        """A place's name; of the outside its word (`customer`), which the faces say."""
        if place < FIRST_PLACE:
            return Outside(place).name.lower()
        spot = self.by_id.get(place)
        return spot.name if spot is not None else ""


def where(name: str, party: str) -> Where:
    """Where something is that stands at the place of this name (`Places.name_of`): outside with whom, else what that
    outside is called."""
    title = OUTSIDE.get(name)
    if title is None:
        return name
    return party or {language: title.in_language(language) for language in ("zh", "en")}


def stage() -> int:
    """0 for the site's own places; in a rehearsal the number of its connection, which no other has meanwhile."""
    if not is_rehearsed():
        return 0
    with cursor() as on:
        return on.connection.info.backend_pid


def places() -> Places:
    """The places as they stand; in a rehearsal those that it has made."""
    with cursor() as on:
        on.execute(
            "select id, name, coalesce(warehouse_id, id), inspection from stock_place where stage = $1::bigint"
            " order by id",
            [stage()],
        )
        spots = [Spot(*row) for row in on]
    return Places({spot.id: spot for spot in spots}, {spot.name: spot for spot in spots})
