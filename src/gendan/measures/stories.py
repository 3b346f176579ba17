"""Measures and reports in rehearsals: what a story expects of them, computed over the story's own cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from gendan.cases.basis import Basis
from gendan.measures.computing import Asking
from gendan.measures.figures import asked, figures
from gendan.measures.periods import Period
from gendan.measures.reports.content import Content, content
from gendan.measures.reports.declared import Declared
from gendan.measures.reports.lines import Beyond
from gendan.measures.sources import Database

BEGINNING: Final = date(1970, 1, 2)


def measured(
    *, under: Basis, measure: str, at: datetime, beyond: int
) -> tuple[Decimal | None, Mapping[int | None, Decimal | None]]:
    """A measure's figure up to `at` over all cases with a greater id than `beyond`, and its figures by person."""
    until = under.calendar.local(at).date() + timedelta(days=1)
    asking = Asking(periods=(Period(BEGINNING, until),), at=at, source=Database(), beyond=beyond)
    figure = figures(asked(under, measure, by=("person",), filters={}, sight=None), asking)[0]
    persons = {group.key[0]: group.value.value for group in figure.groups}
    return figure.total.value, {key: value for key, value in persons.items() if key is None or isinstance(key, int)}


def reported(*, under: Basis, report: str, at: datetime, person: int | None, beyond: int, versions: int) -> Content:
    """What a report of the pack says at `at` of the last period that has ended: over cases with a greater id than
    `beyond`, and versions of records with a greater id than `versions`."""
    of = Declared(under, under.pack.reports[report])
    return content(of, of.last_period(at), person=person, at=at, beyond=Beyond(beyond, versions))
