"""An order of three lines created, quoted and confirmed, on Tryton's sale module on the same PostgreSQL.

On both sides in process, each of the three steps in a transaction of its own, by two workers. Tryton multiplies a price
by a quantity and computes taxes of which there are none; ours prices each line by a formula of its measures, writes
events and clocks and judges a gate. What follows a confirmed sale is left to Tryton's queue.

    python -m bench.peers.tryton
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from bench import order_lines
from bench.own import own_database
from bench.pairs import interleaved
from bench.peers.approval import told
from bench.peers.side import interpreter, slices, start
from bench.servers import EMBEDDED, server

PACKAGES = ["trytond[postgresql]==8.0.12", "trytond-sale==8.0.5", "proteus==8.0.0"]
LINES = 3
DATABASE = "tryton"
_PEER_DATABASE = "GENDAN_BENCH_PEER_DATABASE"


def ours(number: int, count: int) -> Callable[[], int]:
    """Ten orders; a slice counts orders."""
    work = order_lines.orders(LINES, amended=False)

    def orders() -> int:
        for _ in range(10):
            work()
        return 10

    return orders


def peer(number: int, count: int) -> Callable[[], int]:
    """One of the peer's orders."""
    process, _ = start(interpreter("tryton", PACKAGES), "tryton_side.py", os.environ[_PEER_DATABASE], str(number))
    return slices(process)


def run() -> dict[str, Any]:
    """The comparison."""
    interpreter("tryton", PACKAGES)
    with server(EMBEDDED) as on, own_database(order_lines.DATABASE, "order_lines.prepare"):
        assert on is not None
        on.drop(DATABASE)
        os.environ[_PEER_DATABASE] = on.database(DATABASE)
        try:
            return told(interleaved(ours, peer))
        finally:
            on.drop(DATABASE)


if __name__ == "__main__":
    print(run())
