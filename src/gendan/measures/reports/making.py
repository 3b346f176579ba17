"""开单 Reports become cases by themselves: each once for its period (and its person), when the period has ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from gendan.cases import library
from gendan.cases.commands import run
from gendan.cases.models import Activation, Case
from gendan.cases.outcome import Outcome
from gendan.core.command import Command, Verb
from gendan.core.pack import Report
from gendan.measures.periods import Period
from gendan.measures.reports.declared import Declared, all_declared
from gendan.people import access


def open_due(at: datetime) -> list[Outcome]:
    """Open the reports whose period has ended by `at` and that were not opened yet; their outcomes.

    Of the periods that ended while Gendan was down the last one is opened. A period that ended before the pack had the
    report is not reported on.
    """
    outcomes = []
    for each in all_declared():
        period = each.last_period(at)
        if period.bounds(each.under.calendar.timezone)[1] >= _since(each):
            outcomes += [outcome for outcome in open_reports(each, period, at) if not outcome.replayed]
    return outcomes


def open_reports(of: Declared, period: Period, at: datetime) -> Iterator[Outcome]:
    """Open the cases of a report for a period: one, or one for each holder of its post. Nothing where the site has no
    procedure for reports.

    What one holder makes for all is the first's; he may hand it over. Where nobody holds the post it is nobody's yet.
    """
    procedure = of.procedure
    if procedure is None:
        return
    persons: tuple[int | None, ...] = (None,)
    if of.report.for_each is not None:
        persons = access.holders(f"{of.under.pack.name}.{of.report.for_each}", at)
    elif of.report.made_by is not None:
        if _is_opened(of, procedure, period):
            return  # perhaps by somebody who holds the post no more
        persons = access.holders(f"{of.under.pack.name}.{of.report.made_by}", at)[:1] or (None,)
    for person in persons:
        given: dict[str, object] = {
            "declared": of.name,
            "title": of.report.title.zh,
            "period": period.name,
            "from_day": period.first,
            "until_day": period.until - timedelta(days=1),
        }
        if person is not None:
            given["author"] = person
        if (due := of.due(period)) is not None:
            given["due_at"] = due
        own = person if of.report.for_each is not None else None
        key = f"report:{of.name}:{period.name}:{own or ''}"
        yield run(Command(verb=Verb.OPEN, procedure=procedure, given=given, key=key), person=0, at=at)


def _is_opened(of: Declared, procedure: str, period: Period) -> bool:
    end = period.bounds(of.under.calendar.timezone)[1]
    return Case.objects.filter(
        procedure=procedure, opened_at__gte=end, data__declared=of.name, data__period=period.name
    ).exists()


def _since(of: Declared) -> datetime:
    """When the report began: with the first of the versions, without a break up to now, that have it."""
    wanted = _print(of.report)
    since: datetime | None = None
    activations = Activation.objects.filter(pack__name=of.under.pack.name).order_by("-id")
    for version, at in activations.values_list("pack_id", "at"):
        there = library.pack(version).reports.get(of.report.name)
        if there is None or _print(there) != wanted:
            break
        since = at
    assert since is not None  # the version is active
    return since


def _print(report: Report) -> str:
    """What tells a report from another of its name: when it is due, and for whom."""
    plain = (report.every, repr(report.due), report.for_each, *filter(None, [report.made_by]))
    return sha256(repr(plain).encode()).hexdigest()
