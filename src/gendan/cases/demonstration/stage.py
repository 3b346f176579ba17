"""The stage of a demo: the site itself, with people who stay, files that can be opened, and days counted from now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gendan.cases.demonstration.papers import sample
from gendan.cases.rehearsal.result import Difference
from gendan.cases.rehearsal.stage import SYSTEM, Stage
from gendan.core.amount import add_months
from gendan.core.demo import Demo
from gendan.core.events import Json
from gendan.core.field import Field
from gendan.core.relative import parse_relative
from gendan.core.story import Cast, Written
from gendan.core.text import Place
from gendan.core.worktime import Calendar
from gendan.packs.reading.demo import MONTHS, NUMBER, PLACEHOLDER


@dataclass(slots=True)
class DemoStage(Stage):
    """Where a demo is played: `hired` are its people's ids by username; `kept` the files that were kept already."""

    demo: Demo | None = None
    hired: Mapping[str, int] = field(default_factory=dict)
    kept: dict[str, dict[str, Json]] = field(default_factory=dict)

    def person(self, of: Cast, place: Place) -> int:
        """The person of the demo who acts in a post. 0 is the system."""
        if of.role == SYSTEM:
            return 0
        found = self.demo.cast(of.role, of.person) if self.demo is not None else None
        if found is None:
            raise Difference("unknown_person", place, name=f"{of.person} ({of.role})" if of.person else of.role)
        return self.hired[found.username]

    def acting(
        self, of: Cast | None, place: Place, *, case: int | None, given: Mapping[str, object]
    ) -> tuple[int, str | None]:
        """Who acts: an outside party that has a sign-in acts under it."""
        # Not by super(): a dataclass with slots is made anew, and is no longer the class that super() would look up.
        person, party = Stage.acting(self, of, place, case=case, given=given)
        if party is None or self.demo is None:
            return person, party
        outside = next((each for each in self.demo.people if each.party == party), None)
        return (person, party) if outside is None else (self.hired[outside.username], None)

    def given(
        self, values: Mapping[str, Written], asked: Mapping[str, Field], place: Place, unknown: Iterable[str] = ()
    ) -> dict[str, object]:
        """What a step gives, with the days that it counts from now."""
        return Stage.given(self, {name: self.dated(each) for name, each in values.items()}, asked, place, unknown)

    def paper(self, name: str) -> dict[str, Json]:
        """A file that can be opened: the demo's own of that name, or a sample that says what it stands for."""
        if name not in self.kept:
            self.kept[name] = sample(name, self.files, at=self.now)
        return self.kept[name]

    def dated(self, said: Written) -> Written:
        """A value with its `${+15 days}`, `${month}` and `${number of o}` told from now."""
        if isinstance(said, str):
            return PLACEHOLDER.sub(self._told, said) if "${" in said else said
        if isinstance(said, Mapping):
            return {name: self.dated(each) for name, each in said.items()}
        return tuple(self.dated(each) for each in said)

    def _told(self, found: re.Match[str]) -> str:
        name = found[1]
        named = NUMBER.fullmatch(name)
        if named is not None:
            return self.stored(self.case(named["case"], Place()), Place()).case.number
        return day_or_moment(name, self.now, self.basis.calendar)


def day_or_moment(name: str, moment: datetime, calendar: Calendar) -> str:
    """What a day, a moment or a month is, told from `moment`: 2026-10-09, 2026-10-09 09:30, 2026-10."""
    if name in MONTHS:
        return f"{add_months(calendar.local(moment).date(), MONTHS[name]):%Y-%m}"
    relative = parse_relative(name)
    if relative.is_day and name != "now":
        return f"{relative.day(moment, calendar):%Y-%m-%d}"
    return f"{calendar.local(relative.of(moment, calendar)):%Y-%m-%d %H:%M}"
