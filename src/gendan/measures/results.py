"""What is asked of measures comes out as these values: figures, the grounds that they rest on, series, scorecards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gendan.core.text import Text
from gendan.measures.periods import Period

NOBODY = None
"""The person of what is credited to nobody."""


class Why(StrEnum):
    """Why something is listed among a figure's grounds and not counted."""

    AMONG = "among"  # the measure leaves it out of the base
    WHERE = "where"  # it does not hold what is counted; of a share it is in the base
    DROPPED = "dropped"  # the clock ended unjudged
    NO_START = "no_start"  # nothing began what ended here
    EMPTY = "empty"  # the value that is added up was not filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """依据 One thing that a figure rests on: an event, an ended clock, a judged interval, a signature.

    - `case`, `uid`, `number`, `procedure`: the case. `seq`: the event in it. `when`: the moment at which it happened.
    - `person`: who is credited (None: nobody), `post` the post in which; `self_judged`: nobody is credited, because he
      alone judged it. `actor`: who did it.
    - `state`: where the case stood with it. `by`: the values of the dimensions that were asked, in their order.
    - `value`: what is added or averaged: 1 for what is counted, a time in the measure's unit, an amount; None without.
    - `base`: whether it belongs to the base; `counted`: whether it counts; `why` not.
    - `provisional`: what may still follow it, its window being open.
    - `term`: of a ratio, which of its parts it belongs to (`count(check)`); empty otherwise.
    - `booked`: the area's word of whose entries it is one; `seq` is then the entry's number, and no event's.
    """

    case: int
    uid: UUID
    number: str
    procedure: str
    seq: int
    when: datetime
    actor: int
    person: int | None
    post: str | None
    state: str
    value: Decimal | None
    base: bool
    counted: bool
    why: Why | None
    provisional: bool
    self_judged: bool
    by: tuple[object, ...]
    term: str = ""
    booked: str = ""


@dataclass(frozen=True, slots=True)
class GroundsPage:
    """A page of grounds, in the order of when they happened. `next` is the key of the page after it, None on the
    last."""

    grounds: tuple[Ground, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How single values lie, in the measure's unit: an average alone hides the long ones (register id H15)."""

    least: Decimal
    lower: Decimal  # the first quartile
    median: Decimal
    upper: Decimal  # the third quartile
    ninetieth: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One figure: `value` (None where nothing was there to count), out of how many, and how sure.

    `counted` are the grounds that count, `base` those that they are a share of, `excluded` those left out, and
    `provisional` those of the base whose window is still open.
    """

    value: Decimal | None
    counted: int
    base: int
    excluded: int
    provisional: int
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The figure of one group: `key` has the values of the dimensions asked, None where there is none."""

    key: tuple[object, ...]
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a figure was computed by: pack version (its number and the hash of its content), calendars by name with the
    fingerprint of their content, and the settings that it read."""

    pack: str
    version: str
    hash: str
    calendars: Mapping[str, str]
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to be reached: `operator` is one of <= >= < > ==; `setting` is the site's that gives it."""

    operator: str
    value: Decimal
    setting: str | None = None

    def met(self, value: Decimal | None) -> bool | None:
        """Whether a figure reaches it; None where there is no figure."""
        if value is None:
            return None
        return {
            "<=": value <= self.value,
            ">=": value >= self.value,
            "<": value < self.value,
            ">": value > self.value,
            "==": value == self.value,
        }[self.operator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """异常 A figure far from its own past: `middle` is the median of the periods before, `distance` how many robust
    standard deviations it lies away, `rule` says it in words."""

    middle: Decimal
    distance: Decimal
    rule: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """指标值 A measure's figure for a period, with all that says how it came about.

    `total` is over all grounds; `groups` by the dimensions `by`, in the order of their keys. `unit` is `hours`,
    `workdays`, … for times and empty otherwise. `provisional`: it may still change, because the period has not ended or
    a window is open. `digest` stands for the very grounds: two figures with the same one rest on the same events.
    """

    pack: str
    measure: str
    title: Text
    definition: Text
    period: Period
    by: tuple[str, ...]
    filters: Mapping[str, object]
    unit: str
    total: Value
    groups: tuple[Group, ...]
    target: Target | None
    met: bool | None
    provisional: bool
    previous: Value | None
    anomaly: Anomaly | None
    rule: Rule
    computed_at: datetime
    source: str
    digest: str


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over periods, oldest first, each with its figure and whether it is far from those before it."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A figure as it was kept when somebody handed it in or asked to keep it. Never changed; another computation is
    another row beside it."""

    id: int
    period: Period
    by: tuple[str, ...]
    value: Decimal | None
    body: Mapping[str, object]
    rule: str
    version: str
    calendar: str
    computed_at: datetime
    kept_by: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardItem:
    """One measure on somebody's scorecard. `points` is None where there is no figure; `out_of` is its weight."""

    measure: str
    title: Text
    value: Value
    unit: str
    zero: Decimal
    full: Decimal
    out_of: Decimal
    points: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """考核 One person's scorecard for a period.

    `total` adds the points; `out_of` the weights of the items that have a figure: an item without one neither helps nor
    harms. `provisional` where one of its figures is.
    """

    pack: str
    name: str
    title: Text
    period: Period
    person: int
    items: tuple[CardItem, ...]
    total: Decimal | None
    out_of: Decimal
    provisional: bool
    rule: Rule
    computed_at: datetime
