"""China's public holidays and working weekends (调休), year by year, from the data files beside this one.

`cn-YEAR.yaml` is a year as the State Council announced it, and names the notice. `cn-computed.yaml` has the statutory
days of years that are not announced yet; those that fall on a weekend are made up for on the next working day, as the
law says. `names.yaml` has what each holiday is called in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from ruamel.yaml import YAML

from gendan.core.text import Text
from gendan.core.worktime import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChinaDays:
    """What is known: `holidays` with their names, weekend days that are `worked`, and the years `announced`."""

    holidays: Mapping[date, Text]
    worked: frozenset[date]
    announced: frozenset[int]


@cache
def china_days() -> ChinaDays:
    """All years that the data files hold. Raises ValueError for a holiday that has no name in English."""
    english: Mapping[str, str] = _read(files(__package__) / "names.yaml")
    holidays: dict[date, Text] = {}
    worked: set[date] = set()
    announced: set[int] = set()
    for file in sorted(files(__package__).iterdir(), key=lambda each: each.name):
        if not file.name.startswith("cn-") or not file.name.endswith(".yaml"):
            continue
        said = _read(file)
        if "years" in said:
            for statutory in said["years"].values():
                holidays.update(
                    _made_up({day: named(name, english) for name, given in statutory.items() for day in given})
                )
            continue
        announced.add(said["year"])
        for holiday in said["holidays"]:
            name = named(holiday["name"], english)
            holidays.update(dict.fromkeys(_each_day(holiday["from"], holiday["to"]), name))
            worked.update(holiday.get("works", ()))
    return ChinaDays(holidays, frozenset(worked), frozenset(announced))


def holidays_observed(calendar: Calendar) -> dict[date, Text]:
    """The public holidays on which nobody works by this calendar, by day in order, with their names."""
    if calendar.zone != "Asia/Shanghai":
        return {}
    closed = {day for day, hours in calendar.exceptions if not hours}
    return {day: name for day, name in sorted(china_days().holidays.items()) if day in closed}


def named(name: str, english: Mapping[str, str]) -> Text:
    """A holiday's name in both languages; 国庆节、中秋节 are two in one. Raises ValueError where one has no name in
    English."""
    parts = name.split("、")
    if missing := [part for part in parts if part not in english]:
        raise ValueError(f"no English name of {missing[0]} in names.yaml")
    return Text(name, " and ".join(english[part] for part in parts))


def _read(file: Traversable) -> Any:
    return YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))


def _each_day(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first += _DAY


def _made_up(statutory: Mapping[date, Text]) -> dict[date, Text]:
    """The statutory days of a year, and the working days given for those that fall on a weekend (补假)."""
    found = dict(statutory)
    for day in sorted(statutory):
        if day.weekday() >= 5:
            instead = day
            while instead.weekday() >= 5 or instead in found:
                instead += _DAY
            found[instead] = statutory[day]
    return found
