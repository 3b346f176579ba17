"""地区 Where a territory lies: a province, perhaps one of its cities, perhaps a county of that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gendan.people.regions import province_named, region_of

_COUNTY: Final = re.compile(r"^(?:市|地区|自治州|州|盟)?(?P<county>[一-鿿]{1,12}?(?:自治县|自治旗|县|区|市|旗))")
_KINDS: Final = re.compile(r"(?:市|地区|自治州|州|盟|省|自治区|特别行政区)$")


@dataclass(frozen=True, slots=True)
class Place:
    """An empty `city` or `county` is all of what is above it."""

    province: str
    city: str = ""
    county: str = ""

    def __str__(self) -> str:
        return f"{self.province}{self.city}{self.county}"

    def overlaps(self, other: Place) -> bool:
        """Whether one holds some of the other."""
        return (
            self.province == other.province
            and (not self.city or not other.city or self.city == other.city)
            and (not self.county or not other.county or self.county == other.county)
        )


def place_of(text: str) -> Place | None:
    """The place that a text begins with: 广东省, 广东深圳, 浙江省杭州市余杭区. None where no province can be told."""
    said = "".join(text.split())
    region = region_of(said)
    if region is None:
        province = province_named(said)
        return None if province is None else Place(province)
    above = region.city or region.province
    county = _COUNTY.match(_after(said, above))
    return Place(
        region.province,
        region.city or "",
        county["county"] if county and (region.city or _whole(region.province)) else "",
    )


def _after(said: str, place: str) -> str:
    """What stands behind a place's name, however short it was written."""
    for name in (place, _KINDS.sub("", place)):
        at = said.rfind(name) if name else -1
        if at >= 0:
            return said[at + len(name) :]
    return ""


def _whole(province: str) -> bool:
    """Whether the province has no cities below it."""
    return province.endswith("市")
