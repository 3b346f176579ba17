"""Figures, the grounds that they rest on, scorecards."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from gendan.api.schemas.base import Json, TextTold, Told

Amount = Annotated[
    Decimal | None,
    Field(description="The figure, exactly, as text; null where there was nothing to count.", examples=["0.9625"]),
]


class PeriodTold(Told):
    """A period: its name, its first day and the day after its last."""

    name: str
    every: str
    first: date
    until: date


class SpreadTold(Told):
    """How single values lie, in the measure's unit."""

    least: Decimal
    lower: Decimal
    median: Decimal
    upper: Decimal
    ninetieth: Decimal
    most: Decimal


class ValueTold(Told):
    """A figure, out of how many, and how sure: `provisional` of the base may still change."""

    value: Amount
    counted: int
    base: int
    excluded: int
    provisional: int
    spread: SpreadTold | None


class FigureGroup(Told):
    """The figure of one group; `key` has the values of the dimensions asked."""

    key: list[Json]
    value: ValueTold


class TargetTold(Told):
    """What is to be reached."""

    operator: str
    value: Decimal
    setting: str | None


class AnomalyTold(Told):
    """A figure far from its own past, by the rule in words."""

    middle: Decimal
    distance: Decimal
    rule: TextTold


class RuleTold(Told):
    """What a figure was computed by: the pack's version and content, calendars and settings."""

    pack: str
    version: str
    hash: str
    calendars: dict[str, str]
    settings: dict[str, str]


class FigureTold(Told):
    """A measure's figure for a period, with all that says how it came about."""

    pack: str
    measure: str
    title: str
    definition: str
    period: PeriodTold
    by: list[str]
    unit: str
    total: ValueTold
    groups: list[FigureGroup]
    target: TargetTold | None
    met: bool | None
    provisional: bool
    previous: ValueTold | None
    anomaly: AnomalyTold | None
    rule: RuleTold
    computed_at: datetime
    source: str
    digest: str


class SeriesTold(Told):
    """A measure over periods, oldest first."""

    figures: list[FigureTold]


class GroundTold(Told):
    """One thing that a figure rests on. `person` 0 stands for somebody whom the caller may not see one by one.

    `booked` is the area's word of whose entries it is one: `seq` is then the entry's number, and no event's of the
    case."""

    uid: UUID
    number: str
    procedure: str
    seq: int
    when: datetime
    actor: int
    person: int | None
    post: str | None
    state: str
    value: Amount
    base: bool
    counted: bool
    why: str | None
    provisional: bool
    self_judged: bool
    by: list[Json]
    term: str
    booked: str


class GroundsTold(Told):
    """A page of grounds; `next` is where the page after it begins."""

    grounds: list[GroundTold]
    next: str | None


class MeasureTold(Told):
    """A measure of a pack: what it counts, in words, and by what it can be grouped."""

    name: str
    title: str
    definition: str
    figure: str
    unit: str
    per: str | None
    target: TargetTold | None
    dimensions: list[str]


class MeasuresTold(Told):
    """The measures of a pack."""

    measures: list[MeasureTold]


class CardItemTold(Told):
    """One measure on a scorecard."""

    measure: str
    title: str
    value: ValueTold
    unit: str
    zero: Decimal
    full: Decimal
    out_of: Decimal
    points: Amount


class CardTold(Told):
    """One person's scorecard for a period."""

    name: str
    title: str
    period: PeriodTold
    person: int
    items: list[CardItemTold]
    total: Amount
    out_of: Decimal
    provisional: bool
    rule: RuleTold
    computed_at: datetime


class CardsTold(Told):
    """The scorecards that the caller may see."""

    cards: list[CardTold]


class KeptTold(Told):
    """A figure as it was kept."""

    id: int
    period: str
    by: list[str]
    value: Amount
    body: dict[str, Any]
    rule: str
    version: str
    calendar: str
    computed_at: datetime
    kept_by: int
    digest: str


class KeptFiguresTold(Told):
    """All that was kept of a measure for a period, oldest first."""

    kept: list[KeptTold]
