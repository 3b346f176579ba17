"""Lines of a report that lists: records as they stand on a day, or cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from gendan.cases.models import Case
from gendan.cases.models.record import RecordVersion
from gendan.core.expression import MappingScope
from gendan.core.field import Field
from gendan.core.pack import STILL_OPEN
from gendan.core.values import decode
from gendan.measures.periods import Period
from gendan.measures.reports.declared import Declared

MOST: Final = 5_000
"""Lines of a report. What is beyond is counted and not listed."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """What stood before a rehearsal and is no part of it: cases and record versions up to these ids."""

    case: int
    version: int


@dataclass(frozen=True, slots=True)
class Line:
    """One record or case: what it is called, and its values as JSON."""

    name: str
    data: Mapping[str, Any]


def lines(of: Declared, period: Period, at: datetime, person: int | None, beyond: Beyond | None = None) -> list[Line]:
    """What the report lists, in the order of the date that it asks for, then of names."""
    window = of.window(period)
    pack, report = of.under.pack, of.report
    record = pack.records.get(report.rows)
    fields: Mapping[str, Field]
    if record is not None:
        fields, found = record.fields, _records(f"{pack.name}.{report.rows}", period.until, beyond)
    else:
        fields, found = (
            pack.procedures[report.rows].fields,
            _cases(of, period, person, beyond, everything=window is not None),
        )
    kept: list[tuple[str, Line]] = []
    for line in found:
        dated = ""
        if window is not None:
            field, wanted = window
            day = _day(line.data.get(field))
            if day is None or not wanted.first <= day < wanted.until:
                continue
            dated = day.isoformat()
        if report.among is not None:
            values = {name: decode(each, line.data.get(name)) for name, each in fields.items() if name in line.data}
            words = {f"setting.{name}": value for name, value in of.under.settings.items()}
            if not report.among.holds(MappingScope(names=values, words=words)):
                continue
        kept.append((dated, line))
    return [line for _, line in sorted(kept, key=lambda each: (each[0], each[1].name))]


def _records(kind: str, on: date, beyond: Beyond | None) -> Iterator[Line]:
    """The records of a type as they stood at the end of the period."""
    versions = (
        RecordVersion.objects.filter(record__type=kind, since__lte=on, id__gt=0 if beyond is None else beyond.version)
        .order_by("record_id", "-since", "-id")
        .distinct("record_id")
        .values_list("record__key_text", "data")
    )
    for name, data in versions.iterator():
        yield Line(name, data)


def _cases(
    of: Declared, period: Period, person: int | None, beyond: Beyond | None, *, everything: bool
) -> Iterator[Line]:
    """The cases that were opened in the period; with a date that decides, all that there are; or those still open."""
    found = Case.objects.filter(procedure=f"{of.under.pack.name}.{of.report.rows}")
    if beyond is not None:
        found = found.filter(id__gt=beyond.case)
    if of.report.in_ == STILL_OPEN:
        found = found.filter(final=None)
    elif not everything:
        begin, end = period.bounds(of.under.calendar.timezone)
        found = found.filter(opened_at__gte=begin, opened_at__lt=end)
    if person is not None:
        found = found.filter(actors__contains=[person])
    for number, data in found.order_by("id").values_list("number", "data").iterator():
        yield Line(number, data)


def _day(value: object) -> date | None:
    """The day of a stored date or moment."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
