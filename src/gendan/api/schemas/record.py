"""Declared records, as the caller sees them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from gendan.api.schemas.base import Day, Given, Told, Values
from gendan.api.schemas.pack import FieldDescribed, Named


class RecordTypes(Told):
    """The types of records of a pack that the caller sees."""

    types: list[Named]


class RecordLine(Told):
    """A record as it stands today. A value that is encrypted at rest is masked."""

    id: int
    values: dict[str, Any]


class RecordsTold(Told):
    """Some records in the order of their keys. `after` is where the next page begins, null at the end."""

    type: str
    title: str
    key: list[str]
    fields: list[FieldDescribed]
    may_change: bool
    records: list[RecordLine]
    after: int | None


class RecordVersionTold(Told):
    """What a record held from `since` on: who wrote it, when, and from which case (empty: by hand)."""

    since: date
    values: dict[str, Any]
    at: datetime
    by: int
    source: str


class RecordInFull(Told):
    """A record with every version, the newest first."""

    id: int
    versions: list[RecordVersionTold]


class CaseAbout(Told):
    """An open case about a record."""

    uid: UUID
    number: str
    procedure: str
    state: str
    holder: int | None
    due: datetime | None
    late: bool


class CasesAbout(Told):
    """The open cases about a record that the caller sees, as they were opened."""

    cases: list[CaseAbout]


class RecordGiven(Given):
    """A record that is written, found by its key. What is not given stays as it was."""

    values: Values
    since: Day | None = None
