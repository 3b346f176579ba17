"""What the site sets, and what the record is found to be."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from gendan.api.schemas.base import CLOSED, Given, Name, Text, Told
from gendan.api.schemas.pack import FieldDescribed, Named

Why = Annotated[Text, Field(max_length=500)]


class SettingGiven(Given):
    """Another value of a setting; null for the pack's own."""

    value: Annotated[Any, Field(description="A value of the setting's type.", examples=["0.35"])]
    reason: Why = ""


class TableGiven(Given):
    """Other rows of a table, each an object from its key's and columns' names; null for the pack's own."""

    rows: list[Annotated[dict[Name, Any], Field(json_schema_extra=CLOSED)]] | None = Field(max_length=20_000)
    reason: Why = ""


class ChangeOfSite(Told):
    """One version of a setting or table: its value (null: the pack's own), by whom, when and why."""

    value: Any
    by: int
    at: datetime
    reason: str


class SettingInFull(Told):
    """A setting: what holds, what was shipped, and every value that the site gave it."""

    name: str
    title: str
    field: FieldDescribed
    value: Any
    shipped: Any
    history: list[ChangeOfSite]


class TableInFull(Told):
    """A table: its rows as they hold, and every version that the site gave it."""

    name: str
    title: str
    key: list[FieldDescribed]
    columns: list[FieldDescribed]
    rows: list[dict[str, Any]]
    history: list[ChangeOfSite]


class ChoicesGiven(Given):
    """The choices that the site adds to a field, besides the pack's own."""

    choices: Annotated[list[Annotated[Text, Field(min_length=1, max_length=100)]], Field(max_length=500)]
    reason: Why = ""


class ChoicesInFull(Told):
    """The choices of a field: the pack's own, those that the site has added, and every change of these."""

    own: list[Named]
    added: list[str]
    history: list[ChangeOfSite]


class SettingLine(Named):
    """A setting: what holds now, and what was shipped."""

    value: Any
    shipped: Any


class SiteTold(Told):
    """All that a pack leaves to the site: settings, tables, and fields to which it may add choices."""

    settings: list[SettingLine]
    tables: list[Named]
    choices: list[str] = Field(description="Fields as `procedure.field`.")


class FaultTold(Told):
    """Something that is not as it was written. `number` names the case, `seq` the event."""

    code: str
    number: str
    seq: int | None
    where: str


class VerifiedTold(Told):
    """What was looked at, and what was found; no faults: all is as it was written."""

    events: int
    cases: int
    anchors: int
    faults: list[FaultTold]
