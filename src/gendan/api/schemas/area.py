"""Areas: what a caller may do in them, and what became of it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from gendan.api.schemas.base import Given, Json, Told, Values
from gendan.api.schemas.pack import FieldDescribed


class AreaActionDescribed(Told):
    """An action of an area. `needed` are the arguments that must be filled; one with `case` is done on a case."""

    word: str
    title: str
    case: bool
    arguments: list[FieldDescribed]
    needed: list[str]


class AreaDescribed(Told):
    """An area at which the caller may look, and what he may do in it."""

    name: str
    title: str
    actions: list[AreaActionDescribed]


class AreasTold(Told):
    """The areas that are open to the caller."""

    areas: list[AreaDescribed]


class AreaActionsTold(Told):
    """Areas' actions."""

    actions: list[AreaActionDescribed]


class AreaGiven(Given):
    """An action's arguments, by name."""

    given: Values = Field(default={})


class AreaDone(Told):
    """What was done, and what the area tells of it. `replayed`: it had been done before, with the same key."""

    word: str
    told: dict[str, Json]
    replayed: bool


class ReferenceTold(Told):
    """A thing that a field may name: the value to give, what it is called, and what tells it from its like."""

    value: str
    title: str
    detail: str


class ReferencesTold(Told):
    """What may be meant, the nearest first."""

    found: list[ReferenceTold]


class PanelTold(Told):
    """What another area shows of a thing. A cell of a case is its number."""

    name: str
    title: str
    columns: list[str]
    rows: list[list[Any]]
