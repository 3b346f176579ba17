"""健康 How the installation fares, for its administrators: what works, what lags, what is about to run out.

Each line is a code with its figures and a judgement; prose is made at the faces.
"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.db import connection

from gendan import __version__
from gendan.cases import anchors, failures
from gendan.notices.webhooks.queries import webhooks

LAGS: Final = timedelta(minutes=2)
"""Work that was due so long ago should have been done."""
SILENT: Final = timedelta(minutes=1)
"""A worker gives a sign of life every ten seconds."""
DRIFT: Final = timedelta(seconds=2)
ANCHOR_AGE: Final = timedelta(hours=3)
"""An anchor is taken every hour where something has changed."""
BACKUP_AGE: Final = timedelta(hours=36)
DISK_SOON, DISK_BAD = 0.10, 0.03
"""Shares of a disk that are still free."""


class Mark(StrEnum):
    """How a line is judged."""

    GOOD = "good"
    SOON = "soon"  # look at it soon
    BAD = "bad"  # something does not work
    TOLD = "told"  # a figure that is neither


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: its code, how it is judged, and its figures by name."""

    code: str
    mark: Mark
    figures: Mapping[str, object] = field(default_factory=dict)


def health(at: datetime) -> tuple[Line, ...]:
    """Everything that is looked at, in the order in which it is told."""
    return tuple(
        line
        for part in (_database(at), _disk(), _work(at), _anchors(at), _backup(at), _webhooks(), _versions())
        for line in part
    )


def worst(lines: tuple[Line, ...]) -> Mark:
    """The gravest judgement among lines."""
    marks = {line.mark for line in lines}
    return next((mark for mark in (Mark.BAD, Mark.SOON) if mark in marks), Mark.GOOD)


def _database(at: datetime) -> Iterator[Line]:
    with connection.cursor() as on:
        on.execute(
            "select clock_timestamp(), pg_database_size(current_database()),"
            " (select count(*) from pg_stat_activity where datname = current_database()),"
            " current_setting('max_connections')::int,"
            " (select count(*) from pg_stat_activity where datname = current_database() and state = 'active'"
            " and wait_event_type = 'Lock'), current_setting('server_version')"
        )
        clock, size, connections, most, waiting, version = on.fetchone()
    yield Line("database", Mark.GOOD, {"version": version, "bytes": size})
    full = connections >= most * 0.9
    yield Line("connections", Mark.SOON if full else Mark.GOOD, {"count": connections, "most": most})
    yield Line("locks", Mark.SOON if waiting > 5 else Mark.GOOD, {"count": waiting})
    # The request's moment was read a little before.
    drift = abs(clock - at)
    yield Line("clock", Mark.GOOD if drift < DRIFT else Mark.BAD, {"seconds": round(drift.total_seconds(), 1)})


def _disk() -> Iterator[Line]:
    seen: set[int] = set()
    for path in (Path(settings.GENDAN_DATA), Path(settings.GENDAN_ATTACHMENTS), Path(settings.GENDAN_ANCHORS)):
        there = next((each for each in (path, *path.parents) if each.exists()), None)
        if there is None or (device := os.stat(there).st_dev) in seen:
            continue
        seen.add(device)
        usage = shutil.disk_usage(there)
        share = usage.free / usage.total if usage.total else 0.0
        mark = Mark.BAD if share < DISK_BAD else Mark.SOON if share < DISK_SOON else Mark.GOOD
        yield Line("disk", mark, {"path": str(there), "free": usage.free, "total": usage.total})


def _work(at: datetime) -> Iterator[Line]:
    found = failures.standing(at)
    seen = found.worker_seen_at
    alive = seen is not None and at - seen < SILENT
    yield Line("worker", Mark.GOOD if alive else Mark.BAD, {"count": found.workers, "at": seen})
    oldest = found.oldest_job
    late = oldest is not None and at - oldest > LAGS
    yield Line("jobs", Mark.SOON if late else Mark.GOOD, {"count": found.jobs.get("todo", 0), "since": oldest})
    failed = found.jobs.get("failed", 0)
    yield Line("failed_jobs", Mark.SOON if failed else Mark.GOOD, {"count": failed})
    behind = found.oldest_outbox is not None and at - found.oldest_outbox > LAGS
    yield Line(
        "outbox", Mark.SOON if behind else Mark.GOOD, {"count": found.outbox_waiting, "since": found.oldest_outbox}
    )
    yield Line("outbox_dead", Mark.SOON if found.outbox_dead else Mark.GOOD, {"count": found.outbox_dead})


def _anchors(at: datetime) -> Iterator[Line]:
    files = sorted(anchors.folder().glob("*.jsonl"))
    last = datetime.fromtimestamp(files[-1].stat().st_mtime, tz=at.tzinfo) if files else None
    # Where nothing changes nothing is anchored: an anchor is missing where a case has gone on, long enough ago, since.
    with connection.cursor() as on:
        on.execute(
            "select exists (select from cases_case where entered_at < %s and entered_at > %s)",
            [at - ANCHOR_AGE, last or datetime.min.replace(tzinfo=at.tzinfo)],
        )
        missing = on.fetchone()[0]
    yield Line("anchors", Mark.SOON if missing else Mark.GOOD, {"at": last, "count": len(files)})


def _backup(at: datetime) -> Iterator[Line]:
    """When the last backup was made, as whoever made it noted it in the data folder (`last-backup`)."""
    note = Path(settings.GENDAN_DATA) / "last-backup"
    if not note.is_file():
        yield Line("backup", Mark.SOON, {"at": None})
        return
    try:
        made = datetime.fromisoformat(note.read_text(encoding="utf-8").strip()).astimezone(at.tzinfo)
    except ValueError:
        yield Line("backup", Mark.SOON, {"at": None})
        return
    yield Line("backup", Mark.GOOD if at - made < BACKUP_AGE else Mark.SOON, {"at": made})


def _webhooks() -> Iterator[Line]:
    standing = [each for each in webhooks() if each.paused_at is None]
    failed = sum(each.failed for each in standing)
    yield Line("webhooks", Mark.SOON if failed else Mark.GOOD, {"count": len(standing), "failed": failed})


def _versions() -> Iterator[Line]:
    yield Line(
        "versions",
        Mark.TOLD,
        {"gendan": __version__, "python": platform.python_version(), "django": django.get_version()},
    )
