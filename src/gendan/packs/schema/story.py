"""故事 A story's document in stories/."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from gendan.core.due import DueError
from gendan.core.relative import parse_relative
from gendan.core.story import When
from gendan.packs.schema.base import Model
from gendan.packs.schema.fields import Value
from gendan.packs.schema.scalars import (
    Integer,
    LocalMoment,
    Names,
    Read,
    Scalar,
    read_moment,
    scalar,
    time_wrong,
    wrong,
)

_CODE = re.compile(r"[a-z_]+(\.[^\W]\S*)?")


def _when(value: object) -> When:
    text = scalar(value)
    if text.startswith("+"):
        try:
            return When(later=parse_relative(text))
        except DueError as error:
            raise time_wrong(error) from None
    return When(moment=read_moment(text))


def _due(value: object) -> datetime | None:
    text = scalar(value)
    return None if text == "none" else read_moment(text)


def _code(value: object) -> str:
    text = scalar(value)
    if not _CODE.fullmatch(text):
        raise wrong("bad_refusal", given=text[:60])
    return text


def _many(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


At = Annotated[
    When,
    Read(_when, 'a moment, or how much later: 2026-10-09 09:30, "+40 minutes", "+1 workday 09:30"', ("string",)),
]
DueMoment = Annotated[datetime | None, Read(_due, "a moment, or none", ("string",))]
Codes = Annotated[tuple[Annotated[str, Read(_code, "a code: gate.paid", ("string",))], ...], BeforeValidator(_many)]
Values = dict[Scalar, Value]


class ExpectModel(Model):
    """What must hold of a case, or (`list`) which cases somebody sees in a list, in its order, or (`report`) what a
    report says."""

    case: Scalar | None = None
    list: Scalar | None = None
    queue: Scalar | None = Field(default=None, description="a post: `cases` lie in its queue, the next first")
    as_: Scalar | None = Field(default=None, alias="as")
    cases: Names | None = None
    state: Scalar | None = None
    number: Scalar | None = None
    label: Scalar | None = None
    owner: Scalar | None = None
    due: dict[Scalar, DueMoment] = Field(default={})
    met: Names | None = None
    late: Names | None = None
    void: Names | None = None
    signed: Names | None = None
    pending: Names | None = None
    fields: Values = Field(default={})
    facts: Values = Field(default={})
    measures: Values = Field(default={})
    children: Values = Field(default={})
    notices: Names | None = None
    papers: dict[Scalar, Names] = Field(default={}, description="texts that stand on a document that was printed")
    available: dict[Scalar, Names] = Field(default={})
    report: Scalar | None = Field(default=None, description="a report of the pack, about the last period that ended")
    rows: tuple[Values, ...] | None = Field(default=None, description="with report: all its lines, in its order")
    missed: Names | None = Field(default=None, description="with report: the figures that miss their targets")


class StepModel(Model):
    """One step: who does what with which case; or what must hold; or time that passes."""

    as_: Scalar | None = Field(default=None, alias="as")
    at: At | None = None
    open: Scalar | None = None
    do: Scalar | None = None
    claim: Names | None = None
    release: Names | None = None
    reject: Scalar | None = None
    hand_over: Scalar | None = None
    import_: Scalar | None = Field(default=None, alias="import")
    exchange: Scalar | None = None
    expect: ExpectModel | None = None
    case: Scalar | None = None
    cases: Names = ()
    others: Names = Field(default=(), description="with a merge: the cases that are merged into `case`")
    with_: Values = Field(default={}, alias="with")
    call: Names = ()
    happened: LocalMoment | None = None
    refused: Codes = ()
    action: Scalar | None = Field(default=None, description="with reject: the signed action, where several wait")
    rows: tuple[Values, ...] = ()
    file: Scalar | None = None
    constants: Values = Field(default={})
    unchanged: Integer | None = None
    faulty: Integer | None = None
    send: Names = ()
    answers: tuple[Values, ...] = ()
    unmatched: Names = ()


class StoryModel(Model):
    """故事 One story: what it shows, when it starts, and its steps."""

    story: Scalar
    shows: Names = ()
    at: LocalMoment | None = None
    after: Scalar | None = None
    facts: Values = Field(default={})
    settings: Values = Field(default={})
    regions: dict[Scalar, Names] = Field(
        default={}, description="whose region is which provinces and cities: 小王 (clerk): [浙江, 江苏苏州]"
    )
    steps: tuple[StepModel, ...]
