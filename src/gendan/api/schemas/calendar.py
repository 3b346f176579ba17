"""Working calendars, and what a change would do to the deadlines that run."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictInt, StrictStr

from gendan.api.schemas.base import WHOLE, Given, TextTold, Told

Interval = Annotated[
    StrictStr, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$", examples=["09:00-12:00"])
]
Hours = Annotated[list[Interval], Field(max_length=24)]
DayKey = Annotated[StrictStr, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Year = Annotated[StrictInt, Field(ge=1971, le=2199), WHOLE]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class CalendarGiven(Given):
    """A calendar as it is to be. A weekday left out is closed; `days` differ: none: closed, `standard`: the standard
    day."""

    zone: Annotated[StrictStr, Field(min_length=1, max_length=60, examples=["Asia/Shanghai"])]
    week: dict[Weekday, Hours]
    days: Annotated[dict[DayKey, Hours | Literal["standard"]], Field(default_factory=dict, max_length=10_000)]
    standard_day: Annotated[Hours, Field(default_factory=list)]
    announced: list[Year] | None = Field(
        None, description="Years whose holidays are known; null: nobody announces any."
    )


class CalendarLine(Told):
    """A calendar: how many versions it has, and the packs that run by it."""

    name: str
    versions: int
    packs: list[str]


class CalendarsTold(Told):
    """The calendars that are here."""

    calendars: list[CalendarLine]


class CalendarVersionTold(Told):
    """A version: number 0 came with Gendan, then by whom it was put in force, and when."""

    number: int
    by: int | None
    at: datetime | None


class CalendarInFull(Told):
    """A version of a calendar, and all its versions, the newest first. `holidays`: what those of the `days` are called
    that are public holidays."""

    name: str
    number: int
    zone: str
    week: dict[str, list[str]]
    days: dict[str, list[str] | str]
    holidays: dict[str, TextTold]
    standard_day: list[str]
    announced: list[int] | None
    versions: list[CalendarVersionTold]


class DepartmentCalendarGiven(Given):
    """The calendar by which a department is to run; null: its manual's."""

    calendar: Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")] | None
    reason: Annotated[StrictStr, Field(max_length=200)] = ""


class CalendarChoice(Told):
    """A choice that was made: the calendar (null: the manual's again), by whom, when and why."""

    calendar: str | None
    by: int
    at: datetime
    reason: str


class DepartmentCalendar(Told):
    """The calendar by which a department runs, its manual's own, and every choice of the site, the newest first."""

    calendar: str
    own: str
    history: list[CalendarChoice]


class ShiftTold(Told):
    """A running deadline that would be due at another moment."""

    uid: UUID
    number: str
    procedure: str
    deadline: str
    before: datetime | None
    after: datetime | None


class ForeseenTold(Told):
    """What a change would do: of `cases` with running deadlines `looked` were looked at; `moved` deadlines would be
    due at another moment, `sooner` of them earlier, `late` of them late at once. `shifts` are those due first."""

    cases: int
    looked: int
    moved: int
    sooner: int
    late: int
    shifts: list[ShiftTold]
