"""What faces ask of reports. Whoever sees a report's case sees what it says, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gendan.cases import library, queries
from gendan.cases.queries import CasePage, ListQuery, Row
from gendan.core.refusals import Refused
from gendan.measures.models import FrozenReport
from gendan.measures.reports.content import Content
from gendan.measures.reports.declared import PROCEDURE
from gendan.measures.reports.freezing import frozen, said_now

MOST: Final = 100
"""Reports of one list."""


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """A report's case with what it said when it was submitted (None before), and what the same report says now (None
    where it is not declared any more)."""

    page: CasePage
    frozen: FrozenReport | None
    live: Content | None

    @property
    def content(self) -> Content | None:
        """What holds: the frozen figures, before that those of now."""
        return self.frozen.body if self.frozen is not None else self.live

    @property
    def differs(self) -> bool:
        """Whether a recomputation says something else than what was submitted."""
        return self.frozen is not None and self.live is not None and self.frozen.digest != self.live["digest"]


def report(case: int | str, *, person: int, at: datetime) -> ReportView | None:
    """The report of a case by id, uid or number. None where there is none, or none for this person."""
    page = queries.case_page(case, person=person, at=at)
    if page is None or not is_report(page.case.procedure):
        return None
    try:
        live: Content | None = said_now(page.case.data, at)
    except Refused:
        live = None
    return ReportView(page=page, frozen=frozen(page.case.id), live=live)


def is_report(procedure: str) -> bool:
    """Whether `pack.procedure` is the shipped procedure for reports, or a pack's own taking of it."""
    return procedure.partition(".")[2] == PROCEDURE


def reports(*, person: int, at: datetime, ended: bool = False) -> tuple[Row, ...]:
    """The reports that a person sees, those that are due first; or with `ended` those that were accepted, the last
    first."""
    found = [row for query in _queries(ended=ended) for row in queries.page(query, person=person, at=at).rows]
    if ended:
        return tuple(sorted(found, key=lambda row: row.opened_at, reverse=True)[:MOST])
    last = datetime.max.replace(tzinfo=at.tzinfo)
    return tuple(sorted(found, key=lambda row: (row.due or last, row.opened_at))[:MOST])


def _queries(*, ended: bool) -> Iterator[ListQuery]:
    for _, pack in library.active_packs():
        procedure = pack.procedures.get(PROCEDURE)
        if procedure is None:
            continue
        states = tuple(state.name for state in procedure.states.values() if state.final is not None)
        yield ListQuery(procedure=f"{pack.name}.{PROCEDURE}", states=states if ended else (), sort=("-opened",))
