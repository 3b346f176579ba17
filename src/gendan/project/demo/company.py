"""The demo company itself: those who stand above its departments, and how a department comes to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from gendan.cases import demonstration, library
from gendan.core.demo import Demo
from gendan.packs.folder import Files, read_folder
from gendan.packs.reader import SHIPPED, shipped_packs
from gendan.packs.reading.demo import PEOPLE, read_people
from gendan.people.access import day_of
from gendan.people.actions import create_person, create_unit, hold, share_password
from gendan.people.models import Person, Unit

NAME: Final = "演示公司"
COMMON: Final = "common"
"""The shipped pack of what every department has besides its trade."""
FIRST: Final = "shop_review"
"""The department that the company begins with: its orders are drawn, and its pages are there at once."""
PASSWORD: Final = "kankan-gendan"  # noqa: S105 shown on the sign-in page, and only where the demo company is
SYSTEM: Final = 0
DIRECTOR: Final = "linyue"
ADMINISTRATOR: Final = "guanli"
ABOVE: Final = {DIRECTOR: "林越", ADMINISTRATOR: "管理员"}
"""Who works for the whole company, by username."""


def company() -> Unit | None:
    """The demo company, None where there is none."""
    return Unit.objects.filter(name=NAME, parent=None).first()


def found(at: datetime) -> int:
    """Make the company with those who stand above its departments; gives its unit."""
    unit = create_unit(actor=SYSTEM, at=at, name=NAME, name_english="Demo company")
    people = []
    for username, name in ABOVE.items():
        person = create_person(
            actor=SYSTEM, at=at, username=username, name=name, unit=unit, administrator=username == ADMINISTRATOR
        )
        people.append(person)
    share_password(people, PASSWORD, actor=SYSTEM, at=at)
    hold(director(), f"{COMMON}.director", actor=SYSTEM, at=at, since=day_of(at) - timedelta(days=400))
    return unit


def director() -> int:
    """The person who stands above every department."""
    return Person.objects.get(username=DIRECTOR).pk


def with_people(demo: Demo, pack: str, definition: int, *, at: datetime) -> Mapping[str, int]:
    """Make a department of the company with its people, at work under a version of its pack; gives their ids by
    username."""
    above = company()
    assert above is not None  # the caller has made it
    unit = create_unit(actor=SYSTEM, at=at, name=demo.unit.zh, name_english=demo.unit.en, parent=above.pk, pack=pack)
    staff = demonstration.hire(demo, library.pack(definition), unit=unit, above=director(), at=at)
    share_password(staff.values(), PASSWORD, actor=SYSTEM, at=at)
    return staff


@lru_cache(maxsize=1)
def demos() -> Mapping[str, Demo]:
    """The departments that may be shown, by their packs, with their people and without their scenes.

    They change with Gendan alone, and are read once in a process.
    """
    read = {name: read_people(_people(where)) for name, where in shipped_packs().items() if isinstance(where, Path)}
    told = {name: demo for name, demo in read.items() if demo is not None}
    return {name: told[name] for name in sorted(told, key=lambda each: (each != FIRST, each))}


def files_of(pack: str) -> Files:
    """The files of a shipped pack, its demo among them."""
    return read_folder(SHIPPED / pack)[0]


def set_up() -> frozenset[str]:
    """The packs whose departments the company has."""
    above = company()
    if above is None:
        return frozenset()
    return frozenset(Unit.objects.filter(parent=above).exclude(pack="").values_list("pack", flat=True))


def _people(folder: Path) -> dict[str, bytes]:
    path = folder / PEOPLE
    return {PEOPLE: path.read_bytes()} if path.is_file() else {}
