"""Reports that are due: their cases, and what each says."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from gendan.api.schemas.base import Json, TextTold, Told

Digest = Annotated[str, Field(description="SHA-256, in hex, of what the report says, apart from when it was computed.")]


class ReportRow(Told):
    """A report's case: which report, of which period, where it stands, and until when it is due."""

    uid: UUID
    number: str
    procedure: str
    declared: str
    title: str
    period: str
    state: str
    final: str | None
    author: int | None
    due: datetime | None
    late: bool


class ReportsTold(Told):
    """The reports that the caller sees."""

    rows: list[ReportRow]


class ReportTarget(Told):
    """What is to be reached."""

    operator: str
    value: Decimal


class ReportAnomaly(Told):
    """How far a figure is from its own past, and by which rule that is said."""

    middle: Decimal
    distance: Decimal
    rule: TextTold


class ReportFigure(Told):
    """A figure of a report with the one of the period before. `grounds` stands for the very events that it counts."""

    measure: str
    title: TextTold
    definition: TextTold
    unit: str
    share: bool
    value: Decimal | None
    previous: Decimal | None
    counted: int
    base: int
    target: ReportTarget | None
    met: bool | None
    provisional: bool
    anomaly: ReportAnomaly | None
    grounds: str


class ReportHead(Told):
    """What a report groups by."""

    name: str
    title: TextTold


class ReportColumn(Told):
    """A column of a report's table."""

    name: str
    title: TextTold
    unit: str


class ReportWords(Told):
    """A line's cells in words: the groups of a table, or all cells of a list."""

    zh: list[str]
    en: list[str]


class ReportLine(Told):
    """A line of a report: what it stands for, and its values, figures exactly as text."""

    key: list[Json]
    words: ReportWords
    values: list[Json]


class ReportContent(Told):
    """What a report says of a period. `person`: of one person alone; `left_out`: lines that are not listed."""

    declared: str
    title: TextTold
    period: str
    first: date
    until: date
    person: int | None
    version: str
    hash: str
    figures: list[ReportFigure]
    by: list[ReportHead]
    columns: list[ReportColumn]
    rows: list[ReportLine]
    left_out: int
    digest: Digest
    made_at: datetime


class FrozenTold(Told):
    """What a report said when it was submitted: by whom, when, and in which event of its case."""

    at: datetime
    by: int
    seq: int
    digest: Digest
    content: ReportContent


class ReportTold(Told):
    """A report: its case, what it said when it was submitted, what it says now, and whether that is something else."""

    case: ReportRow
    remarks: str
    frozen: FrozenTold | None
    live: ReportContent | None
    differs: bool
