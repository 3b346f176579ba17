"""An approval in six steps, in process, on SpiffWorkflow, which keeps its state in PostgreSQL.

python -m bench.peers.spiffworkflow
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from bench.peers.approval import against
from bench.peers.side import interpreter, slices, start

PACKAGES = ["SpiffWorkflow==3.2.0", "psycopg[binary]>=3.3,<4"]


def _peer(way: str) -> Callable[[], int]:
    python = interpreter("spiffworkflow", PACKAGES)
    process, _ = start(python, "spiffworkflow_side.py", os.environ["GENDAN_BENCH_PEER_DATABASE"], way)
    return slices(process)


def peer(number: int, count: int) -> Callable[[], int]:
    """The peer's six steps, each read from the database, done and saved."""
    return _peer("read")


def kept(number: int, count: int) -> Callable[[], int]:
    """The peer's six steps, each saved; between them the workflow stays in the memory of its process."""
    return _peer("kept")


def run() -> dict[str, Any]:
    """The comparison; `ratio_kept` beside the peer that never reads what it saved."""
    interpreter("spiffworkflow", PACKAGES)
    return {**against(peer, "spiffworkflow"), "ratio_kept": against(kept, "spiffworkflow")["ratio"]}


if __name__ == "__main__":
    print(run())
