"""What stands in pack.yaml, or in the files named like its keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gendan.packs.schema.base import Model, OrOne, Title
from gendan.packs.schema.deadline import Moment
from gendan.packs.schema.fields import RecordModel, SettingModel, TableModel
from gendan.packs.schema.measures import MeasureModel, ReportModel, ScorecardModel
from gendan.packs.schema.scalars import Condition, Label, Name, Names, Scalar, Span


class PostModel(Model):
    """岗位 A post, which persons hold."""

    title: Title
    reports_to: Scalar | None = None
    duties: Annotated[tuple[Title, ...], OrOne] = ()
    source: Scalar | None = None


class ImportModel(Model):
    """导入 How the rows of a file open cases, or write records."""

    title: Title | None = None
    opens: Scalar | None = None
    writes: Scalar | None = None
    key: Names
    columns: dict[Scalar, Scalar]
    again: Literal["refuse", "update"] = "refuse"
    update: Scalar | None = Field(default=None, description="the action by which a row changes a case that stands")
    source: Scalar | None = None


class SendsModel(Model):
    """What a batch holds: cases of these states, sent by this action, with these fields."""

    from_: Names = Field(alias="from")
    do: Scalar
    columns: Names


class AnswersModel(Model):
    """How answers are read: what finds the case, which column says the result, and what each result does."""

    match: Scalar
    column: Scalar
    map: dict[Label, Scalar]
    fill: dict[Label, Scalar] = Field(default={})


class ExchangeModel(Model):
    """交换 A batch sent outside, and its answers."""

    title: Title | None = None
    procedure: Scalar | None = None
    sends: SendsModel
    answers: AnswersModel
    due: Span | None = None
    source: Scalar | None = None


class NoticeModel(Model):
    """通知 A message, with its channels in the order in which they are tried."""

    title: Title | None = None
    by: Names
    text: Title
    source: Scalar | None = None


class DocumentModel(Model):
    """单据 A paper that the pack prints from a template in documents/."""

    title: Title
    template: Scalar | None = None
    goes_to: Names = Field(default=(), description="the fields that name outside parties who find it in their cases")
    voided_by: Names = Field(default=(), description="the actions after which one that was printed before is void")
    source: Scalar | None = None


class RoutineModel(Model):
    """例行 Cases opened by the calendar."""

    open: Scalar
    every: Span | None = None
    in_: Scalar | None = Field(default=None, alias="in", description="shift: in working time alone")
    on: Moment | None = None
    for_: Scalar | None = Field(default=None, alias="for", description="each holder of POST")
    with_: dict[Name, Condition] = Field(default={}, alias="with")
    source: Scalar | None = None


class UseModel(Model):
    """What is taken from a shipped pack, its posts mapped to ours."""

    take: Names
    posts: dict[Name, Names] = Field(default={})


class MigrationModel(Model):
    """How running cases of an older version come to this one."""

    from_: Scalar = Field(alias="from")
    states: dict[Scalar, Scalar] = Field(default={})
    fields: dict[Scalar, Scalar] = Field(default={})


class Sections(Model):
    """The sections that stand in pack.yaml or in a file of their own."""

    settings: dict[Name, SettingModel] = Field(default={})
    tables: dict[Name, TableModel] = Field(default={})
    records: dict[Name, RecordModel] = Field(default={})
    imports: dict[Name, ImportModel] = Field(default={})
    exchanges: dict[Name, ExchangeModel] = Field(default={})
    notices: dict[Name, NoticeModel] = Field(default={})
    documents: dict[Name, DocumentModel] = Field(default={})
    routines: tuple[RoutineModel, ...] = ()
    measures: dict[Name, MeasureModel] = Field(default={})
    scorecards: dict[Name, ScorecardModel] = Field(default={})
    reports: dict[Name, ReportModel] = Field(default={})


class PackModel(Sections):
    """包 pack.yaml: a department's manual, its posts, and what it takes from elsewhere."""

    pack: Name
    version: Scalar
    title: Title
    needs: Names = ()
    calendar: Scalar = "standard"
    posts: dict[Name, PostModel]
    acts: dict[Scalar, Names] = Field(default={})
    uses: dict[Scalar, UseModel] = Field(default={})
    migrates: MigrationModel | None = None
    source: Scalar | None = None


SECTIONS = tuple(Sections.model_fields)
"""The keys that may stand in pack.yaml or in the file that has their name."""
