"""地区 The province and city in which a Chinese address lies, read from how the address begins.

Names come from `divisions.yaml`. A canonical name is the official one: 广东, 广东省 and 广东广东省 are all 广东省.
What can't be told is not guessed: an address whose province can't be read has no region, and a county whose city is
not named has no city.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Region:
    """A province and, where the address names it, its division of the second level, by their official names.

    `city` is None for municipalities (直辖市), which have no cities below them.
    """

    province: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    """One spelling of a place; `short` ones lack the ending that says what kind of place it is."""

    spelling: str
    region: Region
    short: bool


def region_of(address: str) -> Region | None:
    """The region of `address`, None where it does not say.

    >>> region_of("内蒙古 呼和浩特市 赛罕区…")
    Region(province='内蒙古自治区', city='呼和浩特市')
    """
    pieces = [piece for piece in _SEPARATORS.split(unicodedata.normalize("NFKC", address)) if piece]
    for index in range(len(pieces)):
        rest = _PREAMBLE.sub("", "".join(pieces[index:]))
        # What stands before may be a name or a phone number; further on, only full names are sure to be places.
        found = _longest(rest, _places(), full=index > 0)
        if found is not None:
            break
    else:
        return None
    if found.region.city is not None:
        return found.region
    return Region(found.region.province, _city(found.region.province, rest[len(found.spelling) :]))


def province_named(name: str) -> str | None:
    """The official name of the province that `name` is a spelling of (内蒙古, 内蒙古自治区, 内蒙), None where it is
    none.
    """
    wanted = "".join(unicodedata.normalize("NFKC", name).split())
    found = _longest(wanted, _places(), full=False)
    return found.region.province if found is not None and found.spelling == wanted and not found.region.city else None


def city_named(province: str, name: str) -> str | None:
    """The official name of the city of `province` (its official name) that `name` is a spelling of, None where it is
    none.
    """
    wanted = "".join(unicodedata.normalize("NFKC", name).split())
    return next((each.region.city for each in _cities(province) if each.spelling == wanted), None)


def provinces() -> tuple[str, ...]:
    """The official names of all provinces."""
    return tuple(_divisions())


def cities(province: str) -> tuple[str, ...]:
    """The official names of what stands below a province, by its official name. Raises KeyError where it is none."""
    division = _divisions()[province]
    return (*division.get("cities", ()), *division.get("direct", ()))


_SEPARATORS: Final = re.compile(r"[\s,;:、。|/_-]+")
_PREAMBLE: Final = re.compile(r"^(?:(?:收货|收件|详细|家庭|单位)?地址|中国|中华人民共和国)+")
_BELOW_PROVINCE: Final = re.compile(r"^(?:省|自治区)?直辖县(?:级行政区划|级行政单位)?")
# 北京东路 and 上海大厦 are no places of Beijing or Shanghai: a short name before these is a street's or a building's.
_NO_PLACE: Final = re.compile(r"[东西南北中]?(?:[一二三四五六七八九十]|环)?[路街巷弄]|大[街道厦]|[区县乡村]|镇(?!江)")
_PROVINCE_ENDINGS: Final = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")
# 蒙古族 stands before 蒙古, which is what its name ends in without 族.
_PEOPLES: Final = (
    *("土家族", "苗族", "藏族", "羌族", "彝族", "布依族", "侗族", "哈尼族", "壮族", "傣族", "白族", "景颇族"),
    *("傈僳族", "回族", "朝鲜族", "蒙古族", "黎族", "蒙古", "柯尔克孜", "哈萨克"),
)


def _longest(text: str, names: Mapping[str, tuple[_Name, ...]], *, full: bool) -> _Name | None:
    """The longest name that `text` begins with; names are sorted by their first character."""
    for name in names.get(text[:1], ()):
        if text.startswith(name.spelling) and not (name.short and (full or _NO_PLACE.match(text, len(name.spelling)))):
            return name
    return None


def _city(province: str, rest: str) -> str | None:
    # The province may be said twice, by another spelling: 上海 上海市, 吉林 吉林省; but 吉林 吉林市 names the city.
    own, below = _spellings(province)
    while (again := _longest(rest, own, full=False)) is not None:
        city = _longest(rest, below, full=False)
        if city is not None and len(city.spelling) >= len(again.spelling):
            break
        rest = rest[len(again.spelling) :]
    found = _longest(_BELOW_PROVINCE.sub("", rest), below, full=False)
    return found.region.city if found is not None else None


@cache
def _spellings(province: str) -> tuple[Mapping[str, tuple[_Name, ...]], Mapping[str, tuple[_Name, ...]]]:
    """The names of the province itself, and of what stands below it."""
    return _by_first(tuple(_province(province))), _by_first(_cities(province))


@cache
def _divisions() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = files("gendan.people").joinpath("divisions.yaml").read_text(encoding="utf-8")
    read = YAML(typ="safe", pure=True).load(text)
    return {province: {key: tuple(names) for key, names in parts.items()} for province, parts in read.items()}


@cache
def _places() -> Mapping[str, tuple[_Name, ...]]:
    """All names with which an address may begin. A spelling that two places share is the province's, or nobody's."""
    found = {name.spelling: name for province in _divisions() for name in _province(province)}
    cities: dict[str, _Name] = {}
    shared: set[str] = set()
    for province in _divisions():
        for name in _cities(province):
            if name.spelling in cities:
                shared.add(name.spelling)
            cities[name.spelling] = name
    merged = {**{spelling: name for spelling, name in cities.items() if spelling not in shared}, **found}
    return _by_first(tuple(merged.values()))


def _by_first(names: tuple[_Name, ...]) -> Mapping[str, tuple[_Name, ...]]:
    first: dict[str, list[_Name]] = {}
    for name in sorted(names, key=lambda name: -len(name.spelling)):
        first.setdefault(name.spelling[0], []).append(name)
    return {key: tuple(found) for key, found in first.items()}


def _province(province: str) -> Iterator[_Name]:
    region = Region(province)
    yield _Name(province, region, short=False)
    short = next(province.removesuffix(ending) for ending in _PROVINCE_ENDINGS if province.endswith(ending))
    yield _Name(short, region, short=True)
    for spelling in _divisions()[province].get("also", ()):
        yield _Name(spelling, region, short=not spelling.endswith("区"))


@cache
def _cities(province: str) -> tuple[_Name, ...]:
    return tuple(name for city in cities(province) for name in _city_names(Region(province, city)))


def _city_names(region: Region) -> Iterator[_Name]:
    city = region.city or ""
    yield _Name(city, region, short=False)
    if city.endswith(("自治州", "自治县")):
        kind = city[-1]
        short = city[:-3]
        # Stripped from the end: 恩施土家族苗族 is 恩施.
        while people := next((people for people in _PEOPLES if short.endswith(people) and short != people), None):
            short = short.removesuffix(people)
        yield _Name(short + kind, region, short=False)
        yield _Name(short + city[-3:], region, short=False)
    else:
        ending = next(ending for ending in ("地区", "林区", "市", "县", "盟") if city.endswith(ending))
        short = city.removesuffix(ending)
    if len(short) > 1:
        yield _Name(short, region, short=True)
