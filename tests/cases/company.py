"""A door factory's office with its people, for tests of the one door."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from gendan.cases import library
from gendan.cases.commands import run
from gendan.core.command import Command, Verb
from gendan.people import actions

DOORS = Path(__file__).parents[1] / "packs" / "fixtures" / "doors"
FRIDAY = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)
"""A working Friday, 9:30 in Shanghai."""


@dataclass
class Company:
    """The doors pack, active; `people` by name."""

    definition: int
    people: dict[str, int] = field(default_factory=dict)

    def hire(self, name, *posts, pack="doors", **more):
        person = actions.create_person(actor=0, at=FRIDAY, username=name, name=name, **more)
        for post in posts:
            actions.hold(person, f"{pack}.{post}", actor=0, at=FRIDAY)
        self.people[name] = person
        return person

    def __getattr__(self, name):
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def doors():
    """The office with one person in each post (two order takers), and a customer."""
    company = Company(library.activate(DOORS, by=0, at=FRIDAY).definition)
    company.hire("lin", "office_supervisor")
    company.hire("wang", "order_taker")
    company.hire("zhao", "order_taker")
    company.hire("sun", "sheet_maker")
    company.hire("li", "order_auditor")
    company.hire("chen", "technical_supervisor")
    company.hire("ma", "production_clerk")
    company.hire("hu", "warehouse_keeper")
    company.hire("qian", "cashier")
    company.hire("stranger")
    company.hire("buyer", party="王记门业")
    return company


def opening(**given):
    return Command(
        verb=Verb.OPEN,
        procedure="doors.door_order",
        given={"customer": "王记门业", "lines": [{"width": 860, "opening": "left_in"}], **given},
    )


def act(case, action, **more):
    return Command(verb=Verb.ACT, case=case, action=action, **more)


def do(command, person, at=FRIDAY):
    outcome = run(command, person=person, at=at)
    assert outcome.reasons == (), outcome.reasons
    return outcome


def codes(outcome):
    return [reason.code for reason in outcome.reasons]
