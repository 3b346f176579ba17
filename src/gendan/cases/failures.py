"""What went wrong behind the pages: jobs that failed, and what follows commands and could not be done.

Nothing of it is lost: it can be tried again, or given up by an administrator with a reason, which is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q

from gendan.cases.models import Case, Outbox
from gendan.core.refusals import Reason, Refused
from gendan.people.actions.authority import is_administrator
from gendan.people.log import write_act
from gendan.people.trying import tried_by

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job: its name, what it was given, how often it was tried, since when it stands so."""

    id: int
    task: str
    given: Mapping[str, object]
    status: str
    attempts: int
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxView:
    """What follows a command and is not done: `error` says why; `given_up` that it is not tried any more by itself."""

    id: int
    uid: str
    number: str
    word: str
    tries: int
    error: str
    given_up: bool
    created_at: datetime
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the work behind the pages stands: jobs by status, workers that gave a sign of life, and what waits since when
    (None: nothing that is due).
    """

    jobs: Mapping[str, int]
    workers: int
    worker_seen_at: datetime | None
    oldest_job: datetime | None
    outbox_waiting: int
    outbox_again: int
    outbox_dead: int
    oldest_outbox: datetime | None


def standing(at: datetime) -> Standing:
    """How jobs and outbox stand at `at`."""
    from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

    counts = dict(
        ProcrastinateJob.objects.filter(status__in=("todo", "doing", "failed"))
        .values_list("status")
        .annotate(Count("id"))
    )
    due = ProcrastinateJob.objects.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=at), status="todo")
    workers = ProcrastinateWorker.objects.aggregate(count=Count("id"), last=Max("last_heartbeat"))
    waiting = Outbox.objects.filter(next_at__lte=at).aggregate(count=Count("id"), oldest=Min("next_at"))
    return Standing(
        jobs=counts,
        workers=workers["count"],
        worker_seen_at=workers["last"],
        oldest_job=_since(due.values_list("id", flat=True)[:1000]),
        outbox_waiting=waiting["count"],
        outbox_again=Outbox.objects.filter(next_at__isnull=False, tries__gt=0).exclude(error="").count(),
        outbox_dead=Outbox.objects.filter(dead=True, done_at=None).count(),
        oldest_outbox=waiting["oldest"],
    )


def jobs(*statuses: str) -> tuple[JobView, ...]:
    """Jobs of these statuses (`failed`, `todo`, `doing`), the newest first, at most SHOWN."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    rows = ProcrastinateJob.objects.filter(status__in=statuses).annotate(last=Max("procrastinateevent__at"))
    return tuple(
        JobView(
            id=each.pk,
            task=each.task_name,
            given=each.args,
            status=each.status,
            attempts=each.attempts,
            at=each.last,
        )
        for each in rows.order_by("-id")[:SHOWN]
    )


def undone() -> tuple[OutboxView, ...]:
    """What follows commands and failed: given up first, then what will be tried again, at most SHOWN."""
    rows = list(
        Outbox.objects.filter(Q(dead=True, done_at=None) | Q(next_at__isnull=False, tries__gt=0))
        .exclude(error="")
        .order_by("-dead", "-id")[:SHOWN]
    )
    cases = Case.objects.in_bulk({each.case_id for each in rows})
    return tuple(
        OutboxView(
            id=each.pk,
            uid=str(cases[each.case_id].uid) if each.case_id in cases else "",
            number=cases[each.case_id].number if each.case_id in cases else "",
            word=each.word,
            tries=each.tries,
            error=each.error,
            given_up=each.dead,
            created_at=each.created_at,
            next_at=each.next_at,
        )
        for each in rows
    )


def retry_job(job: int, *, by: int, at: datetime) -> None:
    """Have a failed job run again. Administrators only. Raises Refused: access, missing."""
    _demand(by)
    with transaction.atomic():
        task = _failed_job(job)
        with connection.cursor() as on:
            on.execute("select procrastinate_retry_job_v2(%s, %s, null, null, null)", [job, at])
        write_act("retry_job", actor=by, at=at, job=job, task=task)


def give_up_job(job: int, *, by: int, at: datetime, reason: str) -> None:
    """Let a failed job be; it counts as a failure no more. Raises Refused: access, missing, needs.reason."""
    _demand(by)
    said = _reason(reason)
    with transaction.atomic():
        task = _failed_job(job)
        with connection.cursor() as on:
            on.execute("update procrastinate_jobs set status = 'cancelled' where id = %s", [job])
        write_act("give_up_job", actor=by, at=at, job=job, task=task, reason=said)


def retry_outbox(row: int, *, by: int, at: datetime) -> None:
    """Try what follows a command again, from its first try on. Raises Refused: access, missing."""
    _demand(by)
    with transaction.atomic():
        found = _undone(row)
        found.next_at, found.dead, found.tries = at, False, 0
        found.save(update_fields=["next_at", "dead", "tries"])
        write_act("retry_outbox", actor=by, at=at, case=found.case_id, word=found.word, key=found.key)


def give_up_outbox(row: int, *, by: int, at: datetime, reason: str) -> None:
    """Let what follows a command be, for good; it stays in the record with the reason. Raises Refused: access, missing,
    needs.reason.
    """
    _demand(by)
    said = _reason(reason)
    with transaction.atomic():
        found = _undone(row)
        found.next_at, found.dead, found.done_at = None, True, at
        found.save(update_fields=["next_at", "dead", "done_at"])
        write_act("give_up_outbox", actor=by, at=at, case=found.case_id, word=found.word, key=found.key, reason=said)


def _demand(by: int) -> None:
    if not is_administrator(by) or tried_by() is not None:
        raise Refused((Reason("access"),))


def _reason(said: str) -> str:
    if not said.strip():
        raise Refused((Reason("needs.reason"),))
    return said.strip()[:200]


def _failed_job(job: int) -> str:
    """The name of a failed job, locked."""
    with connection.cursor() as on:
        on.execute("select task_name from procrastinate_jobs where id = %s and status = 'failed' for update", [job])
        row = on.fetchone()
    if row is None:
        raise Refused((Reason("missing"),))
    return str(row[0])


def _undone(row: int) -> Outbox:
    found = (
        Outbox.objects.select_for_update()
        .filter(Q(dead=True, done_at=None) | Q(next_at__isnull=False, tries__gt=0), pk=row)
        .first()
    )
    if found is None:
        raise Refused((Reason("missing"),))
    return found


def _since(jobs: object) -> datetime | None:
    from procrastinate.contrib.django.models import ProcrastinateEvent

    deferred = ProcrastinateEvent.objects.filter(
        job_id__in=jobs, type__in=("deferred", "scheduled", "deferred_for_retry")
    )
    found: datetime | None = deferred.aggregate(oldest=Min("at"))["oldest"]
    return found
