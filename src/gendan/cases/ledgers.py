"""台账 Tables that areas show as pages of their own: of all to who may look at the area, of a case to who sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, cast
from zoneinfo import ZoneInfo

from gendan.cases import case_cells
from gendan.cases.area_actions import areas_open, concerns
from gendan.cases.documents import tables
from gendan.cases.queries.chosen import about_seen
from gendan.cases.queries.seen import CaseSeen
from gendan.cases.registry import implementation, vocabulary
from gendan.cases.sheets import Cell
from gendan.core.refusals import Reason, Refused
from gendan.core.text import Text
from gendan.core.values import filled, parse
from gendan.core.vocabulary import Ledger, Table

MOST: Final = 1000
"""Rows that a page shows."""
WHOLE: Final = 100_000
"""Rows of a file."""


def of_area(area: str) -> tuple[Ledger, ...]:
    """The ledgers of an area, in the order in which it declares them."""
    return tuple(each for each in vocabulary().ledgers.values() if each.about == "site" and _area(each) == area)


def site_ledger(name: str, *, person: int, at: datetime) -> Ledger | None:
    """A ledger of all, None where there is none or the person may not look at its area."""
    found = vocabulary().ledgers.get(name)
    if found is None or found.about != "site" or _area(found) not in areas_open(person, at):
        return None
    return found


def typed(ledger: Ledger, given: Mapping[str, object], zone: ZoneInfo) -> dict[str, object]:
    """What was given of a ledger's filters, typed. Raises Refused with every reason."""
    values: dict[str, object] = {}
    reasons: list[Reason] = []
    for field in ledger.fields:
        value = parse(field, given.get(field.name), zone)
        if isinstance(value, Reason):
            reasons.append(value)
        elif filled(value):
            values[field.name] = value
    if reasons:
        raise Refused(tuple(reasons))
    return values


def site_table(ledger: Ledger, given: Mapping[str, object], *, person: int, at: datetime, most: int = MOST) -> Table:
    """What the ledger shows to `person` for what was given of its filters, typed: of what names a case, that whose case
    he sees."""
    load: Callable[..., Table] = implementation(ledger.loader)
    table = load(given, at=at, most=most)
    places = case_cells.places_of(table, row_stays=False)
    if places:
        rows = about_seen(
            lambda many: load(given, at=at, most=many).rows,
            lambda row: case_cells.cases_in(row, places),
            most=most,
            person=person,
            at=at,
        )
        table = replace(table, rows=tuple(rows))
    return case_cells.emptied(table, person=person, at=at)


def workbook_of(ledger: Ledger) -> Callable[[Path, Mapping[str, object]], object]:
    """What writes the ledger's workbook."""
    return implementation(ledger.workbook)


def paper_of(ledger: Ledger, given: Mapping[str, object], *, person: int, at: datetime, language: str) -> bytes:
    """A ledger of all as a PDF: its own, or the list that it is to `person`."""
    if ledger.paper:
        made: bytes = implementation(ledger.paper)(given, at=at, language=language)
        return made
    table = site_table(ledger, given, person=person, at=at, most=tables.MOST + 1)
    closing = implementation(ledger.closing)(given, at=at) if ledger.closing else None
    amount = "" if closing is None else str(closing)
    return tables.table_paper(ledger, table, given, at=at, language=language, closing=amount)


def case_paper(ledger: Ledger, seen: CaseSeen, *, at: datetime, language: str) -> bytes:
    """A ledger of a case as a PDF."""
    table = case_table(ledger, seen, language=language, at=at)
    return tables.table_paper(ledger, table, {}, at=at, language=language)


def of_case(seen: CaseSeen, *, at: datetime) -> tuple[Ledger, ...]:
    """The ledgers of a case that the person who sees it may look at."""
    if not vocabulary().ledgers:
        return ()
    outside = seen.actor.party is not None
    return tuple(
        each
        for each in vocabulary().ledgers.values()
        if each.about == "case"
        and _area(each) in seen.pack.needs
        and not (each.inside and outside)
        and _may_be_filled(each, seen, at)
    )


def _may_be_filled(ledger: Ledger, seen: CaseSeen, at: datetime) -> bool:
    """Whether some step of the procedure writes what the ledger shows; where the area is no matter of the procedure,
    whether there is anything."""
    if not concerns(seen.pack, seen.procedure, _area(ledger)):
        return bool(case_table(ledger, seen, language="zh", at=at).rows)
    steps = seen.procedure.actions.values()
    return not ledger.filled_by or any(effect.word in ledger.filled_by for each in steps for effect in each.then)


def case_table(ledger: Ledger, seen: CaseSeen, *, language: str, at: datetime) -> Table:
    """What the ledger shows of the case."""
    found: Table = implementation(ledger.loader)(seen.case.id, {"language": language}, at=at)
    return found


def file_heads(table: Table, language: str) -> list[str]:
    """The heads of a table that is written into a file."""
    return [column.title.in_language(language) for column in table.columns]


def file_rows(table: Table, language: str) -> Iterator[list[Cell]]:
    """The rows of a table that is written into a file: of a link what it is called."""
    return ([_cell(value, language) for value in row] for row in table.rows)


def _cell(value: object, language: str) -> Cell:
    told = value[1] if isinstance(value, tuple) else value
    return told.in_language(language) if isinstance(told, Text) else cast("Cell", told)


def _area(ledger: Ledger) -> str:
    return ledger.name.partition(".")[0]
