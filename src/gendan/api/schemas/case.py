"""One case, and what comes of commands on it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from gendan.api.json_values import shown
from gendan.api.schemas.base import CLOSED, Given, Moment, Name, PersonId, RowNumber, Text, Told, Truth, Values, Version
from gendan.api.schemas.problem import ReasonTold

Shown = Annotated[dict[str, Any], BeforeValidator(shown)]


class CaseLine(Told):
    """A case as a row of a list.

    `values` are the fields that the caller may see; `masked` those that are filled and hidden.
    """

    uid: UUID
    procedure: str = Field(examples=["shop_review.shop_order"])
    kind: str | None
    number: str
    label: str
    state: str
    state_title: str
    final: str | None = Field(description="done, failed or cancelled; null while it runs.")
    version: int
    queue: str | None = Field(description="The post whose turn it is, as `pack.post`.")
    holder: int | None
    holder_name: str
    priority: int
    due: datetime | None
    late: bool
    opened_at: datetime
    entered_at: datetime
    values: dict[str, Any]
    masked: list[str]


class CasePage(Told):
    """A part of a list. `count` goes to 1,000 at most; `capped` says that there are more."""

    rows: list[CaseLine]
    next: str | None = Field(description="`after` of the following page; null on the last.")
    count: int
    capped: bool


class CasesFound(Told):
    """What a search found. `more`: there are others; a longer text finds them."""

    rows: list[CaseLine]
    more: bool


class Colleagues(Told):
    """Names of people who see a case."""

    names: list[str]


class FieldTold(Told):
    """A fact of the case. `masked`: it is filled and hidden; `reveal` may show it where it is the caller's to see."""

    name: str
    title: str
    type: str
    value: Any
    says: str = Field(description="The value as a person reads it.")
    masked: bool


class AvailableTold(Told):
    """What can be done with the case now, or every reason why it can't. `verb` `act` is the pack's `action`."""

    verb: str
    action: str | None
    part: str | None
    title: str
    open: bool
    reasons: list[ReasonTold]
    asks: list[str]
    needs: list[str]
    signs: bool


class DeadlineTold(Told):
    """A clock of the case. `left_seconds` is in the clock's own unit (`counts`), negative once late."""

    name: str
    title: str
    run: int
    state: str
    counts: str
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    late: bool
    left_seconds: int | None


class SignatureTold(Told):
    """A signature that was given. A void one stays, marked."""

    action: str
    slot: str
    by: int | None
    for_whom: int | None
    name: str
    at: datetime | None
    void: bool


class VoidTold(Told):
    """That a paper counts no more, by which action, since when."""

    action: str
    at: datetime


class FileTold(Told):
    """A file of the case, to be had under its digest. A paper that counts no more is `void`, with the action and the
    moment that voided it; it bears the mark when it is downloaded."""

    sha256: str
    name: str
    size: int
    type: str
    by: int | None
    at: datetime | None
    void: VoidTold | None = None


class CaseTold(CaseLine):
    """One case, as the caller sees it. Its ETag is its version."""

    title: str
    pack: str
    pack_version: str
    fields: list[FieldTold]
    available: list[AvailableTold]
    deadlines: list[DeadlineTold]
    signatures: list[SignatureTold]
    children: list[CaseLine]
    parent: CaseLine | None
    origin: CaseLine | None
    attachments: list[FileTold]


class ChangeTold(Told):
    """A field that an event changed, in words."""

    title: str
    before: str
    after: str


class LineTold(Told):
    """One event in words."""

    seq: int
    at: datetime
    kind: str
    who: str
    says: str
    changes: list[ChangeTold]
    details: list[str]
    quote: str
    file: dict[str, Any] | None


class HistoryTold(Told):
    """What happened to the case, oldest first."""

    lines: list[LineTold]


class OpenedTold(Told):
    """A case that was opened besides: a child, or a part of a split."""

    name: str
    uid: UUID
    number: str


class OutcomeTold(Told):
    """What became of a command.

    `unchanged`: it was allowed and changed nothing. `replayed`: its key was done before.
    """

    uid: UUID
    number: str
    version: int
    state: str
    unchanged: bool
    replayed: bool
    opened: list[OpenedTold]


class RevealedTold(Told):
    """A hidden value in clear. That it was looked at is kept."""

    field: str
    value: Any


class OpenGiven(Given):
    """A new case."""

    given: Values = Field(default_factory=dict)
    kind: Name | None = None


class Seen(Given):
    """What every command may carry: the version that the caller saw."""

    seen: Version | None = Field(default=None, description="The version that was seen. If-Match says the same.")


class ActGiven(Seen):
    """An action of the pack; where it is signed, the caller's signature, of `part` where that is named."""

    given: Values = Field(default_factory=dict)
    part: Name | None = None
    happened: Moment | None = Field(default=None, description="The earlier moment at which it happened.")
    reason: Annotated[Text, Field(max_length=2000)] | None = None
    others: list[UUID] = Field(default=[], max_length=500, description="For a merge: the cases that end in this one.")
    rows: list[RowNumber] = Field(
        default=[], max_length=5000, description="For a split: the numbers of the rows (from 1) that go to a new case."
    )


class ReasonGiven(Seen):
    """A command that may say why."""

    reason: Annotated[Text, Field(max_length=2000)] | None = None


class PersonGiven(ReasonGiven):
    """A command about another person."""

    person: PersonId


class CommentGiven(Given):
    """A remark."""

    text: Annotated[Text, Field(min_length=1, max_length=20_000)]


class CorrectGiven(ReasonGiven):
    """A correction of what an action recorded; both stand."""

    given: Values


class OverruleGiven(ReasonGiven):
    """How clocks count, decided by a superior, by name and with a reason."""

    clocks: dict[Name, Truth] = Field(
        min_length=1, max_length=50, json_schema_extra=CLOSED, description="Clock: whether it counts as met."
    )


class FileKept(Told):
    """A file that is kept. `file` is what a field of type `file` is given; it is the sender's alone, for 24 hours."""

    file: str
    sha256: str
    name: str
    size: int
    type: str
