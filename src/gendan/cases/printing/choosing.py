"""Which papers a procedure prints, and which of a case's files is the paper that is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from django.db import connection

from gendan.cases import outside
from gendan.cases.models import PrintRow
from gendan.cases.queries.seen import CaseSeen, seen_case
from gendan.cases.sight import sees_field
from gendan.cases.stamping import Mark
from gendan.cases.store import events_of
from gendan.cases.voiding import VOIDING, mark_of, voided
from gendan.core.events import Event, Kind
from gendan.core.pack import Document, Pack
from gendan.core.procedure import Procedure

NOT_SEEN: Final = "not_seen"
NOT_PRINTED: Final = "not_printed"
NOT_SHOWN: Final = "not_shown"
BROKEN: Final = "broken"
REASONS: Final[Mapping[str, str]] = {
    NOT_SEEN: "The case is not there for the person any more.",
    NOT_PRINTED: "No such paper was printed for the case yet.",
    NOT_SHOWN: "The paper tells what the person may not see.",
    BROKEN: "The paper's file is not kept, or can't be read.",
}
"""Why a case's paper is not among those that were printed."""


def documents_of(procedure: Procedure, pack: Pack) -> tuple[Document, ...]:
    """The papers that a procedure's actions print, in the pack's order."""
    printed = {effect.word for action in procedure.actions.values() for effect in action.then}
    return tuple(each for each in pack.documents.values() if f"document.{each.name}" in printed)


@dataclass(frozen=True, slots=True)
class Found:
    """A case's paper by the digest of its content, with the mark of one that is void; or why there is none."""

    sha256: str = ""
    reason: str = ""
    mark: Mark | None = None


def papers(rows: Sequence[PrintRow], document: str, *, person: int, at: datetime, epoch: int) -> list[Found]:
    """The newest paper of that name of each row's case, as far as the person may see it."""
    events = _attached([row.case_id for row in rows], document)
    return [_of_case(row, events.get(row.case_id, ()), person, at, epoch) for row in rows]


def awaited(rows: Sequence[PrintRow], document: str) -> bool:
    """Whether some of these papers are about to be printed: what a command queued and nobody has tried yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from cases_outbox where case_id = any(%s) and word = %s"
            " and next_at is not null and error = '')",
            [[row.case_id for row in rows], f"document.{document}"],
        )
        return bool(cursor.fetchone()[0])


def still_awaited(run: UUID, document: str) -> int:
    """How many cases of a run's rows to come have such a paper that is about to be printed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(distinct r.row) from cases_outbox o join cases_printrow r using (case_id)"
            " join cases_printrun p on p.id = r.run_id"
            " where p.id = %s and r.row >= p.at_row and o.word = %s and o.next_at is not null and o.error = ''",
            [run, f"document.{document}"],
        )
        return int(cursor.fetchone()[0])


def _of_case(row: PrintRow, events: Sequence[Event], person: int, at: datetime, epoch: int) -> Found:
    seen = seen_case(row.uid, person=person, at=at)
    if seen is None:
        return Found(reason=NOT_SEEN)
    told = outside.told(events, seen.actor, epoch, outside.papers_for(seen.actor, seen.case, seen.pack))
    if not told:
        return Found(reason=NOT_PRINTED)
    body = orjson.loads(told[-1].body)
    if not _shows(seen, body.get("tells") or ()):
        return Found(reason=NOT_SHOWN)
    void = voided([told[-1], *_acts(row.case_id)], seen.procedure, seen.pack) if _may_be_void(seen, body) else {}
    mark = mark_of(void[told[-1].seq], seen.procedure, seen.pack) if void else None
    return Found(sha256=str((body.get("file") or {}).get("sha256", "")), mark=mark)


def _may_be_void(seen: CaseSeen, body: Mapping[str, object]) -> bool:
    document = seen.pack.documents.get(str(body.get("document") or ""))
    return document is not None and bool(document.voided_by)


def _acts(case: int) -> list[Event]:
    """What was done in a case that may void a paper."""
    return [event for event, _ in events_of(case) if event.kind in VOIDING]


def _shows(seen: CaseSeen, tells: Sequence[str]) -> bool:
    fields = seen.procedure.fields
    return all(
        name in fields and not fields[name].hidden and sees_field(fields[name], seen.case, seen.actor) for name in tells
    )


def _attached(cases: Sequence[int], document: str) -> Mapping[int, list[Event]]:
    """The events by which papers of that name were attached, by case and in their order."""
    found: dict[int, list[Event]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select case_id, seq, actor, at, body::text from cases_event where case_id = any(%s) and kind = %s"
            " and body::jsonb->>'document' = %s order by case_id, seq",
            [list(cases), Kind.ATTACHED.value, document],
        )
        for case, seq, actor, at, body in cursor:
            event = Event(case=case, seq=seq, kind=Kind.ATTACHED, actor=actor, at=at, body=body.encode())
            found.setdefault(case, []).append(event)
    return found
