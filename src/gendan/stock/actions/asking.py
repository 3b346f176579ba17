"""From what packs and pages call to the jobs that stock does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from gendan.cases.effects import Call
from gendan.stock.asked import Job

Handler = Callable[[Sequence[Job]], None]


def jobs_of(calls: Sequence[Call]) -> list[Job]:
    """The jobs that effects of cases ask for."""
    return [Job(actor=call.person, at=call.at, arguments=call.arguments, case=call.case) for call in calls]


def job_of(arguments: Mapping[str, object], *, person: int, at: datetime, case: int | None = None) -> Job:
    """The job that an action of the area asks for."""
    return Job(actor=person, at=at, arguments=arguments, case=case)
