"""Imports and exchanges."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from gendan.api.schemas.base import CLOSED, Given, Name, Text, Told, Values
from gendan.api.schemas.pack import FieldDescribed
from gendan.api.schemas.problem import ReasonTold

Header = Annotated[Text, Field(min_length=1, max_length=200)]
Receipt = Annotated[Text, Field(min_length=1, max_length=2000, description="The `file` that the upload gave.")]


class Mapping(Given):
    """How a file is read: which header fills which field, what every row has besides, how dates are written."""

    columns: dict[Header, Name] = Field(max_length=500, json_schema_extra=CLOSED, examples=[{"订单编号": "order_no"}])
    constants: Values = Field(default_factory=dict)
    formats: dict[Name, Annotated[Text, Field(max_length=60)]] = Field(
        default_factory=dict, max_length=500, json_schema_extra=CLOSED, description="By field: as `%d/%m/%Y %H:%M`."
    )


class PreviewGiven(Given):
    """What is to be looked at. Without a mapping one is proposed."""

    file: Receipt
    mapping: Mapping | None = None
    sheet: Annotated[Text, Field(max_length=100)] = ""


class RunGiven(Given):
    """What is to be brought in. `keep`: good rows, or none where one can't be."""

    file: Receipt
    mapping: Mapping
    keep: Literal["good", "none"]
    sheet: Annotated[Text, Field(max_length=100)] = ""


class MappingTold(Told):
    """How a file is read."""

    columns: dict[str, str]
    constants: dict[str, Any]
    formats: dict[str, str]


class ColumnTold(Told):
    """A column of the file."""

    header: str
    field: str | None
    samples: list[str]


class RowSeen(Told):
    """One of the first rows: its values by field, and what it would do."""

    row: int
    values: dict[str, Any]
    fate: str
    reasons: list[ReasonTold]


class RowFaultsTold(Told):
    """A row that can't be taken, and every reason why."""

    row: int
    reasons: list[ReasonTold]


class PreviewTold(Told):
    """What a file would do. `refused` is why it can't be read by this mapping at all."""

    kind: str
    encoding: str
    sheet: str
    sheets: list[str]
    columns: list[ColumnTold]
    mapping: MappingTold
    fields: list[FieldDescribed]
    missing: list[str]
    refused: list[ReasonTold]
    first: list[RowSeen]
    faults: list[RowFaultsTold]
    faulty: int
    new: int
    changed: int
    unchanged: int
    known: int
    checked: int
    complete: bool


class RunTold(Told):
    """How far an import has come. `stage`: running, stopped, done, or rejected (nothing of the file was kept)."""

    id: UUID
    name: str
    file_name: str
    person: int
    keep: str
    stage: str
    total: int
    rows: int
    opened: int
    updated: int
    unchanged: int
    known: int
    refused: int
    faulty: int
    fault: ReasonTold | None
    created_at: datetime
    changed_at: datetime


class RunsTold(Told):
    """The last runs of an import, the newest first."""

    runs: list[RunTold]


class RowOutcomeTold(Told):
    """What became of a row, counted as a spreadsheet does."""

    row: int
    fate: str
    uid: UUID | None
    number: str
    reasons: list[ReasonTold]


class RowOutcomes(Told):
    """A part of a run's rows. `next` is `after` of the following page."""

    rows: list[RowOutcomeTold]
    next: int | None


class SendGiven(Given):
    """Cases to be sent as one batch."""

    cases: list[UUID] = Field(min_length=1, max_length=10_000)


class SentRow(Told):
    """What became of one case."""

    uid: UUID
    sent: bool
    reasons: list[ReasonTold]


class SentTold(Told):
    """A batch that was sent: its case and number (null: nothing was sent), and an outcome for every case."""

    uid: UUID | None
    number: str
    rows: list[SentRow]


class ExchangeBatchTold(Told):
    """A batch as it stands; it is a case of its own."""

    uid: UUID
    number: str
    state: str
    sent_at: datetime
    sent_by: int
    due: datetime | None
    late: bool
    rows: int
    unanswered: int


class ExchangeBatches(Told):
    """The last batches of an exchange, the newest first."""

    batches: list[ExchangeBatchTold]


class ExchangeRowTold(Told):
    """A row of a batch and its answer."""

    row: int
    match: str
    answer: str | None
    answered_at: datetime | None
    answered_by: int | None


class ExchangeRows(Told):
    """The rows of a batch."""

    rows: list[ExchangeRowTold]


class AnswersGiven(Given):
    """Answers: each an object from header to value."""

    rows: list[Annotated[dict[Header, Any], Field(json_schema_extra=CLOSED)]] = Field(
        min_length=1, max_length=10_000, examples=[[{"单号": "202602-000017", "结果": "通过"}]]
    )


class AnswerTold(Told):
    """What became of one answer. `fate`: done, again, unmatched, refused or faulty."""

    row: int
    match: str
    fate: str
    reasons: list[ReasonTold]


class AnsweredTold(Told):
    """What became of the answers."""

    answers: list[AnswerTold]
    unmatched: list[str]
