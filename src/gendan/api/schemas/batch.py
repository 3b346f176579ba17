"""Batches: one action for many cases."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from gendan.api.listing import AskedInBody
from gendan.api.schemas.base import Given, Name, PersonId, Text, Told, Values
from gendan.api.schemas.problem import ReasonTold


class BatchGiven(Given):
    """A batch over the named cases, or over all that a list shows. Nothing is done before it is started."""

    verb: Literal["act", "claim", "release", "take_over", "hand_over"] = "act"
    action: Name | None = Field(default=None, description="The pack's action, where the verb is act.")
    cases: list[UUID] = Field(default_factory=list, max_length=10_000)
    everything: AskedInBody | None = Field(default=None, description="All that this list shows, up to 10,000 cases.")


class CaseGiven(Given):
    """The values for one case of a batch. They go before those for all."""

    case: UUID
    given: Values


class BatchStart(Given):
    """The values for all cases of a batch, and those for single ones."""

    given: Values = Field(default_factory=dict)
    each: list[CaseGiven] | None = Field(
        default=None, max_length=10_000, description="Values for single cases. Null leaves what a repeated batch had."
    )
    reason: Annotated[Text, Field(max_length=2000)] = ""
    person: PersonId | None = None


class GroupTold(Told):
    """Rows that were refused for the same reasons."""

    reasons: list[ReasonTold]
    count: int
    first_row: int


class BatchTold(Told):
    """A batch as it stands.

    `stage`: ready, running, stopped, done or dropped; `rows_done` of `count` rows have an outcome.
    """

    id: UUID
    procedure: str
    verb: str
    action: str | None
    stage: str
    count: int
    rows_done: int
    succeeded: int
    refused: int
    created_at: datetime
    started_at: datetime | None
    changed_at: datetime


class BatchInFull(BatchTold):
    """A batch with why its rows were refused, and in which fields its cases differ though they must be alike."""

    groups: list[GroupTold]
    differing: list[ReasonTold]


class BatchesTold(Told):
    """The caller's batches, the newest first."""

    batches: list[BatchTold]


class BatchRowTold(Told):
    """What became of one case of a batch. `done` null: not tried yet."""

    row: int
    uid: UUID
    number: str
    done: bool | None
    state: str
    reasons: list[ReasonTold]


class BatchRows(Told):
    """A part of a batch's rows. `next` is `after` of the following page."""

    rows: list[BatchRowTold]
    next: int | None
