"""All benchmarks, or those that are named, each in a process of its own.

    python -m bench [NAME …] [--server embedded|postgresql_15] [--quick]

Without `--server` on both, PostgreSQL 15 only where it is installed or DATABASE_URL_15 names one. `--quick` sees that
all of it runs, with few cases and short turns, and keeps no result.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from importlib import import_module
from typing import Any

from bench.ground import ROOT
from bench.servers import EMBEDDED, POSTGRESQL_15, server
from bench.table import DEMANDS, keep, lines

MODULES = {
    "import": "imports",
    "lines": "order_lines",
    "list": "lists",
    "tick": "ticks",
    "viewflow": "peers.viewflow",
    "spiffworkflow": "peers.spiffworkflow",
    "helpdesk": "peers.helpdesk",
    "tryton": "peers.tryton",
}
"""Where a benchmark's module is not called like it."""
QUICK = {
    "GENDAN_BENCH_PREFIX": "bench_quick",
    "GENDAN_BENCH_CASES": "2000",
    "GENDAN_BENCH_FEW": "1000",
    "GENDAN_BENCH_MANY": "3000",
    "GENDAN_BENCH_PAIRS": "1",
    "GENDAN_BENCH_EVENTS": "20000",
    "GENDAN_BENCH_SECONDS": "0.3",
}
_MARK = "result: "


def main() -> int:
    """Run them, print the table, keep the result. 1 where one could not be run, whatever the figures are."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures Gendan against raw twins and peers.")
    parser.add_argument("names", nargs="*", choices=[*DEMANDS, []], metavar="NAME", help=" ".join(DEMANDS))
    parser.add_argument("--server", choices=[EMBEDDED, POSTGRESQL_15], action="append")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        print(_MARK + json.dumps(_result(arguments.inside)))
        return 0
    if arguments.quick and "GENDAN_BENCH_PREFIX" not in os.environ:
        os.environ.update(QUICK)
        os.execv(sys.executable, [sys.executable, "-m", "bench", *sys.argv[1:]])  # noqa: S606 ourselves, with other sizes
    failed = False
    for name in arguments.server or [EMBEDDED, POSTGRESQL_15]:
        found = _on(name, arguments.names or list(DEMANDS))
        failed |= any("failed" in each for each in found.values())
        if found and not arguments.quick:
            keep(name, found)
    return int(failed)


def _on(name: str, wanted: list[str]) -> dict[str, dict[str, Any]]:
    """The results on one server."""
    with server(name) as on:
        if on is None:
            print(f"{name}: not here")
            return {}
        found = {}
        for each in wanted:
            begun = time.monotonic()
            found[each] = _apart(each, on.environment)
            print(f"{name}: {each} took {time.monotonic() - begun:.0f} s", flush=True)
    print(f"\n{name}")
    print("\n".join(lines(found)), end="\n\n", flush=True)
    return found


def _apart(name: str, environment: dict[str, str]) -> dict[str, Any]:
    """The result of one benchmark, run in a process of its own so that its memory is its own."""
    command = [sys.executable, "-W", "ignore", "-m", "bench", "--inside", name]
    done = subprocess.run(  # noqa: S603 ourselves
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=False
    )
    told = [line.removeprefix(_MARK) for line in done.stdout.splitlines() if line.startswith(_MARK)]
    if done.returncode or not told:
        return {"failed": f"failed, exit code {done.returncode}"}
    result: dict[str, Any] = json.loads(told[-1])
    return result


def _result(name: str) -> dict[str, Any]:
    found = import_module(f"bench.{MODULES.get(name, name)}").run()
    result: dict[str, Any] = found if isinstance(found, dict) else found.as_json()
    return result


if __name__ == "__main__":
    sys.exit(main())
