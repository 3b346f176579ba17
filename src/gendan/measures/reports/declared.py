"""Which reports the active packs declare, which period each is about, and when it is due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from gendan.cases import library
from gendan.cases.basis import Basis
from gendan.core.due import DayOfMonth, EndOfWorkday, TimeOfWorkday, next_day_of_month
from gendan.core.pack import STILL_OPEN, Report
from gendan.core.refusals import Reason, Refused
from gendan.measures import periods
from gendan.measures.figures import rule_of
from gendan.measures.periods import Period

PROCEDURE: Final = "report"
"""The shipped procedure that a report that is due is a case of: the pack's own where it takes it, else `common`'s."""
COMMON: Final = "common"
_IN: Final = re.compile(r"(?P<field>\w+) in (?P<every>\w+)(?: ?(?P<sign>[+-]) ?(?P<count>\d+))?")


@dataclass(frozen=True, slots=True)
class Declared:
    """A report with the pack version under which it stands now."""

    under: Basis
    report: Report

    @property
    def name(self) -> str:
        """`pack.report`, as a case names it."""
        return f"{self.under.pack.name}.{self.report.name}"

    @property
    def procedure(self) -> str | None:
        """The procedure whose cases the report is made as; None where the site has none."""
        if PROCEDURE in self.under.pack.procedures:
            return f"{self.under.pack.name}.{PROCEDURE}"
        active = {pack.name: pack for _, pack in library.active_packs()}
        found = active.get(COMMON)
        return f"{COMMON}.{PROCEDURE}" if found is not None and PROCEDURE in found.procedures else None

    def last_period(self, at: datetime) -> Period:
        """The last period that has ended by `at`: what the report is about."""
        return periods.at(self.report.every, at, self.under.calendar.timezone).before()

    def due(self, period: Period) -> datetime | None:
        """When the report about a period is due; None where the report names no day."""
        calendar = self.under.calendar
        end = period.bounds(calendar.timezone)[1]
        match self.report.due:
            case DayOfMonth() as by:
                return calendar.end_of_day(next_day_of_month(by, end, calendar))
            case EndOfWorkday(plus):
                return calendar.closing(calendar.working_day(period.until, int(plus or 0)))
            case TimeOfWorkday(time, plus):
                day = calendar.working_day(period.until, int(plus or 0))
                return calendar.at(day, time.hour * 60 + time.minute)
            case _:
                return None

    def window(self, period: Period) -> tuple[str, Period] | None:
        """`in: FIELD in month +2`: the field, and the period that its value must lie in.

        It is counted from the period in which the report is made, the one after `period`.
        """
        asked = self.report.in_
        if asked is None or asked == STILL_OPEN:
            return None
        found = _IN.fullmatch(" ".join(asked.split()))
        assert found is not None  # by the reader
        wanted = periods.containing(found["every"], period.until)
        count = int(found["count"] or 0)
        for _ in range(count):
            wanted = wanted.before() if found["sign"] == "-" else wanted.after()
        return found["field"], wanted


def declared(name: str) -> Declared:
    """The report `pack.report` as it is declared now. Raises Refused `missing`."""
    pack, _, bare = name.partition(".")
    under = rule_of(pack)
    report = under.pack.reports.get(bare)
    if report is None:
        raise Refused((Reason("missing", {"what": name[:100]}),))
    return Declared(under, report)


def all_declared() -> Iterator[Declared]:
    """Every report of the packs that are active."""
    for _, pack in library.active_packs():
        if pack.reports:
            under = rule_of(pack.name)
            for report in under.pack.reports.values():
                yield Declared(under, report)


def parsed_period(text: object, first: object, last: object) -> Period:
    """The period of a case: as it is written, else from its days. Raises Refused `missing`."""
    try:
        return periods.parse(str(text))
    except ValueError:
        pass
    if isinstance(first, date) and isinstance(last, date) and first <= last:
        return periods.span(first, last)
    raise Refused((Reason("missing", {"what": str(text)[:100]}),))
