"""An approval in six steps, in process, on django-viewflow.

python -m bench.peers.viewflow
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from bench.peers.approval import against
from bench.peers.side import interpreter, slices, start

PACKAGES = ["django-viewflow==2.4.0", "django>=5.2,<5.3", "psycopg[binary]>=3.3,<4"]


def peer(number: int, count: int) -> Callable[[], int]:
    """The peer's six steps."""
    python = interpreter("viewflow", PACKAGES)
    process, _ = start(python, "viewflow_side.py", os.environ["GENDAN_BENCH_PEER_DATABASE"], str(number))
    return slices(process)


def run() -> dict[str, Any]:
    """The comparison."""
    interpreter("viewflow", PACKAGES)
    return against(peer, "viewflow")


if __name__ == "__main__":
    print(run())
