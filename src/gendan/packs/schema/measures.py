"""指标 Measures, scorecards and reports: what is counted, weighed and handed in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from gendan.packs.schema.base import Model, Title, under
from gendan.packs.schema.deadline import Moment
from gendan.packs.schema.scalars import (
    Condition,
    Name,
    Names,
    Number,
    Read,
    Scalar,
    read_decimal,
    scalar,
    wrong,
)

_TARGET = re.compile(r"(<=|>=|==|<|>)\s*(\S+)")


def _target(value: object) -> tuple[str, Decimal | str]:
    text = scalar(value)
    found = _TARGET.fullmatch(text)
    if found is None:
        raise wrong("bad_target", given=text[:40])
    if re.fullmatch(r"setting\.\w+", found[2]):
        return found[1], found[2]
    try:
        return found[1], read_decimal(found[2])
    except ValueError:
        raise wrong("bad_target", given=text[:40]) from None


Target = Annotated[
    tuple[str, Decimal | str], Read(_target, 'a comparison with a number or a setting: "<= 3.75"', ("string",))
]


class CountModel(Model):
    """How many times."""

    of: Scalar
    where: Condition | None = None


class ShareModel(Model):
    """Which share of the base holds `where`."""

    of: Scalar
    where: Condition


class TimeModel(Model):
    """How long from one act to another."""

    from_: Scalar = Field(alias="from")
    to: Scalar
    spent: Names = ()
    in_: Scalar | None = Field(default=None, alias="in")
    take: Scalar = "mean"


class SumModel(Model):
    """What a value adds up to; of an area's dated amounts they are what is added."""

    of: Scalar | None = None
    value: Condition | None = None
    where: Condition | None = None


class RatioModel(Model):
    """One figure over another."""

    top: Condition
    bottom: Condition


class ScoreModel(Model):
    """What a survey or a sheet of checks scored."""

    of: Scalar
    value: Condition | None = None
    where: Condition | None = None
    take: Scalar = "mean"


class MeasureModel(Model):
    """指标 One measure: exactly one of count, share, time, sum, ratio and score."""

    title: Title
    count: Annotated[CountModel, under("of")] | None = None
    share: ShareModel | None = None
    time: TimeModel | None = None
    sum: Annotated[SumModel, under("value")] | None = None
    ratio: RatioModel | None = None
    score: Annotated[ScoreModel, under("of")] | None = None
    among: Condition | None = None
    credit: Scalar | None = None
    per: Scalar | None = None
    target: Target | None = None
    procedure: Scalar | None = None
    source: Scalar | None = None


FIGURES = ("count", "share", "time", "sum", "ratio", "score")


class ItemModel(Model):
    """One measure on a scorecard."""

    weight: Number
    zero: Number
    full: Number


class ScorecardModel(Model):
    """考核 A weighted sheet of measures."""

    title: Title
    every: Scalar
    for_: Scalar = Field(alias="for")
    items: dict[Name, ItemModel]
    source: Scalar | None = None


class ReportModel(Model):
    """报表 A report that is due."""

    title: Title
    every: Scalar
    rows: Scalar
    to: Names = ()
    due: Moment | None = None
    for_: Scalar | None = Field(default=None, alias="for", description="each holder of POST")
    made_by: Scalar | None = Field(default=None, description="the post one of whose holders makes it")
    by: Names = ()
    show: Names = ()
    in_: Scalar | None = Field(default=None, alias="in", description="expires_on in month +2, or open")
    among: Condition | None = None
    source: Scalar | None = None
