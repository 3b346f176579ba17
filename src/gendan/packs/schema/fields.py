"""Fields: of a case, of an event, of rows, of records, tables and settings."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, ValidationInfo, WithJsonSchema, field_validator

from gendan.packs.schema.base import Model, Or, OrOne, Title, Words, under
from gendan.packs.schema.scalars import SCALAR, Bool, Condition, Label, Name, Names, Number, Scalar, Span

Choices = dict[Label, Title]


class _Columns(dict[str, Any]):
    """The `of` of a field of type `rows`."""


def _named(value: object) -> object:
    """A list of options is the mapping of each to its own name."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return {each: each for each in value}
    return value


def _of(value: Any) -> str:
    return "<rows>" if isinstance(value, _Columns) else "<choices>"


class Sight(Model):
    """Who sees a field: a post, perhaps only after an action was done."""

    post: Scalar
    after: Scalar | None = None


Viewer = Annotated[
    Annotated[Scalar, Tag("<text>")] | Annotated[Sight, Tag("<mapping>")],
    Discriminator(lambda value: "<mapping>" if isinstance(value, dict) else "<text>"),
]


class FieldModel(Model):
    """字段 A fact: its title, its type, and what may stand in it."""

    title: Title
    type: Scalar = Field(
        description="text, choice, bool, int, decimal, money, date, …, or a procedure's or record's name"
    )
    unit: Scalar | None = None
    min: Number | None = None
    max: Number | None = None
    of: (
        Annotated[
            Annotated[dict[Name, FieldModel], Tag("<rows>")]
            | Annotated[Annotated[Choices, Or(_named, ("text", "names"))], Tag("<choices>")],
            Discriminator(_of),
        ]
        | None
    ) = Field(
        default=None,
        description="a choice's options, a checklist's items, the columns of rows, or the posts that a person is of",
    )
    from_: Scalar | None = Field(
        default=None,
        alias="from",
        description="the list that a text is picked from: table.TABLE, record.RECORD.FIELD, or an area's",
    )
    site: Bool = False
    new: Bool = Field(default=False, description="a party that need not be registered yet")
    computed: Condition | None = None
    required: Condition | None = None
    like: Scalar | None = Field(default=None, description="an example of a text, by which each is written")
    unique: Names | None = Field(default=None, description="open, or the states over which the value is unique")
    unique_with: Names | None = Field(default=None, description="the fields together with which it is unique")
    seen_by: Annotated[tuple[Viewer, ...], OrOne] | None = None
    keep: Span | None = None
    filter: Bool = False
    source: Scalar | None = None

    @field_validator("of", mode="before")
    @classmethod
    def _columns(cls, value: Any, info: ValidationInfo) -> Any:
        if info.data.get("type") == "person" and isinstance(value, str):
            return [value]
        return _Columns(value) if info.data.get("type") == "rows" and isinstance(value, dict) else value


class ColumnModel(FieldModel):
    """A column of a table, which may do without a title."""

    title: Title = Words()
    type: Scalar = "text"


Column = Annotated[ColumnModel, under("type")]
Value = Annotated[
    Any, WithJsonSchema({"anyOf": [SCALAR, {"type": "array"}, {"type": "object"}], "description": "a value"})
]


class SettingModel(FieldModel):
    """设置 A figure or text of the site, with its shipped value and its bounds."""

    default: Value = ""


def _keys(value: object) -> object:
    if isinstance(value, str):
        return {value: "text"}
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return dict.fromkeys(value, "text")
    return value


class TableModel(Model):
    """对照表 A table of the site: a key, columns, and the shipped rows in a CSV file or here."""

    title: Title | None = None
    key: Annotated[dict[Name, Column], Or(_keys, ("text", "names"))]
    columns: dict[Name, Column]
    file: Scalar | None = None
    rows: tuple[dict[Scalar, Scalar], ...] = ()
    source: Scalar | None = None


class RecordModel(Model):
    """登记 A type of thing that cases are about: typed, keyed, versioned by date."""

    title: Title | None = None
    key: Names
    fields: dict[Name, FieldModel]
    written_by: Names = ()
    changed_by: Names = ()
    seen_by: Names | None = None
    source: Scalar | None = None


__all__ = ["Column", "FieldModel", "RecordModel", "SettingModel", "TableModel", "Value", "Viewer"]
