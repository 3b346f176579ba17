"""Boards, flows, what cases really did, and who has how much."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from gendan.api.schemas.base import Given, PersonId, Text, Told
from gendan.api.schemas.case import CaseLine
from gendan.api.schemas.problem import ReasonTold


class StandingTold(Told):
    """How many cases stand in a state. Ended ones are counted up to 1,000; `capped` says that there are more."""

    state: str
    title: str
    count: int
    capped: bool
    late: int
    since: datetime | None = Field(description="When the first of them came to the state.")


class BoardColumnTold(StandingTold):
    """A state with its first cases: the late ones, then the most urgent."""

    rows: list[CaseLine]


class BoardTold(Told):
    """A procedure's cases by state."""

    columns: list[BoardColumnTold]


class FlowStateTold(StandingTold):
    """A state of the flow. Times are medians from entering to leaving it, over the newest cases; null: nobody left."""

    final: str | None
    visits: int
    working_seconds: int | None = Field(description="In open time of the department's calendar.")
    elapsed_seconds: int | None


class FlowTold(Told):
    """A procedure's flow as it stands. `drawing` is SVG; null where the drawing was not built here."""

    states: list[FlowStateTold]
    measured: int = Field(description="Cases that the times are of.")
    drawing: str | None


class StepTold(Told):
    """One way that cases took; `source` is empty where it opened them. `strays`: the version declares no such way."""

    source: str
    action: str
    target: str
    rejects: bool
    count: int
    cases: int
    wait_seconds: int | None = Field(description="The median time since the case had come to `source`.")
    slow_seconds: int | None = Field(description="Nine of ten waited no longer.")
    strays: bool


class PathTold(Told):
    """A whole path, as states in their order, and the median time from its first to its last step."""

    states: list[str]
    count: int
    ended: bool
    seconds: int


class ProcessTold(Told):
    """What cases really did. `variants` is how many different paths there are, of which `paths` are the most taken."""

    cases: int
    capped: bool
    steps: list[StepTold]
    paths: list[PathTold]
    variants: int


class LoadLine(Told):
    """What one person has of a post, or (`person` null) what lies unclaimed in its queue."""

    queue: str = Field(description="`pack.post`")
    title: str
    person: int | None
    name: str
    holds: bool
    open: int
    late: int
    due_today: int
    done_today: int | None = Field(description="What the person did today, in all posts.")
    oldest: datetime | None


class LoadTold(Told):
    """The load of the posts below the caller's own."""

    lines: list[LoadLine]


class HandOverGiven(Given):
    """Whose work of a post goes to whom."""

    queue: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}\.[a-z][a-z0-9_]{0,59}$")]
    giver: PersonId
    taker: PersonId
    reason: Annotated[Text, Field(max_length=500)] = ""


class HandedTold(Told):
    """A case of a hand-over, and why it stayed where it was."""

    uid: UUID
    number: str
    done: bool
    reasons: list[ReasonTold]


class HandOverTold(Told):
    """What became of every case."""

    done: int
    left: int
    cases: list[HandedTold]
