"""What administrators see of the installation: sessions, logs, rights, series, jobs, health, channels."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from gendan.api.schemas.base import Given, Text, Told


class SessionTold(Told):
    """A signed-in browser."""

    id: UUID
    person: int
    opened_at: datetime
    expires_at: datetime
    address: str
    browser: str


class SessionsTold(Told):
    """Sessions that stand, the newest first."""

    sessions: list[SessionTold]


class EndedTold(Told):
    """How many sessions were ended."""

    ended: int


class TokenOfTold(Told):
    """A token, whosever it is."""

    id: int
    person: int
    name: str
    scopes: list[str]
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    used_from: str


class AllTokensTold(Told):
    """Everybody's tokens, the newest first."""

    tokens: list[TokenOfTold]


class ActTold(Told):
    """A change of people, rights and the like. `by` null is the system itself."""

    id: int
    at: datetime
    by: int | None
    what: str
    whom: int | None
    details: dict[str, Any]


class ActsPage(Told):
    """A part of the record of acts, the newest first. `next` is `before` of the following page."""

    acts: list[ActTold]
    next: int | None


class HolderTold(Told):
    """Somebody who holds, held or will hold a post; `until` is the first day on which he does no more."""

    person: int
    since: date
    until: date | None
    now: bool


class PostInFull(Told):
    """A post of a department, with everybody who ever held it."""

    name: str = Field(description="As `pack.post`.")
    title: str
    reports_to: str | None
    duties: list[str]
    holders: list[HolderTold]


class OrganizationTold(Told):
    """The posts of a department."""

    pack: str
    title: str
    posts: list[PostInFull]


class SightTold(Told):
    """Which cases a post sees: all of them, those in some states, and always those that it handled."""

    everything: bool
    states: list[str]


class FieldSight(Told):
    """How a post sees a field: always, after (the action `after`), owner, masked or never."""

    sees: str
    after: str | None


class FieldRightTold(Told):
    """A post's rights to a field."""

    sees: list[FieldSight]
    fills: list[str]


class ProcedureRightsTold(Told):
    """The rights in a procedure, by post. `others`: those who act and are no post, by action."""

    procedure: str
    title: str
    sight: dict[str, SightTold]
    actions: dict[str, dict[str, list[str]]]
    fields: dict[str, dict[str, FieldRightTold]]
    others: dict[str, list[str]]


class RightsTold(Told):
    """The table of rights of one version of a pack."""

    pack: str
    version: str
    hash: str
    active: bool
    procedures: list[ProcedureRightsTold]


class NumberSeriesTold(Told):
    """A series of numbers. `last` is the last one drawn, `next` the least that the next case gets."""

    id: int
    procedure: str
    before: str
    after: str
    gapless: bool
    last: int
    next: int


class AllSeriesTold(Told):
    """Every series, the newest first."""

    series: list[NumberSeriesTold]


class GapTold(Told):
    """A run of numbers that no case has."""

    first: int
    last: int


class SeriesInFull(NumberSeriesTold):
    """A series with its gaps; the first fifty runs are told."""

    used: int
    missing: int
    gaps: list[GapTold]


class JobTold(Told):
    """A job that failed."""

    id: int
    task: str
    given: dict[str, Any]
    attempts: int
    at: datetime | None


class UndoneTold(Told):
    """What follows a command and could not be done."""

    id: int
    uid: str
    number: str
    word: str
    tries: int
    error: str
    given_up: bool
    created_at: datetime
    next_at: datetime | None


class JobsTold(Told):
    """How work behind the pages stands, and what failed."""

    jobs: dict[str, int]
    workers: int
    worker_seen_at: datetime | None
    outbox_waiting: int
    outbox_again: int
    outbox_dead: int
    failed: list[JobTold]
    undone: list[UndoneTold]


class HealthLine(Told):
    """One thing that was looked at. `mark`: good, soon (look at it), bad, or told (a figure that is neither)."""

    code: str
    mark: str
    title: str
    advice: str
    figures: dict[str, Any]


class HealthTold(Told):
    """How the installation fares; `mark` is the gravest of all lines."""

    mark: str
    lines: list[HealthLine]


class ChannelTold(Told):
    """A channel by which messages leave; `outcomes` are its tries of the last day."""

    name: str
    configured: bool
    set: dict[str, str]
    outcomes: dict[str, int]
    waiting: int


class ChannelsTold(Told):
    """The channels."""

    channels: list[ChannelTold]


class TriedTold(Told):
    """What became of a trial message."""

    outcome: str
    detail: str


class GivenUp(Given):
    """Why it is given up."""

    reason: Annotated[Text, Field(min_length=1, max_length=200, pattern=r"\S")]
