"""How batches stand: which were sent, how many of their rows are unanswered, and which ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from gendan.cases.exchanges.context import context, demand
from gendan.cases.models import Case, ExchangeBatch, ExchangeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch as it stands: its case, number and state, who sent it and when, until when answers are due."""

    case: int
    uid: str
    number: str
    state: str
    sent_at: datetime
    sent_by: int
    due: datetime | None
    late: bool
    rows: int
    unanswered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a batch: the case, what it is matched by, and its answer (None: none yet)."""

    row: int
    case: int
    match: str
    answer: str | None
    answered_at: datetime | None
    answered_by: int | None


def batches(name: str, *, person: int, at: datetime, most: int = 50, case: int | None = None) -> list[Batch]:
    """The last batches of an exchange, the newest first, or only the one that is this `case`.

    Raises Refused: `missing`, `access`.
    """
    demand(context(name, person=person, at=at))
    wanted = ExchangeBatch.objects.filter(name=name)
    if case is not None:
        wanted = wanted.filter(case_id=case)
    found = list(
        wanted.annotate(count=Count("rows__row"), waiting=Count("rows__row", filter=Q(rows__answer=None))).order_by(
            "-case_id"
        )[:most]
    )
    cases = Case.objects.in_bulk([batch.case_id for batch in found])
    return [
        Batch(
            case=batch.case_id,
            uid=str(cases[batch.case_id].uid),
            number=cases[batch.case_id].number,
            state=cases[batch.case_id].state,
            sent_at=batch.sent_at,
            sent_by=batch.sent_by,
            due=cases[batch.case_id].due,
            late=cases[batch.case_id].late,
            rows=batch.count,
            unanswered=batch.waiting,
        )
        for batch in found
        if batch.case_id in cases
    ]


def rows(name: str, batch: int, *, person: int, at: datetime, unanswered: bool = False) -> list[Row]:
    """The rows of a batch, or only those that have no answer. Raises Refused: `missing`, `access`."""
    demand(context(name, person=person, at=at))
    found = ExchangeRow.objects.filter(batch=batch, name=name).order_by("row")
    if unanswered:
        found = found.filter(answer=None)
    return [
        Row(
            row=each.row,
            case=each.case_id,
            match=each.match,
            answer=each.answer,
            answered_at=each.answered_at,
            answered_by=each.answered_by,
        )
        for each in found
    ]
