"""Packs and their procedures, as the API describes them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from gendan.api.schemas.base import Told


class Named(Told):
    """An element with what it is called in the caller's language."""

    name: str
    title: str


class PostTold(Named):
    """A post. `reports_to` is the post above it; `yours`: the caller holds it or stands in for a holder."""

    reports_to: str | None
    yours: bool


class PackLine(Named):
    """An active pack in which the caller works."""

    version: str
    procedures: list[Named]
    imports: list[Named]


class PacksTold(Told):
    """The active packs in which the caller works."""

    packs: list[PackLine]


class PackTold(PackLine):
    """One active pack."""

    hash: str
    posts: list[PostTold]
    exchanges: list[Named]
    settings: list[Named]
    tables: list[Named]


class FieldDescribed(Named):
    """A field: its type, bounds, options and columns. `filter`: lists filter and sort by it. `posts`: whose holders a
    person is chosen from; none: everybody who works in the department. `new`: takes a party that is not registered."""

    type: str
    unit: str | None
    min: str | None
    max: str | None
    options: list[Named]
    columns: list[FieldDescribed]
    posts: list[str]
    new: bool
    computed: bool
    hidden: bool
    filter: bool


class StateDescribed(Named):
    """A state. `final`: done, failed or cancelled. `owner` is the post whose turn it is."""

    final: str | None
    owner: str | None
    waits: str | None
    rests: bool


class WhoDescribed(Told):
    """Who may: a post, a field that names a party or person, superior, system, or a part."""

    role: str
    name: str


class AskDescribed(Told):
    """A field that is asked. `own`: it is of the event alone; then it is described in full."""

    name: str
    needed: bool
    own: bool
    field: FieldDescribed | None


class ActionDescribed(Named):
    """An action: who may do it, from which states, what it asks and which gates it passes."""

    by: list[WhoDescribed]
    entered_by: list[WhoDescribed]
    sources: list[str] = Field(description="The states that it starts from; none for `open`.")
    targets: list[str] = Field(description="The states that it may lead to; none: the case stays.")
    asks: list[AskDescribed]
    gates: list[str]
    parts: list[str]
    signed: bool
    splits: str | None
    merges: bool
    together: list[str]


class GateDescribed(Told):
    """A gate, and what it says while it is closed."""

    name: str
    says: str


class ListDescribed(Named):
    """A list that the pack declares."""

    states: list[str]
    holder: str
    filters: list[str] = Field(description="Written as `filter` of the list is.")
    sort: list[str]
    columns: list[str]


class ProcedureTold(Named):
    """A procedure as the active version of its pack has it."""

    pack: str
    version: str
    fields: list[FieldDescribed]
    kinds: list[Named]
    states: list[StateDescribed]
    actions: list[ActionDescribed]
    gates: list[GateDescribed]
    deadlines: list[Named]
    lists: list[ListDescribed]


class SettingTold(Named):
    """A setting of the site. `value` is what holds now, `shipped` the pack's own."""

    type: str
    unit: str | None
    min: str | None
    max: str | None
    value: Any
    shipped: Any


class SettingsTold(Told):
    """The settings of a pack."""

    settings: list[SettingTold]
