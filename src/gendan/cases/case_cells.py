"""单号栏 Cells of areas' tables that name a case: they are told to who sees the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from gendan.cases.queries.chosen import ids_of
from gendan.core.vocabulary import Table

Row = tuple[object, ...]


def places_of(table: Table, *, row_stays: bool) -> tuple[int, ...]:
    """Which columns name cases, of those whose rows stay (or don't) where the reader does not see the case."""
    return tuple(
        place for place, each in enumerate(table.columns) if each.type == "case" and each.row_stays is row_stays
    )


def cases_in(row: Row, places: Sequence[int]) -> list[int]:
    """The ids of the cases that a row names at these places."""
    return [cell[0] for cell in (row[place] for place in places) if isinstance(cell, tuple)]


def told(table: Table, *, person: int, at: datetime) -> Table:
    """The table without the rows that are about a case that `person` does not see, and without such cases' numbers."""
    places = places_of(table, row_stays=False)
    if places:
        seen = ids_of((case for row in table.rows for case in cases_in(row, places)), person=person, at=at)
        table = replace(table, rows=tuple(row for row in table.rows if seen.issuperset(cases_in(row, places))))
    return emptied(table, person=person, at=at)


def emptied(table: Table, *, person: int, at: datetime) -> Table:
    """The table with all its rows, of which cells are empty that name a case that `person` does not see."""
    places = places_of(table, row_stays=True)
    if not places:
        return table
    seen = ids_of((case for row in table.rows for case in cases_in(row, places)), person=person, at=at)

    def cell(place: int, value: object) -> object:
        return None if place in places and isinstance(value, tuple) and value[0] not in seen else value

    rows = (tuple(cell(place, value) for place, value in enumerate(row)) for row in table.rows)
    return replace(table, rows=tuple(rows))
