"""What stands beside a case's row and follows from it alone: its unique values, and the words by which it is found."""

from __future__ import annotations

from datetime import datetime

from gendan.cases import library, unique
from gendan.cases.basis import Basis
from gendan.cases.rows import Stored, definitions
from gendan.cases.searching import projection
from gendan.cases.store import Write
from gendan.core.case import Case


def project(write: Write, under: Basis) -> None:
    """Add to a write what changes beside the case's row. Where nothing does, nothing is asked or written."""
    before, case = write.before, write.after.case
    now = was = under.procedure(case.procedure)
    if before is None:
        write.takes = tuple(sorted(unique.held(now, case)))
        write.found = projection.written(now, case)
        return
    if before.definition != write.after.definition:
        was = library.procedure(before.definition, before.case.procedure)
    held, holds = unique.held(was, before.case), unique.held(now, case)
    if held != holds:
        write.takes = tuple(sorted(holds - held))
        write.frees = tuple(sorted(held - holds))
    write.found, write.unfound = projection.changed(before.case, case, was, now)


def definition_of(case: Case, stored: Stored | None, under: Basis) -> int:
    """The pack version that the case runs under from now on."""
    if case.definition in ("", under.pack.hash):
        return under.definition
    if stored is not None and case.definition == stored.case.definition:
        return stored.definition
    return definitions.number(case.definition)


def ended_at(case: Case, stored: Stored | None, at: datetime) -> datetime | None:
    """When the case ended; None while it has not."""
    if case.final is None:
        return None
    if stored is not None and stored.case.final is not None and stored.case.state == case.state:
        return stored.ended_at
    return at
