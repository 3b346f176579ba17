"""The people of a demo: in their posts for more than a year already, so that whatever they did was theirs to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from gendan.core.demo import Demo, DemoPerson
from gendan.core.pack import Pack
from gendan.people.access import day_of
from gendan.people.actions import assign_region, create_person, hold, set_superior
from gendan.people.regions import region_of

SYSTEM: Final = 0
_IN_POST: Final = timedelta(days=400)


def hire(demo: Demo, pack: Pack, *, unit: int, above: int | None, at: datetime) -> Mapping[str, int]:
    """Make the people of a demo members of `unit`; gives their ids by username.

    Who names no superior has the one to whose post his own reports; the first of all has `above`. People outside stand
    in no unit. Raises ActRefused where a username is taken.
    """
    staff: dict[str, int] = {}
    for each in demo.people:
        staff[each.username] = create_person(
            actor=SYSTEM,
            at=at,
            username=each.username,
            name=each.name,
            unit=None if each.party else unit,
            party=each.party,
        )
        for post in each.posts:
            dotted = post if "." in post else f"{pack.name}.{post}"
            hold(staff[each.username], dotted, actor=SYSTEM, at=at, since=day_of(at) - _IN_POST)
    for each in demo.people:
        if not each.party:
            superior = _superior(demo, pack, each)
            set_superior(
                staff[each.username], above if superior is None else staff[superior.username], actor=SYSTEM, at=at
            )
        for post, places in each.regions.items():
            for named in places:
                _give_region(staff[each.username], f"{pack.name}.{post}", named, at)
    return staff


def _superior(demo: Demo, pack: Pack, person: DemoPerson) -> DemoPerson | None:
    if person.superior is not None:
        return demo.person(person.superior)
    for name in person.posts:
        post = pack.posts.get(name)
        while post is not None and post.reports_to is not None:
            found = demo.cast(post.reports_to)
            if found is not None and found is not person:
                return found
            post = pack.posts.get(post.reports_to)
    first = next(each for each in demo.people if not each.party)
    return None if first is person else first


def _give_region(person: int, post: str, named: str, at: datetime) -> None:
    region = region_of(named)
    if region is None:
        raise ValueError(f"no region is called {named}")
    assign_region(person, post, region.province, region.city or "", actor=SYSTEM, at=at, since=day_of(at) - _IN_POST)
