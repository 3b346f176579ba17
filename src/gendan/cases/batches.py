"""批量处理 One action for many cases, kept in the database: begun, stopped, gone on with, and told row by row.

What the action asks is given once for all cases, or for each case by itself, or both: a case's own value goes before.

A batch advances a chunk at a time. A chunk's commands and the outcomes of its rows are one transaction: whatever is
killed in the middle, no row is done twice and none is lost, and the batch goes on where it stood. Every command goes
through the one door, as its person's own, with the rights that he has at that moment, and with the version seen when
the cases were chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from django.db import connection, transaction

from gendan.cases import commands, together
from gendan.cases.long_work import LongWork
from gendan.cases.models import Batch, BatchRow, Case
from gendan.cases.numbers import new_uid
from gendan.cases.outcome import Outcome
from gendan.cases.queries.chosen import briefs_of
from gendan.cases.rows import as_uid
from gendan.cases.store import cursor
from gendan.core.command import Command, Verb
from gendan.core.events import Json
from gendan.core.refusals import Reason, Refused
from gendan.core.values import plain

MOST = 10_000
"""Cases in one batch."""
CHUNK = 500
"""Rows that one `advance` does: about a quarter of a second, so that progress moves and a stop is soon."""


_BATCHES: Final = LongWork(Batch, job="batch_run", known_as="batch")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case as it was chosen: its number inside and outside, and the version that was seen. `others`: of a merge;
    `given`: the values for it alone, where they are known already.
    """

    id: int
    uid: UUID
    number: str
    version: int
    others: tuple[int, ...] = ()
    given: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that were refused for the same reasons."""

    reasons: tuple[Reason, ...]
    count: int
    first_row: int


def create(
    chosen: Sequence[Chosen],
    *,
    procedure: str,
    verb: Verb,
    action: str | None,
    person: int,
    at: datetime,
    note: str = "",
) -> Batch:
    """A new batch over `chosen`, in their order; nothing is done yet. Raises ValueError for none or more than MOST."""
    if not 0 < len(chosen) <= MOST:
        raise ValueError(f"a batch has from 1 to {MOST} cases, not {len(chosen)}")
    with transaction.atomic():
        batch = Batch.objects.create(
            id=UUID(new_uid(at)),
            person=person,
            procedure=procedure,
            verb=verb.value,
            action=action,
            note=note,
            count=len(chosen),
            created_at=at,
            changed_at=at,
        )
        _write_rows(batch.id, chosen)
    return batch


def _write_rows(batch: UUID, chosen: Sequence[Chosen]) -> None:
    """By COPY: of thousands of rows the mapper would take seconds."""
    with (
        cursor() as on,
        on.copy(
            "copy cases_batchrow (batch_id, row, case_id, uid, number, seen, given, others, reasons, state) from stdin"
        ) as copy,
    ):
        for row, each in enumerate(chosen, 1):
            others = "{" + ",".join(map(str, each.others)) + "}"
            own = orjson.dumps(each.given).decode()
            copy.write_row((batch, row, each.id, each.uid, each.number, each.version, own, others, "[]", ""))


def ids_of(uids: Iterable[str]) -> list[int]:
    """The cases with these uids, in their order, each once. What is none is passed over."""
    wanted = list(dict.fromkeys(found for uid in uids if (found := as_uid(uid)) is not None))
    with cursor() as on:
        on.execute("select uid, id from cases_case where uid = any($1::uuid[])", [wanted])
        ids = dict(on.fetchall())
    return [ids[uid] for uid in wanted if uid in ids]


def chosen(ids: Sequence[int], *, procedure: str, person: int, at: datetime) -> list[Chosen]:
    """Those of the cases that are of the procedure and that the person sees, in their order, as they stand now."""
    rows = {row.id: row for row in briefs_of(ids[:MOST], procedure=procedure, person=person, at=at)}
    found = (rows[each] for each in ids if each in rows)
    return [Chosen(row.id, row.uid, row.number, row.version) for row in found]


def merged(cases: Sequence[Chosen]) -> list[Chosen]:
    """One row for a merge: the first case, with all the others."""
    return [replace(cases[0], others=tuple(each.id for each in cases[1:]))] if cases else []


def own(batch: UUID, *, person: int) -> Batch:
    """The person's own batch. Raises NotYours."""
    return _BATCHES.own(batch, person=person)


def start(
    batch: UUID,
    *,
    person: int,
    at: datetime,
    given: Mapping[str, object] | None = None,
    each: Mapping[UUID, Mapping[str, object]] | None = None,
    reason: str = "",
    whom: int | None = None,
) -> Batch:
    """Begin a batch that is ready, with the values for all its cases. One that has begun stays as it is.

    `each` are values for single cases, by their uid. Raises Refused: `together.FIELD` where the action demands that
    the cases are alike and they are not, `missing` where `each` names a case that is not in the batch.
    """
    with transaction.atomic():
        found = _BATCHES.locked(batch, person=person)
        if found.stage == Batch.Stage.READY:
            if reasons := differing(found):
                raise Refused(reasons)
            if each is not None:
                _give(found, each)
            found.given = plain(dict(given or {}))
            found.reason, found.whom = reason, whom
            found.stage, found.started_at, found.changed_at = Batch.Stage.RUNNING, at, at
            found.save()
            _BATCHES.defer(batch)
    return found


def _give(batch: Batch, each: Mapping[UUID, Mapping[str, object]]) -> None:
    """Keep the values for single cases; those of a case that is not named are dropped."""
    rows = list(batch.rows.all())
    if each.keys() - {row.uid for row in rows}:
        raise Refused((Reason("missing"),))
    changed = []
    for row in rows:
        given = plain(dict(each.get(row.uid, {})))
        if given != row.given:
            row.given = given
            changed.append(row)
    BatchRow.objects.bulk_update(changed, ["given"], batch_size=1000)


def differing(batch: Batch) -> tuple[Reason, ...]:
    """Reasons together.FIELD for the fields in which the cases must be alike and are not."""
    if batch.action is None:
        return ()
    return together.differing(list(batch.rows.values_list("case_id", flat=True)), batch.action)


def parted(batch: UUID, *, person: int, at: datetime) -> list[Batch]:
    """Part a batch that is ready into batches whose cases are alike where they must be; it is given up itself."""
    with transaction.atomic():
        old = _BATCHES.locked(batch, person=person)
        reasons = differing(old) if old.stage == Batch.Stage.READY else ()
        if not reasons:
            return [old]
        names = [reason.about for reason in reasons]
        rows = list(old.rows.order_by("row"))
        data = dict(Case.objects.filter(id__in=[row.case_id for row in rows]).values_list("id", "data"))
        groups: dict[tuple[str, ...], list[Chosen]] = {}
        for row in rows:
            key = tuple(str(data[row.case_id].get(name) or "") for name in names)
            groups.setdefault(key, []).append(_chosen_again(row, row.seen))
        drop(batch, person=person, at=at)
        return [
            create(
                each,
                procedure=old.procedure,
                verb=Verb(old.verb),
                action=old.action,
                person=person,
                at=at,
                note=" · ".join(value for value in key if value),
            )
            for key, each in groups.items()
        ]


def stop(batch: UUID, *, person: int, at: datetime) -> Batch:
    """Stop a running batch between two chunks. What is done stays done. Raises NotYours."""
    return _BATCHES.stop(batch, person=person, at=at)


def go_on(batch: UUID, *, person: int, at: datetime) -> Batch:
    """Have a stopped batch go on where it stood. Raises NotYours."""
    return _BATCHES.go_on(batch, person=person, at=at)


def drop(batch: UUID, *, person: int, at: datetime) -> Batch:
    """Give up a batch that has not begun."""
    return _BATCHES.turn(batch, person=person, at=at, before=Batch.Stage.READY, after=Batch.Stage.DROPPED)


def advance(batch: UUID, at: datetime, limit: int = CHUNK) -> bool:
    """Do the next rows of a running batch, at most `limit`; whether there is more to do.

    Another process that is at the same batch is left to it: then True comes back at once and nothing is done here.
    """
    return _BATCHES.advance(batch, at, lambda found: _chunk(found, at, limit))


def standing_still(since: datetime) -> list[UUID]:
    """Running batches that have not moved since a moment: their jobs are gone."""
    return _BATCHES.standing_still(since)


def reasons_of(row: BatchRow) -> tuple[Reason, ...]:
    """Why a row was refused."""
    return tuple(_reason(each) for each in row.reasons)


def groups(batch: UUID) -> list[Group]:
    """The refused rows by their reasons, the most frequent first. Reasons that differ only in a name are apart."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select reasons::text, count(*), min(row) from cases_batchrow where batch_id = %s and not done"
            " group by 1 order by 2 desc, 3 limit 50",
            [batch],
        )
        found = cursor.fetchall()
    return [Group(tuple(_reason(each) for each in orjson.loads(text)), count, first) for text, count, first in found]


def again(batch: UUID, *, person: int, at: datetime) -> Batch | None:
    """A new batch over those that were refused, with the versions as they stand now; None where none was refused."""
    old = own(batch, person=person)
    rows = list(old.rows.filter(done=False).order_by("row"))
    versions = dict(Case.objects.filter(id__in=[row.case_id for row in rows]).values_list("id", "version"))
    chosen = [_chosen_again(row, versions[row.case_id]) for row in rows]
    if not chosen:
        return None
    return create(chosen, procedure=old.procedure, verb=Verb(old.verb), action=old.action, person=person, at=at)


def _chosen_again(row: BatchRow, version: int) -> Chosen:
    return Chosen(row.case_id, row.uid, row.number, version, tuple(row.others), row.given)


def _chunk(batch: Batch, at: datetime, limit: int) -> int:
    """Do the next rows, and tell how many."""
    rows = list(batch.rows.filter(row__gte=batch.at_row).order_by("row")[:limit])
    outcomes = commands.run_many([_command(batch, row) for row in rows], person=batch.person, at=at)
    told = [_told(row, outcome) for row, outcome in zip(rows, outcomes, strict=True)]
    _keep(batch.id, told, at)
    batch.succeeded += sum(1 for each in told if each["done"])
    batch.refused += sum(1 for each in told if not each["done"])
    return len(rows)


def _command(batch: Batch, row: BatchRow) -> Command:
    return Command(
        verb=Verb(batch.verb),
        procedure=batch.procedure,
        case=row.case_id,
        action=batch.action,
        given={**batch.given, **row.given},
        seen=row.seen,
        key=f"{batch.id}:{row.row}",
        reason=batch.reason or None,
        person=batch.whom,
        others=tuple(row.others),
    )


def _told(row: BatchRow, outcome: Outcome) -> dict[str, Json]:
    return {
        "row": row.row,
        "done": outcome.done,
        "state": outcome.state,
        "reasons": [[reason.code, plain(dict(reason.parameters))] for reason in outcome.reasons],
    }


def _keep(batch: UUID, told: list[dict[str, Json]], at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "update cases_batchrow r set done = o.done, state = o.state, reasons = o.reasons, at = %s"
            " from jsonb_to_recordset(%s::jsonb) as o(row integer, done boolean, state text, reasons jsonb)"
            " where r.batch_id = %s and r.row = o.row",
            [at, orjson.dumps(told).decode(), batch],
        )


def _reason(said: Sequence[Json]) -> Reason:
    code, parameters = said
    return Reason(str(code), parameters if isinstance(parameters, dict) else {})
