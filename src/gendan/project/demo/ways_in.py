"""The ways in that the sign-in page shows: the people of the demo company, by department."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gendan.cases import library
from gendan.core.demo import Demo, DemoPerson
from gendan.core.text import Text
from gendan.people.access import current_epoch
from gendan.people.models import Person, Unit
from gendan.project.demo.company import ABOVE, DIRECTOR, PASSWORD, company, demos
from gendan.project.demo.departments import under_way

_TITLES: Final = {DIRECTOR: Text("主管领导", "Director")}
_ADMINISTRATOR: Final = Text("系统管理员", "Administrator")


@dataclass(frozen=True, slots=True)
class WayIn:
    """How to sign in as somebody: what the sign-in page shows. `outside`: he works for somebody else."""

    username: str
    name: str
    role: str
    password: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Department:
    """The people of a department; `pack` empty: those above all departments."""

    pack: str
    title: str
    people: tuple[WayIn, ...]


@dataclass(frozen=True, slots=True)
class WaysIn:
    """The departments that are there; `more`: others are being set up now."""

    departments: tuple[Department, ...] = ()
    more: bool = False


def ways_in(language: str) -> WaysIn:
    """The people of the demo company as one may sign in as them, by department; nothing where there is none."""
    above = company()
    if above is None:
        return WaysIn()
    there = _active([*ABOVE, *(each.username for demo in demos().values() for each in demo.people)])
    units = {unit.pack: unit for unit in Unit.objects.filter(parent=above).exclude(pack="")}
    departments = [
        Department(pack, _named(units[pack], language), _of(demo, pack, there, language))
        for pack, demo in demos().items()
        if pack in units
    ]
    head = tuple(_above(username, there, language) for username in ABOVE if username in there)
    departments.insert(1, Department("", "", head))
    return WaysIn(
        departments=tuple(each for each in departments if each.people),
        more=len(units.keys() & demos().keys()) < len(demos()) and under_way(),
    )


def _active(usernames: list[str]) -> dict[str, str]:
    """The names of those who are there and active, by username."""
    return dict(Person.objects.filter(username__in=usernames, is_active=True).values_list("username", "name"))


def _named(unit: Unit, language: str) -> str:
    return (unit.name_english if language.startswith("en") else "") or unit.name


def _above(username: str, there: dict[str, str], language: str) -> WayIn:
    role = _TITLES.get(username, _ADMINISTRATOR)
    return WayIn(username, there[username], role.in_language(language), PASSWORD)


def _of(demo: Demo, pack: str, there: dict[str, str], language: str) -> tuple[WayIn, ...]:
    definition = library.active(pack, current_epoch())
    posts = library.pack(definition).posts if definition is not None else {}
    titles = {name: post.title.in_language(language) for name, post in posts.items()}
    return tuple(
        WayIn(each.username, there[each.username], _role(each, titles, language), PASSWORD, bool(each.party))
        for each in demo.people
        if each.username in there
    )


def _role(person: DemoPerson, titles: dict[str, str], language: str) -> str:
    if person.title is not None:
        return person.title.in_language(language)
    if person.party:
        return person.party
    return next((titles[post] for post in person.posts if post in titles), "")
