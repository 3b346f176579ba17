"""A run: kept in the database, advanced a part at a time, stopped, gone on with, let go.

A part's file and the outcomes of its rows belong together: the file is written first and put in its place whole, the
rows in one transaction after it; whatever is killed in the middle, the part is made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from gendan.cases.batches import Chosen
from gendan.cases.long_work import LongWork
from gendan.cases.models import PrintRow, PrintRun
from gendan.cases.numbers import new_uid
from gendan.cases.printing import choosing, files
from gendan.people.epoch import current_epoch

MOST: Final = 10_000
"""Cases in one run."""
PART: Final = 200
"""Papers in one file: some seconds of printing, a few megabytes, half a second of work."""
KEPT: Final = timedelta(days=7)
"""How long a run's files are kept. They are copies: the papers themselves stay in their cases."""

_RUNS: Final = LongWork(PrintRun, job="print_run", known_as="run")


def create(chosen: Sequence[Chosen], *, procedure: str, document: str, person: int, at: datetime) -> PrintRun:
    """A run over `chosen`, in their order, which begins at once. Raises ValueError for none or more than MOST."""
    if not 0 < len(chosen) <= MOST:
        raise ValueError(f"a run has from 1 to {MOST} cases, not {len(chosen)}")
    with transaction.atomic():
        run = PrintRun.objects.create(
            id=UUID(new_uid(at)),
            person=person,
            procedure=procedure,
            document=document,
            count=len(chosen),
            created_at=at,
            changed_at=at,
        )
        PrintRow.objects.bulk_create(
            [
                PrintRow(run=run, row=row, case_id=each.id, uid=each.uid, number=each.number)
                for row, each in enumerate(chosen, 1)
            ],
            batch_size=1000,
        )
        _RUNS.defer(run.id)
    return run


def own(run: UUID, *, person: int) -> PrintRun:
    """The person's own run. Raises NotYours."""
    return _RUNS.own(run, person=person)


def runs_of(person: int, *, most: int = 100) -> list[PrintRun]:
    """A person's runs, the newest first."""
    return list(PrintRun.objects.filter(person=person).order_by("-created_at")[:most])


def advance(run: UUID, at: datetime) -> bool:
    """Make the next part of a running run; whether there is more to do.

    Where papers of the part are about to be printed by what was done just before, or another process is at the run,
    nothing is done here and True comes back at once.
    """
    return _RUNS.advance(run, at, lambda found: _part(found, at))


def stop(run: UUID, *, person: int, at: datetime) -> PrintRun:
    """Stop a running run between two parts. What is made stays. Raises NotYours."""
    return _RUNS.stop(run, person=person, at=at)


def go_on(run: UUID, *, person: int, at: datetime) -> PrintRun:
    """Have a stopped run go on where it stood, unless its files were let go. Raises NotYours."""
    with transaction.atomic():
        found = _RUNS.locked(run, person=person)
        return found if found.let_go else _RUNS.go_on(run, person=person, at=at)


def standing_still(since: datetime) -> list[UUID]:
    """Running runs that have not moved since a moment: their jobs are gone."""
    return _RUNS.standing_still(since)


def reasons(run: UUID) -> list[tuple[str, int]]:
    """Why papers are missing, by the codes of `choosing.REASONS`, each with how many rows."""
    found = PrintRow.objects.filter(run=run, done=False).values("reason").annotate(rows=Count("row"))
    return sorted(((each["reason"], each["rows"]) for each in found), key=lambda pair: -pair[1])


def let_go(at: datetime) -> int:
    """Let the files of runs go that were made long ago; how many runs."""
    gone = list(PrintRun.objects.filter(created_at__lt=at - KEPT, let_go=False))
    for run in gone:
        files.remove(run.id)
        PrintRun.objects.filter(id=run.id).update(
            let_go=True, stage=PrintRun.Stage.DONE if run.stage == PrintRun.Stage.DONE else PrintRun.Stage.STOPPED
        )
    return len(gone)


def _part(run: PrintRun, at: datetime) -> int:
    """Make the next part, and tell of how many rows; of none where papers of it are still to be printed."""
    rows = list(run.rows.filter(row__gte=run.at_row).order_by("row")[:PART])
    if choosing.awaited(rows, run.document):
        return 0
    epoch = current_epoch()
    found = choosing.papers(rows, run.document, person=run.person, at=at, epoch=epoch)
    wanted = [(each.sha256, each.mark) for each in found if not each.reason]
    pages = iter(files.write_part(run.id, run.parts + 1, wanted))
    for row, paper in zip(rows, found, strict=True):
        row.pages = next(pages) if not paper.reason else 0
        row.done = row.pages > 0
        row.reason = "" if row.done else paper.reason or choosing.BROKEN
        row.part = run.parts + 1 if row.done else 0
    _keep(rows)
    printed = sum(1 for row in rows if row.done)
    run.printed += printed
    run.missing += len(rows) - printed
    run.pages += sum(row.pages for row in rows)
    run.parts += 1 if printed else 0
    return len(rows)


def _keep(rows: Sequence[PrintRow]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "update cases_printrow r set done = o.done, reason = o.reason, part = o.part, pages = o.pages"
            " from unnest(%s::integer[], %s::boolean[], %s::text[], %s::integer[], %s::integer[])"
            " as o(row, done, reason, part, pages) where r.run_id = %s and r.row = o.row",
            [
                [row.row for row in rows],
                [row.done for row in rows],
                [row.reason for row in rows],
                [row.part for row in rows],
                [row.pages for row in rows],
                rows[0].run_id,
            ],
        )
