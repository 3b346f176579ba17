"""What was measured, as a table for the terminal and as the file that keeps the last result."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.ground import ROOT
from bench.servers import EMBEDDED

KEPT = ROOT / "docs" / "bench.json"


@dataclass(frozen=True)
class Demand:
    """What a benchmark is to reach: its ratio at least, its growth from few to many at most. `unit`: what it counts."""

    unit: str
    ratio: float
    growth: float | None = None


DEMANDS = {
    "step": Demand("steps", 0.6),
    "http": Demand("steps", 0.4),
    "batch": Demand("cases", 0.4),
    "import": Demand("rows", 0.25),
    "list": Demand("pages", 0.333, 1.5),
    "search": Demand("searches", 0.3, 4.0),
    "tick": Demand("deadlines", 0.3, 1.2),
    "worktime": Demand("deadlines", 0.5),
    "lines": Demand("lines", 0.333),
    "papers": Demand("papers", 0.25),
    "units": Demand("units", 0.25, 2.0),
    "balance": Demand("balances", 0.3, 2.0),
    "archive": Demand("reports", 5.0),
    "viewflow": Demand("steps", 3.0),
    "spiffworkflow": Demand("steps", 1.5),
    "helpdesk": Demand("steps", 6.0),
    "tryton": Demand("orders", 20.0),
}
"""Every benchmark in the order in which they run."""

_HEAD = ("", "per second", "twin", "ratio", "wanted", "growth", "wanted", "statements", "CPU µs", "twin", "MB")


def lines(found: dict[str, dict[str, Any]]) -> list[str]:
    """The table: a line for each benchmark that was run."""
    rows = [_HEAD, *(_row(name, found[name]) for name in DEMANDS if name in found)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEAD))]
    return [
        "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _row(name: str, found: dict[str, Any]) -> tuple[str, ...]:
    demand = DEMANDS[name]
    if "failed" in found:
        return (name, found["failed"], *[""] * (len(_HEAD) - 2))
    met = found["ratio"] >= demand.ratio
    grown = found.get("growth")
    return (
        name,
        f"{found['rate']:,.0f} {demand.unit}",
        _number(found.get("raw_rate"), "{:,.0f}"),
        f"{found['ratio']:.2f}{'' if met else ' !'}",
        f"≥ {demand.ratio:g}",
        "" if grown is None or demand.growth is None else f"{grown:.2f}{'' if grown <= demand.growth else ' !'}",
        "" if demand.growth is None else f"≤ {demand.growth:g}",
        _number(found.get("statements"), "{:g}"),
        _number(found.get("cpu_microseconds"), "{:,.0f}"),
        _number(found.get("raw_cpu_microseconds"), "{:,.0f}"),
        _number(found.get("memory_megabytes"), "{:,.0f}"),
    )


def _number(value: float | None, form: str) -> str:
    return "" if value is None else form.format(value)


def keep(server: str, found: dict[str, dict[str, Any]], path: Path = KEPT) -> None:
    """Keep the results: of the embedded database at the top, of another server under its name. Others stay."""
    kept: dict[str, Any] = json.loads(path.read_text()) if path.is_file() else {}
    of_server = kept if server == EMBEDDED else kept.setdefault(server, {})
    of_server.update({name: each for name, each in found.items() if "failed" not in each})
    kept["machine"] = {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "on": datetime.now(UTC).date().isoformat(),
    }
    order = [*DEMANDS, "machine"]
    ordered = {name: kept[name] for name in (*order, *(each for each in kept if each not in order)) if name in kept}
    path.write_text(json.dumps(ordered, ensure_ascii=False, indent=2) + "\n")
