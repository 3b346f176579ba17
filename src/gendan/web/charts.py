"""图表 Charts as a page tells them: figures with names, and nothing of the library that draws them.

A page shows one by `{% include "web/parts/chart.html" with chart=chart %}`, and the same figures in a table beside it.
The library is fetched by pages with a chart alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.contrib.staticfiles import finders

LIBRARY = "built/charts.js"


def built() -> bool:
    """Whether the library was built here; where it was not, a page says so, and its table tells the figures."""
    return finders.find(LIBRARY) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of figures, in the order of the chart's categories (None: there is no figure).

    `links` are the addresses behind each figure. `kind` differs from the chart's where lines stand over bars; `stack`
    joins the series of one name; `axis` 1 is a second axis. `tone` is a color that means something: the page's own for
    what is late, soon, good, or beside the point.
    """

    name: str
    values: Sequence[int | float | Decimal | None]
    kind: Literal["bar", "line"] | None = None
    stack: str = ""
    axis: Literal[0, 1] = 0
    links: Sequence[str] = ()
    tone: Literal["", "late", "soon", "good", "accent", "faint"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: `name` is its id in the page, `summary` what it shows in a sentence, for who hears the page.

    `lying`: bars lie, as long names want it. `target` is a level to be held against, `target_name` what it is called.
    """

    name: str
    kind: Literal["bar", "line"]
    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    summary: str = ""
    target: float | Decimal | None = None
    target_name: str = ""
    lying: bool = False
    built: bool = field(default_factory=built)

    @property
    def identifier(self) -> str:
        """Under which its figures stand in the page."""
        return f"figures-{self.name}"

    @property
    def spoken(self) -> str:
        """What is heard where the drawing can't be seen."""
        return " ".join(part for part in (self.title, self.summary) if part)

    def figures(self) -> dict[str, Any]:
        """What the page's script reads, as JSON takes it."""
        told: dict[str, Any] = {
            "kind": self.kind,
            "title": self.title,
            "categories": list(self.categories),
            "series": [_series(each) for each in self.series],
            "unit": self.unit,
            "lying": self.lying,
        }
        if self.target is not None:
            told |= {"target": float(self.target), "target_name": self.target_name}
        return told


def _series(each: Series) -> dict[str, Any]:
    told: dict[str, Any] = {"name": each.name, "axis": each.axis}
    # What is drawn needs no cents: the exact figure stands in the table.
    told["values"] = [None if value is None else float(value) for value in each.values]
    if each.tone:
        told["tone"] = each.tone
    if each.kind:
        told["kind"] = each.kind
    if each.stack:
        told["stack"] = each.stack
    if each.links:
        told["links"] = list(each.links)
    return told
