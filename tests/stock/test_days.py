"""A day's and a month's figures by the clock of the department's calendar, over the New Year too."""

from datetime import UTC, date, datetime

import pytest

from gendan.cases import library, site
from gendan.cases.commands import run
from gendan.core.calendar_mapping import to_mapping
from gendan.core.command import Command, Verb
from gendan.packs.reader import SHIPPED
from gendan.people.calendars import standard_calendar
from gendan.stock import facts, tables
from gendan.stock.actions import moving
from tests.cases.company import FRIDAY, Company
from tests.stock.yard import D, job, receive

pytestmark = pytest.mark.usefixtures("warehouse")


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def clerk(db):
    company = Company(library.activate(SHIPPED / "warehouse", by=0, at=FRIDAY).definition)
    company.hire("liu", "statistician", pack="warehouse")
    return company.liu


def ledger(clerk, kind, at):
    outcome = run(Command(verb=Verb.OPEN, procedure="warehouse.ledger", kind=kind), person=clerk, at=at)
    assert outcome.done, outcome.reasons
    return outcome.case


def figures(rows):
    return [(row["before"], row["came"], row["went"], row["after"]) for row in rows]


def moved():
    """Ten come in on 30 December, four leave at 23:30 of New Year's Eve in Shanghai, one half an hour into the year."""
    receive(product="门", quantity=10, at=utc("2026-12-30 02:00"))
    moving.dispatch([job(product="门", quantity=4, customer="王记", at=utc("2026-12-31 15:30"))])
    moving.dispatch([job(product="门", quantity=1, customer="王记", at=utc("2026-12-31 16:30"))])


def test_the_year_ends_at_midnight_of_the_calendar(clerk):
    moved()
    case = ledger(clerk, "day", utc("2026-12-31 16:40"))
    assert figures(facts.day([case])[case]) == [(D(6), D(0), D(1), D(5))]
    case = ledger(clerk, "month", utc("2027-01-03 01:00"))
    assert figures(facts.last_month([case])[case]) == [(D(0), D(10), D(4), D(6))]


def test_a_department_elsewhere_has_its_own_midnight(clerk):
    moved()
    site.change_calendar({**to_mapping(standard_calendar()), "zone": "Europe/London"}, by=0, at=FRIDAY)
    case = ledger(clerk, "day", utc("2026-12-31 16:40"))
    assert figures(facts.day([case])[case]) == [(D(10), D(0), D(5), D(5))]


def test_the_sites_tables_go_by_the_sites_days(clerk, settings):
    moved()
    asked = {"since": date(2027, 1, 1), "until": date(2027, 1, 1)}

    def went():
        table = tables.turnover(asked, at=utc("2027-01-03 01:00"), most=10)
        column = [each.title.en for each in table.columns].index("Out")
        return [row[column] for row in table.rows]

    assert went() == [D(1)]
    settings.TIME_ZONE = "Europe/London"
    assert went() == [D(0)]
