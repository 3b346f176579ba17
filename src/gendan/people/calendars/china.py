"""China's public holidays and working weekends (调休), year by year, from the data files beside this one.

`cn-YEAR.yaml` is a year as the State Council announced it, and names the notice. `cn-computed.yaml` has the statutory
days of years that are not announced yet; those that fall on a weekend are made up for on the next working day, as the
law says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChinaDays:
    """What is known: `holidays` with their names, weekend days that are `worked`, and the years `announced`."""

    holidays: Mapping[date, str]
    worked: frozenset[date]
    announced: frozenset[int]


@cache
def china_days() -> ChinaDays:
    """All years that the data files hold."""
    holidays: dict[date, str] = {}
    worked: set[date] = set()
    announced: set[int] = set()
    for file in sorted(files(__package__).iterdir(), key=lambda each: each.name):
        if not file.name.startswith("cn-") or not file.name.endswith(".yaml"):
            continue
        said = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        if "years" in said:
            for statutory in said["years"].values():
                holidays.update(_made_up({day: name for name, days in statutory.items() for day in days}))
            continue
        announced.add(said["year"])
        for holiday in said["holidays"]:
            holidays.update(dict.fromkeys(_each_day(holiday["from"], holiday["to"]), holiday["name"]))
            worked.update(holiday.get("works", ()))
    return ChinaDays(holidays, frozenset(worked), frozenset(announced))


def _each_day(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first += _DAY


def _made_up(statutory: Mapping[date, str]) -> dict[date, str]:
    """The statutory days of a year, and the working days given for those that fall on a weekend (补假)."""
    found = dict(statutory)
    for day in sorted(statutory):
        if day.weekday() >= 5:
            instead = day
            while instead.weekday() >= 5 or instead in found:
                instead += _DAY
            found[instead] = statutory[day]
    return found
