"""时限 Deadlines: what starts, stops and drops a clock, and when it is due."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag, model_validator

from gendan.core.due import By, Due, DueError, parse_amount, parse_by, parse_due
from gendan.packs.schema.base import Model, Or, OrOne, Title
from gendan.packs.schema.scalars import Condition, Integer, Names, Scalar, Span, Warning_, time_wrong


class DueModel(Model):
    """One rule for when a clock is due; the first whose `when` and `before` hold counts."""

    when: Condition | None = None
    before: Scalar | None = Field(default=None, description="a cut-off by the time of day: 16:00")
    in_: Scalar | None = Field(
        default=None, alias="in", description="an amount of time: 30 minutes, 3 workdays, setting.limit"
    )
    by: Scalar | None = Field(default=None, description="a moment: end of workday +1, 2 workdays before deliver_on")
    closed: Scalar | None = Field(
        default=None, description="next, before or keep: where a closed day of the month goes"
    )

    @model_validator(mode="after")
    def _readable(self) -> DueModel:
        self.rule()
        return self

    def rule(self) -> Due:
        """The rule as a value."""
        try:
            return parse_due(within=self.in_, by=self.by, before=self.before, closed=self.closed, when=self.when)
        except DueError as error:
            raise time_wrong(error) from None


def _rule(value: object) -> object:
    """A rule may be written as bare text: an amount, or a moment."""
    if not isinstance(value, str):
        return value
    try:
        parse_amount(value)
    except DueError:
        return {"by": value}
    return {"in": value}


Dues = Annotated[tuple[Annotated[DueModel, Or(_rule)], ...], OrOne]


class MomentModel(Model):
    """When a report is due or a routine opens: a moment, or with `closed` where a closed day of the month goes."""

    by: Scalar = Field(description="a moment: end of workday +1, day 3 of month")
    closed: Scalar | None = Field(
        default=None, description="next, before or keep: where a closed day of the month goes"
    )

    @model_validator(mode="after")
    def _readable(self) -> MomentModel:
        self.moment()
        return self

    def moment(self) -> By:
        """The moment as a value."""
        try:
            return parse_by(self.by, self.closed)
        except DueError as error:
            raise time_wrong(error) from None


def _bare(value: object) -> object:
    return {"by": value} if isinstance(value, str) else value


Moment = Annotated[MomentModel, Or(_bare)]


class EnterModel(Model):
    """A state entered or left."""

    enter: Scalar | None = None
    leave: Scalar | None = None


TriggerItem = Annotated[
    Annotated[Scalar, Tag("<text>")] | Annotated[EnterModel, Tag("<mapping>")],
    Discriminator(lambda value: "<mapping>" if isinstance(value, dict) else "<text>"),
]
Triggers = Annotated[tuple[TriggerItem, ...], OrOne]


class PausesModel(Model):
    """When a clock stands still."""

    in_: Names | None = Field(default=None, alias="in")
    while_: Condition | None = Field(default=None, alias="while")


class RemindModel(Model):
    """How often a person is reminded of what is late, and how many times at most."""

    every: Span
    most: Integer | None = None


class LateModel(Model):
    """Who is told when the clock is late."""

    notify: Names = ()
    remind: RemindModel | None = None


class DeadlineModel(Model):
    """时限 A clock of the procedure."""

    title: Title
    starts: Triggers
    stops: Triggers = ()
    drops: Triggers = ()
    due: Dues = ()
    when: Condition | None = None
    pauses: PausesModel | None = None
    warn: Annotated[tuple[Warning_, ...], OrOne] = ()
    late: LateModel | None = None
    remind: RemindModel | None = None
    every: Span | None = None
    met: Condition | None = None
    earliest: Dues = ()
    charged: Scalar | None = None
    source: Scalar | None = None
