"""导入批次 A file that comes in: kept, taken chunk by chunk, interrupted and gone on with, told row by row.

A chunk's cases, the outcomes of its rows and how far the run has come are one transaction: whatever is killed in the
middle, no row is done twice and none is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

import orjson
from django.db import transaction

from gendan.cases import attachments, indexes, key_index
from gendan.cases.deferring import defer
from gendan.cases.imports import mapping as mappings
from gendan.cases.imports import matching
from gendan.cases.imports.chunks import GOOD, Fate, RowOutcome, do, plan
from gendan.cases.imports.context import Context, context
from gendan.cases.imports.given import Reader
from gendan.cases.imports.mapping import ColumnMapping
from gendan.cases.models import ImportMapping, ImportRow, ImportRun
from gendan.cases.numbers import new_uid
from gendan.cases.sheets import SIZE_MOST, Line, Table, open_table
from gendan.cases.store import cursor
from gendan.core.events import Json
from gendan.core.refusals import Reason, Refused
from gendan.core.values import plain

CHUNK: Final = 1000
ROWS: Final = 20_000
"""Rows that one `continue_` takes."""
TOLD_MOST: Final = 5_000
"""Rows with faults that are kept of a file of which nothing else is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come: rows taken of `total`, and how many had which fate. `fault`: why nothing was kept."""

    run: UUID
    name: str
    file_name: str
    person: int
    keep: str
    stage: str
    total: int
    rows: int
    opened: int
    updated: int
    unchanged: int
    known: int
    refused: int
    faulty: int
    fault: Reason | None
    created_at: datetime
    changed_at: datetime

    @property
    def running(self) -> bool:
        """Whether there is more to do."""
        return self.stage == ImportRun.Stage.RUNNING


def keep_file(content: BinaryIO | Iterable[bytes], *, name: str, by: int, at: datetime) -> dict[str, Json]:
    """Keep a file for an import, as it is; gives its sha256, name, size and type. Raises Refused (`value.file`)."""
    return attachments.store(content, name=name, by=by, at=at, most=SIZE_MOST)


def start(
    name: str,
    *,
    sha256: str,
    file_name: str,
    mapping: ColumnMapping,
    keep: str,
    person: int,
    at: datetime,
    sheet: str = "",
) -> UUID:
    """Begin to bring a kept file in, as import `name` (`pack.import`); a job does the rest. Gives the run.

    `keep` is `good` (every row that can be kept) or `none` (no row where one can't be). The mapping is saved for the
    next file. Raises Refused: `missing`, `access`, every reason why the file can't be read by the mapping.
    """
    here = context(name, person=person, at=at)
    table = open_table(_path(sha256), wanted=mappings.wanted(here), sheet=sheet)
    mappings.demand(here, table, mapping)
    total = sum(1 for _ in table.rows())
    with transaction.atomic():
        ImportMapping.objects.update_or_create(
            name=name, defaults={"body": mappings.to_json(mapping), "changed_at": at, "changed_by": person}
        )
        run = ImportRun.objects.create(
            id=UUID(new_uid(at)),
            name=name,
            person=person,
            sha256=sha256,
            file_name=file_name[:200],
            sheet=sheet,
            mapping=mappings.to_json(mapping),
            keep=ImportRun.Keep(keep),
            total=total,
            created_at=at,
            changed_at=at,
        )
        defer("import_run", run=str(run.id))
    return run.id


def continue_(run: UUID, at: datetime, limit: int = ROWS) -> bool:
    """Take the next rows of a running import, at most about `limit`; whether there is more to do.

    Another process that is at the same run is left to it.
    """
    found = ImportRun.objects.filter(id=run, stage=ImportRun.Stage.RUNNING).first()
    if found is None:
        return False
    if _at_work(run):
        return True
    try:
        here = context(found.name, person=found.person, at=at)
        key_index.ensure(here.under.pack)
        read_by = mappings.from_json(found.mapping)
        table = open_table(_path(found.sha256), wanted=[*mappings.wanted(here), *read_by.columns], sheet=found.sheet)
        mappings.demand(here, table, read_by)
        work = _Work(found, here, table, read_by, at)
        more = work.all_or_none() if found.keep == ImportRun.Keep.NONE else work.good_ones(limit)
    except Refused as refused:
        _reject(found.id, refused.reasons, at)
        more = False
    if not more and found.total >= CHUNK:
        indexes.grown(found.total)
    return more


def _at_work(run: UUID) -> bool:
    """Whether another process is at the run just now."""
    with transaction.atomic():
        free = ImportRun.objects.select_for_update(skip_locked=True).filter(id=run).values_list("id", flat=True)
        return not list(free)


class _Beaten(Exception):
    """Another process has taken these rows, or the run was stopped."""


class _NotAll(Exception):
    """Not every row can be kept, and so none is."""


class _Work:
    """One process at one run."""

    def __init__(self, run: ImportRun, here: Context, table: Table, read_by: ColumnMapping, at: datetime) -> None:
        self.run = run
        self.here = here
        self.reader = Reader(here, read_by, table)
        self.mapped = read_by.fields
        self.at = at
        self._table = table

    def good_ones(self, limit: int) -> bool:
        """Take rows from where the run stands, each chunk a transaction; whether there is more to do."""
        at_row = self.run.at_row
        lines = (line for line in self._table.rows() if line.number > at_row)
        taken = 0
        try:
            for chunk in _chunks(lines):
                with transaction.atomic():
                    self._lock(at_row)
                    outcomes = list(self._outcomes(chunk))
                    keep_outcomes(self.run.id, outcomes)
                    at_row = chunk[-1].number
                    self._advance(outcomes, at_row)
                taken += len(chunk)
                if taken >= limit:
                    return True
            with transaction.atomic():
                self._lock(at_row).stage = ImportRun.Stage.DONE
                self.run.save()
        except _Beaten:
            return ImportRun.objects.filter(id=self.run.id, stage=ImportRun.Stage.RUNNING).exists()
        return False

    def all_or_none(self) -> bool:
        """Take the whole file in one transaction, or nothing of it but its faults. There is never more to do."""
        bad: list[RowOutcome] = []
        try:
            with transaction.atomic():
                self._lock(0)
                for chunk in _chunks(self._table.rows()):
                    outcomes = list(self._outcomes(chunk))
                    bad += [each for each in outcomes if each.fate not in GOOD][: TOLD_MOST - len(bad)]
                    if not bad:
                        keep_outcomes(self.run.id, outcomes)
                    self._advance(outcomes, chunk[-1].number)
                if bad:
                    raise _NotAll
                self.run.stage = ImportRun.Stage.DONE
                self.run.save()
        except _Beaten:
            return False
        except _NotAll:
            with transaction.atomic():
                keep_outcomes(self.run.id, bad)
                self.run.stage = ImportRun.Stage.REJECTED
                self.run.opened = self.run.updated = self.run.unchanged = self.run.known = 0
                self.run.save()
        return False

    def _lock(self, at_row: int) -> ImportRun:
        found = ImportRun.objects.select_for_update(skip_locked=True).filter(id=self.run.id).first()
        if found is None or found.stage != ImportRun.Stage.RUNNING or found.at_row != at_row:
            raise _Beaten
        if self.here.procedure is not None:
            matching.one_at_a_time(self.here)
        self.run = found
        return found

    def _outcomes(self, chunk: Sequence[Line]) -> Iterator[RowOutcome]:
        rows = [self.reader.given(line) for line in chunk]
        planned = plan(self.here, rows, self.mapped, self.run.id)
        return do(
            self.here,
            planned,
            person=self.run.person,
            at=self.at,
            source=f"import:{self.run.id}",
            place=self.reader.placed,
        )

    def _advance(self, outcomes: Sequence[RowOutcome], at_row: int) -> None:
        for fate, count in Counter(each.fate.value for each in outcomes).items():
            setattr(self.run, fate, getattr(self.run, fate) + count)
        self.run.rows += len(outcomes)
        self.run.at_row = at_row
        self.run.changed_at = self.at
        self.run.save()


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _path(sha256: str) -> Path:
    path = attachments.path_of(sha256)
    if path is None:
        raise Refused((Reason("missing"),))
    return path


def _reject(run: UUID, reasons: Sequence[Reason], at: datetime) -> None:
    first = reasons[0]
    ImportRun.objects.filter(id=run, stage=ImportRun.Stage.RUNNING).update(
        stage=ImportRun.Stage.REJECTED, fault=[first.code, plain(dict(first.parameters))], changed_at=at
    )


def keep_outcomes(run: UUID, outcomes: Iterable[RowOutcome]) -> None:
    """Write down what became of rows."""
    with cursor() as on, on.copy("copy cases_importrow (run_id, row, fate, case_id, digest, reasons) from stdin") as to:
        name = str(run)
        for each in outcomes:
            reasons = None
            if each.reasons:
                said = [[reason.code, plain(dict(reason.parameters))] for reason in each.reasons]
                reasons = orjson.dumps(said).decode()
            digest = None if each.digest is None else f"\\x{each.digest.hex()}"
            to.write_row((name, str(each.row), each.fate.value, each.case, digest, reasons))


def progress(run: UUID, *, person: int, at: datetime) -> Progress:
    """How far a run has come. Raises Refused (`missing`) for a run that is not there or of an import that is not
    his."""
    return _progress(_seen(run, person, at))


def runs(name: str, *, person: int, at: datetime, most: int = 20) -> list[Progress]:
    """The last runs of an import, the newest first. Raises Refused: `missing`, `access`."""
    context(name, person=person, at=at)
    return [_progress(row) for row in ImportRun.objects.filter(name=name).order_by("-id")[:most]]


def outcomes(
    run: UUID, *, person: int, at: datetime, fates: Sequence[Fate] = (), after: int = 0, limit: int = 100
) -> list[RowOutcome]:
    """What became of the rows of a run behind row `after`, of these fates (none named: of all). Raises as
    `progress`."""
    _seen(run, person, at)
    rows = ImportRow.objects.filter(run_id=run, row__gt=after).order_by("row")
    if fates:
        rows = rows.filter(fate__in=[fate.value for fate in fates])
    found = list(rows[:limit])
    called = _called([each.case_id for each in found if each.case_id is not None])
    return [
        RowOutcome(
            row=each.row,
            fate=Fate(each.fate),
            case=each.case_id,
            uid=called.get(each.case_id or 0, ("", ""))[0],
            number=called.get(each.case_id or 0, ("", ""))[1],
            reasons=tuple(Reason(code, parameters) for code, parameters in each.reasons or ()),
        )
        for each in found
    ]


def stop(run: UUID, *, person: int, at: datetime) -> None:
    """Stop a running import between two chunks; what came in stays. Raises as `progress`."""
    _turn(run, person, at, ImportRun.Stage.RUNNING, ImportRun.Stage.STOPPED)


def go_on(run: UUID, *, person: int, at: datetime) -> None:
    """Have a stopped import go on where it stood. Raises as `progress`."""
    with transaction.atomic():
        if _turn(run, person, at, ImportRun.Stage.STOPPED, ImportRun.Stage.RUNNING):
            defer("import_run", run=str(run))


def standing_still(since: datetime) -> list[UUID]:
    """Running imports that have not moved since a moment: their jobs are gone."""
    found = ImportRun.objects.filter(stage=ImportRun.Stage.RUNNING, changed_at__lt=since)
    return list(found.order_by("id").values_list("id", flat=True))


def _turn(run: UUID, person: int, at: datetime, before: str, after: str) -> bool:
    _seen(run, person, at)
    return ImportRun.objects.filter(id=run, stage=before).update(stage=after, changed_at=at) == 1


def _seen(run: UUID, person: int, at: datetime) -> ImportRun:
    found = ImportRun.objects.filter(id=run).first()
    if found is None:
        raise Refused((Reason("missing"),))
    if found.person != person:
        try:
            context(found.name, person=person, at=at)
        except Refused:
            raise Refused((Reason("missing"),)) from None
    return found


def _progress(row: ImportRun) -> Progress:
    return Progress(
        run=row.id,
        name=row.name,
        file_name=row.file_name,
        person=row.person,
        keep=row.keep,
        stage=row.stage,
        total=row.total,
        rows=row.rows,
        opened=row.opened,
        updated=row.updated,
        unchanged=row.unchanged,
        known=row.known,
        refused=row.refused,
        faulty=row.faulty,
        fault=Reason(row.fault[0], row.fault[1]) if row.fault else None,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def _called(cases: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not cases:
        return {}
    with cursor() as on:
        on.execute("select id, uid::text, number from cases_case where id = any($1::bigint[])", [list(cases)])
        return {case: (uid, number) for case, uid, number in on}
