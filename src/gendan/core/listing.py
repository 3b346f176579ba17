"""清单 Standing lists of a procedure's cases, as a pack declares them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from gendan.core.text import Place, Text

KIND: Final = "kind"
"""By this name lists filter by the kind of the case, of procedures that have kinds."""

ORDERS: Final = ("due", "opened", "opened_at", "priority")
"""By these every list may be sorted, besides its procedure's fields with `filter: true`."""


class Test(StrEnum):
    """How a list's filter tests a field."""

    IS = "is"  # one of the values
    EMPTY = "empty"
    FILLED = "filled"
    CONTAINS = "contains"
    RANGE = "range"  # from the first value to the second, both included; an empty text leaves a side open


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter of a list: a declared field and what its value must be. Values are written as a form writes them."""

    field: str
    test: Test
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """清单 A standing list of the department: which cases, in which order, with which columns.

    `states` empty means all that are not final; `holder` is "" (anyone's), "nobody" or "me"; `sort` names declared
    fields, with "-" before one that falls.
    """

    name: str
    title: Text
    states: tuple[str, ...] = ()
    where: tuple[Filter, ...] = ()
    holder: str = ""
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    source: str | None = None
    place: Place = field(default=Place(), compare=False)
